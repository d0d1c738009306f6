"""What was handed to this office: targets, and official figures held against ours."""

from ninja import Path, Query, Router, Schema
from pydantic import Field

from lantian.api.entry import Caller
from lantian.api.v1 import asking, shapes
from lantian.api.v1.asking import Asked, Code, Id, Nothing, NotThere, SubjectKind, answers
from lantian.api.writing import moment, number
from lantian.assessment.models import ImportedList, Target
from lantian.assessment.queries import handed, listed, reconciling
from lantian.assessment.queries.reconciling import Reconciled, Why
from lantian.kernel.refusals import gettext_noop

router = Router(tags=["judgement"])


class ListNamed(Asked):
    """One list."""

    number: Id


class TargetsAsked(Asked):
    """Whose targets."""

    kind: SubjectKind | Nothing = Field(None, description=gettext_noop("Stations only, or regions only."))
    subject: Code | Nothing = None
    on: asking.Day | Nothing = Field(None, description=gettext_noop("Targets about this day."))


class TargetShape(Schema):
    """What a place has been set to reach over a stretch of days, and the paper that sets it."""

    kind: SubjectKind
    subject: str
    figure: str
    sense: str
    value: shapes.Number
    first: shapes.Day
    last: shapes.Day
    source: str
    set_at: shapes.Moment


class OfficialList(Schema):
    """A list of official figures as it was handed in; the file is kept by its hash."""

    id: int
    title: str
    authority: str
    rows: int
    sha256: str
    imported_at: shapes.Moment


class Compared(Schema):
    """One official figure and ours: `why` names the first convention that removes the difference."""

    code: str
    names: shapes.Names
    printed_as: str
    figure: str
    official: str = Field(description="The text as it was printed.")
    ours: shapes.Number | None
    difference: shapes.Number | None
    why: Why
    detail: str
    address: shapes.Address


class Reconciliation(OfficialList):
    """A list of official figures beside ours."""

    explained: int = Field(description="Rows that are equal or explained.")
    items: list[Compared]


@answers(router, "/targets", list[TargetShape], summary=gettext_noop("Targets in force"))
def targets(request: Caller, given: Query[TargetsAsked]) -> list[dict[str, object]]:
    """The targets in force, each with the paper that sets it."""
    found = handed.targets(kind=given.kind or "", subject=given.subject or "", on=given.on)
    return [_target(one) for one in found]


@answers(router, "/official", list[OfficialList], summary=gettext_noop("Lists of official figures"))
def official_lists(request: Caller) -> list[dict[str, object]]:
    """The lists of official figures that count, the newest first."""
    return [_list(one) for one in listed.official_lists()]


@answers(router, "/official/{number}", Reconciliation, summary=gettext_noop("An official list beside ours"))
def official_list(request: Caller, named: Path[ListNamed]) -> dict[str, object]:
    """Each figure of an official list beside ours, with what explains the difference."""
    if not listed.official_lists().filter(pk=named.number).exists():
        raise NotThere("official list", str(named.number))
    found = reconciling.reconcile(named.number)
    return {
        **_list(found.listed),
        "explained": found.explained,
        "items": [_compared(row) for row in found.rows],
    }


def _target(one: Target) -> dict[str, object]:
    return {
        "kind": one.subject_kind,
        "subject": one.subject,
        "figure": one.figure,
        "sense": one.sense,
        "value": number(one.value),
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "source": one.source,
        "set_at": moment(one.set_at),
    }


def _list(one: ImportedList) -> dict[str, object]:
    return {
        "id": one.pk,
        "title": one.title,
        "authority": one.authority,
        "rows": one.rows,
        "sha256": one.sha256,
        "imported_at": moment(one.imported_at),
    }


def _compared(row: Reconciled) -> dict[str, object]:
    return {
        "code": row.code,
        "names": {"zh": row.name_zh, "en": row.name_en},
        "printed_as": row.printed_as,
        "figure": row.figure,
        "official": row.official,
        "ours": number(row.ours),
        "difference": number(row.difference),
        "why": row.why,
        "detail": row.detail,
        "address": row.address,
    }
