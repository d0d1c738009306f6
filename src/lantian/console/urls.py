"""Pages of the desk, one folder per noun."""

from django.urls import include, path

app_name = "console"
NOUNS = (
    "home",
    "sign_in",
    "tour",
    "situation",
    "stations",
    "ranking",
    "prospects",
    "official",
    "compare",
    "members",
    "places",
    "suspicions",
    "goings",
    "orders",
    "checklists",
    "draws",
    "codes",
    "papers",
    "intake",
    "metrics",
    "ladder",
    "reach",
    "letters",
    "ledger",
    "sweeps",
    "enforcement",
    "residents",
    "cases",
    "sites",
    "board",
    "briefings",
    "explain",
    "quality",
    "changes",
    "quarantine",
    "units",
    "people",
    "photos",
)
urlpatterns = [
    *(path("", include(f"lantian.console.{noun}.urls")) for noun in NOUNS),
]
