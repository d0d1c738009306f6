"""Coming in, going out, and taking another's place in the demo."""

from typing import Any

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from lantian.accounts import actions as accounts_actions
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.console.sign_in import forms, posts
from lantian.console.tour import steps
from lantian.kernel import clock


class SignIn(LoginView):
    """The sign-in page; in the demo it also offers every post at one click."""

    template_name = "console/sign_in/sign_in.html"
    authentication_form = forms.SignIn
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # Any: Django's own signature
        """The demo's posts beside the form."""
        shown = posts.by_role() if settings.LANTIAN_DEMO else []
        return super().get_context_data(posts=shown, **kwargs)

    def form_valid(self, form: forms.SignIn) -> HttpResponse:
        """Let them in, and write it down."""
        person = form.get_user()
        accounts_actions.record_sign_in(person_id=person.pk, by_switch=False, now=clock.now())
        return super().form_valid(form)


def all_posts(request: HttpRequest) -> HttpResponse:
    """Every post of the demo; outside the demo this page does not exist."""
    if not settings.LANTIAN_DEMO:
        raise Http404
    return render(request, "console/sign_in/posts.html", {"posts": posts.by_role()})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; the next page asks who is there."""
    auth.logout(request)
    return redirect("console:sign-in")


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Take the place of a demo post. Outside the demo this page does not exist.

    Whoever comes in by a post of their own choice finds the tour put away; its button shows it again.
    """
    form = forms.Switch(request.POST)
    if not settings.LANTIAN_DEMO or not form.is_valid():
        raise Http404
    try:
        person = accounts.demo_person(form.cleaned_data["role"])
    except Person.DoesNotExist as absent:
        raise Http404 from absent
    if form.cleaned_data["direct"] and not request.user.is_authenticated:
        request.session[steps.CLOSED] = True
    posts.take(request, person)
    return redirect(_inside(request, form.cleaned_data["next"]))


def _inside(request: HttpRequest, url: str) -> str:
    """The address to go on to, if it is one of ours; home otherwise."""
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else "console:home"
