"""The sheet of a day: what filled itself in, what is tapped, every version that was signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.calendar import queries as calendar
from lantian.console import words
from lantian.console.sites import forms, told, wording
from lantian.inspections import actions as inspections
from lantian.kernel import references
from lantian.registry.models import Source
from lantian.sites import actions
from lantian.sites import queries as sites
from lantian.sites.models import Sheet
from lantian.sites.rules import monday_of
from lantian.ui import formats
from lantian.ui.parts import KeyValue

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version as it was signed."""

    title: str
    signed: str
    by: str
    is_late: bool
    reason: str
    machine: tuple[KeyValue, ...]
    taps: tuple[KeyValue, ...]
    words: str
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The sheet of one day."""

    code: str
    name: str
    place_url: str
    sentence: str
    day: str
    due: str
    form: forms.Sheet | None
    is_correction: bool
    machine: tuple[KeyValue, ...]
    versions: tuple[Version, ...]
    kept: tuple[str, ...]
    previous_url: str
    next_url: str


def day_of(text: str) -> date:
    """The day an address names; nothing is there otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404(f"{text!r} is no day") from wrong


def compose(source: Source, day: date, by: Actor, *, filled: forms.Sheet | None, now: datetime) -> Page:
    """The page; its form is there for whoever fills the sheets of the place."""
    signed = [_version(one) for one in sites.versions(source, day)]
    is_writer = by.may(Verb.FILL_SHEET) and sites.keeps(by, source) and _fills(source, by)
    today = calendar.local_day(now)
    begins = sites.begins_on(source)
    if day > today or day < begins:
        raise Http404("no sheet of this day")
    form = filled or (form_of(source, day, is_correction=bool(signed)) if is_writer else None)
    facts = sites.day_facts(source, day, now=now) if not signed else None
    return Page(
        code=source.code,
        name=words.name(source),
        place_url=place_url(source),
        sentence=_sentence(day, signed, now=now),
        day=formats.day(day),
        due=formats.when_short(sites.due_at(day)) if source.kind == Source.Kind.SITE else "",
        form=form if is_writer else None,
        is_correction=form is not None and "reason" in form.fields,
        machine=told.machine_rows(facts) if facts is not None else (),
        versions=tuple(signed),
        kept=tuple(reverse("console:site-photo", args=[key]) for key in (filled.kept if filled else ())),
        previous_url=_url(source, day - ONE) if day > begins else "",
        next_url=_url(source, day + ONE) if day < today else "",
    )


def place_url(source: Source) -> str:
    """The page of a place."""
    return reverse(
        "console:plant" if source.kind == Source.Kind.PLANT else "console:site", args=[source.code]
    )


def form_of(
    source: Source,
    day: date,
    *,
    is_correction: bool,
    data: Any = None,
    files: Mapping[str, Any] | None = None,
) -> forms.Sheet:  # Any: Django's QueryDict and uploaded files
    """The form with the lines in force on the day."""
    items = sites.items_for(source.kind, on=day)
    names = [item.text_zh if words.is_chinese() else item.text_en for item in items]
    is_site = source.kind == Source.Kind.SITE
    return forms.Sheet(data, files, items=items, names=names, has_stage=is_site, is_correction=is_correction)


def sign(
    form: forms.Sheet, source: Source, day: date, by: Actor, *, is_correction: bool, now: datetime
) -> None:
    """Sign what was filled in, or write it as a correction."""
    said = form.cleaned_data
    given = {
        "source_code": source.code,
        "day": day,
        "taps": form.taps,
        "stage": said.get("stage", ""),
        "words": said["words"],
        "photo_keys": keep_photos(form, by, now=now),
        "by": by,
        "now": now,
    }
    if is_correction:
        actions.correct_sheet(reason=said["reason"], **given)
    else:
        actions.sign_sheet(**given)


def keep_photos(form: forms.WithPhotos, by: Actor, *, now: datetime) -> list[str]:
    """The photos of a form, kept at once: a refusal that follows loses none."""
    keys = [*form.kept]
    for upload in form.cleaned_data["photos"]:
        evidence = inspections.attach_photo(
            visit_key=None,
            key=references.new_key(now),
            content=upload.read(settings.LANTIAN_PHOTO_MAX_BYTES + 1),
            name=upload.name,
            by=by,
            now=now,
        )
        keys.append(str(evidence.key))
        form.data = form.data.copy()
        form.data["photo_keys"] = ",".join(keys)
    return keys


def _fills(source: Source, by: Actor) -> bool:
    role, _who = actions.WHO_FILLS[Source.Kind(source.kind)]
    return by.role is role


def _sentence(day: date, signed: list[Version], *, now: datetime) -> str:
    shown = formats.day(day)
    if signed:
        return _("Sheet of %(day)s: signed %(when)s by %(who)s%(late)s.") % {
            "day": shown,
            "when": signed[0].signed,
            "who": signed[0].by,
            "late": _(", late") if signed[0].is_late else "",
        }
    if sites.due_at(day) < now:
        return _("Sheet of %(day)s: missing. Signed now it stays marked as late.") % {"day": shown}
    return _("Sheet of %(day)s: filled in by the machines as far as they know; tap the rest and sign.") % {
        "day": shown
    }


def _url(source: Source, day: date) -> str:
    return reverse("console:site-sheet", args=[source.code, day.isoformat()])


def _version(one: Sheet) -> Version:
    taps = (
        [KeyValue(key=_("Stage of work"), value=words.word(wording.STAGES, one.stage))] if one.stage else []
    )
    taps += [
        KeyValue(
            key=answer.item.text_zh if words.is_chinese() else answer.item.text_en,
            value=words.word(wording.TAPS, answer.value),
        )
        for answer in one.answers.all()
    ]
    return Version(
        title=_("Version %(number)d") % {"number": one.version},
        signed=formats.when_short(one.signed_at),
        by=words.name(one.signed_by),
        is_late=one.is_late,
        reason=one.reason,
        machine=told.machine_rows(sites.from_kept(one.facts)),
        taps=tuple(taps),
        words=one.words,
        photos=tuple(reverse("console:site-photo", args=[photo.evidence.key]) for photo in one.photos.all()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekRow:
    """One day of a week."""

    day: str
    url: str
    word: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    """A week of sheets and the manager's word on it."""

    code: str
    name: str
    place_url: str
    sentence: str
    rows: tuple[WeekRow, ...]
    form: forms.Week | None
    words: str


def week(source: Source, day: date, by: Actor, *, filled: forms.Week | None, now: datetime) -> WeekPage:
    """The seven days of a week, and whether somebody confirmed it."""
    monday = monday_of(day)
    days = [monday + ahead * ONE for ahead in range(7)]
    shown = [_week_row(source, one, now=now) for one in days if one >= sites.begins_on(source)]
    done = sites.week(source, monday)
    may = done is None and by.may(Verb.CONFIRM_WEEK) and sites.keeps(by, source)
    facts = {"day": formats.day(monday), "last": formats.day(days[-1])}
    sentence = _("Week %(day)s to %(last)s: not confirmed yet.") % facts
    if done is not None:
        facts |= {"who": words.name(done.confirmed_by), "when": formats.when_short(done.confirmed_at)}
        facts |= {"number": len(done.missing)}
        sentence = (
            _("Week %(day)s to %(last)s: confirmed by %(who)s on %(when)s, %(number)d days without a sheet.")
            % facts
        )
    return WeekPage(
        code=source.code,
        name=words.name(source),
        place_url=place_url(source),
        sentence=sentence,
        rows=tuple(shown),
        form=(filled or forms.Week()) if may and days[-1] <= calendar.local_day(now) else None,
        words=done.words if done else "",
    )


def _week_row(source: Source, day: date, *, now: datetime) -> WeekRow:
    found = sites.versions(source, day)
    word, kind = _("missing"), "late"
    if found:
        word, kind = (_("signed late"), "open") if found[0].is_late else (_("signed"), "")
    elif sites.due_at(day) >= now:
        word, kind = _("to sign"), "us"
    is_open = day <= calendar.local_day(now)
    return WeekRow(day=formats.day(day), url=_url(source, day) if is_open else "", word=word, kind=kind)
