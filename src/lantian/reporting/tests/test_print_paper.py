"""The papers of a visit: who prints them, what stands on them, what a code verifies."""

import hashlib
import io
from uuid import uuid4

import pypdfium2 as pdfium
import pytest
from django.test import Client

import build
from build import NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor, NotAllowed, Role
from lantian.cases import actions as cases
from lantian.cases.models import Case
from lantian.dispatch import rules as going
from lantian.inspections import actions as inspections
from lantian.inspections import models, rules
from lantian.inspections import queries as visits
from lantian.reporting import actions, permissions, queries
from lantian.reporting.models import Paper
from lantian.reporting.rules.visit_paper import NotPrinted

BACKEND = "django.contrib.auth.backends.ModelBackend"
URL = "https://example.invalid/verify/{code}/"
TODAY = NOON.date()
TOLD = {"present_name": "在场甲", "present_post": "项目负责人", "running": "running", "permit": "seen"}
ORDER = {"order_words": "东侧裸土全部覆盖", "order_due_on": TODAY}


@pytest.fixture
def cast(home, db, settings, tmp_path) -> Cast:
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    return build.a_cast()


@pytest.fixture
def pair(cast: Cast) -> list[Actor]:
    people = [build.a_person(unit="group", role=Role.SUPERVISOR, certificate=f"执{n}") for n in (1, 2)]
    return [accounts.actor_of(one) for one in people]


def begun(cast: Cast, pair: list[Actor], *, kind: str = "statutory_inspection") -> models.Visit:
    what = "inspect_site" if kind == "statutory_inspection" else "advise_site"
    order = build.an_order(
        cast,
        kind=kind,
        what=what,
        officer_id=pair[0].id,
        companion_id=pair[1].id,
        planned=going.Planned(basis="大气污染防治法第二十九条", plan="2026年度检查计划"),
    )
    return build.a_visit(cast, order=order, by=pair[0], place_note="门口没有码牌")


def filed(visit: models.Visit, by: Actor, **told: object) -> models.Visit:
    """Answered, recorded, signed by one inspector and the unit's person, and filed as a problem."""
    inspections.keep_record(visit_key=visit.key, told=rules.Told(**TOLD | told), by=by, now=NOON)
    for is_present in (False, True):
        drawn = build.a_photo(by, visit=visit)
        inspections.sign(visit_key=visit.key, photo_key=drawn.key, is_present=is_present, by=by, now=NOON)
    if visit.template.items.exclude(stages=[]).exists():
        inspections.name_stage(visit_key=visit.key, stage_code="earthwork", by=by, now=NOON)
    build.answer_all(visit, "ok", by=by)
    item = visit.template.items.order_by("position")[1]
    inspections.answer(visit_key=visit.key, item_id=item.pk, value="no", note="未覆盖", by=by, now=NOON)
    for one in visit.template.items.all():
        build.a_photo(by, visit=visit, item_id=one.pk)
    fields = {"result": "problem", "category": "bare_land", "words": "东侧裸土", "source_code": "site"}
    inspections.file_finding(visit_key=visit.key, by=by, now=NOON, **fields)
    return visit


def printed(visit: models.Visit, by: Actor, kind: str = "record") -> Paper:
    return actions.print_paper(visit_key=visit.key, kind=kind, verify_url=URL, by=by, now=NOON)


def text_of(content: bytes) -> str:
    paper = pdfium.PdfDocument(io.BytesIO(content))
    return (
        "".join(page.get_textpage().get_text_range() for page in paper).replace("\r\n", "").replace(" ", "")
    )


def test_the_record_says_what_offices_ask_and_is_printed_once(cast: Cast, pair: list[Actor]) -> None:
    visit = filed(begun(cast, pair), pair[0], **ORDER)
    number = cases.order_on_site(visit_key=visit.key, now=NOON)
    paper = printed(visit, pair[0])
    content = queries.paper_bytes(paper.number, cast.analyst)
    assert hashlib.sha256(content).hexdigest() == paper.pdf.sha256
    said = text_of(content)
    for wanted in (
        "现场检查记录",
        paper.number,
        paper.code,
        "执1",
        "执2",
        "在场甲",
        "执法检查",
        "事先通知",
        "盖章",
    ):
        assert wanted in said, wanted
    for wanted in (
        "大气污染防治法第二十九条",
        "2026年度检查计划",
        "东侧裸土全部覆盖",
        number,
        "门口没有码牌",
    ):
        assert wanted in said, wanted
    assert printed(visit, pair[1]) == paper
    assert len(build.events("reporting.paper_printed")) == 1


def test_an_on_site_order_is_a_case_at_once_with_its_duty_and_its_slip(cast: Cast, pair: list[Actor]) -> None:
    visit = filed(begun(cast, pair), pair[0], **ORDER)
    number = cases.order_on_site(visit_key=visit.key, now=NOON)
    assert cases.order_on_site(visit_key=visit.key, now=NOON) == number
    case = Case.objects.get()
    assert case.standard_code.endswith("第2项") and "东侧裸土全部覆盖" in case.words
    assert number in text_of(queries.paper_bytes(printed(visit, pair[0], "slip").number, pair[0]))


def test_no_paper_before_the_visit_is_filed_and_no_slip_without_an_order(
    cast: Cast, pair: list[Actor]
) -> None:
    visit = begun(cast, pair)
    with pytest.raises(NotPrinted):
        printed(visit, pair[0])
    filed(visit, pair[0])
    with pytest.raises(NotPrinted):
        printed(visit, pair[0], "slip")
    assert cases.order_on_site(visit_key=visit.key, now=NOON) is None
    assert not Paper.objects.exists()


@pytest.mark.parametrize("who", ["handler", "outsider", "unit_head", "officer"])
def test_who_may_not_see_the_visit_prints_and_reads_nothing(cast: Cast, pair: list[Actor], who: str) -> None:
    visit = filed(begun(cast, pair), pair[0])
    stranger = getattr(cast, who)
    with pytest.raises(models.Visit.DoesNotExist):
        printed(visit, stranger)
    paper = printed(visit, pair[0])
    with pytest.raises(Paper.DoesNotExist):
        queries.paper_bytes(paper.number, stranger)
    assert not permissions.visible_papers(stranger).exists()


def test_no_on_site_order_follows_a_help_visit_and_its_paper_says_so(cast: Cast, pair: list[Actor]) -> None:
    visit = begun(cast, pair, kind="help_visit")
    with pytest.raises(rules.OrderCannotFollow, match="No on-site order follows"):
        inspections.keep_record(visit_key=visit.key, told=rules.Told(**TOLD | ORDER), by=pair[0], now=NOON)
    inspections.keep_record(visit_key=visit.key, told=rules.Told(**TOLD), by=pair[0], now=NOON)


@pytest.mark.parametrize(
    ("told", "refused"),
    [
        ({"present_name": " "}, rules.PresentMissing),
        ({"refused": True}, rules.PresentMissing),
        ({"order_words": "盖上"}, rules.OrderUndated),
        ({"order_due_on": TODAY}, rules.OrderUndated),
        ({"order_words": "盖上", "order_due_on": TODAY.replace(day=1)}, rules.OrderInPast),
    ],
)
def test_half_a_record_is_refused(
    cast: Cast, pair: list[Actor], told: dict[str, object], refused: type[Exception]
) -> None:
    visit = begun(cast, pair)
    with pytest.raises(refused):
        inspections.keep_record(visit_key=visit.key, told=rules.Told(**TOLD | told), by=pair[0], now=NOON)
    assert not models.Record.objects.exists()


def test_a_refusal_in_words_needs_nobody_present(cast: Cast, pair: list[Actor]) -> None:
    visit = begun(cast, pair)
    told = rules.Told(refused=True, refused_words="门卫不让进，已录像")
    inspections.keep_record(visit_key=visit.key, told=told, by=pair[0], now=NOON)
    assert visits.record_of(visit.key, pair[1]).refused


def test_everybody_who_goes_signs_once_and_strangers_do_not(cast: Cast, pair: list[Actor]) -> None:
    visit = begun(cast, pair)
    for by in (*pair, pair[0]):
        drawn = build.a_photo(by, visit=visit)
        inspections.sign(visit_key=visit.key, photo_key=drawn.key, is_present=False, by=by, now=NOON)
    assert models.Signature.objects.count() == len(build.events("inspections.signed")) == 2
    assert len(visits.visit(visit.key, pair[0]).photos) == 1, "two are names, one was drawn in vain"
    for stranger in (cast.handler, cast.officer):
        with pytest.raises(models.Visit.DoesNotExist):
            inspections.sign(visit_key=visit.key, photo_key=uuid4(), is_present=True, by=stranger, now=NOON)
    with pytest.raises(NotAllowed):
        inspections.sign(
            visit_key=visit.key, photo_key=uuid4(), is_present=True, by=cast.supervisor, now=NOON
        )


def test_anybody_verifies_a_code_and_learns_nothing_of_anybody(cast: Cast, pair: list[Actor]) -> None:
    visit = filed(begun(cast, pair), pair[0])
    paper = printed(visit, pair[0])
    stranger = Client()
    page = stranger.get(f"/verify/{paper.code.lower()}/")
    said = page.content.decode()
    assert page.status_code == 200 and paper.number in said and paper.pdf.sha256 in said
    for secret in ("在场甲", "site", "东侧裸土", "执1"):
        assert secret not in said.replace("console/", ""), secret
    assert stranger.get("/verify/NOTHING234/").status_code == 404
    assert stranger.get(f"/papers/{paper.number}/").status_code == 302
    content = queries.paper_bytes(paper.number, pair[0])
    for given, word in ((content, "逐字节一致"), (content + b" ", "不是这份文书")):
        file = io.BytesIO(given)
        file.name = "paper.pdf"
        assert word in stranger.post(f"/verify/{paper.code}/", {"paper": file}).content.decode()


def test_the_papers_page_keeps_to_the_visit(cast: Cast, pair: list[Actor]) -> None:
    visit = filed(begun(cast, pair), pair[0])
    for by, status in ((pair[0], 302), (cast.analyst, 302), (cast.handler, 404), (cast.unit_head, 404)):
        client = Client()
        client.force_login(Person.objects.get(pk=by.id), backend=BACKEND)
        assert client.post(f"/visits/{visit.key}/print/record/").status_code == status, by.role
    assert Paper.objects.count() == 1
