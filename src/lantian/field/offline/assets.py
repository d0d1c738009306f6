"""What the phone's pages are made of, and the digest that tells one version from the next."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

WORKER = "field/worker.js"
OURS = (
    "field/field.css",
    "field/parcel.css",
    "field/store.js",
    "field/sending.js",
    "field/phone.js",
    "field/place.js",
    "field/asking.js",
    "field/visit.js",
    "field/finding.js",
    "field/record.js",
    "field/scan.js",
    "field/parcel.js",
    "field/nearby.js",
    "field/kept.js",
)
SHARED = (
    "ui/tokens.css",
    "ui/app.css",
    "ui/theme.js",
    "ui/vendor/htmx.min.js",
    "ui/ui.js",
    "ui/mark.svg",
    "console/console.css",
    "console/tour.js",
)


def content(name: str) -> bytes:
    """The bytes of one of our own files; a missing one is a fault of the build."""
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(f"{name} is not among the static files")
    return Path(found).read_bytes()


@cache
def digest_of(name: str) -> str:
    """Ten characters that change with the file."""
    return hashlib.sha256(content(name)).hexdigest()[:10]


def url_of(name: str) -> str:
    """The address of one of our files in its version, so that a page never meets that of another one."""
    return f"{static(name)}?v={digest_of(name)}"


@cache
def version() -> str:
    """The digest of everything the phone keeps of the product."""
    whole = hashlib.sha256()
    for name in (WORKER, *OURS, *SHARED):
        whole.update(f"{name} {digest_of(name)}\n".encode())
    return whole.hexdigest()[:16]


def addresses() -> list[str]:
    """What the worker fetches when it is installed."""
    return [*(url_of(name) for name in OURS), *(static(name) for name in SHARED)]
