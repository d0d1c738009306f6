"""An administrator closes accounts and changes roles; nobody else does."""

from datetime import UTC, datetime

import pytest

from lantian.accounts import actions, models, queries
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.kernel.models import Event

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _actor(role: Role) -> Actor:
    unit, _ = models.Organisation.objects.get_or_create(
        code="hq", defaults={"name_zh": "办", "name_en": "HQ", "kind": "office", "path": "/hq/"}
    )
    return queries.actor_of(
        models.Person.objects.create(
            username=str(role), name_zh="岗", name_en="post", role=role, organisation=unit, area=unit
        )
    )


def test_a_closed_account_is_no_actor_any_more_but_its_row_stays() -> None:
    admin, officer = _actor(Role.ADMINISTRATOR), _actor(Role.GRID_OFFICER)
    actions.close_account(username="grid_officer", by=admin, now=NOON)
    with pytest.raises(models.Person.DoesNotExist):
        queries.actor(officer.id)
    assert models.Person.objects.filter(pk=officer.id).exists()
    assert Event.objects.get().name == "accounts.account_closed"


def test_a_change_of_role_takes_effect_and_says_from_what_to_what() -> None:
    admin, officer = _actor(Role.ADMINISTRATOR), _actor(Role.GRID_OFFICER)
    actions.change_role(username="grid_officer", role=Role.SUPERVISOR, by=admin, now=NOON)
    assert queries.actor(officer.id).role is Role.SUPERVISOR
    assert Event.objects.get().facts == {"before": "grid_officer", "after": "supervisor"}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_may_and_it_leaves_no_trace(role: Role) -> None:
    by = _actor(role)
    with pytest.raises(NotAllowed):
        actions.close_account(username=str(role), by=by, now=NOON)
    assert not Event.objects.exists()
    assert queries.actor(by.id) == by


def test_areas_are_prefixes_of_whole_codes() -> None:
    assert queries.paths_above("/hq/town/") == ["/hq/", "/hq/town/"]
    by = _actor(Role.LEADER)
    assert by.covers("/hq/town/")
    assert not by.covers("/hq2/")
