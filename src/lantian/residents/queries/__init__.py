"""Questions about what residents told."""

from lantian.residents.queries.kinds import kind, kinds
from lantian.residents.queries.lists import Row, rows, waiting
from lantian.residents.queries.neighbours import jurisdiction_by_key, neighbours
from lantian.residents.queries.published import Request, Wanted, request_of, requests
from lantian.residents.queries.reports import (
    Receipt,
    demo_examples,
    goes_on_as,
    hash_of,
    link_by_phone,
    link_of,
    photos_of_case,
    report_of,
)
from lantian.residents.queries.standing import (
    Desk,
    Shown,
    Standing,
    Teller,
    desk,
    photo_by_token,
    standing,
)

__all__ = [
    "Desk",
    "Receipt",
    "Request",
    "Row",
    "Shown",
    "Standing",
    "Teller",
    "Wanted",
    "demo_examples",
    "desk",
    "goes_on_as",
    "hash_of",
    "jurisdiction_by_key",
    "kind",
    "kinds",
    "link_by_phone",
    "link_of",
    "neighbours",
    "photo_by_token",
    "photos_of_case",
    "report_of",
    "request_of",
    "requests",
    "rows",
    "standing",
    "waiting",
]
