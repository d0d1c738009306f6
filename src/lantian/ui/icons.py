"""Line drawings, drawn by ourselves on a 24 unit square; a word always stands beside or behind them."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

_STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'

DRAWINGS = {
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "down": '<path d="M5 9l7 7 7-7"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "more": '<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3.5"/>',
    "check": '<path d="M5 12.5 10 17.5 19 7"/>',
    "up": '<path d="M12 19V6M6 11l6-6 6 6"/>',
    "phone": '<rect x="7" y="3" width="10" height="18" rx="2"/><path d="M11 18h2"/>',
    "camera": '<path d="M4 8h3l2-3h6l2 3h3v11H4z"/><circle cx="12" cy="13" r="3.500"/>',
    "voice": '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3"/>',
    "offline": '<path d="M3 3l18 18M8.500 8.600A9 9 0 0 0 5 11M2 8a14 14 0 0 1 3.500-2.300M12 6c3.800 0 7.300.8 10 3'
    'M15.500 12.500A7 7 0 0 1 17 14M9 15.500a5 5 0 0 1 5 .3M12 19h.01"/>',
    "online": '<path d="M2 9a14.500 14.500 0 0 1 20 0M5.500 12.500a9.500 9.500 0 0 1 13 0M9 16a4.500 4.500 0 0 1 6 0M12 19h.01"/>',
    "place": '<path d="M12 21c4.500-5 7-8.500 7-11.500a7 7 0 0 0-14 0C5 12.500 7.500 16 12 21z"/><circle cx="12" cy="9.500" r="2.500"/>',
    "clock": '<circle cx="12" cy="12" r="8.500"/><path d="M12 7v5l3.500 2"/>',
    "theme": '<circle cx="12" cy="12" r="8.500"/><path d="M12 3.500a8.500 8.500 0 0 1 0 17z" fill="currentColor"/>',
}


class UnknownIcon(KeyError):
    """A template asked for a drawing that is not there."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no icon is called {name}; there are {', '.join(sorted(DRAWINGS))}")


def svg(name: str, *, size: int = 20) -> SafeString:
    """The drawing as hidden decoration."""
    if name not in DRAWINGS:
        raise UnknownIcon(name)
    return mark_safe(  # noqa: S308 - our own constants and an integer
        f'<svg width="{int(size)}" height="{int(size)}" viewBox="0 0 24 24" {_STROKE} aria-hidden="true">{DRAWINGS[name]}</svg>'
    )
