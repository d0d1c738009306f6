"""Why a case is refused something: what was seen, what was needed, what to do."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from lantian.kernel.refusals import Refused, gettext_noop


class Dependence(StrEnum):
    """Why somebody may not recheck."""

    HANDLER = "handler"
    SAME_UNIT = "same_unit"
    SELF_CHECKED = "self_checked"
    LOOKED_BEFORE = "looked_before"
    STANDS_IN = "stands_in"


class NotIndependent(Refused):
    """The mending would be rechecked by somebody who had a hand in it."""

    sentence = gettext_noop(
        "{number} must be rechecked by somebody independent: {reason}. Ask somebody of another unit. "
        "The case and its deadline are unchanged; this attempt stays in the history."
    )

    def __init__(self, number: str, *, reason: Dependence) -> None:
        self.number, self.reason = number, reason
        super().__init__(number=number, reason=reason)


class RecheckerUnfit(Refused):
    """Somebody with a hand in a mending would be sent to recheck it."""

    sentence = gettext_noop(
        "{person} cannot recheck {number}: {reason}. Send somebody of another unit; nothing was changed."
    )

    def __init__(self, person: str, *, number: str, reason: Dependence) -> None:
        self.person, self.number, self.reason = person, number, reason
        super().__init__(person=person, number=number, reason=reason)


class AlreadySent(Refused):
    """Somebody is sent to recheck the case already."""

    sentence = gettext_noop(
        "{person} is already sent to recheck {number} (order {order}). "
        "Withdraw that order first to send somebody else."
    )

    def __init__(self, person: str, *, number: str, order: str) -> None:
        self.person, self.number, self.order = person, number, order
        super().__init__(person=person, number=number, order=order)


class ReasonMissing(Refused):
    sentence = gettext_noop("Say in a few words why; whoever gets it back will read it.")


class DueInPast(Refused):
    sentence = gettext_noop(
        "The deadline {due_at} is not after {now}. Choose a later one; nothing was changed."
    )

    def __init__(self, *, due_at: datetime, now: datetime) -> None:
        self.due_at, self.now = due_at, now
        super().__init__(due_at=_minute(due_at), now=_minute(now))


class NothingToShow(Refused):
    sentence = gettext_noop(
        "A report needs a photo or the address of a reading. Add one of them and send it again."
    )


class OutsideGrids(Refused):
    sentence = gettext_noop(
        "{lon}, {lat} lies in no grid of this district. Check the place, or tell the neighbour."
    )

    def __init__(self, *, lon: float, lat: float) -> None:
        self.lon, self.lat = lon, lat
        super().__init__(lon=round(lon, 5), lat=round(lat, 5))


class DuplicateOpen(Refused):
    sentence = gettext_noop(
        "{other} is open for the same kind of problem at the same place, or shows the same photo. "
        "Merge this one into it, or confirm that it is a separate problem."
    )

    def __init__(self, other: str) -> None:
        self.other = other
        super().__init__(other=other)


class StandardMissing(Refused):
    sentence = gettext_noop("Name the clause or standard that was not met; without it nothing can be filed.")


class PenaltyCannotFollow(Refused):
    sentence = gettext_noop(
        "The finding comes from {kind}, after which no penalty may follow. File it without a violation, "
        "or send certificate holders for a statutory inspection."
    )

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class OutsideCommand(Refused):
    sentence = gettext_noop(
        "{unit} is outside our command: write it a letter (函), it cannot be assigned a case."
    )

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(unit=unit)


class UnitTooHigh(Refused):
    sentence = gettext_noop(
        "{unit} stands above everybody, so nobody could recheck its mending. "
        "Assign the case to a unit below it."
    )

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(unit=unit)


class NoRoute(Refused):
    sentence = gettext_noop("No route leads from {category} to a unit. Choose the unit yourself.")

    def __init__(self, category: str) -> None:
        self.category = category
        super().__init__(category=category)


class TooManyReturns(Refused):
    sentence = gettext_noop(
        "The case was already returned {returns} times; {allowed} is the most. Take it, or ask the duty desk."
    )

    def __init__(self, *, returns: int, allowed: int) -> None:
        self.returns, self.allowed = returns, allowed
        super().__init__(returns=returns, allowed=allowed)


class ReturnWindowOver(Refused):
    sentence = gettext_noop("A case could be returned until {until}. Take it, or ask the duty desk.")

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until=_minute(until))


class HandlerUnfit(Refused):
    sentence = gettext_noop("{person} cannot handle this case ({reason}). Name somebody else.")

    def __init__(self, person: str, *, reason: str) -> None:
        self.person, self.reason = person, reason
        super().__init__(person=person, reason=reason)


class PlanNeeded(Refused):
    sentence = gettext_noop(
        "A {level} case starts with a plan by the head of the unit: target, measures, dates."
    )

    def __init__(self, level: str) -> None:
        self.level = level
        super().__init__(level=level)


class PlanNotNeeded(Refused):
    sentence = gettext_noop("A {level} case needs no plan. The handler starts it.")

    def __init__(self, level: str) -> None:
        self.level = level
        super().__init__(level=level)


class PlanIncomplete(Refused):
    sentence = gettext_noop(
        "The plan lacks {missing}. A target and at least one measure with its day are needed."
    )

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(missing=missing)


class SamePhoto(Refused):
    sentence = gettext_noop(
        "The photo after is one that the case already has. Take a new one from the same view, after the work."
    )


class PhotoUnknown(Refused):
    sentence = gettext_noop("Photo {key} does not belong to this case and is not yours. Upload it first.")

    def __init__(self, key: object) -> None:
        self.key = key
        super().__init__(key=str(key))


class WorkMissing(Refused):
    sentence = gettext_noop("Say what was done; the rechecker goes by it.")


class PenaltyMissing(Refused):
    sentence = gettext_noop("This was a violation: name the penalty record before the mending is submitted.")


class AnswersMissing(Refused):
    sentence = gettext_noop(
        "The acceptance tests {tests} are still to be answered with yes, no or not applicable."
    )

    def __init__(self, tests: Sequence[str]) -> None:
        self.tests = tuple(tests)
        super().__init__(tests=", ".join(tests))


class AnswersContradict(Refused):
    sentence = gettext_noop(
        "The result does not go with the answers: a recheck with a no fails, one without a no passes."
    )


class OnSiteNeeded(Refused):
    sentence = gettext_noop(
        "This recheck must be made on site ({reason}), with at least one photo of your own."
    )

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason=reason)


class PublicityNeeded(Refused):
    sentence = gettext_noop("A {level} case is shown in public before it is closed. Publicise it first.")

    def __init__(self, level: str) -> None:
        self.level = level
        super().__init__(level=level)


class PublicityNotNeeded(Refused):
    sentence = gettext_noop("A {level} case is closed without publicity. Sign it off.")

    def __init__(self, level: str) -> None:
        self.level = level
        super().__init__(level=level)


class PublicityRunning(Refused):
    sentence = gettext_noop("The case is shown in public until {until}; it can be closed after that.")

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until=_minute(until))


NO_REBOUND = {
    "kind": gettext_noop("the new finding is of another kind"),
    "place": gettext_noop("the new finding is at another place"),
    "window": gettext_noop("the new finding lies outside the rebound window"),
    "no_problem": gettext_noop("the visit found no problem"),
}


class NotRebound(Refused):
    sentence = gettext_noop("{number} is not reopened: {reason}. Report a new case instead.")

    def __init__(self, number: str, *, reason: str) -> None:
        self.number, self.reason = number, reason
        super().__init__(number=number, reason=NO_REBOUND.get(reason, reason))


class NotSeeded(LookupError):
    """The house was started without the rows it runs by."""

    def __init__(self, what: str, day: date) -> None:
        self.what, self.day = what, day
        super().__init__(f"no {what} is in force on {day}; cases.actions.seed() lays down the defaults")


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
