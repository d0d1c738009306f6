"""Where a number comes from, down to the packets."""

from ninja import Query, Router, Schema
from pydantic import Field

from lantian.accounts.rules import Verb
from lantian.api.entry import Caller
from lantian.api.v1 import shapes
from lantian.api.v1.asking import Asked, NotThere, Unaskable, answers
from lantian.kernel.refusals import gettext_noop
from lantian.reporting import queries as reporting

router = Router(tags=["explain"])


class ExplainAsked(Asked):
    """Which number."""

    address: str = Field(max_length=300, description=gettext_noop("As pages, files and answers give it."))


class Fact(Schema):
    """One thing known about a step; `zh` where it has a Chinese name."""

    label: str
    text: str
    zh: str | None = None


class WorkStep(Schema):
    """One step of the arithmetic, and by which clause."""

    label: str
    before: str
    after: str
    clause: str


class Worked(Schema):
    """How a number was computed again as of its position; `agrees` is null with nothing to compare."""

    formula: str
    standard: str
    edition: str
    clause: str
    steps: list[WorkStep]
    completeness: dict[str, str]
    missing: dict[str, str]
    conventions: dict[str, str]
    as_of: int
    kept: str | None
    agrees: bool | None


class FlagShape(Schema):
    """A flag on a reading, with its reason and author."""

    kind: str
    reason: str
    author: str
    set_at: str


class ReadingShape(Schema):
    """A reading as it came: its mark, its flags, whether it counts, and its packet."""

    parameter: str
    period: str
    mark: str
    flags: list[FlagShape]
    counts: bool
    is_revision: bool
    received_at: str
    packet: shapes.Address


class Step(Schema):
    """One step of the way down, and the steps it rests on; `why` says why one did not count."""

    kind: str
    address: str
    what: str
    of: shapes.Names | None
    at: str | None
    day: str | None
    value: str
    unit: str
    facts: list[Fact]
    note: str
    why: str
    worked: Worked | None
    reading: ReadingShape | None
    below: list["Step"]


class Explained(Schema):
    """The whole way down from one address."""

    address: str
    trace: Step


@answers(router, "/explain", Explained, summary=gettext_noop("Where a number comes from"), verb=Verb.EXPLAIN)
def explain(request: Caller, given: Query[ExplainAsked]) -> dict[str, object]:
    """The way from a number down to the packets it was computed from, computed again as of its position."""
    try:
        trace = reporting.trace(given.address.strip(), by=request.actor)
    except reporting.NotYet as error:
        raise Unaskable(
            f"position {error.as_of} lies in the future", needed=f"a position up to {error.newest}"
        ) from None
    except reporting.CannotTrace:
        raise NotThere("number", given.address) from None
    return reporting.trace_as_json(trace)
