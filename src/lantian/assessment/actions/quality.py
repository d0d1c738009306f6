"""Looking through recent hours for faults: what is found is proposed to people.

Checks of hours look once an hour through three days; those that need weeks, once a day through sixty.

The checks and their numbers are those of `airshed.quality`. Gaps are no proposals, since nothing can be taken
out where there is nothing; the quality desk lists them (`assessment.queries.gaps`). Hints at tampering are
proposed although they are notes: somebody has to go and look.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from airshed.quality import registry as checks
from airshed.quality.flags import Severity
from lantian.assessment.queries import gaps
from lantian.observations import actions as observing
from lantian.observations.actions import Proposed
from lantian.observations.rules import Proposal
from lantian.registry import queries as registry

HOUR = timedelta(hours=1)
LOOKED_BACK = timedelta(hours=72)
WEEKS_BACK = timedelta(days=60)
CHECKED = (*registry.STATUTORY, "micro")
NOT_PROPOSED = frozenset({"missing"})
HINTS = frozenset({"cut_off", "digits", "decoupled"})
OF_WEEKS = frozenset({"step", "drift", "clock_shift"}) | HINTS
OF_HOURS = frozenset(row.check.code for row in checks.CHECKS) - OF_WEEKS - NOT_PROPOSED
RULES: Mapping[str, Mapping[str, Any]] = {  # Any: values as JSON holds them
    "inversion": {"tolerance": 20.0, "share": 0.25},
}
"""What differs from the checks' defaults; design defaults too.

On damp nights two instruments part by a tenth of PM10 all over a city, which nobody takes out.
"""

PROPOSED = frozenset({Severity.DOUBTFUL, Severity.IMPOSSIBLE})


def check_hours(*, now: datetime, back: timedelta = LOOKED_BACK) -> Proposed:
    """Run the checks over the hours before now of statutory and micro stations; propose what is doubtful."""
    return _propose(OF_HOURS, back=back, now=now)


def check_weeks(*, now: datetime, back: timedelta = WEEKS_BACK) -> Proposed:
    """Run the checks that need weeks; propose what is doubtful, and hints at tampering."""
    return _propose(OF_WEEKS, back=back, now=now)


def _propose(wanted: Collection[str], *, back: timedelta, now: datetime) -> Proposed:
    until = now.replace(minute=0, second=0, microsecond=0)
    company = registry.company()
    codes = [code for code, one in company.items() if one.kind in CHECKED]
    hours = gaps.looked_at(codes, since=until - back, until=until)
    present = set(hours["station"].to_list())
    found = checks.run(
        hours,
        checks=wanted,
        parameters={code: rule for code, rule in RULES.items() if code in wanted},
        neighbours={code: [one for one in company[code].peers if one in present] for code in present},
    )
    is_sure = pl.col("severity").is_in([str(one) for one in PROPOSED])
    worth = found.filter(is_sure | pl.col("check").is_in(list(HINTS)))
    return observing.propose_flags(proposals=proposals(worth), now=now)


def proposals(found: pl.DataFrame) -> Sequence[Proposal]:
    """Rows of `airshed.quality.flags.SCHEMA` as proposals."""
    return [
        Proposal(
            station=row["station"],
            parameter=row["parameter"],
            first=row["begins_at"],
            last=row["ends_at"] - HOUR,
            check_name=row["check"],
            check_version=row["version"],
            severity=row["severity"],
            seen_zh=row["seen_zh"],
            seen_en=row["seen_en"],
            numbers={name: row[name] for name in ("measure", "observed", "reference", "threshold")},
            parameters=json.loads(row["parameters"]),
        )
        for row in found.iter_rows(named=True)
    ]
