"""What the clock does: each line runs once per period, on one worker."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lantian.pipeline import models

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something done again and again."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


def run_due(lines: Sequence[Line], *, now: datetime) -> int:
    """Run the lines that are due; returns how many ran."""
    ran = 0
    for line in lines:
        beat, _ = models.Beat.objects.get_or_create(name=line.name, defaults={"next_at": now})
        if beat.next_at > now:
            continue
        taken = models.Beat.objects.filter(pk=beat.pk, next_at=beat.next_at).update(next_at=now + line.every)
        if taken:
            _run(line, now=now)
            ran += 1
    return ran


def _run(line: Line, *, now: datetime) -> None:
    error = ""
    try:
        line.run(now)
    except Exception as broken:  # one broken line stops no other
        logger.exception("schedule line %s failed", line.name)
        error = f"{type(broken).__name__}: {broken}"[:2000]
    models.Beat.objects.filter(name=line.name).update(last_error=error)
