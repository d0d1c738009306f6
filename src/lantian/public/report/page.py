"""The values of the page on which somebody reports, and what is done with what they send."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from lantian.calendar import queries as calendar
from lantian.cases import queries as cases
from lantian.console import maps, refusals, words
from lantian.kernel import references
from lantian.kernel.refusals import Refused
from lantian.public import entry
from lantian.public.report import forms, pick
from lantian.registry.models import Grid
from lantian.residents import actions, queries, rules

HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheim", b"ftypheis", b"ftypmif1", b"ftypmsf1")
MOST_BYTES = rules.MOST_PHOTOS * settings.LANTIAN_PHOTO_MAX_BYTES + 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The form as it is shown."""

    form: forms.Tell
    map: pick.PickMap | None
    kept: int
    hints: dict[str, str]


def form(
    request: entry.Visit, *, data: Any = None, files: Mapping[str, Any] | None = None
) -> forms.Tell:  # Any: Django's QueryDict
    """The form with today's kinds and our areas."""
    chosen = queries.kinds(on=calendar.local_day(request.now))
    ours = Grid.objects.order_by("code")
    return forms.Tell(
        data,
        files,
        kinds=[(one.code, words.name(one)) for one in chosen],
        grids=[(one.code, words.name(one)) for one in ours],
        initial={"ticket": forms.ticket(references.new_key(request.now), now=request.now)},
    )


def shown(filled: forms.Tell, request: entry.Visit) -> Page:
    """The page of a form, with how many photos are kept already."""
    on = calendar.local_day(request.now)
    hints = {one.code: one.hint_zh if words.is_chinese() else one.hint_en for one in queries.kinds(on=on)}
    return Page(
        form=filled,
        map=pick.map_of(maps.our_district()),
        kept=len(forms.read_kept(str(filled.data.get("kept", "")))),
        hints=hints,
    )


def send(filled: forms.Tell, request: entry.Visit) -> queries.Receipt | None:
    """Take it in; None when something is refused, which the form then says, with everything kept."""
    who, now = entry.who(request), request.now
    filled.full_clean()
    if not refusals.attempt(filled, lambda: actions.knock(what="tell", who=who, now=now)):
        return None
    keys = _keep_photos(filled, request)
    ticket = forms.read_ticket(filled.data.get("ticket", ""))
    if ticket is None or not filled.is_valid():
        if ticket is None:
            _renew(filled, request)
            filled.add_error(None, _("This page had lost its mark. Look it over and send it again."))
        return None
    told: list[queries.Receipt] = []
    least = float(cases.figure("least_fill_seconds", on=calendar.local_day(now)))

    def tell() -> None:
        rules.check_filled(opened_at=ticket[1], now=now, least_seconds=least)
        told.append(actions.tell(key=ticket[0], tale=filled.tale(keys), who=who, now=now))

    if not refusals.attempt(filled, tell):
        if filled.has_error("__all__", "FormTooOld"):
            _renew(filled, request)
        return None
    return told[0]


def _keep_photos(filled: forms.Tell, request: entry.Visit) -> list[str]:
    """Keep each photo at once; one that is refused says so and takes no other with it."""
    keys = list(forms.read_kept(filled.data.get("kept", "")))
    for upload in filled.cleaned_data.get("photos") or []:
        if len(keys) >= rules.MOST_PHOTOS:
            filled.add_error("photos", refusals.sentence(rules.TooManyPhotos(most=rules.MOST_PHOTOS)))
            break
        try:
            keys.append(_keep(upload, request))
        except Refused as refused:
            filled.add_error("photos", _refusal(upload, refused))
    filled.data = filled.data.copy()
    filled.data["kept"] = forms.kept(keys)
    return keys


def _keep(upload: UploadedFile, request: entry.Visit) -> str:
    content = upload.read(settings.LANTIAN_PHOTO_MAX_BYTES + 1)
    return actions.keep_photo(content=content, name=upload.name or "", now=request.now)


def _refusal(upload: UploadedFile, refused: Refused) -> str:
    """Why a photo cannot be kept; for a phone's own format, what to do about it."""
    upload.seek(0)
    if upload.read(12)[4:] in HEIC:
        return _(
            "%(name)s is a HEIC picture, which cannot be opened here. On the phone choose “most compatible” "
            "for the camera, or send a screenshot of it. Everything else is kept."
        ) % {"name": upload.name}
    return refusals.sentence(refused)


def _renew(filled: forms.Tell, request: entry.Visit) -> None:
    filled.data = filled.data.copy()
    filled.data["ticket"] = forms.ticket(references.new_key(request.now), now=request.now)
