"""The values of the page that shows a photo's whole way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.cases import permissions
from lantian.cases.queries import uses as case_uses
from lantian.console import words
from lantian.console.photos import wording
from lantian.inspections import queries
from lantian.inspections import rules as inspections
from lantian.inspections.models import Evidence, Hint
from lantian.inspections.queries import Sealed
from lantian.kernel import files
from lantian.reporting.models import Paper
from lantian.residents.models import ShownPhoto
from lantian.ui import formats
from lantian.ui.parts import KeyValue, TimelineRow

KINDS = ("photo_original", "photo_public")


@dataclass(frozen=True, slots=True, kw_only=True)
class HintLine:
    """A hint with its numbers and what was decided."""

    code: str
    name: str
    facts: str
    other_url: str
    decision: str
    is_accepted: bool
    reason: str
    by: str
    when: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole way of a photo on one page."""

    key: str
    sentence: str
    photo_url: str
    alt: str
    is_sound: bool
    capture: tuple[KeyValue, ...]
    arrival: tuple[KeyValue, ...]
    uses: tuple[KeyValue, ...]
    hints: tuple[HintLine, ...]
    opened: tuple[TimelineRow, ...]
    masks: tuple[TimelineRow, ...]
    kept: tuple[KeyValue, ...]
    original_url: str
    mask_url: str
    json_url: str
    undecided: int


def seen(key: UUID, by: Actor) -> Evidence:
    """The photo, if it belongs to a visit or case that this person may see."""
    details = ("original", "public_copy", "visit__order", "visit__source", "by", "item")
    return permissions.visible_evidence(by).select_related(*details).get(key=key)


def page(key: UUID, by: Actor, *, now: datetime) -> Page:
    """Everything that is known of a photo's way."""
    found = seen(key, by)
    events = queries.happened(found)
    names = _names({found.by_id, *(one.by_id for one in events if one.by_id)})
    hints = tuple(hint_line(one, by) for one in queries.hints_of(found))
    is_sound = _is_sound(found)
    url = reverse("console:photo-custody", args=[found.key])
    return Page(
        key=str(found.key),
        sentence=_sentence(found, names, is_sound=is_sound),
        photo_url=reverse("console:photo", args=[found.key]),
        alt=_("Photo taken on the visit") if found.visit_id else _("Photo"),
        is_sound=is_sound,
        capture=_capture(found, names),
        arrival=_arrival(found, events, is_sound=is_sound),
        uses=_uses(found, by),
        hints=hints,
        opened=tuple(_opened(one, names) for one in events if one.name == "inspections.original_opened"),
        masks=_masks(found),
        kept=_kept(now),
        original_url=reverse("console:photo-original", args=[found.key]) if by.may(Verb.SEE_ORIGINAL) else "",
        mask_url=reverse("console:photo-mask", args=[found.key]) if by.may(Verb.MASK) else "",
        json_url=f"{url}?format=json",
        undecided=sum(not one.decision for one in hints),
    )


def hint_line(one: Hint, by: Actor) -> HintLine:
    """A hint as pages show it; the form's address only for who may decide."""
    other = str(one.facts.get("photo", ""))
    may = by.may(Verb.JUDGE_HINT) and not one.decision and one.evidence.by_id not in by.ids
    return HintLine(
        code=one.code,
        name=wording.hint(one.code),
        facts=wording.hint_facts(one.code, one.facts),
        other_url=reverse("console:photo-custody", args=[other]) if other else "",
        decision=words.word(wording.DECISIONS, one.decision) if one.decision else "",
        is_accepted=one.decision != inspections.NOT_ACCEPTED,
        reason=one.reason,
        by=words.name(one.decided_by) if one.decided_by else "",
        when=formats.when_short(one.decided_at) if one.decided_at else "",
        url=reverse("console:hint-judge", args=[one.evidence.key, one.code]) if may else "",
    )


def _names(ids: Iterable[int]) -> dict[int, str]:
    return {pk: words.name(person) for pk, person in accounts.names(ids).items()}


def _is_sound(found: Evidence) -> bool:
    """Whether the original on the disk still has the hash it arrived with."""
    try:
        files.read(found.original_id)
    except files.FileLost:
        return False
    return True


def _sentence(found: Evidence, names: dict[int, str], *, is_sound: bool) -> str:
    said = {
        "who": names.get(found.by_id, ""),
        "when": formats.when(found.said_at or found.taken_at or found.received_at),
    }
    if is_sound:
        return _("A photo by %(who)s of %(when)s: the original is as it arrived") % said
    return _("A photo by %(who)s of %(when)s: the original on the server is missing or has changed") % said


def _capture(found: Evidence, names: dict[int, str]) -> tuple[KeyValue, ...]:
    source = found.visit.source if found.visit else None
    item = _in_language(found.item, "text") if found.item else ""
    return (
        KeyValue(key=_("Taken by"), value=names.get(found.by_id, "")),
        KeyValue(key=_("The phone's clock"), value=wording.moment(found.said_at)),
        KeyValue(key=_("The camera's clock"), value=wording.moment(found.camera_at)),
        KeyValue(
            key=_("Where the phone was"),
            value=wording.place(found.lon, found.lat, found.accuracy_m),
            note=_("no browser tells whether a place was feigned"),
        ),
        KeyValue(key=_("Where the camera was"), value=wording.place(found.camera_lon, found.camera_lat)),
        KeyValue(key=_("Phone or computer"), value=wording.device(found.device), note=found.device),
        KeyValue(key=_("Make of the camera"), value=found.camera or _("not said")),
        KeyValue(key=_("Program"), value=found.software or _("not said")),
        KeyValue(
            key=_("Hash on the phone"),
            value=found.sha256_said or _("the browser could not compute it"),
        ),
        *([KeyValue(key=_("Place that was visited"), value=words.name(source))] if source else []),
        *([KeyValue(key=_("Item of the checklist"), value=item)] if item else []),
    )


def _arrival(found: Evidence, events: list[Sealed], *, is_sound: bool) -> tuple[KeyValue, ...]:
    kept = next((one for one in events if one.name == "inspections.photo_kept"), None)
    size = f"{found.original.size / 1024:.0f} kB, {found.width} × {found.height}"
    rows = [
        KeyValue(key=_("Arrived"), value=formats.when(found.received_at)),
        KeyValue(key=_("Hash of what arrived"), value=found.original_id, note="SHA-256"),
        KeyValue(key=_("Same as on the phone"), value=_same(found)),
        KeyValue(
            key=_("Same as on the disk now"),
            value=_("yes") if is_sound else _("no: the file is missing or has changed"),
        ),
        KeyValue(key=_("File"), value=size, note=found.original.media_type),
    ]
    if kept is None:
        return (*rows, KeyValue(key=_("Seal"), value=_("no event of its arrival was found")))
    rows.append(KeyValue(key=_("Event record"), value=str(kept.event_id)))
    if kept.sequence is None:
        return (*rows, KeyValue(key=_("Seal"), value=_("not sealed yet; the watch seals every minute")))
    return (
        *rows,
        KeyValue(
            key=_("Seal"),
            value=_("no. %(number)d of the chain, %(when)s")
            % {"number": kept.sequence, "when": formats.when_short(kept.sealed_at)},
            note=kept.digest,
        ),
        KeyValue(
            key=_("How to prove it"),
            value="lantian verify",
            note=_("walks the whole chain on the server and names every event that was changed"),
        ),
    )


def _same(found: Evidence) -> str:
    if not found.sha256_said:
        return _("not known: the phone named no hash")
    return _("yes") if found.sha256_said == found.original_id else _("no")


def _uses(found: Evidence, by: Actor) -> tuple[KeyValue, ...]:
    rows = [
        KeyValue(
            key=words.word(wording.USES, one.kind),
            value=one.title or _("in a case you do not see"),
            note=" ".join(filter(None, (one.number, formats.when_short(one.at)))),
            url=reverse("console:case", args=[one.number]) if one.number else "",
        )
        for one in case_uses.uses(found, by)
    ]
    papers = Paper.objects.filter(visit=found.visit_id) if found.visit_id else []
    rows += [
        KeyValue(key=_("Paper of the visit"), value=one.number, note=formats.when_short(one.printed_at))
        for one in papers
    ]
    rows += [
        KeyValue(key=_("Residents see the copy"), value=words.name(one.by), note=formats.when_short(one.at))
        for one in ShownPhoto.objects.filter(evidence=found).select_related("by")
    ]
    return tuple(rows)


def _opened(one: Sealed, names: dict[int, str]) -> TimelineRow:
    return TimelineRow(
        when=formats.when_short(one.at),
        title=names.get(one.by_id or 0, ""),
        text=_("opened the original, event %(number)d") % {"number": one.event_id},
    )


def _masks(found: Evidence) -> tuple[TimelineRow, ...]:
    return tuple(
        TimelineRow(
            when=formats.when_short(one.at),
            title=words.name(one.by),
            text=_("version %(version)d, %(parts)d parts masked")
            % {"version": one.version, "parts": len(one.rectangles)},
        )
        for one in queries.masks_of(found)
    )


def _kept(now: datetime) -> tuple[KeyValue, ...]:
    rows = queries.retention(kinds=KINDS, on=calendar.local_day(now))
    labels = {"photo_original": _("Original"), "photo_public": _("Copy for pages")}
    return tuple(
        KeyValue(key=labels[row.kind], value=_in_language(row, "words"), note=_origin(row.origin))
        for row in rows
    )


def _in_language(row: object, column: str) -> str:
    """A row's words in the reader's language."""
    return str(getattr(row, f"{column}_zh" if words.is_chinese() else f"{column}_en"))


def _origin(origin: str) -> str:
    return _("design default, not law") if origin == "design default" else origin
