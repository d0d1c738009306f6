"""The way into a public page: its language, who asks as far as that is counted, and what it forbids."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import trans_real

from lantian.kernel import clock

View = Callable[..., HttpResponse]


class Visit(HttpRequest):
    """A request of anybody; the clock was read once for it."""

    now: Any


def open_to_all(view: View) -> View:
    """A page for everybody, in the reader's language; what is not there and what is not theirs look alike."""

    @wraps(view)
    def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:  # Any: a Visit from here on
        request.now = clock.now()
        chosen = request.GET.get("lang", "")
        code = chosen if chosen in dict(settings.LANGUAGES) else language(request)
        with translation.override(code):
            request.LANGUAGE_CODE = code
            try:
                response = view(request, *args, **kwargs)
            except (ObjectDoesNotExist, Http404):
                response = render(request, "public/nothing.html", status=404)
        if code == chosen:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax")
        response.headers["Content-Language"] = code
        return response

    return enter


def private(view: View) -> View:
    """A page behind a private link: kept by nobody, collected by nobody, its address told to nobody."""

    @wraps(view)
    def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return enter


def language(request: HttpRequest) -> str:
    """The language chosen before, else English where the browser prefers it to Chinese, else Chinese."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    for code, _weight in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code.startswith("zh"):
            return "zh-hans"
        if code.startswith("en"):
            return "en"
    return str(settings.LANGUAGE_CODE)


def who(request: HttpRequest) -> str:
    """A keyed hash of the address somebody comes from: enough to count by, and not the address."""
    return salted_hmac("lantian.public.who", _network(_address(request))).hexdigest()[:64]


def _address(request: HttpRequest) -> str:
    """The sender's address; behind our own proxy the last one it wrote down, never what a sender claims."""
    if settings.LANTIAN_CLIENT_HEADER:
        named = request.headers.get(settings.LANTIAN_CLIENT_HEADER, "")
        if named.strip():
            return named.split(",")[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    """An address of version 4 as it is; of version 6 its network, since one household has all of that."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)
