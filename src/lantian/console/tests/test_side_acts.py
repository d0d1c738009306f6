"""The acts beside the straight way: each stands on the page of the right post, works, and says why not."""

from datetime import datetime, timedelta

import pytest

import build
from build import NOON, Cast
from lantian.cases import actions, models
from lantian.cases.states import Level, State
from lantian.console.tests.case_desk import YES, a_picture, come_in, do, page, state, text
from lantian.kernel import clock

pytestmark = pytest.mark.usefixtures("afternoon")
DAY = timedelta(days=1)


def _said(moment: datetime) -> str:
    """A moment as a browser sends it."""
    return (moment + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")


def _case(number: str) -> models.Case:
    return models.Case.objects.get(number=number)


def _offers(by, number: str, act: str) -> bool:
    return f"/cases/{number}/{act}/" in page(by, number)


def _zh(by, number: str, act: str, **said: object) -> str:
    answer = come_in(by, language="zh-hans").post(f"/cases/{number}/{act}/", said)
    assert answer.status_code == 422
    return text(answer)


def test_the_desk_has_a_call_verified(cast: Cast) -> None:
    number = build.a_case(cast, channel="12345")
    assert _offers(cast.analyst, number, "verify")
    assert not _offers(cast.officer, number, "verify")
    do(cast.analyst, number, "verify", officer_id=cast.officer.id)
    assert state(number) == State.VERIFYING
    refused = _zh(cast.analyst, number, "file", level="minor", standard_code="69", is_separate="on")
    assert "照片" in refused
    assert state(number) == State.VERIFYING


def test_the_desk_merges_two_reports_of_one_problem(cast: Cast) -> None:
    first, second = build.a_case(cast), build.a_case(cast)
    assert _offers(cast.analyst, second, "merge")
    assert not _offers(cast.supervisor, second, "merge")
    assert "QX-9" in _zh(cast.analyst, second, "merge", into="QX-9", reason="同一料堆")
    do(cast.analyst, second, "merge", into=first, reason="one heap")
    assert (state(second), _case(second).merged_into.number) == (State.MERGED, first)


def test_the_head_hands_a_case_down(cast: Cast) -> None:
    number = build.a_case(cast, state=State.ASSIGNED)
    assert _offers(cast.unit_head, number, "hand-down")
    assert not _offers(cast.analyst, number, "hand-down")
    refused = _zh(cast.unit_head, number, "hand-down", unit_code="", handler_id="")
    assert "经办" in refused
    do(cast.unit_head, number, "hand-down", unit_code="works_east", handler_id=cast.sub_colleague.id)
    assert (_case(number).sub_unit.code, _case(number).handler_id) == ("works_east", cast.sub_colleague.id)


@pytest.mark.parametrize(("act", "is_granted"), [("grant-extension", True), ("refuse-extension", False)])
def test_a_handler_asks_for_time_and_the_level_above_decides(cast: Cast, act: str, is_granted: bool) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    due_at = _case(number).due_at.replace(second=0, microsecond=0)
    assert _offers(cast.handler, number, "ask-extension")
    assert not _offers(cast.unit_head, number, "ask-extension")
    assert "时限" in _zh(cast.handler, number, "ask-extension", letter="缺货", until=_said(due_at - DAY))
    until = due_at + 3 * DAY
    do(cast.handler, number, "ask-extension", letter="sold out", until=_said(until))
    assert not _offers(cast.handler, number, "ask-extension")
    assert not _offers(cast.unit_head, number, act)
    assert _offers(cast.supervisor, number, act)
    said = {"due_at": _said(until)} if is_granted else {}
    do(cast.supervisor, number, act, reason="a letter of the supplier", **said)
    assert (_case(number).due_at == until) is is_granted
    assert models.Extension.objects.get().is_granted is is_granted


def test_the_leader_parks_a_case_and_lets_it_go_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    assert _offers(cast.leader, number, "park")
    assert not _offers(cast.supervisor, number, "park")
    said = {"reason": "冻土", "interim": "覆盖", "minutes": "纪要12号"}
    assert "复核" in _zh(cast.leader, number, "park", **said, review_at=_said(NOON - DAY))
    do(cast.leader, number, "park", **said, review_at=_said(NOON + 9 * DAY))
    assert state(number) == State.PARKED
    monkeypatch.setattr(clock, "now", lambda: NOON + 8 * DAY)  # long after its limit: the clock stands still
    assert "超时" not in page(cast.leader, number, language="zh-hans")
    assert not _offers(cast.supervisor, number, "resume")
    assert _offers(cast.leader, number, "resume")
    do(cast.leader, number, "resume")
    assert state(number) == State.RECTIFYING


def test_the_head_signs_the_mending_or_sends_it_back(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SUBMITTED)
    for act in ("pass-self-check", "fail-self-check"):
        assert _offers(cast.unit_head, number, act)
        assert not _offers(cast.supervisor, number, act)
    assert "原因" in _zh(cast.unit_head, number, "fail-self-check", reason=" ")
    do(cast.unit_head, number, "fail-self-check", reason="bare corner")
    assert state(number) == State.RECTIFYING
    actions.submit(number=number, work=build.a_mending(number, cast.handler), by=cast.handler, now=NOON)
    do(cast.unit_head, number, "pass-self-check")
    assert state(number) == State.SELF_CHECKED


def test_an_objection_is_raised_dismissed_and_upheld_on_the_page(cast: Cast) -> None:
    number = build.a_case(cast, state=State.IN_PUBLICITY, level=Level.MAJOR)
    client = come_in(cast.officer, language="zh-hans")
    empty = client.post(f"/cases/{number}/object/", {"words": ""}, follow=True)
    assert not models.Objection.objects.exists()
    assert "异议" in text(empty)
    client.post(f"/cases/{number}/object/", {"words": "背面裸土"})
    client.post(f"/cases/{number}/object/", {"words": "东侧裸土"})
    first, second = models.Objection.objects.order_by("pk")
    assert "背面裸土" in page(cast.supervisor, number, language="zh-hans")
    assert not _offers(cast.leader, number, "uphold-objection")
    over = _case(number).publicity_until
    come_in(cast.supervisor).post(
        f"/cases/{number}/objections/{first.pk}/dismiss/", {"decision": "another plot"}
    )
    first.refresh_from_db()
    assert (first.is_upheld, first.decision) == (False, "another plot")
    assert _offers(cast.supervisor, number, "uphold-objection")
    do(cast.supervisor, number, "uphold-objection", objection=second.pk, decision="it is bare")
    assert (state(number), over is not None) == (State.SELF_CHECKED, True)


@pytest.mark.parametrize(
    ("act", "ended"), [("recheck-later-ok", State.CLOSED), ("recheck-later-fail", State.REOPENED)]
)
def test_a_closed_case_is_looked_at_later(cast: Cast, act: str, ended: State) -> None:
    number = build.a_case(cast, state=State.CLOSED, level=Level.MAJOR)
    assert _offers(cast.supervisor, number, "recheck-later-ok")
    assert not _offers(cast.leader, number, "recheck-later-ok")
    assert "照片" in _zh(cast.supervisor, number, act, **YES, is_on_site="yes", reasons="又露了")
    answers = YES if ended is State.CLOSED else YES | {"effect_meets_norm": "no"}
    said = {"is_on_site": "yes", "reasons": "bare again", "photo": a_picture()}
    answer = do(cast.supervisor, number, act, **answers, **said)
    assert state(number) == ended, text(answer)
    first = models.LaterLook.objects.order_by("due_at")[0]
    assert (first.holds, first.by_id) == (ended is State.CLOSED, cast.supervisor.id)
