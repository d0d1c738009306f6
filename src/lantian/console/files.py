"""Links from a page to the same numbers as a file: the door for programs writes it (`/v1/…?format=`)."""

from urllib.parse import urlencode

from django.urls import reverse

from lantian.ui.parts import Download

FORMS = {"xlsx": "XLSX", "csv": "CSV", "parquet": "Parquet"}


def links(question: str, label: str, **given: object) -> tuple[Download, ...]:
    """A question of /v1/ in each form of a file; the first link says what it holds."""
    return tuple(
        Download(
            label=word if place else f"{label} {word}",
            url=f"{reverse('v1:' + question)}?{urlencode(given | {'format': form}, doseq=True)}",
        )
        for place, (form, word) in enumerate(FORMS.items())
    )


def shown(page: str, *given: object, query: str = "") -> tuple[Download, ...]:
    """What a page shows in each form of a file (`/exports/…`)."""
    return tuple(
        Download(label=word, url=reverse(f"api:{page}-file", args=[*given, form]) + query)
        for form, word in FORMS.items()
    )
