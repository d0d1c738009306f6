"""Who takes which rung, what is written to a unit outside our command, and why somebody cannot be reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lantian.accounts.rules import Role
from lantian.kernel.refusals import Refused, gettext_noop

OUTSIDE_LADDER = ("reminder_letter", "report")
_DESK = frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR, Role.LEADER})
_ABOVE = frozenset({Role.SUPERVISOR, Role.LEADER})
_LEADER = frozenset({Role.LEADER})

# the graver the rung, the higher whoever takes it; a unit outside our command is reminded or reported only
TAKERS: dict[str, frozenset[Role]] = {
    "remind": _DESK,
    "supervise": _ABOVE,
    "circular": _LEADER,
    "interview": _LEADER,
    "transfer": _LEADER,
    "reminder_letter": frozenset({Role.DUTY_ANALYST}),
    "report": frozenset({Role.DUTY_ANALYST, Role.SUPERVISOR}),
}
WARNED_SHARE = 4  # a warning is said when a quarter of the limit is left


class RungOver(Refused):
    """A rung of a case that is finished, or one that somebody decided about already."""

    sentence = gettext_noop(
        "This rung of {number} waits for nobody any more: it was decided about, or the case has moved on. "
        "Reload the page."
    )

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class RungTooHigh(Refused):
    sentence = gettext_noop("This rung is taken by somebody higher up; {number} waits for them.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class OwnRung(Refused):
    sentence = gettext_noop("{unit} answers for {number} itself; nobody of that unit decides about its rung.")

    def __init__(self, number: str, *, unit: str) -> None:
        super().__init__(number=number, unit=unit)


class TextMissing(Refused):
    sentence = gettext_noop("The letter has no text yet.")


class LetterAnswered(Refused):
    sentence = gettext_noop("The answer to {letter} is recorded already.")

    def __init__(self, letter: str) -> None:
        super().__init__(letter=letter)


class UnderCommand(Refused):
    sentence = gettext_noop("{unit} takes our orders: assign the case, it needs no letter.")

    def __init__(self, unit: str) -> None:
        super().__init__(unit=unit)


class AnswerLater(Refused):
    sentence = gettext_noop("An answer of {day} is still to come, or older than the letter. Correct the day.")

    def __init__(self, day: object) -> None:
        super().__init__(day=day)


class PhotosMissing(Refused):
    sentence = gettext_noop("An answer that it is mended brings two photos: the view before and after.")


class PlanBeforePause(Refused):
    sentence = gettext_noop(
        "A {level} case has no plan yet. The unit sets target, measures and dates before it can be submitted."
    )

    def __init__(self, level: str) -> None:
        super().__init__(level=level)


def may_take(kind: str, roles: Sequence[Role]) -> bool:
    """Whether one of these roles takes a rung."""
    return any(role in TAKERS[kind] for role in roles)


def why_unreachable(
    *,
    is_active: bool,
    has_means: bool,
    confirmed_at: datetime | None,
    now: datetime,
    days: int,
) -> str:
    """Why somebody could not be reached when it matters; empty for somebody who can."""
    if not is_active:
        return "closed"
    if not has_means:
        return "no_means"
    if confirmed_at is None:
        return "never_confirmed"
    return "stale" if now - confirmed_at > timedelta(days=days) else ""
