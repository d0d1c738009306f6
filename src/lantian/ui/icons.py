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
    "camera": '<path d="M4 8h3l2-3h6l2 3h3v11H4z"/><circle cx="12" cy="13" r="3.5"/>',
    "voice": '<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5 11a7 7 0 0 0 14 0M12 18v3"/>',
    "offline": '<path d="M3 3l18 18M8.5 8.6A9 9 0 0 0 5 11M2 8a14 14 0 0 1 3.5-2.3M12 6c3.8 0 7.3.8 10 3'
    'M15.5 12.5A7 7 0 0 1 17 14M9 15.5a5 5 0 0 1 5 .3M12 19h.01"/>',
    "online": '<path d="M2 9a14.5 14.5 0 0 1 20 0M5.5 12.5a9.5 9.5 0 0 1 13 0"/>'
    '<path d="M9 16a4.5 4.5 0 0 1 6 0M12 19h.01"/>',
    "place": '<path d="M12 21c4.5-5 7-8.5 7-11.5a7 7 0 0 0-14 0C5 12.5 7.5 16 12 21z"/>'
    '<circle cx="12" cy="9.5" r="2.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "theme": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5a8.5 8.5 0 0 1 0 17z" fill="currentColor"/>',
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
    frame = f'width="{int(size)}" height="{int(size)}" viewBox="0 0 24 24" aria-hidden="true"'
    return mark_safe(f"<svg {frame} {_STROKE}>{DRAWINGS[name]}</svg>")
