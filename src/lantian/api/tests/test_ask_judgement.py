"""Standings, prospects, targets, official lists, changes and the way down, as programs get them."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Role
from lantian.api.tests.conftest import Caller
from lantian.assessment import actions, models
from lantian.assessment.queries import standing
from lantian.assessment.tests.test_rank_places import a_city, days
from lantian.reporting import queries as reporting
from lantian.reporting.tests.district import EIGHT

MARCH, NOW = date(2026, 3, 1), datetime(2026, 3, 21, 20, 5, tzinfo=UTC)  # 04:05 local of 22 March
pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The desk on 22 March, with three cities of 21 days each."""
    monkeypatch.setattr("lantian.kernel.clock.now", lambda: NOW)
    for code, pm10 in (("A", "60"), ("B", "70"), ("C", "90")):
        a_city(code)
        days(code, first=MARCH, count=21, pm10=pm10)
    return caller()


def ask(client: Client, path: str, **given: object) -> Any:  # Any: JSON
    answer = client.get(f"/v1/{path}", given)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_standings_say_what_the_query_says(asking: Client) -> None:
    found = standing.standing(group="cities", by="composite", kind="month", on=date(2026, 3, 21))
    said = ask(asking, "standings", group="cities")
    assert said["is_statutory"] is True
    assert (said["first"], said["last"], said["is_over"]) == ("2026-03-01", "2026-03-21", False)
    assert [(row["place"], row["code"], Decimal(row["value"])) for row in said["items"]] == [
        (row.place, row.code, row.value) for row in found.rows
    ]
    assert said["items"][0]["values"]["pm10"] == "60" and said["data_level"] == {"real_time": 63}
    assert said["items"][0]["address"] == "assessment.composite:region/A/2026-03-01..2026-03-21@7"


def test_a_unit_without_a_place_has_null_and_a_reason(asking: Client) -> None:
    a_city("Z")
    last = ask(asking, "standings", group="cities", by="pm10")["items"][-1]
    assert (last["code"], last["place"], last["value"], last["reason"]) == ("Z", None, None, "no_values")


def test_prospects_are_exact_and_hold_when_tried(asking: Client) -> None:
    said = ask(asking, "prospects", unit="B", group="cities")
    assert (said["place"], said["remaining"], said["above"]["units"]) == (2, 10, ["A"])
    pass_by_pm10 = next(one for one in said["to_pass"] if one["pollutant"] == "pm10")
    assert (pass_by_pm10["change"], pass_by_pm10["place"]) == ("-11", 1)
    numerator, _slash, denominator = pass_by_pm10["rest"]["level"].partition("/")
    level = Decimal(numerator) / Decimal(denominator or 1)
    assert round((21 * 70 + 10 * level) / 31) == 59
    assert len(said["path"]) == 11 and said["path"][0]["coming"] == 0


def test_today_s_control_values_come_for_a_region_today_only(asking: Client) -> None:
    actions.set_target(
        subject_kind="region", subject="B", figure="pm10", first=MARCH, last=date(2026, 3, 31),
        value=Decimal(66), source="paper", by=None, now=NOW,
    )  # fmt: skip
    said = ask(asking, "prospects", unit="B", group="cities")
    pm10 = next(one for one in said["control"] if one["pollutant"] == "pm10")
    assert (pm10["month_target"], pm10["for_month"]["n_so_far"]) == ("66.00", 0)
    assert said["targets"][0]["rest"]["target"] == "66"
    assert ask(asking, "prospects", unit="B", group="cities", today="2026-03-20")["control"] == []


def test_a_unit_that_is_not_of_the_group_is_not_there(asking: Client) -> None:
    answer = asking.get("/v1/prospects", {"unit": "X", "group": "cities"})
    assert answer.status_code == 404
    assert answer.json()["error"] == "there is no unit among cities 'X' here, or it is not yours to see"
    a_city("Z")
    answer = asking.get("/v1/prospects", {"unit": "Z", "group": "cities"})
    assert (answer.status_code, "no_values" in answer.json()["error"]) == (422, True)


def test_targets_name_the_paper(asking: Client) -> None:
    actions.set_target(
        subject_kind="region", subject="B", figure="good_days", first=MARCH, last=date(2026, 3, 31),
        value=Decimal(29), source="月度目标", by=None, now=NOW,
    )  # fmt: skip
    (one,) = ask(asking, "targets", kind="region", on="2026-03-09")
    assert (one["subject"], one["sense"], one["source"]) == ("B", "at_least", "月度目标")
    assert ask(asking, "targets", on="2026-04-09") == []


def test_an_official_list_stands_beside_ours(asking: Client) -> None:
    listed = actions.import_official(
        content="城市,PM10\nA,60\nB,75\n".encode(), name="r.csv", title="3月", authority="省厅", first=MARCH,
        last=date(2026, 3, 21), by=None, now=NOW,
    )  # fmt: skip
    (one,) = ask(asking, "official")
    assert (one["id"], one["title"], one["rows"]) == (listed.pk, "3月", 2)
    said = ask(asking, f"official/{listed.pk}")
    assert said["explained"] == 1
    assert [(row["official"], row["ours"], row["why"]) for row in said["items"]] == [
        ("60", "60", "equal"),
        ("75", "70", "unexplained"),
    ]
    by = accounts.actor_of(Person.objects.get())
    actions.withdraw_list(list_id=listed.pk, reason="mistaken", by=by, now=NOW)
    assert asking.get(f"/v1/official/{listed.pk}").status_code == 404


def test_a_change_of_a_place_names_its_stretch_its_group_and_its_grounds(asking: Client) -> None:
    models.Change.objects.create(
        subject_kind="region", subject="A", period="span", at="2026-03-01..2026-03-09", figure="place",
        group="cities", old="1", new="2", why="list", basis="扣沙清单", old_position=7, position=9,
        noted_at=NOW,
    )  # fmt: skip
    (one,) = ask(asking, "changes")["items"]
    assert (one["first"], one["last"], one["group"], one["basis"], one["day"]) == (
        "2026-03-01", "2026-03-09", "cities", "扣沙清单", None,
    )  # fmt: skip
    assert one["address"] == "assessment.rank:cities/composite/2026-03-01..2026-03-09/A@9"


def test_changes_go_on_behind_the_last_one(asking: Client) -> None:
    for ahead in range(5):
        models.Change.objects.create(
            subject_kind="region", subject="A", period="day", at="2026-03-02", figure="pm10", old="60",
            new="" if ahead else "61", why="late", because_of=["CA"], old_position=7, position=9 + ahead,
            noted_at=NOW + timedelta(hours=ahead // 2),
        )  # fmt: skip
    answer = ask(asking, "changes", limit=2)
    seen = answer["items"]
    while answer["next"]:
        answer = asking.get(answer["next"]).json()
        seen += answer["items"]
    assert [one["address"].rpartition("@")[2] for one in seen] == ["13", "12", "11", "10", "9"]
    assert (seen[0]["new"], seen[-1]["new"], seen[0]["day"], seen[0]["begins_at"]) == (
        None, "61", "2026-03-02", None,
    )  # fmt: skip
    assert ask(asking, "changes", subject="A", kind="station")["items"] == []
    assert asking.get("/v1/changes", {"after": "99999"}).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"assessment.hour:station/A/{EIGHT:%Y-%m-%dT%H:%M}Z",
        "assessment.day:region/district/2026-11-20",
        "assessment.composite:region/district/2026-11-20..2026-11-20",
        "assessment.rank:districts/composite/2026-11-20..2026-11-20/lee",
    ],
)
def test_the_way_down_is_what_the_command_line_prints(air: date, caller: Caller, address: str) -> None:
    said = ask(caller(), "explain", address=address)
    assert said == json.loads(json.dumps(reporting.trace_as_json(reporting.trace(address))))
    assert said["trace"]["worked"]["agrees"] is True


def test_explaining_is_for_those_who_may_explain(air: date, caller: Caller, monkeypatch: Any) -> None:
    monkeypatch.setattr("lantian.accounts.rules.Actor.may", lambda self, verb: verb != "reporting.explain")
    answer = caller(Role.HANDLER).get("/v1/explain", {"address": "assessment.day:region/district/2026-11-20"})
    assert answer.status_code == 403
    assert "may not reporting.explain" in answer.json()["error"]
