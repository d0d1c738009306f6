"""Where the address of a thing leads on these pages."""

from django.urls import reverse

from lantian.console import air

PAGES = {
    "cases.case": "console:case",
    "dispatch.order": "console:order",
    "diagnosis.suspicion": "console:suspicion",
    "reporting.briefing": "console:briefing",
}


def page_url(address: str) -> str:
    """The page of a thing; empty for what has none."""
    prefix, _colon, key = address.partition(":")
    return reverse(PAGES[prefix], args=[key]) if prefix in PAGES else ""


def thing_url(address: str) -> str:
    """The page of a thing, or the way down from it where it has none."""
    return page_url(address) or air.explain_url(address)
