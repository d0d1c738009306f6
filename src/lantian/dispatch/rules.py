"""Kinds of going: who may enter, with which papers, what may follow; and what may be asked of people.

Kinds follow 国办发〔2024〕54号.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import cos, hypot, radians

from lantian.kernel.refusals import Refused, gettext_noop

METRES_PER_DEGREE = 111_195.08  # of latitude, on a sphere of 6 371 008.8 m

Point = tuple[float, float]


LOOK_AGAIN = "look_again"  # the purpose of a recheck
VERIFY_REPORT = "verify_report"  # the purpose of a visit before a case is filed


class KindOfGoing(StrEnum):
    PUBLIC_PATROL = "public_patrol"
    STATUTORY_INSPECTION = "statutory_inspection"
    HELP_VISIT = "help_visit"
    UNIT_SUPERVISION = "unit_supervision"
    RESIDENCY = "residency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a kind of going allows."""

    may_enter_firm: bool
    certificates_needed: int
    penalty_may_follow: bool
    basis: str


TERMS: dict[KindOfGoing, Terms] = {
    KindOfGoing.PUBLIC_PATROL: Terms(
        may_enter_firm=False,
        certificates_needed=0,
        penalty_may_follow=False,
        basis="patrol from public ground",
    ),
    KindOfGoing.STATUTORY_INSPECTION: Terms(
        may_enter_firm=True, certificates_needed=2, penalty_may_follow=True, basis="国办发〔2024〕54号"
    ),
    KindOfGoing.HELP_VISIT: Terms(
        may_enter_firm=True, certificates_needed=0, penalty_may_follow=False, basis="at the firm's invitation"
    ),
    KindOfGoing.UNIT_SUPERVISION: Terms(
        may_enter_firm=False,
        certificates_needed=0,
        penalty_may_follow=False,
        basis="supervision of units, not firms",
    ),
    KindOfGoing.RESIDENCY: Terms(
        may_enter_firm=True, certificates_needed=0, penalty_may_follow=False, basis="residency by agreement"
    ),
}


class PapersMissing(Refused):
    """Too few of the people going hold an enforcement certificate."""

    sentence = gettext_noop(
        "{kind} needs {needed} people who hold an enforcement certificate; {got} of those going hold one. "
        "Name a companion with a certificate, or choose a patrol from public ground."
    )

    def __init__(self, kind: KindOfGoing, *, got: int, needed: int) -> None:
        self.kind, self.got, self.needed = kind, got, needed
        super().__init__(kind=kind, got=got, needed=needed)


class DueInPast(Refused):
    """A deadline that has already passed."""

    sentence = gettext_noop(
        "The deadline {due_at} is not after {now}. Choose a later one; nothing was issued."
    )

    def __init__(self, *, due_at: datetime, now: datetime) -> None:
        self.due_at, self.now = due_at, now
        super().__init__(due_at=_minute(due_at), now=_minute(now))


class SprayingNearStation(Refused):
    """Stations are not to be washed (governance 9.5)."""

    sentence = gettext_noop(
        "“{purpose}” wets the ground and the place is {clearance_m} m from station {station}, inside its "
        "{radius_m} m. No spraying or washing can be ordered there; ask for covering or sweeping instead."
    )

    def __init__(self, *, purpose: str, station: str, clearance_m: float, radius_m: int) -> None:
        self.purpose, self.station, self.radius_m = purpose, station, radius_m
        super().__init__(purpose=purpose, station=station, clearance_m=round(clearance_m), radius_m=radius_m)


class PlaceNeeded(Refused):
    """Something that wets the ground was asked for without saying where."""

    sentence = gettext_noop(
        "“{purpose}” wets the ground, so it must name the source it is meant for: "
        "only then can we see that no station is near."
    )

    def __init__(self, purpose: str) -> None:
        self.purpose = purpose
        super().__init__(purpose=purpose)


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


def check_papers(kind: KindOfGoing, *, certificates: int) -> None:
    """Raise PapersMissing unless enough certificate holders go."""
    needed = TERMS[kind].certificates_needed
    if certificates < needed:
        raise PapersMissing(kind, got=certificates, needed=needed)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DryCircle:
    """The ground around a station on which nothing may be wetted."""

    station: str
    lon: float
    lat: float
    radius_m: int


def check_dry(purpose: str, *, place: Sequence[Point], circles: Iterable[DryCircle]) -> None:
    """Raise SprayingNearStation when any part of the place lies in a dry circle.

    The place is one point, or the corners of a line or a ring in order.
    """
    for circle in circles:
        clearance = clearance_m((circle.lon, circle.lat), place=place)
        if clearance <= circle.radius_m:
            raise SprayingNearStation(
                purpose=purpose, station=circle.station, clearance_m=clearance, radius_m=circle.radius_m
            )


def clearance_m(station: Point, *, place: Sequence[Point]) -> float:
    """Shortest distance from a station to a point, line or area [m]; 0 inside a closed ring.

    On a plane that touches the earth at the station: right to a metre within the few kilometres that matter.
    """
    flat = [_flat(station, corner) for corner in place]
    if len(flat) == 1:
        return hypot(*flat[0])
    if len(flat) > 3 and flat[0] == flat[-1] and _holds_origin(flat):
        return 0.0
    return min(_to_segment(a, b) for a, b in zip(flat, flat[1:], strict=False))


def _flat(station: Point, corner: Point) -> Point:
    east = (corner[0] - station[0]) * METRES_PER_DEGREE * cos(radians(station[1]))
    return east, (corner[1] - station[1]) * METRES_PER_DEGREE


def _to_segment(a: Point, b: Point) -> float:
    """Distance from the origin to a segment."""
    along = (b[0] - a[0], b[1] - a[1])
    length = along[0] ** 2 + along[1] ** 2
    share = 0.0 if length == 0 else max(0.0, min(1.0, -(a[0] * along[0] + a[1] * along[1]) / length))
    return hypot(a[0] + share * along[0], a[1] + share * along[1])


def _holds_origin(ring: Sequence[Point]) -> bool:
    """Whether the origin lies in a ring, by counting crossings of the ray to the east."""
    is_inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:], strict=False):
        if (ay > 0) != (by > 0) and ax + (0 - ay) * (bx - ax) / (by - ay) > 0:
            is_inside = not is_inside
    return is_inside


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
