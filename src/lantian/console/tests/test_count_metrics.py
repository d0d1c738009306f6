"""The metrics page: every number opens the cases it counts; the list leaves as a file."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

import build
from build import NOON, Cast
from lantian.cases.states import State
from lantian.console.tests.case_desk import come_in, text

pytestmark = pytest.mark.usefixtures("afternoon")
URL = "console:metrics"


def test_each_number_opens_the_cases_it_counts(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    day = NOON.date()
    period = {"first": day - timedelta(days=2), "last": day + timedelta(days=2)}
    client = come_in(cast.leader)
    shown = text(client.get(reverse(URL), period))
    assert "1 cases closed, 1 on time, 0 came back" in shown
    addresses = [unescape(one) for one in re.findall(r'href="(\?first=[^"#]+)#behind"', shown)]
    assert {"on_time", "closed", "rechecked"} <= {re.search("show=([a-z_]+)", one)[1] for one in addresses}
    for address in addresses:
        assert number in text(client.get(reverse(URL) + address)), address
    assert "show=same_person" not in " ".join(addresses)  # it is 0: nothing to open


def test_a_period_that_ends_before_it_begins_is_refused(cast: Cast) -> None:
    refused = come_in(cast.leader).get(reverse(URL), {"first": "2026-11-20", "last": "2026-11-01"})
    assert refused.status_code == 400
    assert "comes after the last" in text(refused)


def test_the_narrowed_list_leaves_as_a_file_with_every_case_once(cast: Cast) -> None:
    numbers = {build.a_case(cast, title="渣土裸露") for _ in range(3)}
    build.a_case(cast, title="道路扬尘")
    answer = come_in(cast.analyst).get(reverse("api:cases-file", args=["csv"]), {"q": "渣土"})
    written = b"".join(answer).decode("utf-8-sig")
    assert sorted(re.findall(r"QX-\d+-\d+", written)) == sorted(numbers)
    stranger = come_in(cast.outsider).get(reverse("api:cases-file", args=["csv"]))
    assert "QX-" not in b"".join(stranger).decode("utf-8-sig")
