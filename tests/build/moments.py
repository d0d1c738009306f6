"""When things happen: `NOON` is a Friday, 12:00 local time."""

from datetime import UTC, date, datetime

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
SINCE = date(2025, 1, 1)
