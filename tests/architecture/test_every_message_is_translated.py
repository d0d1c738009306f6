"""Chinese is what a visitor sees first: every message in a template or in Python has its Chinese."""

from __future__ import annotations

from architecture import layout
from lantian.ui import catalogue


def used() -> dict[str, list[str]]:
    """Every message the product uses, with the files that use it."""
    found: dict[str, list[str]] = {}
    for path in layout.sources(layout.LANTIAN):
        for key in catalogue.used_in_python(path.read_text(encoding="utf-8")):
            found.setdefault(key, []).append(path.relative_to(layout.LANTIAN).as_posix())
    for path in sorted(layout.LANTIAN.rglob("templates/**/*")):
        if path.is_file():
            for key in catalogue.used_in_template(path.read_text(encoding="utf-8")):
                found.setdefault(key, []).append(path.relative_to(layout.LANTIAN).as_posix())
    return found


def catalogues() -> list:
    """The project's Chinese catalogues."""
    return sorted(layout.LANTIAN.rglob("locale/zh_Hans/LC_MESSAGES/*.po"))


def test_every_message_has_its_chinese():
    messages = [one for po in catalogues() for one in catalogue.read(po.read_text(encoding="utf-8"))]
    known = {one.key for one in messages if one.translations and all(one.translations) and not one.is_fuzzy}
    missing = {key: files for key, files in used().items() if key and key not in known}
    assert missing == {}


def test_every_committed_mo_is_what_its_po_compiles_to():
    stale = [
        po.relative_to(layout.LANTIAN).as_posix()
        for po in catalogues()
        if not po.with_suffix(".mo").exists()
        or po.with_suffix(".mo").read_bytes()
        != catalogue.compiled(catalogue.read(po.read_text(encoding="utf-8")))
    ]
    assert stale == [], "run scripts/compile_messages.py"


def test_no_message_has_two_chinese_translations():
    said: dict[str, set[str]] = {}
    for po in catalogues():
        for one in catalogue.read(po.read_text(encoding="utf-8")):
            if one.key:
                said.setdefault(one.key, set()).update(one.translations)
    assert {key: words for key, words in said.items() if len(words) > 1} == {}


def test_the_guard_sees_a_message_without_its_chinese():
    key = "A message nobody has translated"
    assert key in catalogue.used_in_python(f'gettext("{key}")')
    assert key in catalogue.used_in_template(f'{{% load i18n %}}{{% translate "{key}" %}}')
