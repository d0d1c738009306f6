"""The same figure without the page: colours literal, font named, for a downloaded file or a PDF."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

Theme = Literal["light", "dark"]
TOKENS = Path(__file__).resolve().parent.parent / "static" / "ui" / "tokens.css"
FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"

_BLOCKS = {
    "light": re.compile(r":root\{(.*?)\}", re.S),
    "dark": re.compile(r'\[data-theme="dark"\]\{(.*?)\}', re.S),
}
_TOKEN = re.compile(r"--([\w-]+):([^;}]+)")
_USE = re.compile(r"var\(--([\w-]+)\)")


class UnknownToken(KeyError):
    """A figure uses a colour that the tokens do not name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"--{name} is not a token of {TOKENS.name}")


def tokens(theme: Theme, sheet: str) -> dict[str, str]:
    """The values of the tokens in a theme; dark says only what differs from light."""
    found: dict[str, str] = {}
    for name in ("light", "dark") if theme == "dark" else ("light",):
        block = _BLOCKS[name].search(sheet)
        if block:
            uncommented = re.sub(r"/\*.*?\*/", "", block.group(1), flags=re.S)
            found.update((key, value.strip()) for key, value in _TOKEN.findall(uncommented))
    return found


def literal(colour: str) -> str:
    """rgb(0,228,0) as #00e400: readers of SVG outside browsers know hexadecimal best."""
    parts = re.fullmatch(r"rgb\((\d+),\s*(\d+),\s*(\d+)\)", colour)
    return "#" + "".join(f"{int(part):02x}" for part in parts.groups()) if parts else colour


def render(svg: str, theme: Theme = "light", *, sheet: str | None = None, ground: bool = True) -> str:
    """The figure as a file of its own; `ground` puts the theme's surface behind it."""
    known = tokens(theme, TOKENS.read_text(encoding="utf-8") if sheet is None else sheet)

    def value(use: re.Match[str]) -> str:
        if use.group(1) not in known:
            raise UnknownToken(use.group(1))
        return literal(known[use.group(1)])

    resolved = _USE.sub(value, svg)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" font-family="{FONT}"'
    resolved = resolved.replace("<svg", head, 1)
    if ground:
        end = resolved.index(">") + 1
        cover = f'<rect width="100%" height="100%" fill="{literal(known["surface"])}"/>'
        resolved = resolved[:end] + cover + resolved[end:]
    return resolved
