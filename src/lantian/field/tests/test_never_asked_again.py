"""What the house knows is not asked of whoever fills a form in: place, unit, officer, time, weather, list."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django import forms

import lantian.field
import lantian.public

KNOWN = {
    "officer", "officer_id", "inspector", "unit", "organisation", "unit_code", "grid", "grid_code", "address",
    "weather", "wind", "temperature", "date", "time", "at", "now", "when", "order", "order_number",
    "template", "template_id",
    "kind_of_going", "station", "lon", "lat", "source_code", "place", "said_at", "taken_at",
}  # fmt: skip
ONLY_THEY_KNOW = {
    ("Tell", "address"): "a resident without a position says where in words",
    ("Tell", "grid"): "a resident without a position chooses the area; a position answers it",
    ("FindingForm", "source_code"): "asked only where the order named no place, filled in where it did",
    ("ReportForm", "source_code"): "filled in with the nearest place; may be left out",
}
WORDS = ("单位名称", "检查人", "检查时间", "检查日期", "天气", "地址", "气温", "风向", "网格名称", "检查人员")


def all_forms() -> Iterator[type[forms.Form]]:
    """Every form of the phone and of the public."""
    for package in (lantian.field, lantian.public):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".tests" in found.name or not found.name.endswith("forms"):
                continue
            module = importlib.import_module(found.name)
            for _name, one in inspect.getmembers(module, inspect.isclass):
                if issubclass(one, forms.Form) and one.__module__ == module.__name__:
                    yield one


def asked(form: type[forms.Form]) -> list[str]:
    """The fields a person fills in; what the phone sends by itself is hidden, or comes without a label."""
    return [
        name
        for name, one in form.base_fields.items()
        if not isinstance(one.widget, forms.HiddenInput) and one.label is not None
    ]


FORMS = sorted(all_forms(), key=lambda one: one.__name__)


def test_there_are_forms_to_look_at() -> None:
    assert {"CheckInForm", "FindingForm", "RecordForm", "ReportForm", "Tell"} <= {
        one.__name__ for one in FORMS
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda one: one.__name__)
def test_no_form_asks_what_is_known(form: type[forms.Form]) -> None:
    again = [name for name in asked(form) if name in KNOWN and (form.__name__, name) not in ONLY_THEY_KNOW]
    assert again == []


def test_every_exception_is_still_asked() -> None:
    there = {(form.__name__, name) for form in FORMS for name in asked(form)}
    assert set(ONLY_THEY_KNOW) <= there


def test_no_checklist_asks_what_is_known() -> None:
    folder = Path(lantian.field.__file__).parents[1] / "inspections" / "seeds" / "lists"
    items = [
        (path.name, item["text_zh"])
        for path in sorted(folder.glob("*.yaml"))
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
        for item in row["items"]
        if "text_zh" in item
    ]
    assert len(items) > 50
    assert [(name, text) for name, text in items if any(word in text for word in WORDS)] == []
