"""What the phone sends by itself once there is a signal; each answer is a fact or a sentence."""

import hashlib
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.forms import Form
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lantian.accounts.rules import Actor, Verb
from lantian.cases import actions as cases
from lantian.console import words
from lantian.console.entry import Visit, open_to
from lantian.console.photos import arrivals
from lantian.console.refusals import attempt, sentence
from lantian.dispatch import queries as dispatch
from lantian.dispatch.states import State
from lantian.field.sending import pieces
from lantian.field.sending.forms import PieceForm, SentCheckInForm
from lantian.field.visits import choices
from lantian.field.visits.forms import FindingForm
from lantian.field.visits.replies import for_script
from lantian.inspections import actions as inspections
from lantian.inspections import queries as visits
from lantian.inspections.models import Evidence
from lantian.kernel.refusals import KeyTaken
from lantian.ui import formats


@require_POST
@for_script
@open_to(Verb.VISIT)
def check_in(request: Visit, number: str) -> HttpResponse:
    """Take a check-in, perhaps an old one; when somebody was faster, say what stands here."""
    form = SentCheckInForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: inspections.check_in(
            order_number=number, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        return JsonResponse({"visit": str(form.cleaned_data["key"])})
    theirs = _order_as_it_stands(number, request.actor)
    return JsonResponse({"trouble": choices.trouble(form), "theirs": theirs}, status=422)


@require_POST
@for_script
@open_to(Verb.VISIT)
def finding(request: Visit, key: UUID) -> HttpResponse:
    """File a finding; when one was filed already, say which, and leave it."""
    found = visits.visit(key, request.actor)
    lists = {"sources": choices.sources(found), "categories": choices.categories(found)}
    form = FindingForm(request.POST, **lists)
    if found.filed_at and _is_same(found, request):
        return JsonResponse({"filed": str(key)})
    if form.is_valid() and attempt(
        form,
        lambda: inspections.file_finding(
            visit_key=key, by=request.actor, now=request.now, **form.cleaned_data
        ),
    ):
        cases.order_on_site(visit_key=key, now=request.now)
        return JsonResponse({"filed": str(key)})
    theirs = choices.as_it_stands(found)
    return JsonResponse({"trouble": choices.trouble(form), "theirs": theirs}, status=422)


@require_http_methods(["GET", "POST"])
@for_script
@open_to(Verb.VISIT)
def photo(request: Visit, key: UUID, photo: UUID) -> HttpResponse:
    """Take the next piece of a photo of a visit, or say how far it has come."""
    return _piece(request, photo, key=key)


@require_http_methods(["GET", "POST"])
@for_script
@open_to(Verb.SEE_CASES)
def loose_photo(request: Visit, photo: UUID) -> HttpResponse:
    """Take the next piece of a photo that a report or a mending will name."""
    if not (request.actor.may(Verb.REPORT) or request.actor.may(Verb.RECTIFY)):
        raise PermissionDenied
    return _piece(request, photo, key=None)


def _piece(request: Visit, photo: UUID, *, key: UUID | None) -> HttpResponse:
    """Take the next piece, or say how far the photo has come; it is kept only when its hash fits."""
    kept = Evidence.objects.filter(key=photo, by_id=request.actor.id).first()
    if request.method == "GET":
        return _on_server(kept) if kept else JsonResponse({"offset": pieces.held(request.actor.id, photo)})
    form = PieceForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"trouble": choices.trouble(form)}, status=422)
    given = form.cleaned_data
    if kept and given["sha256"] in {"", kept.original_id}:
        return _on_server(kept)
    if kept:
        return JsonResponse({"trouble": sentence(KeyTaken(photo))}, status=422)
    if key is not None:
        visits.visit(key, request.actor)  # nobody leaves pieces for a visit that is not theirs
    try:
        piece = given["piece"].read() if given["piece"] else b""
        here = pieces.add(request.actor.id, photo, offset=given["offset"], piece=piece)
    except pieces.PieceElsewhere as elsewhere:
        return JsonResponse({"offset": elsewhere.held}, status=409)
    if here < given["total"]:
        return JsonResponse({"offset": here})
    return _put_together(form, request, key=key, photo=photo)


def _is_same(found: visits.VisitView, request: Visit) -> bool:
    """Whether this finding was filed before and only our word about it was lost on the way."""
    given = (request.POST.get("result"), request.POST.get("words", "").strip())
    return request.actor.id == found.officer_id and given == (found.result, found.words)


def _put_together(form: Form, request: Visit, *, key: UUID | None, photo: UUID) -> HttpResponse:
    """All pieces are here: check the hash, keep the photo, and only then say so."""
    given, by = form.cleaned_data, request.actor
    content = pieces.whole(by.id, photo)
    if given["sha256"] and hashlib.sha256(content).hexdigest() != given["sha256"]:
        pieces.drop(by.id, photo)
        said = _("The photo arrived changed on the way; it is sent again from the phone.")
        return JsonResponse({"offset": 0, "trouble": said}, status=409)
    kept: list[Evidence] = []
    attempt(
        form,
        lambda: kept.append(
            inspections.attach_photo(
                visit_key=key,
                key=photo,
                content=content,
                name=given["name"] or "photo.jpg",
                by=by,
                now=request.now,
                arrival=arrivals.said(request, sha256=given["sha256"], accuracy_m=given["accuracy_m"]),
                **{name: given[name] for name in ("item_id", "lon", "lat", "taken_at")},
            )
        ),
    )
    pieces.drop(by.id, photo)
    if kept:
        return _on_server(kept[0])
    is_held = form.has_error(NON_FIELD_ERRORS, code="ItemUnknown")  # the photo itself is good
    return JsonResponse({"trouble": choices.trouble(form), "is_held": is_held}, status=422)


def _on_server(kept: Evidence) -> JsonResponse:
    url = reverse("console:photo", args=[kept.key])
    return JsonResponse({"key": str(kept.key), "sha256": kept.original_id, "url": url})


def _order_as_it_stands(number: str, by: Actor) -> str:
    """What the server has where the phone says something else; empty while the order still waits."""
    begun = visits.visit_of(number, by)
    if begun is not None:
        at = formats.when(begun.said_at or begun.checked_in_at)
        return _("On the server: somebody checked in at %(at)s.") % {"at": at}
    state = dispatch.order(number, by).state
    if state == State.ISSUED:
        return ""
    return _("On the server: the order is %(state)s.") % {"state": words.word(words.ORDER_STATES, state)}
