"""An administrator closes accounts, changes roles and sets passwords in their own area; nobody else does."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from lantian.accounts import actions, models, queries
from lantian.accounts.rules import Actor, LastAdministrator, NotAllowed, OutsideArea, OwnAccount, Role
from lantian.kernel.models import Event

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
PASSWORD = "a long sentence nobody guesses"
pytestmark = pytest.mark.django_db

Act = Callable[[str, Actor], None]
ACTS: dict[str, Act] = {
    "close": lambda username, by: actions.close_account(username=username, by=by, now=NOON),
    "role": lambda username, by: actions.change_role(username=username, role=Role.HANDLER, by=by, now=NOON),
    "password": lambda username, by: actions.set_password(
        username=username, password=PASSWORD, by=by, now=NOON
    ),
}


def _unit(path: str) -> models.Organisation:
    code = path.strip("/").rpartition("/")[2]
    fields = {"name_zh": code, "name_en": code, "kind": "department", "path": path}
    return models.Organisation.objects.get_or_create(code=code, defaults=fields)[0]


def _actor(role: Role, *, unit: str = "/hq/", area: str = "", username: str = "") -> Actor:
    return queries.actor_of(
        models.Person.objects.create(
            username=username or str(role),
            name_zh="岗",
            name_en="post",
            role=role,
            organisation=_unit(unit),
            area=_unit(area or unit),
        )
    )


def _rows() -> list[dict[str, object]]:
    return list(models.Person.objects.order_by("pk").values())


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


def test_a_new_password_opens_the_account() -> None:
    admin, officer = _actor(Role.ADMINISTRATOR), _actor(Role.GRID_OFFICER)
    actions.set_password(username="grid_officer", password=PASSWORD, by=admin, now=NOON)
    assert models.Person.objects.get(pk=officer.id).check_password(PASSWORD)
    assert Event.objects.get().name == "accounts.password_set"


@pytest.mark.parametrize("act", list(ACTS))
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_may_and_it_leaves_no_trace(role: Role, act: str) -> None:
    by = _actor(role)
    before = _rows()
    with pytest.raises(NotAllowed):
        ACTS[act](str(role), by)
    assert _rows() == before
    assert not Event.objects.exists()


@pytest.mark.parametrize("act", list(ACTS))
def test_an_administrator_of_the_next_district_is_refused_with_a_sentence(act: str) -> None:
    _actor(Role.ADMINISTRATOR)
    _actor(Role.GRID_OFFICER, unit="/hq/town/")
    stranger = _actor(Role.ADMINISTRATOR, unit="/next/", username="stranger")
    before = _rows()
    with pytest.raises(OutsideArea, match=r"belongs to town .* nothing was changed"):
        ACTS[act]("grid_officer", stranger)
    assert _rows() == before
    assert not Event.objects.exists()
    assert [one.username for one in queries.accounts_in_area(stranger)] == ["stranger"]
    with pytest.raises(models.Person.DoesNotExist):
        queries.account("grid_officer", stranger)


@pytest.mark.parametrize("act", list(ACTS))
def test_nobody_takes_over_an_account_that_oversees_more_than_they_do(act: str) -> None:
    _actor(Role.ADMINISTRATOR)
    of_town = _actor(Role.ADMINISTRATOR, unit="/hq/town/", username="of_town")
    _actor(Role.SUPERVISOR, unit="/hq/town/", area="/hq/")
    with pytest.raises(OutsideArea):
        ACTS[act]("supervisor", of_town)
    assert not Event.objects.exists()


def test_the_last_administrator_keeps_the_role_and_nobody_closes_their_own_account() -> None:
    admin = _actor(Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator, match=r"the last administrator of hq\. Give somebody else"):
        ACTS["role"]("administrator", admin)
    with pytest.raises(OwnAccount):
        ACTS["close"]("administrator", admin)
    assert queries.actor(admin.id) == admin
    assert not Event.objects.exists()
    ACTS["password"]("administrator", admin)


def test_an_administrator_of_a_part_or_with_a_closed_account_does_not_stand_in_for_the_last() -> None:
    above, admin = _actor(Role.ADMINISTRATOR, unit="/hq/", username="above"), _actor(Role.ADMINISTRATOR)
    _actor(Role.ADMINISTRATOR, unit="/hq/town/", username="of_town")
    ACTS["close"]("administrator", above)
    with pytest.raises(LastAdministrator):
        ACTS["role"]("above", above)
    assert not queries.account("administrator", above).is_active
    assert queries.actor(above.id).role is Role.ADMINISTRATOR
    assert admin.id != above.id


def test_one_of_two_administrators_may_go() -> None:
    first, second = _actor(Role.ADMINISTRATOR), _actor(Role.ADMINISTRATOR, username="second")
    ACTS["role"]("second", second)
    assert queries.actor(second.id).role is Role.HANDLER
    with pytest.raises(LastAdministrator):
        ACTS["role"]("administrator", first)


def test_areas_are_prefixes_of_whole_codes() -> None:
    assert queries.paths_above("/hq/town/") == ["/hq/", "/hq/town/"]
    by = _actor(Role.LEADER)
    assert by.covers("/hq/town/")
    assert not by.covers("/hq2/")
