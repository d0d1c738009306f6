"""The explain page: the same way down as the trace, for eyes; a stranger's number is not there."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

import build
import hj212
from lantian.accounts.rules import MAY, Role, Verb
from lantian.assessment.models import HourlyIndex
from lantian.cases.states import State
from lantian.ingest.models import Quarantine
from lantian.observations import queries as observations
from lantian.registry.models import Station
from lantian.reporting import actions, queries
from lantian.reporting.tests import district
from lantian.reporting.tests.district import DAY, EIGHT, MORNING

HOUR = f"assessment.hour:station/A/{EIGHT:%Y-%m-%dT%H:%MZ}"
DISTRICT = f"assessment.day:region/district/{DAY}"
READING = f"observations.reading:A/pm10/1h/{EIGHT:%Y-%m-%dT%H:%M:%SZ}"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    settings.LANTIAN_HOME = settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr("lantian.kernel.clock.now", lambda: MORNING)
    return tmp_path


@pytest.fixture
def air(home):
    district.a_district()
    district.air_of_the_day(home)


def visitor(role=Role.DUTY_ANALYST, *, language="en", **changes) -> Client:
    client = Client()
    client.force_login(build.a_person(role=role, **changes))
    client.cookies["django_language"] = language
    return client


def ask(client: Client, address: str, **more: str):
    return client.get(reverse("console:explain"), {"a": address, **more})


def text_of(response) -> str:
    """The words of a page in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_opens_with_number_value_and_whether_it_comes_out_again(air):
    page = ask(visitor(), HOUR).context["explained"]
    assert page.sentence == (
        "Hourly index, Station A, 21 Nov 2026 07:00–08:00: 100; "
        "computed again from its packets just now, it comes out the same."
    )


def test_says_when_what_is_kept_is_another_number(air):
    from_the_past = queries.trace(HOUR)
    HourlyIndex.objects.filter(subject="A", begins_at=EIGHT).update(aqi=99)
    page = ask(visitor(), HOUR).context["explained"]
    assert page.sentence.endswith(f"it is {from_the_past.top.text}, but 99 is kept.")


def test_shows_formula_clause_and_every_rounding(air):
    rung = ask(visitor(), HOUR).context["explained"].rungs[0]
    known = {row.key: row.value for row in rung.known}
    assert known["Formula"].startswith("AQI = max(")
    assert known["Standard"] == "HJ 633-2026"
    last = rung.worked[-1]
    assert (last.label, last.after, last.clause) == ("index", rung.value, "HJ 633-2026 4.2")
    assert last.before == "max(SO2 3, NO2 20, CO 7, O3 25, PM10 100, PM2.5 60)"
    assert all(one.before and one.after and one.clause for one in rung.worked)


def test_lists_readings_with_mark_hour_and_packet(air):
    rung = ask(visitor(), HOUR).context["explained"].rungs[0]
    rows = {row.name: row for row in rung.rows}
    assert rung.rows_of == "readings"
    row = rows["Station A PM10"]
    assert (row.value, row.unit, row.mark, row.when) == ("120", "µg/m³", "N", "21 Nov 2026 07:00–08:00")
    assert row.packet.isdigit() and row.packet_url.endswith(row.packet)
    assert row.received


def test_a_district_s_day_goes_down_to_packets_with_long_inputs_folded(air):
    response = ask(visitor(), DISTRICT)
    page = response.context["explained"]
    assert [rung.value for rung in page.rungs][:2] == ["108", "140"]
    day = page.rungs[1]
    assert day.is_long and len(day.rows) == 24 and day.summary == "24 numbers it is made of"
    assert "<details" in response.content.decode()
    assert sum(row.is_followed for row in day.rows) == 1
    assert page.packets and page.packets[0].checksum == "matches"


def test_every_row_leads_on_by_its_own_address(air):
    client = visitor()
    for row in ask(client, DISTRICT).context["explained"].rungs[0].rows:
        assert client.get(row.url).status_code == 200


@pytest.mark.parametrize("role", sorted(MAY[Verb.EXPLAIN]))
def test_no_role_ever_reads_a_password(air, role):
    client = visitor(role)
    packet = ask(client, HOUR).context["explained"].packets[0]
    password = district.packets.PASSWORD
    for address in (HOUR, READING, f"observations.packet:{packet.position}"):
        for shown in (ask(client, address), ask(client, address, format="json")):
            assert shown.status_code == 200
            assert password not in shown.content.decode()
    assert "PW=******" in packet.raw


def test_a_password_that_a_command_sets_is_masked_too(home):
    district.a_district()
    header = hj212.Header(
        qn="20261121070000000", st="22", cn="1072", pw="123456", mn=district.mn_of("A"), flag=5
    )
    frame = hj212.encode(header, {"NewPW": "987654"}).removesuffix(b"\r\n")
    position = district.packets.journal(home, frame)[0]
    shown = ask(visitor(), f"observations.packet:{position}")
    assert "NewPW=******" in text_of(shown)
    assert "987654" not in shown.content.decode()


def test_the_json_says_what_the_page_shows(air):
    client = visitor()
    page = ask(client, DISTRICT).context["explained"]
    answer = ask(client, DISTRICT, format="json")
    assert "µg/m³" in answer.content.decode()
    said = json.loads(answer.content)
    assert said == queries.trace_as_json(queries.trace(DISTRICT))
    top = said["trace"]
    assert (said["address"], top["value"]) == (page.address, page.rungs[0].value)
    assert [one["value"] for one in top["below"]] == [row.value for row in page.rungs[0].rows]


def test_a_packet_has_its_own_address(air):
    client = visitor()
    position = ask(client, HOUR).context["explained"].packets[0].position
    page = client.get(reverse("console:packet", args=[position])).context["explained"]
    assert page.sentence.endswith("its checksum matches.")
    fields = {one.code: one for one in page.packets[0].fields}
    assert fields["a34002"].name == "PM10"
    assert fields["a34002"].values == ("Avg 120", "Flag N")


def test_a_missing_reading_is_a_dash_with_its_reason(home):
    district.a_district()
    district.send(home, district.frames_of("A", {"pm10": "120"}, since=EIGHT, hours=1))
    district.assess(now=MORNING)
    rows = {row.name: row for row in ask(visitor(), HOUR).context["explained"].rungs[0].rows}
    assert (rows["Station A PM2.5"].value, rows["Station A PM2.5"].note) == ("—", "no value came")


def test_a_figure_of_a_briefing_says_where_it_is_printed(air):
    number = actions.write(region_code="district", day=DAY, by_id=None, now=MORNING).number
    page = ask(visitor(), f"reporting.figure:{number}/aqi").context["explained"]
    assert page.sentence == (
        f"{number} prints 108 for Sample District, 20 Nov 2026; "
        "computed again from its packets just now, it comes out the same."
    )


def test_a_count_lists_what_was_counted_with_its_page(home):
    district.a_district()
    cast = build.a_cast()
    number = build.a_case(cast, state=State.FILED)
    day = build.NOON.date()
    page = ask(visitor(), f"reporting.count:filed/district/{day}").context["explained"]
    assert page.rungs[0].value == "1"
    row = page.rungs[0].rows[0]
    assert row.thing_url == reverse("console:case", args=[number])


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_HEAD])
def test_a_stranger_s_number_is_not_there(home, role):
    district.a_district()
    district.air_of_the_day(home)
    build.an_organisation("strangers")
    client = visitor(role, unit="strangers")
    address = f"observations.reading:M/pm10/1h/{district.MIDNIGHT:%Y-%m-%dT%H:%M:%SZ}"
    assert ask(visitor(), address).status_code == 200
    assert Station.objects.get(code="M").kind == "site"
    for shown in (ask(client, address), ask(client, address, format="json")):
        assert shown.status_code == 404
        assert "300" not in text_of(shown)


def test_a_draft_s_figure_is_the_desk_s_and_the_leader_s(air):
    number = actions.write(region_code="district", day=DAY, by_id=None, now=MORNING).number
    assert ask(visitor(Role.SUPERVISOR), f"reporting.figure:{number}/aqi").status_code == 404
    assert ask(visitor(Role.LEADER), f"reporting.figure:{number}/aqi").status_code == 200


def test_a_text_that_is_no_address_is_answered_with_a_sentence(db):
    shown = ask(visitor(), "what is this")
    assert shown.status_code == 400
    assert "This is no address" in text_of(shown)
    assert json.loads(ask(visitor(), "what", format="json").content)["error"].startswith("This is no address")


def test_a_position_in_the_future_is_refused_in_a_sentence(air):
    newest = observations.newest_position()
    for language, said in (("en", "lies in the future"), ("zh-hans", "在将来")):
        answer = ask(visitor(language=language, username=language), f"{HOUR}@{newest + 1}")
        assert answer.status_code == 400 and said in text_of(answer)
    assert ask(visitor(), f"{HOUR}@{newest}").status_code == 200
    with pytest.raises(queries.NotYet, match=f"position {newest + 9} lies in the future"):
        queries.trace(f"{DISTRICT}@{newest + 9}")


def test_nowhere_is_answered_with_a_sentence_and_examples(air):
    shown = ask(visitor(), "assessment.hour:station/NOBODY/2026-11-21T00:00Z")
    assert shown.status_code == 404
    assert "Nothing is kept under this address" in text_of(shown)


def test_without_an_address_it_offers_the_newest_numbers(air):
    client = visitor()
    examples = client.get(reverse("console:explain")).context["examples"]
    assert [one.value for one in examples][:3] == ["100", "120 µg/m³", "108"]
    assert all(client.get(one.url).status_code == 200 for one in examples)


def test_an_empty_house_says_so(db):
    shown = visitor().get(reverse("console:explain"))
    assert shown.status_code == 200 and "There is no number yet" in text_of(shown)


def test_it_speaks_chinese(air):
    shown = ask(visitor(language="zh-hans"), HOUR)
    page = shown.context["explained"]
    assert page.sentence == "A站 2026年11月21日 7–8 时 小时指数 100；刚才从报文重算，结果一致。"
    labels = [one.label for one in page.rungs[0].worked]
    assert "PM10 分指数" in labels and labels[-1] == "指数"


def test_nobody_unknown_comes_in(db):
    assert Client().get(reverse("console:explain")).status_code == 302


def test_nothing_is_styled_or_scripted_inline(air):
    html = ask(visitor(), DISTRICT).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", html)


def test_quarantine_shows_no_password_either(home):
    head = b"##0100QN=20261121070000000;ST=22;CN=2061;PW=246813;MN=NOBODY;Flag=5;CP=&&"
    Quarantine.objects.create(
        reason="unknown-device",
        mn="NOBODY",
        peer="198.51.100.7",
        head=head,
        first_at=MORNING,
        last_at=MORNING,
    )
    shown = visitor().get(reverse("console:quarantine")).content.decode()
    assert "PW=******;MN=NOBODY" in shown and "246813" not in shown


def test_an_order_and_its_visit_lead_down_to_the_suspicion(home):
    district.a_district()
    cast = build.a_cast()
    suspicion = build.a_suspicion()
    visit = build.a_visit(cast, order=build.an_order(cast, suspicion=suspicion))
    page = ask(visitor(), f"inspections.visit:{visit.key}").context["explained"]
    assert page.sentence.startswith("Visit ") and page.sentence.endswith("the number that began it.")
    assert [rung.title for rung in page.rungs][:3] == ["Visit", "Order", "Suspicion"]
    assert any("Order issued" in line for line in page.rungs[1].events)
    assert page.rungs[1].rows[0].thing_url == reverse("console:suspicion", args=[suspicion])
