"""What is refused when briefings are written and issued."""

from datetime import date

from lantian.kernel.refusals import Refused, gettext_noop


class AlreadyIssued(Refused):
    """An issued briefing does not change."""

    sentence = gettext_noop(
        "{number} was already issued and does not change. To correct it, write the day again: "
        "that makes a new issue beside it."
    )

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


class BriefingMoved(Refused):
    """Somebody was faster."""

    sentence = gettext_noop(
        "Somebody wrote or issued {number} at the same moment; nothing of yours was changed. "
        "Reload the page and look at it again."
    )

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


class DayNotOver(Refused):
    """A briefing is about a day that is over."""

    sentence = gettext_noop(
        "{day} is not over yet; a briefing says what a whole day was. Write it from {next_day} on."
    )

    def __init__(self, day: date, *, next_day: date) -> None:
        self.day = day
        super().__init__(day=day, next_day=next_day)


def check_day(day: date, *, today: date, next_day: date) -> None:
    """Raise DayNotOver unless the day is over."""
    if day >= today:
        raise DayNotOver(day, next_day=next_day)
