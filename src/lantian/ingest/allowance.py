"""How much of what is not taken is kept: enough to see what comes, not enough to fill a disk. Pure."""

from __future__ import annotations

from lantian.ingest.rules import Reason

WINDOW_SECONDS = 60.0
BYTES_PER_WINDOW = 1 << 20
COST_OF_A_PIECE = 128  # a record has a head of its own
MAX_HOSTS = 10_000


class Allowance:
    """Bytes of faulty frames that may still be kept for each address in this minute."""

    def __init__(self) -> None:
        self._window_at = 0.0
        self._spent: dict[str, int] = {}

    def judge(self, host: str, reason: Reason, *, length: int, now: float) -> Reason | None:
        """The reason to keep a piece under: its own, `flood` for the first beyond the limit, then none."""
        if now - self._window_at >= WINDOW_SECONDS:
            self._window_at = now
            self._spent.clear()
        if host not in self._spent and len(self._spent) >= MAX_HOSTS:
            return None
        spent = self._spent.get(host, 0)
        if spent > BYTES_PER_WINDOW:
            return None
        self._spent[host] = spent + length + COST_OF_A_PIECE
        return Reason.FLOOD if self._spent[host] > BYTES_PER_WINDOW else reason
