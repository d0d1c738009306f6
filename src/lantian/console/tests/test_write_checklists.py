"""The desk writes checklists: drafts, items, sheets, refusals in sentences, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from build import Cast
from lantian.accounts.rules import Role
from lantian.console.tests import scenes
from lantian.inspections.models import Template

pytestmark = pytest.mark.usefixtures("desk")


@pytest.fixture
def writer(cast: Cast, client: Client) -> Client:
    scenes.sign_in(client, cast.analyst)
    return client


def draft(client: Client, code: str = "road_segment") -> Template:
    house = Template.objects.get(code=code, version=1)
    assert client.post(f"/templates/{house.pk}/act/", {"move": "draft"}).status_code == 302
    return Template.objects.get(code=code, state="draft")


def test_the_list_and_a_version_say_what_holds_and_where_it_is_from(writer: Client) -> None:
    page = writer.get("/templates/").content.decode()
    assert "正在使用的检查表 13 张，草稿 0 张" in page
    house = Template.objects.get(code="site_six_hundred")
    page = writer.get(f"/templates/{house.pk}/").content.decode()
    for said in ("红线", "仅限 拆除", "第 3 项为“不符合 或 基本符合”时才问", "山西检查表", "生成新版本"):
        assert said in page, said


def test_a_draft_is_edited_published_and_refused_in_sentences(writer: Client) -> None:
    made = draft(writer)
    url = f"/templates/{made.pk}/"
    given = {"text_zh": "路灯杆无积尘", "text_en": "Lamp posts", "weight": "5", "category": "road_dust"}
    assert writer.post(f"{url}items/new/", given | {"photo": "never", "asked_if": ""}).status_code == 302
    assert made.items.count() == 7 and made.items.get(position=7).weight == 5
    page = writer.get(url).content.decode()
    assert "105" in page and "修改检查项" in page
    for act, said in (
        ({"move": "remove", "code": "no_spill"}, "以它为前提"),
        ({"move": "up", "code": "spill_from"}, "前提项必须排在它前面"),
        ({"move": "publish", "valid_from": "2020-01-01"}, "已经过去"),
    ):
        answer = writer.post(f"{url}act/", act)
        assert answer.status_code == 422 and said in answer.content.decode(), act
    assert writer.post(f"{url}act/", {"move": "publish", "valid_from": "2026-11-25"}).status_code == 302
    refused = writer.post(f"{url}items/new/", given | {"photo": "never"})
    assert refused.status_code == 422 and "不再改动" in refused.content.decode()
    assert "路灯杆无积尘" in refused.content.decode()  # what was filled in stays


def test_a_sheet_goes_out_and_comes_back_the_same_and_a_wrong_cell_is_named(writer: Client) -> None:
    made = draft(writer)
    url = f"/templates/{made.pk}/"
    sent = writer.get(f"{url}sheet.csv").content
    before = list(made.items.values_list("text_zh", "weight", "photo", "asked_if_values"))
    back = SimpleUploadedFile("检查表.csv", sent)
    assert writer.post(f"{url}read/", {"file": back}).status_code == 302
    assert list(made.items.values_list("text_zh", "weight", "photo", "asked_if_values")) == before
    for wrong, said in (
        (sent.replace("道路扬尘".encode(), "乱写".encode(), 1), "第 2 行“类别”列：不能填“乱写”"),
        ("检查项,分值\n甲,1\n".encode(), "缺少列：类别"),
        ("检查项,类别,分值,前提项,前提答案\n甲,道路扬尘,1,1,不符合\n".encode("gb18030"), "第 2 行“前提项”列"),
        (b"\xff\xfe\x00", "不是 UTF-8"),
        (b"", "有 0 项"),
    ):
        answer = writer.post(f"{url}read/", {"file": SimpleUploadedFile("坏表.csv", wrong)})
        assert answer.status_code == 422 and said in answer.content.decode(), said
    assert made.items.count() == 6


def test_only_the_desk_and_the_administrator_write_others_see_what_holds(writer: Client, cast: Cast) -> None:
    made = draft(writer)
    house = Template.objects.get(code="road_segment", version=1)
    for person in (cast.officer, cast.supervisor, cast.leader, cast.unit_head, cast.handler):
        client = Client()
        scenes.sign_in(client, person)
        assert client.get(f"/templates/{house.pk}/").status_code == 200
        assert client.get(f"/field/templates/{house.pk}/").status_code == 200
        for page in ("", "sheet.csv"):
            assert client.get(f"/templates/{made.pk}/{page}").status_code == 404
        assert client.get(f"/field/templates/{made.pk}/").status_code == 404
        for page in ("items/new/", "describe/", "read/"):
            assert client.get(f"/templates/{made.pk}/{page}").status_code == 403
        assert client.post(f"/templates/{made.pk}/act/", {"move": "discard"}).status_code == 403
    assert person.role is Role.HANDLER and Template.objects.filter(pk=made.pk).exists()
