"""What the operator looks at: what was set aside, the doors, reactions that fail, the chain of seals."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantian.console import words
from lantian.console.quarantine import wording
from lantian.ingest.models import Link, Liveness, Quarantine
from lantian.kernel import chain
from lantian.kernel.models import Delivery, Event, Seal
from lantian.reporting import queries as reporting
from lantian.ui import formats

SHOWN_AT_ONCE = 200
DEVICES_SHOWN = 100
QUIET = timedelta(hours=2)
STOPPED = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Frames or rows that were not taken, alike ones together."""

    pk: int
    reason: str
    advice: str
    detail: str
    mn: str
    peer: str
    count: int
    first: str
    last: str
    head: str
    packet_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One door and how it fares."""

    name: str
    listens_on: str
    state: str
    is_well: bool
    sentence: str
    connections: int
    frames: int
    refused_connections: int
    beat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """When a device was last heard."""

    mn: str
    station: str
    last: str
    ago: str
    is_quiet: bool
    frames: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A reaction that does not succeed."""

    handler: str
    event: str
    about: str
    attempts: int
    next_at: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Everything the page prints."""

    sentence: str
    facts: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    doors: tuple[Door, ...]
    devices: tuple[Device, ...]
    failing: tuple[Failing, ...]
    sealed: int
    unsealed: int
    head: str
    verdict: chain.Verdict | None


def compose(*, now: datetime, walk: bool) -> Running:
    """The state of the house; the chain is walked only when asked for, because it takes long."""
    set_aside = tuple(
        _set_aside(row)
        for row in Quarantine.objects.filter(settled_at=None).order_by("-last_at")[:SHOWN_AT_ONCE]
    )
    failing = tuple(_failing(row) for row in _deliveries())
    doors = tuple(_door(row, now=now) for row in Link.objects.order_by("door"))
    last = Seal.objects.order_by("-sequence").first()
    unsealed = Event.objects.filter(is_sealed=False).count()
    return Running(
        sentence=_sentence(set_aside, doors, failing),
        facts=(_("%(number)d events wait for their seal") % {"number": unsealed},),
        set_aside=set_aside,
        doors=doors,
        devices=_devices(now),
        failing=failing,
        sealed=last.sequence if last else 0,
        unsealed=unsealed,
        head=last.digest[:16] if last else "",
        verdict=chain.verify() if walk else None,
    )


def _sentence(set_aside: tuple[SetAside, ...], doors: tuple[Door, ...], failing: tuple[Failing, ...]) -> str:
    said = []
    ill = sum(not door.is_well for door in doors)
    if ill:
        said.append(ngettext("%d door takes nothing", "%d doors take nothing", ill) % ill)
    if failing:
        said.append(ngettext("%d reaction fails", "%d reactions fail", len(failing)) % len(failing))
    if set_aside:
        number = len(set_aside)
        said.append(
            ngettext("%d kind of frame is set aside", "%d kinds of frames are set aside", number) % number
        )
    if not said:
        return _("Everything runs: nothing is set aside, no reaction fails.")
    return _("%(said)s.") % {"said": _(", ").join(said)}


def _set_aside(row: Quarantine) -> SetAside:
    url = ""
    if row.first_position is not None:
        url = f"{reverse('console:explain')}?a=observations.packet:{row.first_position}"
    return SetAside(
        pk=row.pk,
        reason=words.word(wording.QUARANTINE, row.reason),
        advice=words.word(wording.QUARANTINE_ADVICE, row.reason),
        detail=row.detail,
        mn=row.mn,
        peer=row.peer,
        count=row.count,
        first=formats.when_short(row.first_at),
        last=formats.when_short(row.last_at),
        head=reporting.masked(bytes(row.head).decode("ascii", "replace"))[:80],
        packet_url=url,
    )


def _door(row: Link, *, now: datetime) -> Door:
    stopped = now - row.beat_at > STOPPED
    return Door(
        name=row.door,
        listens_on=row.listens_on,
        state=_("silent since %(when)s") % {"when": formats.when_short(row.beat_at)}
        if stopped
        else words.word(wording.DOOR_STATES, row.state),
        is_well=row.state == Link.State.OPEN and not stopped,
        sentence=row.sentence,
        connections=row.connections,
        frames=row.frames,
        refused_connections=row.refused_connections,
        beat=formats.when_short(row.beat_at),
    )


def _devices(now: datetime) -> tuple[Device, ...]:
    """Devices, the one longest silent first."""
    heard = Liveness.objects.select_related("device__station").order_by("last_seen_at")[:DEVICES_SHOWN]
    return tuple(
        Device(
            mn=row.device.mn,
            station=words.name(row.device.station),
            last=formats.when_short(row.last_seen_at),
            ago=formats.ago(row.last_seen_at, now),
            is_quiet=now - row.last_seen_at > QUIET,
            frames=row.frames,
        )
        for row in heard
    )


def _deliveries() -> list[Delivery]:
    failed = Delivery.objects.filter(is_done=False, attempts__gt=0).select_related("event")
    return list(failed.order_by("next_at")[:SHOWN_AT_ONCE])


def _failing(row: Delivery) -> Failing:
    return Failing(
        handler=row.handler,
        event=row.event.name,
        about=row.event.about,
        attempts=row.attempts,
        next_at=formats.when_short(row.next_at),
        error=row.error,
    )
