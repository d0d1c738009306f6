"""A resident tells of a problem: it is reported in the public's name, and somebody looks at it first."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.cases import queries as case_queries
from lantian.cases import rules as case_rules
from lantian.cases.models import Case
from lantian.inspections import actions as inspections
from lantian.kernel import outbox, references
from lantian.registry import queries as registry
from lantian.registry.models import Grid
from lantian.residents import events, models, queries, rules
from lantian.residents.actions.window import window


def keep_photo(*, content: bytes, name: str, now: datetime) -> str:
    """Keep a photo before anything else is checked, so that a refusal loses nothing; returns its key."""
    key = references.new_key(now)
    photo = inspections.attach_photo(
        visit_key=None, key=key, content=content, name=name, by=window(), now=now
    )
    return str(photo.key)


def tell(
    *,
    key: UUID,
    tale: rules.Tale,
    who: str,
    now: datetime,
    jurisdiction: models.Jurisdiction | None = None,
) -> queries.Receipt:
    """Take a report in; telling it twice with one key gives the same receipt and makes one case."""
    before = models.Report.objects.select_related("case").filter(case__key=key).first()
    if before is not None:
        return queries.Receipt(number=before.case.number, token=queries.link_of(key))
    rules.check_tale(tale)
    kind = queries.kind(tale.kind, on=calendar.local_day(now))
    _refuse_same_words(tale, who=who, now=now)
    lon, lat, grid = _place(tale)
    problem = case_rules.Problem(
        category=kind.category,
        title=f"{grid.name_zh}：{kind.name_zh}"[:60],
        words=tale.words.strip()[: rules.LONGEST_WORDS],
        lon=lon,
        lat=lat,
        address=tale.address.strip()[: rules.LONGEST_ADDRESS],
        photo_keys=tale.photo_keys,
        channel=rules.CHANNEL,
        contact=tale.contact,
    )
    try:
        with transaction.atomic():
            number = cases.report(key=key, problem=problem, by=window(), now=now)
            _keep(number, tale, key=key, who=who, jurisdiction=jurisdiction, now=now)
    except IntegrityError:  # the same form came twice at once
        number = models.Report.objects.select_related("case").get(case__key=key).case.number
    return queries.Receipt(number=number, token=queries.link_of(key))


def _keep(
    number: str,
    tale: rules.Tale,
    *,
    key: UUID,
    who: str,
    jurisdiction: models.Jurisdiction | None,
    now: datetime,
) -> None:
    is_rough = tale.lon is None
    models.Report.objects.create(
        case=Case.objects.get(number=number),
        token_sha256=queries.hash_of(queries.link_of(key)),
        kind=tale.kind,
        who=who,
        words_sha256=rules.digest(tale.words),
        is_rough=is_rough,
        jurisdiction=jurisdiction,
        media_url=tale.media_url[:300],
        told_at=now,
        changed_at=now,
    )
    outbox.emit(
        events.Told(
            about=f"cases.case:{number}",
            by=None,
            at=now,
            kind=tale.kind,
            jurisdiction=jurisdiction.code if jurisdiction else "",
            photos=len(tale.photo_keys),
            is_rough=is_rough,
        )
    )


def _refuse_same_words(tale: rules.Tale, *, who: str, now: datetime) -> None:
    """Raise SameWords for a text that came from the same address a little while ago."""
    digest = rules.digest(tale.words)
    hours = float(case_queries.figure("same_words_hours", on=calendar.local_day(now)))
    same = models.Report.objects.filter(
        words_sha256=digest, who=who, kind=tale.kind, told_at__gt=now - timedelta(hours=hours)
    )
    if digest and who and same.exists():
        raise rules.SameWords()


def _place(tale: rules.Tale) -> tuple[float, float, Grid]:
    """The point that was shown, else the middle of the chosen area; PlaceOutside beyond our grids."""
    if tale.lon is not None and tale.lat is not None:
        grid = registry.grid_at(tale.lon, tale.lat)
        if grid is None:
            raise rules.PlaceOutside()
        return tale.lon, tale.lat, grid
    grid = Grid.objects.filter(code=tale.grid_code).first()
    if grid is None:
        raise rules.PlaceMissing()
    lon, lat = registry.middle_of(grid)
    return lon, lat, grid
