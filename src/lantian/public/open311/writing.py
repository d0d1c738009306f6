"""Answers of GeoReport v2 in JSON and XML: the same facts, named as the specification names them."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse

# what XML 1.0 cannot hold, in whatever escape
UNFIT = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Item = Mapping[str, Any]  # Any: text, numbers, truth, nothing, or a list of further items


class Fault(Exception):
    """What a caller did wrong, with the status that says so."""

    def __init__(self, code: int, description: str) -> None:
        self.code, self.description = code, description
        super().__init__(description)


def answer(
    items: Sequence[Item] | Item, *, root: str, item: str, suffix: str, status: int = 200
) -> HttpResponse:
    """A list of things, or one thing, under the names that XML gives them."""
    if suffix == "json":
        text = json.dumps(items, ensure_ascii=False)
        return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)
    tree = ElementTree.Element(root)
    if isinstance(items, Mapping):
        _fill(tree, items)
    else:
        for one in items:
            _fill(ElementTree.SubElement(tree, item), one)
    body = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8", status=status)


def fault(faults: Sequence[Fault], *, suffix: str) -> HttpResponse:
    """What went wrong, as the specification's list of errors."""
    items = [{"code": one.code, "description": one.description} for one in faults]
    return answer(items, root="errors", item="error", suffix=suffix, status=faults[0].code)


def _fill(node: ElementTree.Element, item: Item) -> None:
    for name, value in item.items():
        child = ElementTree.SubElement(node, name)
        if isinstance(value, Mapping):
            _fill(child, value)
        elif isinstance(value, list | tuple):
            singular = name[:-1] if name.endswith("s") else "item"
            for one in value:
                inner = ElementTree.SubElement(child, singular)
                if isinstance(one, Mapping):
                    _fill(inner, one)
                else:
                    inner.text = _text(one)
        else:
            child.text = _text(value)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return UNFIT.sub("�", str(value))
