"""Pure decisions: what is complete, what has come back, what is in time."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from lantian.cases.rules.refusals import (
    AnswersContradict,
    AnswersMissing,
    DueInPast,
    NothingToShow,
    OnSiteNeeded,
    PenaltyMissing,
    PlanIncomplete,
    PublicityRunning,
    ReasonMissing,
    ReturnWindowOver,
    SamePhoto,
    TooManyReturns,
    WorkMissing,
)
from lantian.cases.rules.refused_moves import (
    ExtensionLate,
    ExtensionOpen,
    ExtensionTooShort,
    HappenedLater,
    InterimMissing,
    MinutesMissing,
    ReviewInPast,
)
from lantian.cases.rules.values import (
    ACCEPTANCE,
    LADDER,
    NA,
    NO,
    YES,
    Bounds,
    Look,
    Measure,
    Mending,
    Pause,
)
from lantian.kernel.refusals import gettext_noop


def check_happened(happened_at: datetime | None, *, now: datetime) -> None:
    """Raise HappenedLater for a moment that is still to come."""
    if happened_at is not None and happened_at > now:
        raise HappenedLater(happened_at)


def check_reason(reason: str) -> None:
    """Raise ReasonMissing for an empty reason."""
    if not reason.strip():
        raise ReasonMissing()


def check_due(*, due_at: datetime, now: datetime) -> None:
    """Raise DueInPast unless there is time left."""
    if due_at <= now:
        raise DueInPast(due_at=due_at, now=now)


def check_report(*, has_photo: bool, reading_address: str) -> None:
    """Raise NothingToShow unless there is a photo or a reading."""
    if not has_photo and not reading_address.strip():
        raise NothingToShow()


def check_return(*, returns: int, allowed: Decimal, until: datetime, now: datetime) -> None:
    """Raise unless a unit may still return a case."""
    if returns >= allowed:
        raise TooManyReturns(returns=returns, allowed=int(allowed))
    if now > until:
        raise ReturnWindowOver(until)


def check_plan(*, target: str, measures: Sequence[Measure], today: date) -> None:
    """Raise PlanIncomplete unless there is a target and each measure has a day to come."""
    if not target.strip():
        raise PlanIncomplete(gettext_noop("the target"))
    if not measures:
        raise PlanIncomplete(gettext_noop("the measures"))
    for measure in measures:
        if not measure.what.strip():
            raise PlanIncomplete(gettext_noop("what is to be done"))
        if measure.by_on < today:
            raise PlanIncomplete(gettext_noop("a day to come for each measure"))


def check_mending(
    work: Mending, *, after_sha256: str, known_sha256: Collection[str], is_violation: bool
) -> None:
    """Raise unless the report of a mending is complete and its after-photo is a new one."""
    if not work.what_was_done.strip():
        raise WorkMissing()
    if work.before_key == work.after_key or after_sha256 in known_sha256:
        raise SamePhoto()
    if is_violation and not work.penalty_record.strip():
        raise PenaltyMissing()


def check_answers(answers: Mapping[str, str], *, has_passed: bool) -> None:
    """Raise unless all five acceptance tests are answered and agree with the result."""
    missing = [test for test in ACCEPTANCE if answers.get(test) not in {YES, NO, NA}]
    if missing:
        raise AnswersMissing(missing)
    if has_passed == any(answers[test] == NO for test in ACCEPTANCE):
        raise AnswersContradict()


def check_on_site(look: Look, *, reason: str | None) -> None:
    """Raise OnSiteNeeded for a remote recheck that must be on site, or one on site without a photo."""
    if look.is_on_site and not look.photo_keys:
        raise OnSiteNeeded("on_site_photo")
    if reason and not look.is_on_site:
        raise OnSiteNeeded(reason)


def on_site_reason(*, is_minor: bool, number: str, round: int, share: Decimal) -> str | None:
    """Why a recheck must be on site: its level, or the draw; None when paired photos are enough."""
    if not is_minor:
        return "level"
    return "drawn" if is_drawn(f"{number}/{round}", share=share) else None


def is_drawn(seed: str, *, share: Decimal) -> bool:
    """Whether a seed falls into a share; the same seed always falls the same way, so nobody can choose."""
    drawn = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    return Decimal(drawn) < share * 2**64


def check_publicity(*, until: datetime | None, now: datetime) -> None:
    """Raise PublicityRunning until the time in public is over."""
    if until is not None and now < until:
        raise PublicityRunning(until)


def rebound_refusal(
    *, is_same_kind: bool, is_same_place: bool, closed_at: datetime, found_at: datetime, window_days: Decimal
) -> str | None:
    """Why a new finding does not reopen a closed case; None when it does."""
    if not is_same_kind:
        return "kind"
    if not is_same_place:
        return "place"
    if not closed_at <= found_at <= closed_at + timedelta(days=float(window_days)):
        return "window"
    return None


def is_same_place(*, source_ids: tuple[int | None, int | None], distance_m: float, radius_m: Decimal) -> bool:
    """Same registered source, or within a few steps."""
    first, second = source_ids
    return (first is not None and first == second) or distance_m <= radius_m


def next_rung(taken: Collection[str], *, ladder: Sequence[str] = LADDER) -> str | None:
    """The rung above the highest there is; None at the top of the ladder."""
    highest = max((ladder.index(kind) for kind in taken if kind in ladder), default=-1)
    return ladder[highest + 1] if highest + 1 < len(ladder) else None


def rungs_due(*, due_at: datetime, now: datetime, rung_hours: Decimal) -> int:
    """How many rungs an overdue case has earned: one at once, another for each further stretch."""
    late = now - due_at
    if late <= timedelta():
        return 0
    return 1 + int(late / timedelta(hours=float(rung_hours)))


def later_looks(*, is_grave: bool, seed: str, bounds: Bounds) -> tuple[int, ...]:
    """After how many days a closed case is looked at again: grave ones always, others when they are drawn."""
    if is_grave:
        days = (bounds.grave_look_1_days, bounds.grave_look_2_days, bounds.grave_look_3_days)
        return tuple(int(day) for day in days)
    return (int(bounds.later_look_days),) if is_drawn(seed, share=bounds.later_look_share) else ()


def check_pause(pause: Pause, *, now: datetime) -> None:
    """Raise unless a case may be parked: a reason, what is done meanwhile, the minutes, a review to come."""
    check_reason(pause.reason)
    if not pause.interim.strip():
        raise InterimMissing()
    if not pause.minutes.strip():
        raise MinutesMissing()
    if pause.review_at <= now:
        raise ReviewInPast(review_at=pause.review_at, now=now)


def check_extension(*, until: datetime, due_at: datetime, now: datetime, open_until: datetime | None) -> None:
    """Raise unless more time may be asked for: in time, once at a time, for later than the limit."""
    if now >= due_at:
        raise ExtensionLate(due_at)
    if open_until is not None:
        raise ExtensionOpen(open_until)
    check_later(until, due_at=due_at)


def check_later(until: datetime, *, due_at: datetime) -> None:
    """Raise ExtensionTooShort unless a moment lies after the limit."""
    if until <= due_at:
        raise ExtensionTooShort(until=until, due_at=due_at)


def days_late(*, due_at: datetime, at: datetime) -> int:
    """Days after the deadline, begun days counted; 0 in time."""
    late = at - due_at
    return 0 if late <= timedelta() else -(-late // timedelta(days=1))
