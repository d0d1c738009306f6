"""Looking through recent hours for faults, once an hour: what is found is proposed to people.

The checks and their numbers are those of `airshed.quality`. Gaps are no proposals, since nothing can be taken
out where there is nothing; the quality desk shows them as completeness.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from airshed.quality import registry as checks
from airshed.quality import scene
from airshed.quality.flags import Severity
from lantian.observations import actions as observing
from lantian.observations import queries as observations
from lantian.observations.actions import Proposed
from lantian.observations.rules import Proposal
from lantian.registry import queries as registry

HOUR = timedelta(hours=1)
LOOKED_BACK = timedelta(hours=72)
CHECKED = (*registry.STATUTORY, "micro")
NOT_PROPOSED = frozenset({"missing"})
RULES: Mapping[str, Mapping[str, Any]] = {  # Any: values as JSON holds them
    "inversion": {"tolerance": 20.0, "share": 0.25},
}
"""What differs from the checks' defaults; design defaults too.

On damp nights two instruments part by a tenth of PM10 all over a city, which nobody takes out.
"""

PROPOSED = frozenset({Severity.DOUBTFUL, Severity.IMPOSSIBLE})


def check_hours(*, now: datetime, back: timedelta = LOOKED_BACK) -> Proposed:
    """Run the checks over the hours before now of statutory and micro stations; propose what is doubtful."""
    until = now.replace(minute=0, second=0, microsecond=0)
    company = registry.company()
    codes = [code for code, one in company.items() if one.kind in CHECKED]
    hours = _hours(codes, since=until - back, until=until)
    present = set(hours["station"].to_list())
    found = checks.run(
        hours,
        checks=[row.check.code for row in checks.CHECKS if row.check.code not in NOT_PROPOSED],
        parameters=RULES,
        neighbours={code: [one for one in company[code].peers if one in present] for code in present},
    )
    worth = found.filter(pl.col("severity").is_in([str(one) for one in PROPOSED]))
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


def _hours(codes: Sequence[str], *, since: datetime, until: datetime) -> pl.DataFrame:
    """The hours as they came, also those a flag took out; without what the device itself marked."""
    found = observations.hourly(stations=codes, since=since, until=until, keep_rejected=True)
    return found.select(
        "station",
        "begins_at",
        *(
            pl.when(~pl.col("marks").str.contains(rf"(?:^|,){name}=")).then(pl.col(name)).alias(name)
            for name in scene.PARAMETERS
        ),
    )
