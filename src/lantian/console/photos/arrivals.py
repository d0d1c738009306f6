"""What a browser says of itself when a photo arrives."""

from django.http import HttpRequest

from lantian.inspections.rules import Arrival


def said(request: HttpRequest, *, sha256: str = "", accuracy_m: float | None = None) -> Arrival:
    """How the browser names itself, beside what the phone said of the photo."""
    named = request.headers.get("User-Agent", "")
    device = "".join(c for c in named if c.isprintable())[:300]
    return Arrival(sha256_said=sha256, accuracy_m=accuracy_m, device=device)
