"""The papers of a visit: what they print, the PDF, and what a code verifies."""

import base64
import io
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import typst
from PIL import Image

from lantian.accounts.rules import Actor
from lantian.calendar import queries as calendar
from lantian.cases.models import Case
from lantian.dispatch import queries as dispatch
from lantian.inspections import queries as inspections
from lantian.inspections.models import Record, Visit
from lantian.kernel import files
from lantian.reporting import models, permissions
from lantian.reporting.queries import codes, letter_papers
from lantian.reporting.queries.printing import FONTS, ROOM
from lantian.reporting.rules import visit_paper as words

Json = dict[str, Any]  # Any: JSON for the template
TEMPLATE = ROOM / "typst" / "visit.typ"
MOST_PHOTOS, PHOTO_WIDTH = 4, 640


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What anybody may know of a paper: that it exists, and by which hash it is known. Nobody is named."""

    number: str
    kind: str
    printed_at: datetime
    sha256: str
    size: int


def verified(code: str) -> Verified:
    """The paper a code stands on; Paper.DoesNotExist for any other code."""
    code = code.strip().upper()
    letter = letter_papers.letter_verified(code)
    found = letter or models.Paper.objects.select_related("pdf").get(code=code)
    return Verified(
        number=found.number,
        kind=found.kind,
        printed_at=found.printed_at,
        sha256=found.pdf.sha256,
        size=found.pdf.size,
    )


def paper(number: str, by: Actor) -> models.Paper:
    """A paper; Paper.DoesNotExist when absent or not for this person."""
    return permissions.visible_papers(by).select_related("pdf").get(number=number)


def papers_of(visit_key: UUID | str, by: Actor) -> list[models.Paper]:
    """The papers printed of a visit."""
    return list(permissions.visible_papers(by).filter(visit__key=visit_key).order_by("kind"))


def paper_bytes(number: str, by: Actor) -> bytes:
    """The PDF as it was kept."""
    return files.read(paper(number, by).pdf.sha256)


def printed_visit(
    visit: Visit, by: Actor, *, kind: str, number: str, code: str, verify_url: str, at: datetime
) -> bytes:
    """The PDF of a visit: the same bytes for the same visit, number and code."""
    data = _data(visit, by, kind=kind) | {
        "number": number,
        "code": code,
        "url": verify_url,
        "qr": codes.qr(verify_url),
        "printed": words.moment(at.astimezone(calendar.local_zone())),
    }
    made = typst.compile(
        TEMPLATE,
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__}; the bytes of one PDF are needed")
    return made


def _data(visit: Visit, by: Actor, *, kind: str) -> Json:
    view = inspections.visit(visit.key, by)
    record = inspections.record_of(visit.key, by)
    going = dispatch.who_goes(visit.order)
    case = Case.objects.filter(finding__visit=visit).first()
    return {
        "kind": kind,
        "title": words.TITLES[kind],
        "is_demo": visit.order.grid.is_demo,
        "is_help": visit.order.kind == "help_visit",
        "no_penalty": words.NO_PENALTY,
        "glass": words.GLASS,
        "fields": _fields(visit, view, record, going),
        "people": [_person(person, part) for person, part in going],
        "items": [
            {"text": item.text_zh, "value": words.ANSWERS.get(item.value, words.NOTHING), "note": item.note}
            for item in view.items
            if item.value
        ],
        "result": words.RESULTS.get(view.result, words.NOTHING),
        "words": view.words,
        "score": str(view.score) if view.score is not None else "",
        "photos": [_photo(one.key, by) for one in view.photos[:MOST_PHOTOS]],
        "photo_count": len(view.photos),
        "order_words": record.order_words if record else "",
        "order_due": words.day(record.order_due_on) if record else "",
        "case": case.number if case else "",
        "signatures": [_signature(one) for one in inspections.signatures_of(visit)],
        "refused": _refusal(record),
    }


def _fields(visit: Visit, view: inspections.VisitView, record: Record | None, going: list[Any]) -> list[Json]:
    """The lines of the form, in the order offices print them."""
    order, zone = visit.order, calendar.local_zone()
    came = (visit.said_at or visit.checked_in_at).astimezone(zone)
    left = (record.left_at if record and record.left_at else visit.filed_at) or None
    scan = dispatch.scan_of(order)
    unit = visit.source.answerable.name_zh if visit.source else order.grid.organisation.name_zh
    way = words.forms_of_going(
        kind=order.kind,
        mode=order.mode,
        is_joint=order.parts.exists(),
        is_drawn=order.draw_id is not None,
        is_recheck=bool(order.case_ref),
    )
    lines = [
        ("被检查单位（场所）", view.place_zh),
        ("责任单位", unit),
        ("地址", _address(visit)),
        ("检查类别", way),
        ("检查依据", order.basis or words.NOTHING),
        ("年度计划", order.plan or words.NOTHING),
        ("进入时间", words.moment(came)),
        ("离开时间", words.moment(left.astimezone(zone) if left else None)),
        ("到场证明", _proof(view)),
        ("扫码入场", words.moment(scan.at.astimezone(zone)) if scan else "未扫码"),
        ("在场人员", _present(record)),
        ("生产（施工）状况", record.get_running_display() if record and record.running else words.NOTHING),
        (
            "治理设施运行",
            record.get_facilities_display() if record and record.facilities else words.NOTHING,
        ),
        ("许可证", record.get_permit_display() if record and record.permit else words.NOTHING),
        ("查看监测数据", record.monitor_seen if record and record.monitor_seen else words.NOTHING),
        ("查看台账", record.ledger_seen if record and record.ledger_seen else words.NOTHING),
    ]
    return [{"name": name, "value": value} for name, value in lines]


def _person(person: Any, part: str) -> Json:  # Any: an accounts.Person
    return {
        "name": person.name_zh,
        "unit": person.organisation.name_zh,
        "certificate": person.certificate or "无执法证",
        "part": part,
    }


def _address(visit: Visit) -> str:
    place = visit.source
    where = f"{visit.order.grid.region.name_zh} {visit.order.grid.name_zh}"
    return f"{where}（{place.lon:.5f}, {place.lat:.5f}）" if place else where


def _proof(view: inspections.VisitView) -> str:
    said = f"距场所 {view.distance_m:.0f} 米" if view.distance_m is not None else "手机未给出位置"
    return f"{said}；{view.place_note}" if view.place_note else said


def _present(record: Record | None) -> str:
    if record is None or not record.present_name:
        return words.NOTHING
    return " ".join(one for one in (record.present_name, record.present_post) if one)


def _refusal(record: Record | None) -> str:
    if record is None or not record.refused:
        return ""
    return record.refused_words or "被检查单位拒绝"


def _signature(one: Any) -> Json:  # Any: an inspections.Signature
    name = one.person.name_zh if one.person else "被检查单位在场人员"
    return {
        "name": name,
        "at": words.moment(one.at.astimezone(calendar.local_zone())),
        "picture": _wrapped(files.read(one.picture.public_copy_id), width=660, height=220),
    }


def _photo(key: str, by: Actor) -> str:
    """A photo, small, as an SVG that holds it: typst reads no files of ours."""
    content = inspections.public_copy(inspections.evidence(key, by))
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    picture.thumbnail((PHOTO_WIDTH, PHOTO_WIDTH))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return _wrapped(out.getvalue(), width=picture.width, height=picture.height)


def _wrapped(content: bytes, *, width: int, height: int) -> str:
    data = base64.b64encode(content).decode()
    media = files.media_type(content)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:{media};base64,{data}"/></svg>'
    )
