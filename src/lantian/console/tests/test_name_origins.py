"""Rows say where they come from in words that people have, in Chinese on a Chinese page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.utils import translation

import lantian
from lantian.console import words

SEEDS = sorted(Path(lantian.__file__).parent.glob("*/seeds/**/*.yaml"))


def _origins(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        yield from (str(value) for key, value in found.items() if key in {"origin", "source"})
    for inside in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from _origins(inside)


ORIGINS = sorted(
    {origin for path in SEEDS for origin in _origins(yaml.safe_load(path.read_text(encoding="utf-8")))}
)


@pytest.mark.parametrize("origin", ORIGINS)
def test_every_origin_that_ships_has_its_chinese(origin: str) -> None:
    assert "governance" not in origin
    with translation.override("zh-hans"):
        said = words.origin(origin)
    assert re.search(r"[\u4e00-\u9fff]", said)
    assert not re.search(r"[a-z]{3}", said), said


def test_an_origin_somebody_wrote_stays_as_written() -> None:
    with translation.override("zh-hans"):
        assert words.origin("区办〔2026〕3号") == "区办〔2026〕3号"
        assert words.origin("") == ""
