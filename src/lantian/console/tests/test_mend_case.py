"""A mending reported by form: photos are kept for the handler, and for nobody else."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import build
from build import Cast
from lantian.cases import models
from lantian.cases.states import State
from lantian.console.tests.case_desk import a_picture, do, page, state, text
from lantian.inspections.models import Evidence

pytestmark = pytest.mark.usefixtures("afternoon")


def before_key(number: str) -> str:
    found = models.CaseEvidence.objects.filter(case__number=number).select_related("evidence").first()
    assert found is not None
    return str(found.evidence.key)


def test_the_handler_reports_the_mending_with_photos_and_its_cost_in_fen(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    said = {"before_key": before_key(number), "what_was_done": "nets over 20 m²", "cost_yuan": "1200.50"}
    do(cast.handler, number, "submit", after=a_picture(), **said)
    row = models.Rectification.objects.get(case__number=number)
    assert (row.cost_fen, row.what_was_done, str(row.before.key)) == (
        120_050,
        "nets over 20 m²",
        said["before_key"],
    )
    shown = page(cast.handler, number)
    assert "nets over 20 m²" in shown
    assert "1,200.50 yuan" in shown
    assert str(row.after.key) in shown


def test_a_photo_that_is_none_is_refused_and_the_rest_is_kept(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    said = {"before_key": before_key(number), "what_was_done": "nets over 20 m²", "cost_yuan": "5"}
    for content, sentence in ((b"", "0 bytes"), (b"just words, no picture at all", "is not a photo")):
        refused = do(cast.handler, number, "submit", after=SimpleUploadedFile("after.jpg", content), **said)
        assert refused.status_code == 422
        assert sentence in text(refused)
        assert "nets over 20 m²" in text(refused)
        assert 'value="5"' in text(refused)
    assert state(number) == State.RECTIFYING


def test_a_photo_that_arrived_stays_when_something_else_is_refused(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    models.Case.objects.filter(number=number).update(is_violation=True)
    said = {"before_key": before_key(number), "what_was_done": "nets over 20 m²"}
    refused = do(cast.handler, number, "submit", after=a_picture(), penalty_record="", **said)
    kept = re.search(r'name="after_key" value="([0-9a-f-]{36})"', text(refused))
    assert refused.status_code == 422 and kept
    assert "name the penalty record" in text(refused)
    do(cast.handler, number, "submit", after_key=kept[1], penalty_record="no. 7", **said)
    assert str(models.Rectification.objects.get(case__number=number).after.key) == kept[1]


@pytest.mark.parametrize("who", ["colleague", "supervisor", "analyst"])
def test_a_photo_that_comes_with_somebody_elses_mending_is_not_kept(cast: Cast, who: str) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    kept = Evidence.objects.count()
    said = {"before_key": before_key(number), "what_was_done": "nets over 20 m²"}
    refused = do(getattr(cast, who), number, "submit", before=a_picture(), after=a_picture(), **said)
    assert refused.status_code == 403
    assert Evidence.objects.count() == kept
    assert state(number) == State.RECTIFYING


def test_a_photo_that_comes_too_late_is_not_kept(cast: Cast) -> None:
    number = build.a_case(cast, state=State.SELF_CHECKED)
    kept = Evidence.objects.count()
    said = {"before_key": before_key(number), "what_was_done": "nets over 20 m²"}
    refused = do(cast.handler, number, "submit", after=a_picture(), **said)
    assert refused.status_code == 422
    assert "cannot be moved by" in text(refused)
    assert Evidence.objects.count() == kept
