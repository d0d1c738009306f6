"""Report a problem, follow it by a private link, find a lost link."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from lantian.console import refusals
from lantian.kernel import files
from lantian.public import entry
from lantian.public.entry import open_to_all, private
from lantian.public.report import forms, page, story
from lantian.residents import actions, queries

SEE_OTHER = 303
View = Callable[..., HttpResponse]

# No page here asks for a session: nothing is done in anybody's name, so a forged request gains nothing that
# its sender could not do straight away. What is done needs a ticket that we signed, or the private link.


def bounded(view: View) -> View:
    """Refuse what is larger than any report before a byte of it is read."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > page.MOST_BYTES:
            return open_to_all(_too_large)(request)
        return view(request, *args, **kwargs)

    return enter


@csrf_exempt
@bounded
@open_to_all
def tell(request: entry.Visit) -> HttpResponse:
    """The form, or what was sent; whoever told us goes on to their private link."""
    if request.method != "POST":
        return render(request, "public/report/tell.html", {"page": page.shown(page.form(request), request)})
    filled = page.form(request, data=request.POST, files=request.FILES)
    receipt = page.send(filled, request)
    if receipt is None:
        context = {"page": page.shown(filled, request)}
        return render(request, "public/report/tell.html", context, status=422)
    to = HttpResponseRedirect(f"{reverse('public:report-follow', args=[receipt.token])}?new=1")
    to.status_code = SEE_OTHER
    to.headers["Referrer-Policy"] = "no-referrer"
    return to


@csrf_exempt
@bounded
@open_to_all
@private
def follow(request: entry.Visit, token: str) -> HttpResponse:
    """How a report stands, and what its teller says of the mending."""
    form = forms.Say(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        queries.report_of(token)

        def say() -> None:
            actions.knock(what="say", who=queries.hash_of(token), now=request.now)
            actions.say(token=token, now=request.now, **form.cleaned_data)

        if form.is_valid() and refusals.attempt(form, say):
            to = HttpResponseRedirect(reverse("public:report-follow", args=[token]))
            to.status_code = SEE_OTHER
            return to
    shown = story.page(token, now=request.now, form=form, is_new="new" in request.GET)
    link = request.build_absolute_uri(reverse("public:report-follow", args=[token]))
    context = {"page": shown, "token": token, "link": link}
    return render(request, "public/report/follow.html", context, status=422 if form.errors else 200)


@open_to_all
@private
def photo(request: entry.Visit, token: str, key: UUID) -> HttpResponse:
    """A photo that this link opens: its public copy, without place, time or device."""
    found = queries.photo_by_token(token, key)
    try:
        content = files.read(found.public_copy_id)
    except files.FileLost as lost:
        raise Http404(str(lost)) from lost
    return HttpResponse(content, content_type=found.public_copy.media_type)


@csrf_exempt
@bounded
@open_to_all
@private
def find(request: entry.Visit) -> HttpResponse:
    """A lost link, found again by the number and how the phone ends; without a phone it stays lost."""
    form = forms.Find(request.POST if request.method == "POST" else None)
    found: list[str] = []

    def look() -> None:
        said = form.cleaned_data
        number = said["number"].strip().upper()
        actions.knock(what="find", who=entry.who(request), now=request.now)
        actions.knock(what="find_number", who=number, now=request.now)
        found.append(queries.link_by_phone(number=number, phone_tail=said["phone"]))

    if request.method == "POST" and form.is_valid() and refusals.attempt(form, look):
        to = HttpResponseRedirect(reverse("public:report-follow", args=[found[0]]))
        to.status_code = SEE_OTHER
        return to
    context = {"form": form, "examples": queries.demo_examples() if settings.LANTIAN_DEMO else []}
    return render(request, "public/report/find.html", context, status=422 if form.errors else 200)


def _too_large(request: entry.Visit) -> HttpResponse:
    context = {"megabytes": page.MOST_BYTES // 1024**2}
    return render(request, "public/report/too_large.html", context, status=413)
