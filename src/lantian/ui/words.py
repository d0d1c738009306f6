"""The words that figures need, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext

from lantian.ui.figures.legend import MapWords


def map_words() -> MapWords:
    """The legend of a district map."""
    return MapWords(
        levels=(
            pgettext("AQI legend", "Excellent ≤50"),
            pgettext("AQI legend", "Good ≤100"),
            pgettext("AQI legend", "Light ≤150"),
            pgettext("AQI legend", "Moderate ≤200"),
            pgettext("AQI legend", "Heavy ≤300"),
            pgettext("AQI legend", "Severe >300"),
        ),
        kinds={
            "site": gettext("Construction site"),
            "stockpile": gettext("Stockpile"),
            "plant": gettext("Plant"),
            "mixing": gettext("Mixing station"),
            "road": gettext("Road"),
            "plot": gettext("Plot"),
        },
        sector=gettext("Suspected sector"),
        no_spray=gettext("No spraying"),
    )


def wind_name(degrees: float | None) -> str:
    """The wind by the one of eight directions it blows from; calm without one."""
    names = (
        gettext("North wind"),
        gettext("Northeast wind"),
        gettext("East wind"),
        gettext("Southeast wind"),
        gettext("South wind"),
        gettext("Southwest wind"),
        gettext("West wind"),
        gettext("Northwest wind"),
    )
    return gettext("Calm") if degrees is None else names[round(degrees / 45) % 8]
