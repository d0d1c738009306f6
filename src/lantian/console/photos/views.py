"""Photos: copy and original, the page of a photo's way, hints to decide about, masks."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lantian.accounts.rules import Verb
from lantian.cases import permissions
from lantian.console import refusals
from lantian.console.entry import Visit, open_to
from lantian.console.photos import custody as ways
from lantian.console.photos import forms, hints, masking
from lantian.inspections import actions
from lantian.inspections.models import Evidence
from lantian.kernel import files


@open_to(Verb.SEE_DESK)
def photo(request: Visit, key: UUID) -> HttpResponse:
    """The public copy: pixels without place, time or device."""
    found = _evidence(request, key)
    return kept_bytes(found.public_copy_id, found.public_copy.media_type)


@open_to(Verb.SEE_ORIGINAL)
def original(request: Visit, key: UUID) -> HttpResponse:
    """The sealed original, as it arrived, as a file to keep; that it was opened is written down."""
    found = _evidence(request, key)
    try:
        content = actions.open_original(photo=found, door="console", by=request.actor, now=request.now)
    except files.FileLost as lost:
        raise Http404(str(lost)) from lost
    return as_file(content, name=f"{found.original_id[:12]}.bin")


def _evidence(request: Visit, key: UUID) -> Evidence:
    """The photo, if it belongs to a visit or case that this person may see."""
    seen = permissions.visible_evidence(request.actor).select_related("original", "public_copy")
    return seen.get(key=key)


@open_to(Verb.SEE_CUSTODY)
def custody(request: Visit, key: UUID) -> HttpResponse:
    """The whole way of a photo; `?format=json` gives the same values to a program."""
    page = ways.page(key, request.actor, now=request.now)
    if request.GET.get("format") == "json":
        return JsonResponse(asdict(page), json_dumps_params={"ensure_ascii": False})
    return render(request, "console/photos/custody.html", {"page": page, "form": forms.Judgement()})


@open_to(Verb.JUDGE_HINT)
def waiting(request: Visit) -> HttpResponse:
    """Hints nobody decided about, and those decided lately."""
    page = hints.page(request.actor, now=request.now, number=request.GET.get("page", ""))
    return render(request, "console/photos/hints.html", {"page": page, "form": forms.Judgement()})


@require_POST
@open_to(Verb.JUDGE_HINT)
def judge(request: Visit, key: UUID, code: str) -> HttpResponse:
    """Decide about a hint; a refusal is said on the photo's page."""
    found = _evidence(request, key)
    form = forms.Judgement(request.POST)
    if form.is_valid() and refusals.attempt(
        form,
        lambda: actions.judge_hint(
            photo_key=found.key, code=code, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        messages.success(request, _("Your decision is kept; the reason stands beside the photo."))
        return redirect("console:hints") if request.POST.get("from") == "hints" else _way(found)
    for texts in form.errors.values():
        for text in texts:
            messages.error(request, str(text))
    return _way(found)


@open_to(Verb.MASK)
def mask(request: Visit, key: UUID) -> HttpResponse:
    """Draw rectangles over what nobody should recognise."""
    found = masking.seen(key, request.actor)
    newest = masking.newest(found)
    form = forms.Masking(request.POST or None, initial=masking.initial(newest))
    if form.is_valid() and refusals.attempt(
        form,
        lambda: actions.mask(photo_key=found.key, by=request.actor, now=request.now, **form.cleaned_data),
    ):
        messages.success(request, _("The copy is masked; the original stays sealed as it was."))
        return _way(found)
    page = masking.page(found, newest)
    context = {"page": page, "form": form}
    return render(request, "console/photos/mask.html", context, status=422 if form.is_bound else 200)


def _way(found: Evidence) -> HttpResponse:
    return redirect("console:photo-custody", found.key)


def kept_bytes(sha256: str, media_type: str) -> HttpResponse:
    """Kept bytes of a copy that we made; who may see it changes, and so does it: each time is asked again."""
    try:
        content = files.read(sha256)
    except files.FileLost as lost:
        raise Http404(str(lost)) from lost
    is_copy = media_type in {"image/jpeg", "image/png", "image/webp"}
    response = HttpResponse(content, content_type=media_type if is_copy else "application/octet-stream")
    response["Cache-Control"] = "private, max-age=60"
    response["ETag"] = f'"{sha256}"'
    response["Content-Disposition"] = f'inline; filename="{sha256[:12]}"'
    return response


def as_file(content: bytes, *, name: str) -> HttpResponse:
    """Bytes as somebody sent them: a file to keep, of no type a browser opens, in no page of ours."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": True}  # type: ignore[attr-defined]  # django-csp
    return response
