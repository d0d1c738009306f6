"""What the phone's script is told when there is no visit to keep something in: a sentence, not a page."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

View = Callable[..., HttpResponseBase]


def for_script(view: View) -> View:
    """Let a view answer absence and a foreign role in JSON; the phone keeps what it has and says why."""

    @wraps(view)
    def reply(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            said = _("This visit is not there, or not yours. Nothing was taken; it stays on this phone.")
            return JsonResponse({"trouble": said}, status=404)
        except PermissionDenied:
            said = _("Your post does not go on visits. Nothing was taken; it stays on this phone.")
            return JsonResponse({"trouble": said}, status=403)

    return reply
