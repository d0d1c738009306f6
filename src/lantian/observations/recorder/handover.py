"""What the latest values have decoded, kept until the lake takes it, so that a frame is decoded once."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from lantian.observations.recorder.intake import BATCH_RECORDS, Batch


class _Stretch(NamedTuple):
    since: int
    batch: Batch


class Handover:
    """Stretches of the journal in their order; what does not fit is left for the lake to decode itself."""

    def __init__(self, *, room: int = BATCH_RECORDS) -> None:
        self._room = room
        self._held = 0
        self._stretches: deque[_Stretch] = deque()
        self._end: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether the lake should take what is here before more comes."""
        return self._held >= self._room

    def put(self, since: int, batch: Batch) -> None:
        """Keep a stretch that begins at `since`; what is there goes if it ends elsewhere, or is too much."""
        self._end = batch.end
        if batch.end == since:
            return
        if self.is_full or (self._stretches and self._stretches[-1].batch.end != since):
            self._stretches.clear()
            self._held = 0
        self._stretches.append(_Stretch(since, batch))
        self._held += len(batch.observations)

    @property
    def limit(self) -> int | None:
        """How far the lake may decode for itself, so that it meets what is kept here; None: nothing was put.

        A lake that read beyond would never again stand where a stretch begins while the journal grows.
        """
        return self._stretches[0].since if self._stretches else self._end

    def take(self, since: int) -> Batch | None:
        """Everything from `since` on as one batch; None where that was not decoded here.

        What lies before is let go: asking from somewhere says that it is written. The rest stays, to be asked
        for again after a failure.
        """
        while self._stretches and self._stretches[0].since < since:
            self._held -= len(self._stretches.popleft().batch.observations)
        if not self._stretches or self._stretches[0].since != since:
            return None
        batches = [stretch.batch for stretch in self._stretches]
        return Batch(
            [observation for batch in batches for observation in batch.observations],
            [misread for batch in batches for misread in batch.misreads],
            batches[-1].position,
            batches[-1].end,
        )
