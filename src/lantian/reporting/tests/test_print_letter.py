"""Letters about cases on paper: printed once, with number, seal space and a code that anybody verifies."""

import hashlib
from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.cases import actions as cases
from lantian.cases.actions import ladder, letters
from lantian.cases.models import Letter, Rung
from lantian.cases.states import State
from lantian.reporting import actions, models, queries
from lantian.reporting.rules import letter_paper
from lantian.reporting.tests.test_print_paper import URL, cast, text_of

__all__ = ["cast"]


@pytest.fixture
def letter(cast: Cast) -> Letter:
    railway = build.an_organisation("railway", kind="resident", is_under_command=False)
    number = build.a_case(cast, state=State.FILED)
    letters.write(number=number, unit_code=railway.code, by=cast.analyst, now=NOON)
    return Letter.objects.select_related("case").get()


def test_a_letter_is_printed_once_with_all_an_office_asks_of_it(cast: Cast, letter: Letter) -> None:
    paper = actions.print_letter(number=letter.number, verify_url=URL, by=cast.analyst, now=NOON)
    content = queries.letter_bytes(letter.number, cast.leader)
    assert hashlib.sha256(content).hexdigest() == paper.pdf.sha256 == queries.verified(paper.code).sha256
    said = text_of(content)
    for wanted in (letter.number, letter.case.number, paper.code, "盖章", "复函时限", "扫码核验"):
        assert wanted in said, wanted
    later = NOON + timedelta(days=1)
    assert actions.print_letter(number=letter.number, verify_url=URL, by=cast.leader, now=later) == paper
    [event] = build.events("reporting.letter_printed")
    assert event.facts["sha256"] == paper.pdf.sha256


def test_the_letter_of_a_rung_is_printed_and_a_draft_is_not(cast: Cast) -> None:
    number = build.a_case(cast, state=State.RECTIFYING)
    cases.draft_overdue_rungs(now=NOON + timedelta(days=30))
    rung = Rung.objects.order_by("pk").first()
    with pytest.raises(Letter.DoesNotExist):
        actions.print_letter(number=rung.number, verify_url=URL, by=cast.analyst, now=NOON)
    sent = ladder.take_rung(
        number=number, rung_id=rung.pk, words="甲局：\n限期整改", by=cast.analyst, now=NOON
    )
    paper = actions.print_letter(number=sent, verify_url=URL, by=cast.analyst, now=NOON)
    assert paper.rung == rung and paper.kind == "remind"
    said = text_of(queries.letter_bytes(sent, cast.analyst))
    assert "整改提醒函" in said and "限期整改" in said


def test_who_does_not_see_the_case_prints_and_reads_nothing(cast: Cast, letter: Letter) -> None:
    build.an_organisation("other_town")
    stranger = build.an_actor("stranger", unit="other_town")
    for other in (stranger, cast.outsider):
        with pytest.raises(Letter.DoesNotExist):
            actions.print_letter(number=letter.number, verify_url=URL, by=other, now=NOON)
    actions.print_letter(number=letter.number, verify_url=URL, by=cast.analyst, now=NOON)
    for other in (stranger, cast.outsider):
        with pytest.raises(models.LetterPaper.DoesNotExist):
            queries.letter_bytes(letter.number, other)


def test_whom_a_letter_is_addressed_to_stands_in_its_first_line() -> None:
    assert letter_paper.parted("甲局：\n一\n\n二") == ("甲局：", ["一", "二"])
    assert letter_paper.parted("现将有关情况移交。") == ("", ["现将有关情况移交。"])
    assert set(letter_paper.TITLES) == {letter_paper.LETTER, *Rung.Kind.values}
