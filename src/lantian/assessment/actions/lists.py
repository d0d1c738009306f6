"""Taking in lists from above: the file is kept first, judged whole, and taken whole or not at all."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.assessment import events, models
from lantian.assessment.rules import lists
from lantian.kernel import files, outbox
from lantian.kernel.refusals import Refused, gettext_noop
from lantian.observations import actions as observing
from lantian.registry import queries as registry
from lantian.registry.models import Region

EXCEPTIONAL = models.ImportedList.Kind.EXCEPTIONAL
OFFICIAL = models.ImportedList.Kind.OFFICIAL


class ListThere(Refused):
    """The same file was taken before."""

    sentence = gettext_noop("This very file was taken already as “{title}”; withdraw that list first.")


class NoSuchList(Refused):
    """There is no list to withdraw, or it was withdrawn already."""

    sentence = gettext_noop("There is no such list any more; reload the page.")


class NoReason(Refused):
    """A list was to be withdrawn without saying why."""

    sentence = gettext_noop("Say why the list is withdrawn.")


def import_exceptional(
    *, content: bytes, name: str, title: str, authority: str, by: Actor | None, now: datetime
) -> models.ImportedList:
    """Take in an official list of days to leave out; ListRefused names file, row and column otherwise."""
    kept = _keep(content, name=name, by=by, now=now)
    rows = lists.exceptional_rows(content, name=name)
    with transaction.atomic():
        listed = _list(EXCEPTIONAL, kept, title=title, authority=authority, rows=len(rows), by=by, now=now)
        models.ExceptionalDay.objects.bulk_create(_days(listed, rows))
        _tell(listed, by=by, now=now)
    return listed


def import_official(
    *,
    content: bytes,
    name: str,
    title: str,
    authority: str,
    first: date,
    last: date,
    by: Actor | None,
    now: datetime,
) -> models.ImportedList:
    """Take in the figures a superior published; ListRefused names file, row and column otherwise."""
    kept = _keep(content, name=name, by=by, now=now)
    rows = lists.official_rows(content, name=name, first=first, last=last)
    with transaction.atomic():
        listed = _list(OFFICIAL, kept, title=title, authority=authority, rows=len(rows), by=by, now=now)
        models.OfficialFigure.objects.bulk_create(_figures(listed, rows))
        _tell(listed, by=by, now=now)
    return listed


@transaction.atomic
def withdraw_list(*, list_id: int, reason: str, by: Actor, now: datetime) -> None:
    """Take a list back; its rows stay readable and count no more."""
    require(Verb.IMPORT_LIST, by)
    if not reason.strip():
        raise NoReason
    there = models.ImportedList.objects.filter(pk=list_id, withdrawn_at__isnull=True)
    if not there.update(
        withdrawn_at=now,
        withdrawn_reason=reason.strip()[:200],
        withdrawn_position=observing.take_position(about=_about(list_id), now=now),
    ):
        raise NoSuchList
    outbox.emit(
        events.ListWithdrawn(about=_about(list_id), by=by.id, at=now, list_id=list_id, reason=reason.strip())
    )


def _keep(content: bytes, *, name: str, by: Actor | None, now: datetime) -> str:
    """Keep the file before it is judged, whoever may hand one in."""
    if by is not None:
        require(Verb.IMPORT_LIST, by)
    try:
        return files.store(content, kind="list", name=name, now=now).sha256
    except files.EmptyFile as error:
        raise lists.EmptyList(name=name) from error
    except OSError as error:
        raise lists.NotKept(name=name, reason=error.strerror or str(error)) from error


def _list(
    kind: models.ImportedList.Kind,
    sha256: str,
    *,
    title: str,
    authority: str,
    rows: int,
    by: Actor | None,
    now: datetime,
) -> models.ImportedList:
    try:
        with transaction.atomic():
            listed = models.ImportedList.objects.create(
                kind=kind,
                title=title.strip()[:120],
                authority=authority.strip()[:120],
                sha256=sha256,
                rows=rows,
                imported_by_id=None if by is None else by.id,
                imported_at=now,
                position=0,
                is_demo=by is None,
            )
            listed.position = observing.take_position(about=_about(listed.pk), now=now)
            listed.save(update_fields=["position"])
            return listed
    except IntegrityError as error:
        there = models.ImportedList.objects.filter(kind=kind, sha256=sha256).order_by("-pk")
        raise ListThere(title=there.values_list("title", flat=True).first() or "") from error


def _days(
    listed: models.ImportedList, rows: Iterable[lists.ExceptionalRow]
) -> Iterator[models.ExceptionalDay]:
    places = _Places()
    for row in rows:
        yield models.ExceptionalDay(
            listed=listed,
            region=places.of(row, first=row.day, last=row.day),
            day=row.day,
            parameters=list(row.parameters),
            kind=row.kind,
            row=row.row,
        )


def _figures(
    listed: models.ImportedList, rows: Iterable[lists.OfficialRow]
) -> Iterator[models.OfficialFigure]:
    places = _Places()
    for row in rows:
        place = places.of(row, first=row.first, last=row.last)
        for figure, text in row.figures.items():
            yield models.OfficialFigure(
                listed=listed,
                region=place,
                printed_as=row.unit.text[:80],
                first=row.first,
                last=row.last,
                figure=figure,
                value=text,
                row=row.row,
            )


class _Places:
    """The places of one list; each may be named once for the same days, whatever it is called."""

    def __init__(self) -> None:
        self._names = registry.RegionNames()
        self._seen: dict[tuple[int, date, date], int] = {}

    def of(self, row: lists.ExceptionalRow | lists.OfficialRow, *, first: date, last: date) -> Region:
        """The one place a row means; ListRefused otherwise."""
        cell = row.unit
        found = self._names.called(cell.text, on=last)
        if not found:
            raise cell.refused(lists.UnknownPlace)
        if len(found) > 1:
            raise cell.refused(lists.ManyPlaces, codes=", ".join(one.code for one in found))
        (place,) = found
        earlier = self._seen.setdefault((place.pk, first, last), row.row)
        if earlier != row.row:
            when = f"{first}" if first == last else f"{first}..{last}"
            raise lists.RowTwice(name=cell.name, row=row.row, unit=cell.text, when=when, earlier=earlier)
        return place


def _tell(listed: models.ImportedList, *, by: Actor | None, now: datetime) -> None:
    outbox.emit(
        events.ListImported(
            about=_about(listed.pk),
            by=None if by is None else by.id,
            at=now,
            list_id=listed.pk,
            kind=listed.kind,
            title=listed.title,
            sha256=listed.sha256,
            rows=listed.rows,
        )
    )


def _about(list_id: int) -> str:
    return f"assessment.list:{list_id}"
