"""Questions about cases."""

from lantian.cases.queries.acts import Act, acts
from lantian.cases.queries.answering import is_above
from lantian.cases.queries.counting import (
    Deadlines,
    Square,
    Tally,
    counts,
    counts_by_deadline,
    counts_by_state,
    squares,
)
from lantian.cases.queries.dossier import (
    CaseView,
    Line,
    ObjectionView,
    PlanView,
    Round,
    SecondLook,
    case,
    contact,
    history,
    photo,
)
from lantian.cases.queries.duplicates import Duplicate, Likeness, duplicates, duplicates_of, open_duplicate
from lantian.cases.queries.involvement import (
    Rechecker,
    involvement_in,
    on_site_reason,
    who_can_recheck,
    why_not,
)
from lantian.cases.queries.metrics import Counted, Measure, UnitRow, counted, metrics
from lantian.cases.queries.narrowing import Narrow
from lantian.cases.queries.needs import Need, needs_me
from lantian.cases.queries.on_phone import has_mending, open_near
from lantian.cases.queries.pages import BadCursor, Page, Row, cases
from lantian.cases.queries.parties import Party
from lantian.cases.queries.places import rebound_of
from lantian.cases.queries.policy import bounds, channel, channels, due, figure, limit, route
from lantian.cases.queries.proposing import findings_after, route_of, seen
from lantian.cases.queries.refused import RefusedRecheck, refused_rechecks
from lantian.cases.queries.signing import signer
from lantian.cases.queries.sparing import may_cost_points

__all__ = [
    "open_near",
    "has_mending",
    "Act",
    "BadCursor",
    "CaseView",
    "Counted",
    "Deadlines",
    "Duplicate",
    "Likeness",
    "Line",
    "Measure",
    "Narrow",
    "Need",
    "ObjectionView",
    "Page",
    "Party",
    "PlanView",
    "Rechecker",
    "RefusedRecheck",
    "Round",
    "Row",
    "SecondLook",
    "Square",
    "Tally",
    "UnitRow",
    "acts",
    "bounds",
    "case",
    "cases",
    "channel",
    "channels",
    "contact",
    "counted",
    "counts",
    "counts_by_deadline",
    "counts_by_state",
    "due",
    "duplicates",
    "duplicates_of",
    "figure",
    "findings_after",
    "history",
    "involvement_in",
    "is_above",
    "limit",
    "metrics",
    "needs_me",
    "on_site_reason",
    "may_cost_points",
    "open_duplicate",
    "photo",
    "rebound_of",
    "refused_rechecks",
    "route",
    "route_of",
    "seen",
    "signer",
    "squares",
    "who_can_recheck",
    "why_not",
]
