"""Photos: the public copy for those who may see the visit or case, the original for those who check it."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from lantian.accounts.rules import Role, Verb
from lantian.cases import permissions
from lantian.console.entry import Visit, open_to
from lantian.inspections.models import Evidence
from lantian.kernel import files

SEE_ORIGINALS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


@open_to(Verb.SEE_DESK)
def photo(request: Visit, key: UUID) -> HttpResponse:
    """The public copy: pixels without place, time or device."""
    found = _evidence(request, key)
    return kept_bytes(found.public_copy_id, found.public_copy.media_type)


@open_to(Verb.SEE_DESK)
def original(request: Visit, key: UUID) -> HttpResponse:
    """The sealed original, as it arrived."""
    found = _evidence(request, key)
    if request.actor.role not in SEE_ORIGINALS:
        raise PermissionDenied("originals are for supervisors and administrators")
    return kept_bytes(found.original_id, found.original.media_type)


def _evidence(request: Visit, key: UUID) -> Evidence:
    """The photo, if it belongs to a visit or case that this person may see."""
    seen = permissions.visible_evidence(request.actor).select_related("original", "public_copy")
    return seen.get(key=key)


def kept_bytes(sha256: str, media_type: str) -> HttpResponse:
    """Kept bytes; they never change, but who may see them does, so only this browser keeps them."""
    try:
        content = files.read(sha256)
    except files.FileLost as lost:
        raise Http404(str(lost)) from lost
    response = HttpResponse(
        content, content_type=media_type if media_type.startswith("image/") else "application/octet-stream"
    )
    response["Cache-Control"] = "private, max-age=86400"
    response["Content-Disposition"] = f'inline; filename="{sha256[:12]}"'
    return response
