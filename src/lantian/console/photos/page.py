"""A photo as pages print it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from lantian.accounts.rules import Actor, Verb
from lantian.inspections.queries import PhotoView
from lantian.ui import formats
from lantian.ui.parts import Photo


def shown(view: PhotoView | None, *, alt: str, by_name: str, by: Actor) -> Photo | None:
    """The photo with when and by whom; None stays None."""
    if view is None:
        return None
    moment = view.taken_at or view.received_at
    way = reverse("console:photo-custody", args=[view.key]) if by.may(Verb.SEE_CUSTODY) else ""
    return Photo(
        url=reverse("console:photo", args=[view.key]),
        alt=alt or _("Photo taken on the visit"),
        taken=formats.when_short(moment),
        by=by_name,
        full_url=reverse("console:photo", args=[view.key]),
        way_url=way,
    )
