"""What is shipped is what was locked, with its licence; pages carry nothing the policy forbids."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from lantian.ui.figures import standalone

UI = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((UI / "templates").rglob("*.html"))
NEEDED_SIGNS = "µ³²≤≥−±°→×·–—…“”①▲■蓝天攻坚办扬尘堆场督办复查销号囗犇μg"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_vendored_scripts_are_the_locked_bytes_and_nothing_else_lies_there():
    shelf = UI / "static" / "ui" / "vendor"
    lock = json.loads((UI / "vendor.lock.json").read_text(encoding="utf-8"))
    locked = {name: sha256 for package in lock.values() for name, sha256 in package["files"].items()}
    assert {path.name: digest(path) for path in shelf.iterdir()} == locked
    assert set(lock) == set(json.loads((UI / "vendor.json").read_text(encoding="utf-8")))
    assert all(package["tarball"].startswith("sha512-") for package in lock.values())
    assert any(name.endswith("LICENSE") for name in locked)


def test_fonts_are_the_locked_bytes_with_their_licence():
    lock = json.loads((UI / "fonts" / "fonts.lock.json").read_text(encoding="utf-8"))
    for name, told in lock["files"].items():
        assert digest(UI / name) == told["sha256"]
        assert "SIL OPEN FONT LICENSE" in (UI / name).with_name("OFL.txt").read_text(encoding="utf-8")
    shipped = {
        path.relative_to(UI).as_posix() for suffix in ("otf", "woff2") for path in UI.rglob(f"*.{suffix}")
    }
    assert shipped == set(lock["files"])


def test_fonts_stay_within_their_share_of_the_repository():
    size = sum(path.stat().st_size for suffix in ("otf", "woff2") for path in UI.rglob(f"*.{suffix}"))
    assert size < 22 * 1024 * 1024


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_a_font_has_the_signs_that_pages_print(weight):
    with TTFont(UI / "fonts" / f"NotoSansCJKsc-{weight}.otf", lazy=True) as font:
        known = font.getBestCmap()
    assert [sign for sign in NEEDED_SIGNS if ord(sign) not in known] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_style_script_or_handler(path):
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_fetches_nothing_from_elsewhere(path):
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", path.read_text(encoding="utf-8"))


def test_the_stylesheet_fetches_only_shipped_files():
    folder = UI / "static" / "ui"
    for sheet in folder.glob("*.css"):
        for url in re.findall(r'url\("?([^")]+)"?\)', sheet.read_text(encoding="utf-8")):
            assert (folder / url).is_file()


def luminance(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["ink", "ink-2", "ink-3", "accent", "overdue"])
@pytest.mark.parametrize("ground", ["surface", "bg", "surface-2"])
def test_text_has_the_contrast_that_wcag_asks(theme, ink, ground):
    known = standalone.tokens(theme, standalone.TOKENS.read_text(encoding="utf-8"))
    assert contrast(known[ink], known[ground]) >= 4.5


def test_paper_is_white_whatever_the_theme_of_the_screen():
    tokens = (UI / "static" / "ui" / "tokens.css").read_text(encoding="utf-8")
    on_screens = re.search(r"@media not print\{\n(.*?\n)\}\n", tokens, re.DOTALL)
    assert on_screens and '[data-theme="dark"]{' in on_screens[1]
    assert '[data-theme="dark"]{' not in tokens.replace(on_screens[0], "")
