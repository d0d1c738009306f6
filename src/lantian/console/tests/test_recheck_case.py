"""A recheck by form: refused for those with a hand in it, passed or sent back by somebody independent."""

import re

import pytest

import build
from build import Cast
from lantian.cases import models
from lantian.cases.states import State
from lantian.console.tests.case_desk import YES, a_picture, do, page, state, text
from lantian.inspections.models import Evidence

pytestmark = pytest.mark.usefixtures("afternoon")


def test_a_colleague_cannot_choose_the_recheck_and_reads_why(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
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
    number = build.a_case(cast, state=State.SUBMITTED)
    refused = do(cast.colleague, number, act)
    assert refused.status_code == 422
    assert f"{number} must be rechecked by somebody independent" in text(refused)
    assert state(number) == State.SUBMITTED
    (line,) = build.events("cases.recheck_refused", about=f"cases.case:{number}")
    assert line.by_id == cast.colleague.id
    shown = page(cast.supervisor, number)
    assert "Recheck refused" in shown
    assert "a recheck was refused because" in shown


def test_somebody_independent_passes_the_recheck_on_site(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
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
    number = build.a_case(cast, state=State.SUBMITTED)
    said = YES | {"effect_meets_norm": "no", "is_on_site": "yes"}
    refused = do(cast.supervisor, number, "recheck-fail", photo=a_picture(), reasons="", **said)
    assert refused.status_code == 422
    do(cast.supervisor, number, "recheck-fail", photo=a_picture(), reasons="north corner is bare", **said)
    assert state(number) == State.RECTIFYING
    shown = page(cast.handler, number)
    assert "did not pass the recheck and is being mended again" in shown
    assert "north corner is bare" in shown


@pytest.mark.parametrize(("who", "before"), [("colleague", State.SUBMITTED), ("supervisor", State.PASSED)])
def test_a_photo_that_comes_with_a_refused_recheck_is_not_kept(cast: Cast, who: str, before: State) -> None:
    number = build.a_case(cast, state=before)
    kept = Evidence.objects.count()
    refused = do(getattr(cast, who), number, "recheck-pass", is_on_site="yes", photo=a_picture(), **YES)
    assert refused.status_code == 422
    assert Evidence.objects.count() == kept
