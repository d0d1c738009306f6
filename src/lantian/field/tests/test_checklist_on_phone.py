"""Stages of work, conditions and red lines on the phone; the version a phone holds."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

import build
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import Actor
from lantian.dispatch.rules import Planned
from lantian.inspections import actions, models, rules
from lantian.kernel import clock

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # Any: has no type
    settings.LANTIAN_HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(clock, "now", lambda: build.NOON)


@pytest.fixture
def cast(db: None) -> build.Cast:
    build.a_house()
    return build.a_cast()


def phone(by: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=by.id), backend=BACKEND)
    return client


def on_site(cast: build.Cast) -> tuple[models.Visit, Actor]:
    """Two certificate holders on the site, with the list of the six 100 %."""
    pair = [build.a_person(unit="town", certificate=f"执{n}") for n in (1, 2)]
    order = build.an_order(
        cast,
        kind="statutory_inspection",
        what="inspect_site",
        officer_id=pair[0].pk,
        companion_id=pair[1].pk,
        planned=Planned(basis="大气污染防治法第六十九条", plan="2026年度检查计划"),
    )
    by = accounts.actor_of(pair[0])
    return build.a_visit(cast, order=order, by=by, place_note="门口的码坏了"), by


def test_a_browser_without_script_is_asked_what_follows_from_its_answers(cast: build.Cast) -> None:
    visit, by = on_site(cast)
    client, url = phone(by), f"/field/visits/{visit.key}/"
    items = {item.code: item.pk for item in visit.template.items.all()}
    page = client.get(url).content.decode()
    assert "红线" in page and "必须拍照" in page
    assert f'data-item="{items["wash_why"]}"' in page and page.count(" hidden>") >= 1
    given = {
        "stage_code": "decoration",
        f"item-{items['wash_100']}": "no",
        f"note-{items['wash_100']}": "水管坏了",
    }
    client.post(f"{url}checklist/", given)
    page = client.get(url).content.decode()
    assert '<option value="decoration" selected>' in page
    assert shown(page, items["wash_why"]) and not shown(page, items["wet_100"])
    assert '<span id="answered">1</span> / <span id="total">7</span>' in page
    assert models.Answer.objects.get().note == "水管坏了"


def shown(page: str, item: int) -> bool:
    box = page.split(f'data-item="{item}"')[1].split(">")[0]
    return "hidden" not in box


def test_a_stage_is_named_by_the_phone_and_a_wrong_one_refused(cast: build.Cast) -> None:
    visit, by = on_site(cast)
    client, url = phone(by), f"/field/visits/{visit.key}/stage/"
    assert client.post(url, {"stage_code": "decoration"}).json()["total"] == 6
    assert client.post(url, {"stage_code": "moon"}).status_code == 422
    assert phone(cast.grid_head).post(url, {"stage_code": "structure"}).status_code == 404
    assert models.Visit.objects.get().stage_code == "decoration"
    assert len(build.events("inspections.stage_named")) == 1


def test_what_was_filed_says_what_cost_points_and_which_red_line(cast: build.Cast) -> None:
    visit, by = on_site(cast)
    actions.name_stage(visit_key=visit.key, stage_code="decoration", by=by, now=build.NOON)
    build.answer_all(visit, "ok", by=by, but={"fence_100": "no", "management": "mostly", "wet_100": "no"})
    build.a_photo(by, visit=visit, item_id=visit.template.items.get(code="fence_100").pk)
    actions.file_finding(
        visit_key=visit.key, result="problem", category="", words="", source_code=None, by=by, now=build.NOON
    )
    page = phone(by).get(f"/field/visits/{visit.key}/").content.decode()
    assert "不合格：触碰红线" in page
    assert "83.50" in page and "−15" in page and "−1.5" in page
    assert "土方和拆除" not in page  # of another stage: counts in full
    visit.refresh_from_db()
    assert visit.is_failed
    [event] = build.events("inspections.finding_filed")
    assert event.facts["red_lines"] == ["工地周边100%围挡：连续、封闭、牢固"]


def test_a_new_version_between_the_page_and_the_check_in_keeps_the_answers(
    cast: build.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, client, key = build.an_order(cast), phone(cast.officer), uuid4()
    page = client.get(f"/field/orders/{number}/ahead/").content.decode()
    old = models.Template.objects.get(code="public_ground_dust")
    assert f'data-template="{old.pk}"' in page
    item = old.items.first()
    tomorrow = build.NOON + timedelta(days=1)
    models.Template.objects.filter(pk=old.pk).update(valid_to=build.NOON.date())
    fields = {"code": old.code, "version": 2, "name_zh": "新", "name_en": "new", "origin": "test"}
    new = models.Template.objects.create(
        **fields, kinds_of_going=old.kinds_of_going, valid_from=tomorrow.date()
    )
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    given = {"key": str(key), "lon": "116.4", "lat": "39.9", "accuracy_m": "8", "template_id": old.pk}
    assert client.post(f"/field/sent/orders/{number}/check-in/", given).status_code == 200
    assert models.Visit.objects.get().template_id == old.pk
    kept = client.post(f"/field/visits/{key}/answers/", {"item_id": item.pk, "value": "ok", "note": ""})
    assert kept.status_code == 200
    other = build.an_order(cast, now=tomorrow)  # given after the old one ended
    refused = client.post(f"/field/sent/orders/{other}/check-in/", given | {"key": str(uuid4())})
    assert refused.status_code == 422 and "从未有效" in refused.json()["trouble"]
    assert (
        client.post(
            f"/field/sent/orders/{other}/check-in/", given | {"key": str(uuid4()), "template_id": new.pk}
        ).status_code
        == 200
    )


CASES = [
    ("", {}),
    ("decoration", {"a": "no"}),
    ("earthwork", {"a": "mostly", "b": "no", "c": "ok"}),
    ("earthwork", {"a": "ok", "b": "no"}),
    ("idle", {"a": "no", "b": "ok", "c": "no"}),
    ("", {"a": "no", "b": "no", "c": "no"}),
]
ITEMS = [
    {"code": "a"},
    {"code": "b", "asked_if": "a", "asked_if_values": ("no", "mostly")},
    {"code": "c", "asked_if": "b", "asked_if_values": ("no",), "stages": ("earthwork", "demolition")},
    {"code": "d", "stages": ("earthwork",)},
]
NODE = """
const fs = require("fs"), window = {}; global.window = window;
eval(fs.readFileSync(process.argv[2], "utf8"));
const { items, cases } = JSON.parse(process.argv[3]);
const shown = cases.map(function ([stage, given]) {
  const boxes = items.map(function (item) {
    return {
      hidden: false, dataset: { item: item.code, stages: (item.stages || []).join(" "), if: item.asked_if || "", ifValues: (item.asked_if_values || []).join(" ") },
      querySelector: function () { return given[item.code] ? { value: given[item.code] } : null; },
      hasAttribute: function () { return false; },
    };
  });
  const root = {
    querySelectorAll: function (what) { return what === ".it" ? boxes : []; },
    querySelector: function () { return { value: stage }; },
  };
  window.phoneAsking(root).look();
  return boxes.filter(function (box) { return !box.hidden; }).map(function (box) { return box.dataset.item; });
});
console.log(JSON.stringify(shown));
"""  # noqa: E501  a script


@pytest.mark.skipif(shutil.which("node") is None, reason="no node here; the journey in Chromium covers it")
def test_the_phone_asks_by_the_same_rule_as_the_server(tmp_path: Path) -> None:
    script = tmp_path / "asked.js"
    script.write_text(NODE)
    asking = Path(__file__).parents[1] / "static" / "field" / "asking.js"
    sent = json.dumps({"items": ITEMS, "cases": CASES})
    run = subprocess.run(
        ["node", str(script), str(asking), sent], capture_output=True, text=True, check=True, timeout=30
    )
    plain = {"text": "", "category": "", "weight": 1, "has_photo": False}
    expected = [
        sorted(
            rules.asked(
                [rules.Answered(**plain, value=given.get(item["code"]), **item) for item in ITEMS],
                stage=stage,
            )
        )
        for stage, given in CASES
    ]
    assert [sorted(one) for one in json.loads(run.stdout)] == [sorted(one) for one in expected]
