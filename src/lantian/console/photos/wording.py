"""Hints, uses and what happened to a photo, in the office's words."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lantian.console import words
from lantian.ui import formats

USES: dict[str, Promise] = {
    "case": gettext_lazy("Shows what was found"),
    "before": gettext_lazy("View before the mending"),
    "after": gettext_lazy("View after the mending"),
    "recheck": gettext_lazy("Recheck"),
    "later_look": gettext_lazy("Later look"),
    "enforcement": gettext_lazy("Step of enforcement"),
    "ledger": gettext_lazy("Step of the inspection ledger"),
}
DECISIONS: dict[str, Promise] = {
    "all_right": gettext_lazy("All right"),
    "not_accepted": gettext_lazy("Not accepted"),
}
FACTS: dict[str, Promise] = {
    "too_fast": gettext_lazy("%(km)s km in %(minutes)s minutes would be %(kmh)s km/h."),
    "far": gettext_lazy("%(metres)s m from where the officer checked in."),
    "camera_place": gettext_lazy("The place in the photo and the phone's lie %(metres)s m apart."),
    "clock_off": gettext_lazy("The camera's time and the phone's differ by %(minutes)s minutes."),
    "edited": gettext_lazy("The photo names %(program)s as the program that wrote it."),
    "no_camera": gettext_lazy("It names no camera; the last photos of this phone named %(camera)s."),
    "hash_differs": gettext_lazy("The phone named a hash that begins with %(said)s."),
}


def hint(code: str) -> str:
    """A hint by its name."""
    return words.word(words.PHOTO_HINTS, code)


def hint_facts(code: str, facts: Mapping[str, object]) -> str:
    """The numbers that raised a hint, as a sentence; empty where the name says all."""
    said = FACTS.get(code)
    return str(said) % dict(facts) if said and facts else ""


def place(lon: float | None, lat: float | None, accuracy_m: float | None = None) -> str:
    """Degrees with how exact they are; says so where the phone gave none."""
    if lon is None or lat is None:
        return _("none was given")
    near = _(", to within %(metres)s m") % {"metres": round(accuracy_m)} if accuracy_m is not None else ""
    return f"{lon:.5f}, {lat:.5f}{near}"


def moment(at: datetime | None) -> str:
    return formats.when(at) if at else _("not said")


def device(named: str) -> str:
    """What a browser says of the phone, as a reader knows it; its own words beside it."""
    for sign, name in (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ):
        if sign in named:
            return name
    return _("not said") if not named else named[:40]
