"""Kinds of going: who may enter, with which papers, and what may follow.

What each allows stands in rows with dates (`GoingTerms`); here is what the rows mean.
The kinds follow 国办发〔2024〕54号.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lantian.kernel.refusals import Refused, gettext_noop

LOOK_AGAIN = "look_again"  # the purpose of a recheck
VERIFY_REPORT = "verify_report"  # the purpose of a visit before a case is filed


class KindOfGoing(StrEnum):
    PUBLIC_PATROL = "public_patrol"
    STATUTORY_INSPECTION = "statutory_inspection"
    HELP_VISIT = "help_visit"
    UNIT_SUPERVISION = "unit_supervision"
    RESIDENCY = "residency"


class Mode(StrEnum):
    """Whether the checked unit hears of it before it begins."""

    ANNOUNCED = "announced"
    UNANNOUNCED = "unannounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a kind of going allows and asks for, as its row says on a day."""

    kind: KindOfGoing
    may_enter_firm: bool
    may_go: tuple[str, ...]
    certificates_needed: int
    needs_basis: bool
    needs_plan: bool
    yearly_cap: int | None
    cap_spares_clues: bool
    merge_within_days: int
    needs_scan_in: bool
    radius_m: int | None
    may_be_unannounced: bool
    penalty_may_follow: bool
    score_may_follow: bool
    what_may_follow: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Somebody of another unit who goes along, and for which part."""

    person_id: int
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """How a going is meant to be: its mode, its papers, its day, and who joins."""

    mode: Mode = Mode.ANNOUNCED
    basis: str = ""
    plan: str = ""
    on: date | None = None
    notified_on: date | None = None
    joining: tuple[Joining, ...] = ()
    draw_id: int | None = None


AT_ONCE = Planned()


class PapersMissing(Refused):
    """Too few of the people going hold an enforcement certificate."""

    sentence = gettext_noop(
        "{kind} needs {needed} people who hold an enforcement certificate; {got} of those going hold one. "
        "Name a companion with a certificate, or choose a patrol from public ground."
    )

    def __init__(self, kind: KindOfGoing, *, got: int, needed: int) -> None:
        self.kind, self.got, self.needed = kind, got, needed
        super().__init__(kind=kind, got=got, needed=needed)


class BasisMissing(Refused):
    """A kind that needs its ground in writing has none."""

    sentence = gettext_noop(
        "{kind} needs its basis: write the article or the document it rests on. Nothing was issued."
    )

    def __init__(self, kind: KindOfGoing) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class PlanMissing(Refused):
    """A kind that goes by a yearly plan names none, and no clue asks for it."""

    sentence = gettext_noop(
        "{kind} without a clue goes by the yearly plan: name the plan it stands in. Nothing was issued."
    )

    def __init__(self, kind: KindOfGoing) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class CapReached(Refused):
    """A firm has had its visits of the year."""

    sentence = gettext_noop(
        "{firm} has had {used} of {cap} visits of this kind in {year}; more are not allowed. "
        "Raise the patrols from public ground and look at its data instead."
    )

    def __init__(self, firm: str, *, used: int, cap: int, year: int) -> None:
        self.firm, self.used, self.cap, self.year = firm, used, cap, year
        super().__init__(firm=firm, used=used, cap=cap, year=year)


class ModeUnfit(Refused):
    """A kind of going that is always announced was to be unannounced."""

    sentence = gettext_noop("{kind} is never unannounced. Choose another kind of going, or announce it.")

    def __init__(self, kind: KindOfGoing) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class PriorNotice(Refused):
    """Somebody was told of an unannounced visit, or it would be seen beforehand."""

    sentence = gettext_noop(
        "An unannounced visit tells nobody beforehand: take out the day of notice. Nothing was issued."
    )


class SecretTied(Refused):
    """An unannounced visit would be seen through the alarm or the case it hangs on."""

    sentence = gettext_noop(
        "An unannounced visit hangs on no alarm and no case, where others would see it before it begins. "
        "Write the ground into its basis."
    )


class PlaceToName(Refused):
    """A visit to a firm without the firm."""

    sentence = gettext_noop("{kind} goes to a place: choose which. Nothing was issued.")

    def __init__(self, kind: KindOfGoing) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class DueInPast(Refused):
    """A deadline that has already passed."""

    sentence = gettext_noop(
        "The deadline {due_at} is not after {now}. Choose a later one; nothing was issued."
    )

    def __init__(self, *, due_at: datetime, now: datetime) -> None:
        self.due_at, self.now = due_at, now
        super().__init__(due_at=_minute(due_at), now=_minute(now))


class OfficerUnfit(Refused):
    """The person cannot be sent."""

    sentence = gettext_noop("{person} cannot be sent ({reason}). Choose somebody else.")

    def __init__(self, person: str, *, reason: str) -> None:
        self.person, self.reason = person, reason
        super().__init__(person=person, reason=reason)


class PurposeUnfit(Refused):
    """The purpose does not suit the kind of going."""

    sentence = gettext_noop(
        "“{purpose}” is not asked for on {kind}. Choose another purpose or another kind of going."
    )

    def __init__(self, purpose: str, *, kind: KindOfGoing) -> None:
        self.purpose, self.kind = purpose, kind
        super().__init__(purpose=purpose, kind=kind)


class ReasonMissing(Refused):
    """An order was to be withdrawn without a word why."""

    sentence = gettext_noop("Say in a few words why the order is withdrawn; the officer will read it.")


class AlreadySent(Refused):
    """Somebody is already on the way for this suspicion."""

    sentence = gettext_noop(
        "Somebody is already on the way for {suspicion} (order {order}). "
        "Wait for the finding, or withdraw that order."
    )

    def __init__(self, *, suspicion: str, order: str) -> None:
        self.suspicion, self.order = suspicion, order
        super().__init__(suspicion=suspicion, order=order)


class NotToMerge(Refused):
    """Two visits cannot be made one."""

    sentence = gettext_noop(
        "{number} and {into} cannot be made one visit: same kind, same firm, both not begun and at most "
        "{days} days apart is what it takes. Both stay as they are."
    )

    def __init__(self, number: str, *, into: str, days: int) -> None:
        self.number, self.into, self.days = number, into, days
        super().__init__(number=number, into=into, days=days)


class NotScanned(Refused):
    """A visit that begins with the place's code began without it."""

    sentence = gettext_noop(
        "{kind} begins with the code at the gate: scan it with the camera, or write in a few words "
        "why it cannot be scanned."
    )

    def __init__(self, kind: KindOfGoing) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class TooFarAway(Refused):
    """The phone stands elsewhere, and nobody says why."""

    sentence = gettext_noop(
        "The phone is {metres} m from the place; up to {radius} m proves that you are there. "
        "Go nearer, or write in a few words why you check in from here."
    )

    def __init__(self, *, metres: float, radius: int) -> None:
        self.metres, self.radius = metres, radius
        super().__init__(metres=round(metres), radius=radius)


def check_papers(terms: Terms, *, certificates: Sequence[bool]) -> None:
    """Raise PapersMissing unless enough certificate holders go, and on such a kind nobody without one."""
    got = sum(certificates)
    if got < terms.certificates_needed:
        raise PapersMissing(terms.kind, got=got, needed=terms.certificates_needed)
    if terms.certificates_needed and got < len(certificates):
        raise PapersMissing(terms.kind, got=got, needed=len(certificates))


def check_plan(terms: Terms, planned: Planned, *, has_clue: bool, has_place: bool) -> None:
    """Raise unless basis, plan, place and mode are as the kind of going asks.

    A clue (an alarm, a case, a complaint) is a ground of its own; without one the yearly plan has to name it.
    """
    if terms.may_enter_firm and not has_place:
        raise PlaceToName(terms.kind)
    if terms.needs_basis and not (has_clue or planned.basis.strip()):
        raise BasisMissing(terms.kind)
    if terms.needs_plan and not (has_clue or planned.plan.strip()):
        raise PlanMissing(terms.kind)
    if planned.mode is Mode.UNANNOUNCED:
        _check_secret(terms, planned, has_clue=has_clue, has_place=has_place)


def _check_secret(terms: Terms, planned: Planned, *, has_clue: bool, has_place: bool) -> None:
    if not terms.may_be_unannounced:
        raise ModeUnfit(terms.kind)
    if planned.notified_on is not None:
        raise PriorNotice()
    if has_clue:
        raise SecretTied()
    if not has_place:
        raise PlaceToName(terms.kind)


def counts_toward_cap(terms: Terms, *, has_clue: bool) -> bool:
    """Whether a visit uses up one of the firm's visits of the year."""
    return terms.yearly_cap is not None and not (has_clue and terms.cap_spares_clues)


def check_cap(terms: Terms, *, firm: str, used: int, year: int) -> None:
    """Raise CapReached when the firm has had its visits of the year."""
    if terms.yearly_cap is not None and used >= terms.yearly_cap:
        raise CapReached(firm, used=used, cap=terms.yearly_cap, year=year)


def check_presence(terms: Terms, *, distance_m: float | None, has_scan: bool, is_explained: bool) -> None:
    """Raise unless the place is proved: near enough and scanned in, or explained in words."""
    if is_explained:
        return
    if terms.radius_m is not None and distance_m is not None and distance_m > terms.radius_m:
        raise TooFarAway(metres=distance_m, radius=terms.radius_m)
    if terms.needs_scan_in and not has_scan:
        raise NotScanned(terms.kind)


def check_due(*, due_at: datetime, now: datetime) -> None:
    """Raise DueInPast unless there is time left."""
    if due_at <= now:
        raise DueInPast(due_at=due_at, now=now)


def check_purpose(code: str, *, kind: KindOfGoing, kinds: Iterable[str]) -> None:
    """Raise PurposeUnfit unless the purpose suits the kind of going."""
    if kind not in set(kinds):
        raise PurposeUnfit(code, kind=kind)


def check_reason(reason: str) -> None:
    """Raise ReasonMissing for an empty reason."""
    if not reason.strip():
        raise ReasonMissing()


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
