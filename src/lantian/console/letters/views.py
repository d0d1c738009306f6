"""Letters: write one, read one to print it, record the answer."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lantian.accounts import queries as accounts
from lantian.accounts.rules import Verb
from lantian.calendar import queries as calendar
from lantian.cases import permissions, rules
from lantian.cases import queries as cases
from lantian.cases.actions import letters as actions
from lantian.cases.models import Letter
from lantian.console import answer_words, refusals, words
from lantian.console.entry import Visit, open_to
from lantian.console.letters import forms
from lantian.inspections import actions as inspections
from lantian.kernel import references
from lantian.ui import formats


@open_to(Verb.WRITE_LETTER)
def write(request: Visit, number: str) -> HttpResponse:
    """Assign a case by a letter to a unit outside our command."""
    case = cases.seen(number, request.actor)
    outside = [one for one in accounts.organisations_in_area(request.actor) if not one.is_under_command]
    form = forms.Write(request.POST or None, units=[(one.code, words.name(one)) for one in outside])
    made: list[str] = []
    if form.is_valid() and refusals.attempt(
        form,
        lambda: made.append(
            actions.write(number=number, by=request.actor, now=request.now, **form.cleaned_data)
        ),
    ):
        messages.success(request, _("The letter is written; its clock runs."))
        return redirect("console:letter", made[0])
    context = {"number": number, "title": case.title, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "console/letters/write.html", context, status=status)


@open_to(Verb.SEE_CASES)
def letter(request: Visit, number: str) -> HttpResponse:
    """One letter as it is printed and sealed, and its answer."""
    seen = permissions.visible_cases(request.actor)
    found = Letter.objects.select_related("case", "organisation", "sent_by__organisation", "reminds").get(
        number=number, case__in=seen
    )
    is_sent = request.method == "POST" and request.actor.may(Verb.WRITE_LETTER)
    form = forms.Answer(request.POST, request.FILES) if is_sent else forms.Answer()

    def do() -> None:
        said = form.cleaned_data
        answer = actions.Answer(
            outcome=said["outcome"], words=said["words"], number=said["number"], day=said["day"]
        )
        work = None
        if said["outcome"] == Letter.Outcome.MENDED and said["before"] and said["after"]:
            before, after = (_kept(request, said[name]) for name in ("before", "after"))
            work = rules.Mending(what_was_done=said["words"], before_key=before, after_key=after)
        actions.record_answer(letter=number, answer=answer, work=work, by=request.actor, now=request.now)

    if is_sent and form.is_valid() and refusals.attempt(form, do):
        messages.success(request, _("The answer is recorded."))
        return redirect("console:letter", number)
    context = {
        "letter": found,
        "unit": words.name(found.organisation),
        "office": words.name(found.sent_by.organisation),
        "day": formats.day(calendar.local_day(found.sent_at)),
        "reply_by": formats.when_short(found.reply_by),
        "outcome": words.word(answer_words.OUTCOMES, found.outcome) if found.outcome else "",
        "form": form if request.actor.may(Verb.WRITE_LETTER) and not found.outcome else None,
    }
    return render(request, "console/letters/letter.html", context, status=422 if is_sent else 200)


def _kept(request: Visit, upload: object) -> str:
    evidence = inspections.attach_photo(
        visit_key=None,
        key=references.new_key(request.now),
        content=upload.read(settings.LANTIAN_PHOTO_MAX_BYTES + 1),  # type: ignore[attr-defined]  # a file
        name=upload.name,  # type: ignore[attr-defined]  # a file
        by=request.actor,
        now=request.now,
    )
    return str(evidence.key)
