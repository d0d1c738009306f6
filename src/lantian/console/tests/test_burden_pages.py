"""Coverage and burden on pages and as files: who sees whose, and that every number opens its list."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

import build
from build import NOON, Cast
from lantian.console.tests.case_desk import come_in, text
from lantian.dispatch.models import AlarmBudget, Order

pytestmark = pytest.mark.usefixtures("afternoon")
COVERAGE, BURDEN = "/coverage/", "/burden/"
WEEK = {"week": (NOON.date() - timedelta(days=NOON.weekday())).isoformat()}


def test_a_hole_is_one_tap_from_an_order_with_the_place_filled_in(cast: Cast) -> None:
    client = come_in(cast.analyst)
    shown = text(client.get(COVERAGE, {"holes": "on"}))
    [address, *_more] = [unescape(one) for one in re.findall(r'href="(/orders/new/[^"]+)"', shown)]
    filled = text(client.get(address))
    assert re.search(r'<option value="site" selected', filled)
    assert re.search(r'<option value="public_patrol" selected', filled)


def test_only_who_may_send_is_offered_to_send(cast: Cast) -> None:
    assert "/orders/new/" not in text(come_in(cast.leader).get(COVERAGE))


def test_a_list_narrowed_by_nonsense_shows_everything(cast: Cast) -> None:
    answer = come_in(cast.analyst).get(COVERAGE, {"grid": "no such grid", "what": "x"})
    assert answer.status_code == 200
    assert "site" in text(answer)


def test_coverage_is_closed_to_those_without_a_grid(cast: Cast) -> None:
    for actor in (cast.handler, cast.dust_officer, cast.manager):
        assert come_in(actor).get(COVERAGE).status_code == 403, actor.role
        assert come_in(actor).get(reverse("api:coverage-file", args=["csv"])).status_code == 403


def test_each_number_opens_what_it_counts(cast: Cast) -> None:
    visit = build.a_problem(cast)
    client = come_in(cast.leader)
    shown = text(client.get(BURDEN, WEEK))
    addresses = [unescape(one) for one in re.findall(r'href="(\?week=[^"#]+)#behind"', shown)]
    assert {re.search("show=([a-z]+)", one)[1] for one in addresses} == {"fields", "forms", "orders"}
    for address in addresses:
        behind = text(client.get(BURDEN + address)).partition('id="behind"')[2]
        expected = visit.order.number if "show=forms" not in address else "Finding of a visit"
        assert expected in behind, address


def test_an_officer_sees_their_own_week_and_nobody_elses(cast: Cast) -> None:
    build.a_problem(cast)
    own = text(come_in(cast.officer).get(BURDEN, WEEK | {"show": "fields", "who": "officer"}))
    assert 'id="behind"' in own
    for stranger in (cast.handler, cast.outside_head, cast.grid_head):
        shown = text(come_in(stranger).get(BURDEN, WEEK | {"show": "fields", "who": "officer"}))
        assert 'id="behind"' not in shown
        file = come_in(stranger).get(reverse("api:burden-file", args=["csv"]))
        lines = b"".join(file).decode("utf-8-sig").splitlines()
        assert not [line for line in lines if ",officer," in line and line[0] == "2"], stranger.role


def test_my_day_says_what_the_week_asked_in_one_line(cast: Cast) -> None:
    build.an_order(cast)
    assert "1 orders, 0 at night" in text(come_in(cast.officer).get(reverse("field:day")))


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
@pytest.mark.parametrize("name", ["burden", "coverage"])
def test_both_leave_as_files(cast: Cast, name: str, form: str) -> None:
    answer = come_in(cast.analyst).get(reverse(f"api:{name}-file", args=[form]))
    assert answer.status_code == 200
    assert len(b"".join(answer)) > 200


def test_the_desk_asks_for_a_reason_only_beyond_the_budget(cast: Cast) -> None:
    AlarmBudget.objects.update(most_a_shift=1)
    client: Client = come_in(cast.analyst)
    asked = {
        "kind": "public_patrol", "mode": "announced", "source_code": "site", "what": "look_at_site_dust",
        "on": NOON.date().isoformat(), "officer_id": cast.officer.id, "basis": "", "plan": "", "part": "",
    }  # fmt: skip
    hidden = text(client.get("/orders/new/?kind=public_patrol&source_code=site"))
    assert re.search(r'type="hidden" name="over_reason"', hidden)
    assert client.post("/orders/new/", asked).status_code == 302
    again = client.post("/orders/new/", asked)
    assert again.status_code == 422
    refused = text(again)
    assert "1 of 1 orders" in refused
    assert "1 of 1 this shift" in refused
    assert re.search(r'type="text" name="over_reason"', refused)
    assert client.post("/orders/new/", asked | {"over_reason": "a school"}).status_code == 302
    assert Order.objects.filter(over_reason="a school").count() == 1
