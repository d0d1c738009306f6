"""Settings, commands, events, pages and the API are documented as they are."""

import importlib.util
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from architecture import layout


@pytest.mark.parametrize("page", ["settings.md", "commands.md", "events.md", "pages.md", "api.md"])
def test_the_reference_says_what_the_code_does(page: str) -> None:
    spec = importlib.util.spec_from_file_location("reference", layout.ROOT / "scripts" / "reference.py")
    assert spec and spec.loader
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    written = (layout.ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert written == reference.PAGES[page](), f"{page} is stale: run .venv/bin/python scripts/reference.py"


def test_every_address_was_tried_by_every_role() -> None:
    """A new address belongs into the table of `scripts/access.py`, which tries it for real."""
    tried = (layout.ROOT / "docs" / "reference" / "access.md").read_text(encoding="utf-8")
    lost = [route for route in _routes(get_resolver().url_patterns) if f"| `{route}` |" not in tried]
    assert not lost, f"run scripts/access.py on a fresh demo home: {lost}"


def _routes(found: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for one in found:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        else:
            yield route.replace("|", "\\|")
