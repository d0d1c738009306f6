"""Searching: two characters and more, in Chinese and otherwise, within what a person may see."""

import pytest

import build
from build import Cast
from lantian.accounts.models import Organisation
from lantian.cases import models, queries, rules
from lantian.cases.queries import Narrow, searching
from lantian.cases.states import State


def _found(cast: Cast, asked: str, *, by=None) -> list[str]:
    page = queries.cases(by or cast.analyst, states=tuple(State), narrow=Narrow(text=asked))
    return sorted(row.number for row in page.rows)


@pytest.fixture
def three(cast: Cast) -> tuple[str, str, str]:
    """A heap at the north gate, a road, and a plant in Latin letters."""
    return (
        build.a_case(cast, title="渣土裸露", words="北门外约二十平方米", address="建设路12号"),
        build.a_case(cast, title="道路扬尘", words="洒水车未到", address="人民路与建新街口"),
        build.a_case(cast, title="Boiler No.3 smoke", words="100% sure_thing", address="PLANT Road"),
    )


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ("渣土", {0}),
        ("北门外", {0}),
        ("建设", {0}),
        ("设路", {0}),
        ("人民路与建新", {1}),
        ("扬尘 人民", {1}),
        ("扬尘 北门", set()),
        ("设新", set()),  # both characters are there, but apart
        ("ＰＬＡＮＴ", {2}),
        ("boiler", {2}),
        ("100%", {2}),
        ("e_th", {2}),
        ("不存在的词", set()),
    ],
)
@pytest.mark.parametrize("steps", [(-1,), (2000,)], ids=["read along the list", "looked up"])
def test_finds_what_holds_every_word(
    cast: Cast,
    three: tuple[str, str, str],
    asked: str,
    which: set[int],
    steps: tuple[int, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(searching, "STEPS", steps)
    assert _found(cast, asked) == sorted(three[place] for place in which)


def test_a_single_character_narrows_nothing(cast: Cast, three: tuple[str, str, str]) -> None:
    assert len(_found(cast, "路")) == 3


def test_the_unit_is_found_once_the_case_is_assigned_and_a_stranger_finds_nothing(cast: Cast) -> None:
    Organisation.objects.filter(code="works").update(name_zh="市政工程处")
    number = build.a_case(cast)
    assert _found(cast, "市政工程") == []
    build.walk(number, cast, state=State.ASSIGNED)
    assert _found(cast, "市政工程") == [number]
    assert _found(cast, "市政工程", by=cast.outsider) == []


def test_the_text_is_kept_once_a_case_whatever_happens_to_it(cast: Cast) -> None:
    number = build.a_case(cast, state=State.CLOSED)
    case = models.Case.objects.get(number=number)
    kept = set(models.CaseGram.objects.filter(case=case).values_list("gram", flat=True))
    assert kept == rules.grams(case.text.text)
    assert "works" in case.text.text
