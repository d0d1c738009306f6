"""Settings, commands, events, pages and the API are documented as they are."""

import importlib.util

import pytest

from architecture import layout


@pytest.mark.parametrize("page", ["settings.md", "commands.md", "events.md", "pages.md", "api.md"])
def test_the_reference_says_what_the_code_does(page: str) -> None:
    spec = importlib.util.spec_from_file_location("reference", layout.ROOT / "scripts" / "reference.py")
    assert spec and spec.loader
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    written = (layout.ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    assert written == reference.PAGES[page](), f"{page} is stale: run .venv/bin/python scripts/reference.py"
