"""How the pages come onto a phone: the certificate of this office, and the manifest of the home screen."""

import hashlib
import io
import ssl
from pathlib import Path

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

AUTHORITY = "authority.crt"  # what `lantian serve --tls` lays down
SIDES = (192, 512)


@require_GET
def manifest(request: HttpRequest) -> JsonResponse:
    """The web app manifest (W3C): open to all, nothing in it is anybody's."""
    icons = [
        {"src": static(f"field/icon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png"}
        for side in SIDES
    ]
    said = {
        "id": reverse("field:day"),
        "name": "蓝天外勤",
        "short_name": "蓝天",
        "lang": "zh-Hans",
        "start_url": reverse("field:day"),
        "scope": reverse("field:day"),
        "display": "standalone",
        "background_color": "#f3f5f7",
        "theme_color": "#0b63b8",
        "icons": icons,
    }
    return JsonResponse(said, content_type="application/manifest+json")


@never_cache
@require_GET
def install(request: HttpRequest) -> HttpResponse:
    """What to do once on a phone so that it trusts this office's pages; open to all, absent without TLS."""
    fingerprint = hashlib.sha256(_authority()).hexdigest().upper()
    pairs = [fingerprint[at : at + 2] for at in range(0, len(fingerprint), 2)]
    drawn = io.BytesIO()
    address = request.build_absolute_uri()
    segno.make(address, error="m").save(drawn, kind="svg", scale=6, border=2, xmldecl=False, svgns=False)
    given = {
        "lines": [" ".join(pairs[at : at + 8]) for at in range(0, len(pairs), 8)],
        "code": mark_safe(drawn.getvalue().decode()),
        "address": address,
    }
    return render(request, "field/install/install.html", given)


@never_cache
@require_GET
def authority(request: HttpRequest) -> HttpResponse:
    """The certificate of this office's authority, as phones take it in."""
    disposition = 'attachment; filename="lantian.crt"'
    return HttpResponse(
        _authority(),
        content_type="application/x-x509-ca-cert",
        headers={"Content-Disposition": disposition},
    )


def _authority() -> bytes:
    path = Path(settings.LANTIAN_TLS_FOLDER) / AUTHORITY
    if not settings.LANTIAN_TLS or not path.exists():
        raise Http404
    return ssl.PEM_cert_to_DER_cert(path.read_text(encoding="ascii"))
