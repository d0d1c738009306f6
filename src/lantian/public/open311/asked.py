"""What a caller asks for, read strictly: whatever cannot be read is named in one sentence."""

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from lantian.public.open311.writing import Fault
from lantian.residents.queries import Wanted

LONGEST_SPAN, MOST = timedelta(days=90), 1000
MOST_NUMBERS = 100


def wanted(given: Mapping[str, str], *, kinds: frozenset[str], now: datetime) -> Wanted:
    """Which requests; the newest ninety days and a thousand requests where nothing narrower is said."""
    numbers = _list(given, "service_request_id")
    if len(numbers) > MOST_NUMBERS:
        raise Fault(400, f"service_request_id names {len(numbers)} requests; {MOST_NUMBERS} are the most.")
    codes = _list(given, "service_code")
    for code in codes:
        if code not in kinds:
            raise Fault(404, f"service_code {code!r} was not found.")
    since, until = moment(given, "start_date"), moment(given, "end_date")
    if not numbers:
        since, until = _span(since, until, now=now)
    size = _whole(given, "page_size", default=MOST, most=MOST)
    page = _whole(given, "page", default=1, most=10_000)
    return Wanted(
        since=since,
        until=until,
        changed_since=moment(given, "updated_after"),
        changed_until=moment(given, "updated_before"),
        kinds=codes,
        is_open=_is_open(given),
        numbers=numbers,
        first=(page - 1) * size,
        most=size,
    )


def moment(given: Mapping[str, str], name: str) -> datetime | None:
    """A moment as the W3C writes it, with its zone; None when it is not given."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise ValueError("no zone")
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise Fault(
            400,
            f"{name} is {text[:60]!r}; a moment such as 2026-11-20T08:00:00+08:00 is needed, with its zone.",
        ) from wrong


def degrees(given: Mapping[str, str], name: str, *, most: float) -> float | None:
    """A longitude or latitude; None when it is not given."""
    text = given.get(name, "").strip()
    if not text:
        return None
    try:
        found = float(text)
    except ValueError as wrong:
        raise Fault(400, f"{name} is {text[:40]!r}; degrees of WGS 84 are needed.") from wrong
    if not -most <= found <= most:  # also what is no number
        raise Fault(400, f"{name} is {text[:40]!r}; it lies between -{most:g} and {most:g}.")
    return found


def text(given: Mapping[str, str], name: str, *, most: int, is_cut: bool = False) -> str:
    """A text without marks that steer terminals; one that is too long is refused, not cut in secret."""
    found = given.get(name, "").strip()
    clean = "".join(c for c in found if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    if len(clean) > most and not is_cut:
        raise Fault(400, f"{name} has {len(clean)} characters; {most} are the most.")
    return clean[:most]


def _list(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in given.get(name, "").split(",") if part.strip())


def _span(
    since: datetime | None, until: datetime | None, *, now: datetime
) -> tuple[datetime | None, datetime | None]:
    try:
        last = until or (since + LONGEST_SPAN if since else now)
        first = since or last - LONGEST_SPAN
    except OverflowError as wrong:
        raise Fault(400, "start_date or end_date lies outside the calendar.") from wrong
    if first > last:
        raise Fault(400, "start_date lies after end_date.")
    if last - first > LONGEST_SPAN:
        raise Fault(400, "start_date and end_date lie more than 90 days apart; ask for 90 days at a time.")
    return first, last


def _is_open(given: Mapping[str, str]) -> bool | None:
    said = set(_list(given, "status"))
    for one in said - {"open", "closed"}:
        raise Fault(400, f"status is {one[:40]!r}; open or closed is needed.")
    return None if len(said) != 1 else said == {"open"}


def _whole(given: Mapping[str, str], name: str, *, default: int, most: int) -> int:
    said = given.get(name, "").strip()
    if not said:
        return default
    if not (said.isascii() and said.isdigit()) or len(said) > 6 or not 1 <= int(said) <= most:
        raise Fault(400, f"{name} is {said[:40]!r}; a whole number from 1 to {most} is needed.")
    return int(said)
