"""What pages, programs and the command line ask about briefings and where numbers come from."""

from lantian.reporting.queries.issues import (
    BlockView,
    BriefingView,
    FigureView,
    LineView,
    Piece,
    StationRow,
    briefing,
    briefing_of_day,
    briefings,
)
from lantian.reporting.queries.letter_papers import letter_bytes, printed_letter, sent
from lantian.reporting.queries.printing import pdf
from lantian.reporting.queries.since_written import Moved, Since, figures_moved, since_written
from lantian.reporting.queries.telling import trace_as_json, trace_as_lines
from lantian.reporting.queries.tracing import trace
from lantian.reporting.queries.tree import NOTES, CannotTrace, Fact, Name, NotYet, Step, StepKind, Trace
from lantian.reporting.queries.visit_papers import (
    Verified,
    paper,
    paper_bytes,
    papers_of,
    printed_visit,
    verified,
)
from lantian.reporting.queries.way_down_packets import masked
from lantian.reporting.queries.way_down_things import visible_addresses

__all__ = [
    "NOTES",
    "BlockView",
    "BriefingView",
    "CannotTrace",
    "Fact",
    "FigureView",
    "LineView",
    "Moved",
    "Name",
    "NotYet",
    "Piece",
    "Since",
    "StationRow",
    "Step",
    "StepKind",
    "Trace",
    "Verified",
    "briefing",
    "briefing_of_day",
    "briefings",
    "figures_moved",
    "letter_bytes",
    "masked",
    "paper",
    "paper_bytes",
    "papers_of",
    "pdf",
    "printed_letter",
    "printed_visit",
    "sent",
    "since_written",
    "trace",
    "trace_as_json",
    "trace_as_lines",
    "verified",
    "visible_addresses",
]
