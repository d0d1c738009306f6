"""A recheck by form: refused for those with a hand in it, passed or sent back by somebody independent."""

import re

import pytest
from django.urls import reverse

import build
from build import Cast
from lantian.accounts.rules import Actor
from lantian.cases import models
from lantian.cases.states import State
from lantian.console.tests.case_desk import YES, a_picture, come_in, do, page, state, text
from lantian.dispatch.models import Order
from lantian.inspections.models import Evidence

pytestmark = pytest.mark.usefixtures("afternoon")


def test_a_colleague_cannot_choose_the_recheck_and_reads_why(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    for by, reason in ((cast.colleague, "of the unit that answers"), (cast.handler, "handled the mending")):
        shown = page(by, number)
        assert re.search(r"<button[^>]*disabled[^>]*>Recheck</button>", shown)
        assert "not selectable" in shown
        assert reason in shown
        assert 'class="btn go"' not in shown


@pytest.mark.parametrize("act", ["recheck-pass", "recheck-fail"])
def test_a_colleague_who_sends_a_recheck_all_the_same_is_refused_and_the_attempt_stays(
    cast: Cast, act: str
) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    refused = do(cast.colleague, number, act)
    assert refused.status_code == 422
    assert f"{number} must be rechecked by somebody independent" in text(refused)
    assert state(number) == State.SELF_CHECKED
    (line,) = build.events("cases.recheck_refused", about=f"cases.case:{number}")
    assert line.by_id == cast.colleague.id
    shown = page(cast.supervisor, number)
    assert "Recheck refused" in shown
    assert "a recheck was refused because" in shown


def test_somebody_independent_passes_the_recheck_on_site(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    refused = do(
        cast.supervisor,
        number,
        "recheck-pass",
        is_on_site="yes",
        photo=a_picture(),
        **YES | {"similar_fixed": ""},
    )
    assert refused.status_code == 422
    assert "Similar problems nearby are mended too" in text(refused)
    kept = re.search(r'name="photo_key" value="([0-9a-f-]{36})"', text(refused))
    assert kept
    do(cast.supervisor, number, "recheck-pass", is_on_site="yes", photo_key=kept[1], **YES)
    row = models.Recheck.objects.get(case__number=number)
    assert (state(number), row.has_passed, row.is_on_site) == (State.PASSED, True, True)
    assert str(row.evidence.get().evidence.key) == kept[1]
    assert "the grid head is to close it" in page(cast.grid_head, number)


def test_a_recheck_that_fails_sends_the_case_back_with_reasons(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    said = YES | {"effect_meets_norm": "no", "is_on_site": "yes"}
    refused = do(cast.supervisor, number, "recheck-fail", photo=a_picture(), reasons="", **said)
    assert refused.status_code == 422
    do(cast.supervisor, number, "recheck-fail", photo=a_picture(), reasons="north corner is bare", **said)
    assert state(number) == State.RECTIFYING
    shown = page(cast.handler, number)
    assert "did not pass the recheck and is being mended again" in shown
    assert "north corner is bare" in shown


@pytest.mark.parametrize(("who", "before"), [("colleague", State.SELF_CHECKED), ("supervisor", State.PASSED)])
def test_a_photo_that_comes_with_a_refused_recheck_is_not_kept(cast: Cast, who: str, before: State) -> None:
    number = build.a_case(cast, state=before)
    kept = Evidence.objects.count()
    refused = do(getattr(cast, who), number, "recheck-pass", is_on_site="yes", photo=a_picture(), **YES)
    assert refused.status_code == 422
    assert Evidence.objects.count() == kept


def _ask(by: Actor, number: str, **said: object):
    return come_in(by).post(reverse("console:case-send-to-recheck", args=[number]), said)


def test_the_desk_names_who_looks_again_and_the_page_says_who_is_sent(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    assert "Send somebody to recheck" in page(cast.analyst, number)
    form = text(come_in(cast.analyst).get(reverse("console:case-send-to-recheck", args=[number])))
    assert f'<option value="{cast.supervisor.id}" selected>supervisor · group · 0 rechecks' in form
    assert f'value="{cast.colleague.id}"' not in form and f'value="{cast.outsider.id}"' not in form
    sent = _ask(cast.analyst, number, officer_id=cast.officer.id)
    assert sent.url == reverse("console:case", args=[number])
    shown = page(cast.analyst, number)
    assert "officer is sent to look again by 23 Nov" in shown
    assert "Send somebody to recheck" not in shown
    assert "officer is to recheck it by" in page(cast.unit_head, number)


def test_nobody_with_a_hand_in_it_is_sent_and_the_form_says_so(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    on_patrol = build.an_actor("on_patrol", unit="works")
    refused = _ask(cast.analyst, number, officer_id=on_patrol.id)
    assert refused.status_code == 422
    assert "This person cannot recheck the case" in text(refused)
    assert not Order.objects.exclude(case_ref="").exists()


def test_a_second_desk_is_told_who_is_sent_already(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    _ask(cast.analyst, number, officer_id=cast.officer.id)
    refused = _ask(cast.analyst, number, officer_id=cast.supervisor.id)
    assert refused.status_code == 422
    assert f"officer is already sent to recheck {number}" in text(refused)


def test_only_the_desk_may_send_and_only_when_it_waits(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    assert _ask(cast.supervisor, number, officer_id=cast.officer.id).status_code == 403
    assert "Send somebody to recheck" not in page(cast.supervisor, number)
    early = build.a_case(cast, state=State.RECTIFYING)
    assert "Send somebody to recheck" not in page(cast.analyst, early)
    away = come_in(cast.analyst).get(reverse("console:case-send-to-recheck", args=[early]))
    assert away.url == reverse("console:case", args=[early])
