"""Stations, hours, days and readings: as they are kept, page by page, and only what the caller may see."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from lantian.accounts.rules import Role
from lantian.api.tests.conftest import Caller
from lantian.assessment.models import DailyAssessment, HourlyIndex
from lantian.observations import actions as observing
from lantian.observations import queries as observations
from lantian.observations.models import Flag
from lantian.registry.models import Station
from lantian.reporting.tests.district import EIGHT, MORNING

MORNING_HOURS = {"kind": "station", "since": "2026-11-19T16:00Z", "until": "2026-11-19T20:00Z"}
BACKWARD = {"kind": "region", "first": "2026-03-02", "last": "2026-03-01"}
DAY = {"first": "2026-11-20", "last": "2026-11-20"}


@pytest.fixture
def asking(air: date, caller: Caller) -> Client:
    return caller()


@pytest.fixture
def stranger(air: date, caller: Caller) -> Client:
    """Somebody of a unit that has nothing to do with the site."""
    return caller(Role.HANDLER, unit="strangers")


def ask(client: Client, path: str, **given: object) -> dict[str, Any]:  # Any: JSON
    answer = client.get(f"/v1/{path}", given)
    assert answer.status_code == 200, answer.content
    return answer.json()


def refusal(client: Client, path: str, **given: object) -> tuple[int, str]:
    answer = client.get(f"/v1/{path}", given)
    return answer.status_code, answer.json()["error"]


def test_an_hour_carries_value_unit_reason_and_address_of_each_pollutant(asking: Client) -> None:
    HourlyIndex.objects.filter(subject="A").update(missing={"co": "mark:D"}, values={"pm10": "120.5"})
    first = ask(asking, "hours", subject="A", **MORNING_HOURS)["items"][0]
    assert (first["begins_at"], first["local_day"]) == ("2026-11-19T16:00:00Z", "2026-11-20")
    assert first["values"]["pm10"]["value"] == "120.5"
    assert first["values"]["co"] | {"address": ""} == {
        "value": None, "unit": "mg/m³", "missing": "mark:D", "count": 0, "of": 1, "address": "",
    }  # fmt: skip
    address = first["values"]["pm10"]["address"]
    assert address.startswith("assessment.hour:station/A/2026-11-19T16:00Z/pm10@")


def test_a_region_s_hour_says_of_how_many_stations_it_is(asking: Client) -> None:
    given = MORNING_HOURS | {"kind": "region"}
    first = ask(asking, "hours", subject="district", **given)["items"][0]
    pm10 = first["values"]["pm10"]
    assert (pm10["value"], pm10["count"], pm10["of"]) == ("140", 2, 2)


def test_the_stretch_says_averaging_completeness_edition_level_and_position(asking: Client) -> None:
    about = ask(asking, "hours", subject="A", limit=1, **MORNING_HOURS)["about"]
    position = about.pop("position")
    assert about == {
        "averaging": "1 h", "rows": 4, "of": 4, "editions": ["2026"], "data_level": {"real_time": 1},
    }  # fmt: skip
    assert position == HourlyIndex.objects.filter(subject="A").first().position


@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
@pytest.mark.parametrize("path", ["hours", "days", "readings"])
def test_every_row_comes_once_by_following_next(asking: Client, path: str, limit: int) -> None:
    given: dict[str, object] = {"limit": limit}
    if path == "days":
        given |= {"kind": "station", **DAY}
    elif path == "hours":
        given |= MORNING_HOURS
    else:
        given |= {"station": "A", "since": MORNING_HOURS["since"], "until": MORNING_HOURS["until"]}
    answer = ask(asking, path, **given)
    rows = answer["items"]
    while answer["next"]:
        answer = asking.get(answer["next"]).json()
        rows += answer["items"]
    keys = [(row.get("subject"), row.get("begins_at") or row["day"]) for row in rows]
    assert keys == sorted(set(keys))
    assert len(keys) == {"hours": 20, "days": 5, "readings": 4}[path]


def test_a_day_is_exactly_what_is_kept(asking: Client) -> None:
    (day,) = ask(asking, "days", kind="region", subject="district", **DAY)["items"]
    kept = DailyAssessment.objects.get(subject="district")
    assert {name: one["value"] for name, one in day["values"].items()} == kept.values
    assert (day["aqi"], day["primary"], day["sub_indices"]) == (kept.aqi, kept.primary, kept.sub_indices)
    assert (day["values"]["o3_8h"]["count"], day["values"]["o3_8h"]["of"]) == (17, 17)


def test_a_reading_comes_with_mark_flag_packet_and_addresses(asking: Client, home: Any) -> None:
    observing.flag(
        station="A", parameter="pm10", first_begins_at=EIGHT, last_begins_at=EIGHT, kind=Flag.Kind.INVALID,
        reason="sprayed beside the inlet", by=None, now=MORNING, check_name="spike",
    )  # fmt: skip
    given = {"station": "A", "since": f"{EIGHT:%Y-%m-%dT%H:%MZ}", "until": f"{MORNING:%Y-%m-%dT%H:%MZ}"}
    answer = ask(asking, "readings", **given)
    (row,) = answer["items"]
    assert row["values"]["pm10"] == "120" and row["values"]["co"] == "0.7" and row["values"]["t"] is None
    assert row["flags"] == ["pm10 invalid: sprayed beside the inlet"]
    assert asking.get("/v1/explain", {"address": row["packet"]}).status_code == 200
    below = asking.get("/v1/explain", {"address": row["addresses"]["pm10"]}).json()["trace"]
    assert below["reading"]["counts"] is False and answer["units"]["co"] == "mg/m³"


def test_the_newest_hour_has_stations_and_regions(asking: Client) -> None:
    answer = ask(asking, "latest")
    assert answer["begins_at"] == f"{EIGHT:%Y-%m-%dT%H:%M:%SZ}"
    by_code = {one["code"]: one for one in answer["items"]}
    assert (by_code["B"]["aqi"], by_code["B"]["level"], by_code["B"]["values"]["pm10"]) == (116, 3, "160")
    assert by_code["district"]["completeness"]["pm10"] == 2
    assert by_code["M"]["offline_since"] == "2026-11-20T16:00:00Z" and by_code["M"]["address"] is None


def test_an_empty_house_answers_with_nothing(db: None, caller: Caller) -> None:
    client = caller()
    assert ask(client, "latest")["begins_at"] is None
    assert ask(client, "stations") == []
    assert ask(client, "hours", **MORNING_HOURS)["items"] == []


def test_a_region_says_who_counts_for_it_and_where_it_lies(asking: Client) -> None:
    region = ask(asking, "regions/district")
    assert region["members"] == ["A", "B"] and region["geometry"]["type"] == "Polygon"
    assert [one["code"] for one in ask(asking, "regions") if one["is_ours"]] == ["district"]


def test_a_stranger_finds_the_site_s_monitor_nowhere(asking: Client, stranger: Client) -> None:
    assert Station.objects.get(code="M").kind == "site"
    since_until = {"since": MORNING_HOURS["since"], "until": MORNING_HOURS["until"]}
    asked = {
        "stations/M": {},
        "hours": MORNING_HOURS | {"subject": "M"},
        "days": {"kind": "station", "subject": "M", **DAY},
        "readings": {"station": "M", **since_until},
        "explain": {"address": f"assessment.hour:station/M/{EIGHT:%Y-%m-%dT%H:%MZ}"},
    }
    for path, given in asked.items():
        if path != "explain":
            assert asking.get(f"/v1/{path}", given).status_code == 200, path
        absent = {
            name: value.replace("/M/", "/NOBODY/").replace("M", "NOBODY") if value == "M" else value
            for name, value in given.items()
        }
        status, sentence = refusal(stranger, path, **given)
        assert status == 404, path
        if path in ("hours", "days", "readings"):
            assert refusal(stranger, path, **absent) == (404, sentence.replace("'M'", "'NOBODY'"))
    for path, given in (("stations", {}), ("latest", {}), ("hours", MORNING_HOURS)):
        assert '"M"' not in stranger.get(f"/v1/{path}", given).content.decode(), path


@pytest.mark.parametrize(
    ("path", "given", "sentence"),
    [
        ("hours", {"kind": "town"}, "kind is 'town'; 'station' or 'region' is needed"),
        ("hours", {"kind": "station"}, "since is missing; it is needed"),
        (
            "hours",
            MORNING_HOURS | {"since": "2026-11-19"},
            "since is '2026-11-19'; a moment with its zone such as 2026-11-21T05:00Z is needed",
        ),
        (
            "hours",
            MORNING_HOURS | {"until": "2026-11-19T16:00Z"},
            "until is 2026-11-19T16:00Z; a moment after 2026-11-19T16:00Z is needed",
        ),
        ("hours", MORNING_HOURS | {"limit": "5000"}, "limit is '5000'; 1000 or less is needed"),
        ("hours", MORNING_HOURS | {"limit": "many"}, "limit is 'many'; a whole number is needed"),
        (
            "hours",
            MORNING_HOURS | {"subject": "a b"},
            "subject is 'a b'; a code of letters, digits, dots, dashes and underscores is needed",
        ),
        ("hours", MORNING_HOURS | {"after": "x"}, "after is 'x'; the key in the `next` of an answer"),
        (
            "hours",
            MORNING_HOURS | {"subjects": "A"},
            "'subjects' is no parameter here; one of after, format, kind, limit, since, subject, until",
        ),
        ("hours", MORNING_HOURS | {"since": "0001-01-01T00:00Z"}, "since is '0001-01-01T00:00Z'; a year"),
        ("days", BACKWARD | {"first": "2026-02-30"}, "first is '2026-02-30'; a day such as"),
        ("days", BACKWARD, "last is 2026-03-01; 2026-03-02 or a later day is needed"),
        ("stations", {"x": "1"}, "'x' is no parameter here; a question without parameters is needed"),
        ("explain", {"address": "what is this"}, "'what is this' is not an address;"),
    ],
)  # fmt: skip
def test_a_wrong_question_is_answered_with_a_sentence_that_names_the_offender(
    asking: Client, path: str, given: dict[str, str], sentence: str
) -> None:
    status, said = refusal(asking, path, **given)
    assert status == 422
    assert said.startswith(sentence)


def test_a_zone_is_respected_even_where_its_plus_was_not_escaped(asking: Client) -> None:
    since = asking.get(
        "/v1/hours?kind=station&subject=A&since=2026-11-20T00:00+08:00&until=2026-11-20T01:00+08:00"
    )
    assert [row["begins_at"] for row in since.json()["items"]] == ["2026-11-19T16:00:00Z"]


def test_several_stations_readings_come_as_a_file_only(asking: Client) -> None:
    given = {"station": ["A", "B"], "since": MORNING_HOURS["since"], "until": MORNING_HOURS["until"]}
    status, sentence = refusal(asking, "readings", **given)
    assert (status, sentence) == (422, "2 stations are named; one station, or another format, is needed")
    status, sentence = refusal(asking, "readings", **(given | {"station": []}))
    assert (status, sentence) == (422, "0 stations are named; one station, or another format, is needed")


@pytest.mark.parametrize(("period", "looks"), [("1h", 1), ("rtd", 0)])
def test_two_centuries_are_looked_through_only_where_rows_lie(
    asking: Client, monkeypatch: pytest.MonkeyPatch, period: str, looks: int
) -> None:
    counted: list[str] = []
    hourly = observations.hourly
    monkeypatch.setattr(observations, "hourly", lambda **asked: counted.append("") or hourly(**asked))
    ever = {"since": "1990-01-01T00:00Z", "until": "2199-12-31T00:00Z"}
    answer = ask(asking, "readings", station="A", period=period, limit=1000, **ever)
    assert (len(answer["items"]), len(counted)) == (32 * looks, looks)


def test_completeness_counts_the_hours_that_are_over(asking: Client) -> None:
    given = {"kind": "station", "subject": "A", "since": "2026-11-20T22:00Z", "until": "2026-12-31T00:00Z"}
    about = ask(asking, "hours", **given)["about"]
    assert (about["rows"], about["of"]) == (2, 3)  # the third began 20 minutes ago
    coming = {"kind": "station", "subject": "A", "first": "2027-01-01", "last": "2027-01-09"}
    assert ask(asking, "days", **coming)["about"]["of"] == 0
