"""What those who keep a site or plant may be told when something is refused."""

from collections.abc import Sequence
from datetime import date, datetime

from lantian.kernel.refusals import Refused, gettext_noop


class NotYours(Refused):
    """Somebody keeps the place, but this is another's part."""

    sentence = gettext_noop(
        "At {place} this is done by {who}. Ask them, or ask the duty desk to name you; nothing was written."
    )

    def __init__(self, place: str, *, who: str) -> None:
        self.place, self.who = place, who
        super().__init__(place=place, who=who)


class DayAhead(Refused):
    sentence = gettext_noop("{day} has not begun; a sheet is of a day that has.")

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day=day)


class BeforeDuty(Refused):
    sentence = gettext_noop("{place} has these duties since {since}; {day} lies before.")

    def __init__(self, place: str, *, since: date, day: date) -> None:
        self.place, self.since, self.day = place, since, day
        super().__init__(place=place, since=since, day=day)


class SheetSigned(Refused):
    """A signed sheet never changes."""

    sentence = gettext_noop(
        "The sheet of {day} was signed at {signed_at} and stays as it is. "
        "Open it and write a correction with its reason; both stay readable."
    )

    def __init__(self, day: date, *, signed_at: datetime) -> None:
        self.day, self.signed_at = day, signed_at
        super().__init__(day=day, signed_at=signed_at)


class NothingToCorrect(Refused):
    sentence = gettext_noop("The sheet of {day} is not signed yet: sign it first.")

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day=day)


class ItemsOpen(Refused):
    sentence = gettext_noop("{count} lines are not tapped yet: {items}. Everything else is kept.")

    def __init__(self, items: Sequence[str]) -> None:
        self.items = tuple(items)
        super().__init__(count=len(items), items="、".join(items))


class NoWordsForNo(Refused):
    sentence = gettext_noop("Say in a few words what is done about what is not met: {items}.")

    def __init__(self, items: Sequence[str]) -> None:
        self.items = tuple(items)
        super().__init__(items="、".join(items))


class StageMissing(Refused):
    sentence = gettext_noop("Choose the stage of work of the day; “no work” is one too.")


class ReasonMissing(Refused):
    sentence = gettext_noop("Say in a few words why; it stays beside what was written before.")


class WeekRunning(Refused):
    sentence = gettext_noop("The week of {monday} runs until {sunday}; confirm it from that day on.")

    def __init__(self, monday: date, *, sunday: date) -> None:
        self.monday, self.sunday = monday, sunday
        super().__init__(monday=monday, sunday=sunday)


class WeekConfirmed(Refused):
    sentence = gettext_noop("The week of {monday} is confirmed already; nothing was changed.")

    def __init__(self, monday: date) -> None:
        self.monday = monday
        super().__init__(monday=monday)


class WeekEmpty(Refused):
    sentence = gettext_noop("No sheet of the week of {monday} is signed: there is nothing to confirm.")

    def __init__(self, monday: date) -> None:
        self.monday = monday
        super().__init__(monday=monday)


class DayPast(Refused):
    sentence = gettext_noop("{day} is over; the roster of a day that is over stays as it was.")

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day=day)


class NotAKeeper(Refused):
    sentence = gettext_noop("Person {person} does not keep {place}; choose one of those who do.")

    def __init__(self, person: str, *, place: str) -> None:
        self.person, self.place = person, place
        super().__init__(person=person, place=place)


class NotOnDuty(Refused):
    sentence = gettext_noop("On {day} you are not on duty here; the roster says who is.")

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day=day)


class AlreadyThere(Refused):
    sentence = gettext_noop("Whoever was on duty on {day} has checked in; the duty cannot be handed over.")

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day=day)


class ReplyIncomplete(Refused):
    sentence = gettext_noop("A reply needs the cause, what was done, and a photo; missing: {missing}.")

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(missing=tuple(missing))


class ReplyGiven(Refused):
    sentence = gettext_noop(
        "{number} does not wait for a reply any more. Reload the page to see how it stands."
    )

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


class NothingToDecide(Refused):
    sentence = gettext_noop("{number} was answered in time or is decided; nothing was changed.")

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


class SharesWrong(Refused):
    sentence = gettext_noop("The shares of energy come to {total} %; 100 % is needed.")

    def __init__(self, total: str) -> None:
        self.total = total
        super().__init__(total=total)


class PhotosNotYours(Refused):
    sentence = gettext_noop("A photo of this reply or sheet was not taken by you; choose it again.")


class NotSeeded(LookupError):
    """A row the room runs by is missing."""

    def __init__(self, what: str, on: date) -> None:
        self.what, self.on = what, on
        super().__init__(f"no {what} is in force on {on}; the rows must be seeded first")
