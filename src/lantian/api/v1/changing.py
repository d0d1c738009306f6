"""Published numbers that moved."""

from typing import Literal

from ninja import Query, Router, Schema
from pydantic import Field

from lantian.api.entry import Caller
from lantian.api.v1 import asking, shapes
from lantian.api.v1.asking import Asked, Code, Nothing, SubjectKind, Unaskable, answers
from lantian.api.writing import moment
from lantian.assessment.queries import changes as changing
from lantian.assessment.queries.changes import ChangeView
from lantian.kernel.refusals import gettext_noop

router = Router(tags=["judgement"])


class ChangesAsked(Asked):
    """Which changes."""

    kind: SubjectKind | Nothing = Field(None, description=gettext_noop("Stations only, or regions only."))
    subject: Code | Nothing = None
    period: Literal["hour", "day", "span"] | Nothing = Field(
        None,
        description=gettext_noop(
            "Of hours, of days, or of periods from weeks to years and places in them only."
        ),
    )
    since: asking.Moment | Nothing = Field(None, description=gettext_noop("Noted at or after this moment."))
    after: asking.Key = ""
    limit: asking.Limit = 100


class Change(Schema):
    """One published number: what it was and is, why, and by which stations' readings."""

    kind: SubjectKind
    subject: str
    begins_at: shapes.Moment | None = Field(description="Of an hour.")
    day: shapes.Day | None = Field(description="Of a day.")
    first: shapes.Day | None = Field(
        description="Of a week, ten days, month, quarter, half-year or year: its first day."
    )
    last: shapes.Day | None = Field(description="And the last day of it that is over.")
    group: str | None = Field(description="Of a place: the group it is among.")
    figure: str = Field(
        description="Of a place `place`, by the composite index, or `place_pm10`, by that pollutant."
    )
    old: shapes.Number | None
    new: shapes.Number | None
    why: str
    because_of: list[str]
    basis: str = Field(description="The list, or why a weight was stated; empty for readings.")
    noted_at: shapes.Moment
    old_address: shapes.Address
    address: shapes.Address


class Changes(Schema):
    """The newest first."""

    items: list[Change]
    next: str | None


@answers(router, "/changes", Changes, summary=gettext_noop("Published numbers that moved"))
def changes(request: Caller, given: Query[ChangesAsked]) -> dict[str, object]:
    """Which published numbers moved, from what to what, and why; the newest first."""
    if given.after and not (given.after.isascii() and given.after.isdigit()):
        raise Unaskable(f"after is {given.after!r}", needed="the key in the `next` of an answer")
    found = changing.changes(
        request.actor,
        limit=given.limit + 1,
        kind=given.kind or "",
        subject=given.subject or "",
        period=given.period or "",
        since=given.since,
        before=min(int(given.after), 2**62) if given.after else None,
    )
    shown = found[: given.limit]
    is_more = len(found) > given.limit
    return {
        "items": [_change(one) for one in shown],
        "next": asking.next_url(request, str(shown[-1].id)) if is_more else None,
    }


def _change(one: ChangeView) -> dict[str, object]:
    return {
        "kind": one.kind,
        "subject": one.subject,
        "begins_at": moment(one.begins_at) if one.begins_at else None,
        "day": one.day.isoformat() if one.day else None,
        "first": one.span[0].isoformat() if one.span else None,
        "last": one.span[1].isoformat() if one.span else None,
        "group": one.group or None,
        "figure": one.figure,
        "old": one.old,
        "new": one.new,
        "why": one.why,
        "because_of": one.because_of,
        "basis": one.basis,
        "noted_at": moment(one.noted_at),
        "old_address": one.old_address,
        "address": one.address,
    }
