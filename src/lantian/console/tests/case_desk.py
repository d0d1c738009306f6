"""What tests of the case pages do at the desk: come in, read a page, send the form of an act."""

from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import build
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.cases import models, rules

YES = dict.fromkeys(rules.ACCEPTANCE, "yes")


def come_in(by: Actor, *, language: str = "en") -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(Person.objects.get(pk=by.id), backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = language
    return client


def page(by: Actor, number: str, *, language: str = "en") -> str:
    """What somebody reads on the page of a case."""
    answer = come_in(by, language=language).get(reverse("console:case", args=[number]))
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def do(by: Actor, number: str, act: str, **said: object):
    """Send the form of an act."""
    return come_in(by).post(reverse("console:case-act", args=[number, act]), said)


def text(answer) -> str:
    """What an answer says, as it is read."""
    return unescape(answer.content.decode())


def state(number: str) -> str:
    return models.Case.objects.get(number=number).state


def a_picture(name: str = "after.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, build.photo_bytes(), content_type="image/jpeg")
