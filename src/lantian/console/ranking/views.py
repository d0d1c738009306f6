"""Rankings."""

from django.http import HttpResponse
from django.shortcuts import render

from lantian.accounts.rules import Verb
from lantian.console.entry import Visit, open_to
from lantian.console.ranking import course, page
from lantian.console.ranking.forms import asked
from lantian.ui.figures import standalone


@open_to(Verb.SEE_DESK)
def ranking(request: Visit) -> HttpResponse:
    """A group over a stretch of days; `?group= kind= by= on=` choose, `sort=` orders the table."""
    question = asked(request.GET, now=request.now)
    return render(request, "console/ranking/ranking.html", {"rank": page.compose(question)})


@open_to(Verb.SEE_DESK)
def year_course(request: Visit) -> HttpResponse:
    """The places of a group over the year, month by month; `?group= on=` choose, `paper=a3` the sheet."""
    question = asked(request.GET, now=request.now)
    paper = "a3" if request.GET.get("paper") == "a3" else "a4"
    return render(
        request, "console/ranking/course.html", {"course": course.compose(question), "paper": paper}
    )


@open_to(Verb.SEE_DESK)
def year_course_figure(request: Visit) -> HttpResponse:
    """The same as a figure that stands alone."""
    question = asked(request.GET, now=request.now)
    svg = course.compose(question).svg
    response = HttpResponse(standalone.render(svg), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="course-{question.group}-{question.on}.svg"'
    return response
