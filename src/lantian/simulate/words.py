"""Which data are real and which are made, and whom to thank: sentences for the foot of every page."""

from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "words.yaml"
LANGUAGES = ("zh", "en")


@lru_cache(maxsize=1)
def _written() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return told


def real(language: str) -> str:
    """What is real; `language` is 'zh' or 'en'."""
    return _written()["real"][language]


def made(language: str) -> str:
    """What is made up."""
    return _written()["made"][language]


def attribution(language: str) -> str:
    """The line the data's licence asks for."""
    return _written()["attribution"][language]


def provenance(*, place_zh: str, place_en: str, since: str) -> dict[str, str]:
    """Where a real station's readings come from, as its row keeps it in both languages."""
    told = _written()["provenance"]["any"]
    return {
        "provenance": told["zh"].format(place=place_zh, since=since),
        "provenance_en": told["en"].format(place=place_en, since=since),
    }


def made_here() -> dict[str, str]:
    """What a made-up station says of its readings."""
    told = _written()["provenance"]["made"]
    return {"provenance": told["zh"], "provenance_en": told["en"]}


def city_provenance(*, since: str) -> dict[str, str]:
    """Where a city's hours come from."""
    told = _written()["provenance"]["city"]
    return {"provenance": told["zh"].format(since=since), "provenance_en": told["en"].format(since=since)}


def made_paper(kind: str) -> str:
    """What a made-up paper from above is called."""
    return _written()["papers"][kind]


def why_flag(kind: str) -> str:
    """Why the story's duty analyst found a check right."""
    return _written()["flags"][kind]
