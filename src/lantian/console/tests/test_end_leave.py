"""Leave and ways to reach people: another area's administrator is told of nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

import build
from lantian.accounts import actions
from lantian.accounts.models import Leave, Means, Person
from lantian.accounts.rules import Role
from lantian.console.tests import scenes
from lantian.console.tests.scenes import Scene

pytestmark = pytest.mark.usefixtures("desk")


def test_only_the_administrator_of_the_area_ends_a_leave_or_a_way(client: Client, scene: Scene) -> None:
    away, other = (Person.objects.get(pk=one.id) for one in (scene.cast.handler, scene.cast.colleague))
    ends_at = build.NOON + timedelta(days=3)
    by, now = scene.administrator, build.NOON
    leave = actions.set_leave(
        username=away.username,
        stand_in=other.username,
        begins_at=now,
        ends_at=ends_at,
        reason="ill",
        by=by,
        now=now,
    )
    actions.add_means(username=away.username, kind="phone", address="13800000000", by=by, now=now)
    means = Means.objects.get(person=away)
    pages = [reverse("console:leave-end", args=[leave.pk]), reverse("console:means-end", args=[means.pk])]
    scenes.sign_in(client, build.an_actor(role=Role.ADMINISTRATOR, unit="other_town", area="other_town"))
    assert [client.post(page).status_code for page in pages] == [404, 404]
    assert Leave.objects.get().ends_at == ends_at
    assert Means.objects.get().ended_at is None
    scenes.sign_in(client, by)
    assert [client.post(page).status_code for page in pages] == [302, 302]
    assert Means.objects.get().ended_at == now
