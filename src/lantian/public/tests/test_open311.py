"""GeoReport v2: a request in, requests out, and whatever is wrong as the specification's list of errors."""

import json
from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import build
from build.office import Cast
from lantian.cases import actions as cases
from lantian.cases.models import Case, CaseContact
from lantian.kernel import clock
from lantian.residents import actions, models

DOOR = "/open311/v2"
POINT = {"service_code": "dust", "lat": "35.05", "long": "113.05", "description": "dust at works Ltd"}


@pytest.fixture
def key(cast: Cast) -> str:
    return actions.admit(code="next", name_zh="邻区", name_en="next", now=build.NOON)


def post(client: Client, suffix: str = "json", **said: str):
    return client.post(f"{DOOR}/requests.{suffix}", said)


def faults(answer) -> list[tuple[int, str]]:
    return [(one["code"], one["description"]) for one in json.loads(answer.content)]


def test_the_kinds_are_told_in_both_formats(client: Client, cast: Cast) -> None:
    known = json.loads(client.get(f"{DOOR}/services.json").content)
    tree = ElementTree.fromstring(client.get(f"{DOOR}/services.xml").content)
    codes = [one["service_code"] for one in known]
    assert [node.findtext("service_code") for node in tree.iter("service")] == codes
    assert {one["type"] for one in known} == {"realtime"}
    definition = json.loads(client.get(f"{DOOR}/services/dust.json").content)
    assert definition == {"service_code": "dust", "attributes": []}
    assert client.get(f"{DOOR}/services/noise.json").status_code == 404
    found = json.loads(client.get("/open311/discovery.json").content)
    assert found["endpoints"][0]["url"].endswith("/open311/v2")


def test_a_request_goes_the_way_of_a_residents_report(client: Client, key: str) -> None:
    answer = post(client, api_key=key, **POINT, first_name="caller", phone="000-1234", email="a@example.org")
    assert answer.status_code == 201
    number = json.loads(answer.content)[0]["service_request_id"]
    case = Case.objects.get(number=number)
    assert (case.state, case.channel, case.source) == ("reported", "resident", None)
    assert CaseContact.objects.get().words == "a@example.org"
    assert models.Report.objects.get().jurisdiction.code == "next"
    xml = ElementTree.fromstring(post(client, "xml", api_key=key, **POINT | {"description": "more"}).content)
    assert xml.findtext("request/service_request_id", "").startswith("QX-")


def test_what_leaves_names_nobody_until_it_is_released(client: Client, key: str, cast: Cast) -> None:
    post(client, api_key=key, **POINT, phone="000-1234", address_string="gate of works Ltd")
    number = Case.objects.get().number
    text = client.get(f"{DOOR}/requests.json").content.decode()
    (told,) = json.loads(text)
    assert "works" not in text
    assert "000-1234" not in text
    assert (told["lat"], told["long"], told["media_url"], told["status"]) == (35.05, 113.05, None, "open")
    assert datetime.fromisoformat(told["requested_datetime"]).tzinfo is not None
    actions.publish_words(number=number, words="dust & <mud>", by=cast.analyst, now=clock.now())
    (told,) = json.loads(client.get(f"{DOOR}/requests/{number}.json").content)
    assert told["description"] == "dust & <mud>"
    tree = ElementTree.fromstring(client.get(f"{DOOR}/requests/{number}.xml").content)
    assert tree.findtext("request/description") == "dust & <mud>"


def test_filters_narrow_and_pages_follow(client: Client, key: str, cast: Cast) -> None:
    numbers = [
        json.loads(post(client, api_key=key, **POINT | {"description": f"heap number {n}"}).content)[0][
            "service_request_id"
        ]
        for n in range(3)
    ]
    cases.void(number=numbers[0], reason="nothing there", by=cast.analyst, now=clock.now())

    def asked(**query: str) -> list[str]:
        answer = client.get(f"{DOOR}/requests.json", query)
        return [one["service_request_id"] for one in json.loads(answer.content)]

    assert asked() == numbers[::-1]
    assert asked(status="closed") == numbers[:1]
    assert asked(status="open,closed", service_code="dust,smell", page_size="2") == numbers[:0:-1]
    assert asked(page_size="2", page="2") == numbers[:1]
    assert asked(service_code="smell") == []
    assert asked(service_request_id=",".join(numbers[:2])) == numbers[1::-1]
    assert asked(end_date=(clock.now() - timedelta(days=1)).isoformat()) == []
    assert asked(updated_after=(clock.now() + timedelta(days=1)).isoformat()) == []


@pytest.mark.parametrize(
    ("changes", "code", "named"),
    [
        ({"api_key": ""}, 403, "api_key"),
        ({"api_key": "wrong"}, 403, "api_key"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "noise"}, 404, "noise"),
        ({"lat": ""}, 400, "lat and long"),
        ({"lat": "north"}, 400, "north"),
        ({"lat": "nan"}, 400, "nan"),
        ({"lat": "91"}, 400, "91"),
        ({"long": "1.0"}, 400, ""),
        ({"lat": "", "long": "", "address_string": "nowhere"}, 400, "address_string"),
        ({"description": "x" * 501}, 400, "501"),
        ({"description": "\x00 \x07"}, 400, ""),
        ({"jurisdiction_id": "elsewhere"}, 404, "elsewhere"),
    ],
)
def test_a_bad_request_is_named(client: Client, key: str, changes: dict, code: int, named: str) -> None:
    answer = post(client, **{"api_key": key} | POINT | changes)
    ((said, description),) = faults(answer)
    assert (answer.status_code, said) == (code, code)
    assert named in description
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"start_date": "yesterday"}, 400),
        ({"start_date": "2026-01-01T00:00:00"}, 400),
        ({"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-12-01T00:00:00Z"}, 400),
        ({"start_date": "2026-02-01T00:00:00Z", "end_date": "2026-01-01T00:00:00Z"}, 400),
        ({"start_date": "9999-12-31T00:00:00Z"}, 400),
        ({"status": "half"}, 400),
        ({"page": "0"}, 400),
        ({"page_size": "1001"}, 400),
        ({"page": "²"}, 400),
        ({"service_code": "noise"}, 404),
        ({"jurisdiction_id": "elsewhere"}, 404),
        ({"service_request_id": ",".join(["QX-1"] * 101)}, 400),
    ],
)
def test_a_bad_question_is_named(client: Client, cast: Cast, query: dict, code: int) -> None:
    answer = client.get(f"{DOOR}/requests.json", query)
    assert (answer.status_code, faults(answer)[0][0]) == (code, code)


def test_a_revoked_or_replaced_key_counts_no_more(client: Client, key: str) -> None:
    fresh = actions.admit(code="next", name_zh="邻区", name_en="next", now=build.NOON)
    assert post(client, api_key=key, **POINT).status_code == 403
    assert post(client, api_key=fresh, **POINT).status_code == 201
    models.Jurisdiction.objects.update(revoked_at=build.NOON)
    assert post(client, api_key=fresh, **POINT).status_code == 403
    assert fresh not in str(list(models.Jurisdiction.objects.values()))


def test_what_is_not_there_and_methods_nobody_speaks(client: Client, cast: Cast) -> None:
    assert client.get(f"{DOOR}/requests/QX-0.json").status_code == 404
    assert client.get(f"{DOOR}/tokens/nothing.json").status_code == 404
    assert client.get(f"{DOOR}/nothing/here").status_code == 404
    assert client.delete(f"{DOOR}/requests.json").status_code == 405
    bad = client.post(f"{DOOR}/requests.json", b"\xff\xfe", content_type="multipart/form-data; boundary=")
    assert bad.status_code in {400, 403}


def test_xml_holds_no_mark_that_xml_cannot_hold(client: Client, cast: Cast) -> None:
    answer = client.get(f"{DOOR}/services/\x0b\x1b.xml")
    assert answer.status_code == 404
    ElementTree.fromstring(answer.content)


NAMES = [
    "service_code",
    "lat",
    "long",
    "address_string",
    "description",
    "media_url",
    "phone",
    "jurisdiction_id",
]
ASKED = ["service_request_id", "service_code", "start_date", "end_date", "status", "page", "updated_after"]
TEXT = st.text(max_size=30) | st.sampled_from(["dust", "35.05", "113.05", "open", "1e999", "-0", "\x00"])


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    said=st.dictionaries(st.sampled_from(NAMES), TEXT, max_size=6),
    query=st.dictionaries(st.sampled_from(ASKED), TEXT, max_size=4),
    suffix=st.sampled_from(["json", "xml"]),
)
def test_whatever_is_sent_the_answer_can_be_read(
    client: Client, key: str, said: dict[str, str], query: dict[str, str], suffix: str
) -> None:
    for answer in (
        post(client, suffix, **{**said, "api_key": key}),
        client.get(f"{DOOR}/requests.{suffix}", query),
    ):
        assert answer.status_code in {200, 201, 400, 403, 404, 429}
        read = json.loads if suffix == "json" else ElementTree.fromstring
        read(answer.content.decode())
