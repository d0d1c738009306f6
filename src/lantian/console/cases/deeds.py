"""From a filled-in form to the one action it asks for."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form

from lantian.cases import actions as cases
from lantian.cases.rules import NO, Look, Measure, Mending
from lantian.console.entry import Visit
from lantian.inspections import actions as inspections
from lantian.kernel import references

Deed = Callable[[Visit, str, Any], None]  # Any: each move has its own form


def _asked(request: Visit, number: str) -> dict[str, Any]:  # Any: what every action is told
    return {"number": number, "by": request.actor, "now": request.now}


def file(request: Visit, number: str, form: Form) -> None:
    """Take the problem up."""
    cases.file(**_asked(request, number), **form.cleaned_data)


def void(request: Visit, number: str, form: Form) -> None:
    """Not a case."""
    cases.void(**_asked(request, number), **form.cleaned_data)


def assign(request: Visit, number: str, form: Form) -> None:
    """Give it to the unit."""
    cases.assign(**_asked(request, number), **form.cleaned_data)


def return_(request: Visit, number: str, form: Form) -> None:
    """The unit gives it back."""
    cases.return_(**_asked(request, number), **form.cleaned_data)


def accept(request: Visit, number: str, form: Form) -> None:
    """The unit takes it."""
    cases.accept(**_asked(request, number), **form.cleaned_data)


def start(request: Visit, number: str, form: Form) -> None:
    """The mending begins."""
    cases.start(**_asked(request, number))


def plan(request: Visit, number: str, form: Form) -> None:
    """What a unit promises."""
    said = form.cleaned_data
    measures = [
        Measure(what=said[f"what_{place}"], by_on=said[f"by_{place}"])
        for place in (1, 2, 3)
        if said[f"what_{place}"] and said[f"by_{place}"]
    ]
    cases.plan(**_asked(request, number), target=said["target"], measures=measures)


def submit(request: Visit, number: str, form: Form) -> None:
    """Say that it is done; photos that have arrived stay, even when the rest is refused."""
    said = form.cleaned_data
    before = _kept(request, form, "before") or said["before_key"]
    after = _kept(request, form, "after") or said["after_key"]
    cost = said["cost_yuan"]
    work = Mending(
        what_was_done=said["what_was_done"],
        before_key=before,
        after_key=after,
        cost_fen=None if cost is None else int(cost * 100),
        penalty_record=said.get("penalty_record", ""),
    )
    cases.submit(**_asked(request, number), work=work)


def recheck(request: Visit, number: str, form: Any) -> None:  # Any: forms.Recheck
    """Pass it, or send it back when any test is answered with no."""
    said = form.cleaned_data
    key = _kept(request, form, "photo") or said["photo_key"]
    look = Look(
        answers=form.answers,
        is_on_site=said["is_on_site"],
        reasons=said["reasons"],
        photo_keys=(key,) if key else (),
        has_fake_photo=said["has_fake_photo"],
    )
    if NO in form.answers.values():
        cases.recheck_fail(**_asked(request, number), look=look)
    else:
        cases.recheck_pass(**_asked(request, number), look=look)


def publicise(request: Visit, number: str, form: Form) -> None:
    """Show a grave case in public before it is closed."""
    cases.publicise(**_asked(request, number))


def close(request: Visit, number: str, form: Form) -> None:
    """Sign it off."""
    cases.close(**_asked(request, number))


def reopen(request: Visit, number: str, form: Form) -> None:
    """The same kind came back at the same place."""
    cases.reopen(**_asked(request, number), **form.cleaned_data)


def _kept(request: Visit, form: Form, name: str) -> str:
    """Keep an uploaded photo and remember its key on the form; empty when none was chosen."""
    upload: UploadedFile | None = form.cleaned_data.get(name)
    if upload is None:
        return ""
    photo = inspections.attach_photo(
        visit_key=None,
        key=references.new_key(request.now),
        content=upload.read(),
        name=upload.name or "",
        by=request.actor,
        now=request.now,
    )
    form.data = form.data.copy()
    form.data[f"{name}_key"] = str(photo.key)
    return str(photo.key)
