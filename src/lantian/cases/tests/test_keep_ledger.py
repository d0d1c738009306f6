"""The ledger of a superior inspection: lines, progress, six steps in order, a sheet taken whole or not."""

import io
import zipfile
from datetime import date, timedelta

import pytest
import xlsxwriter

import build
from build import NOON, Cast
from lantian.accounts.models import Alias, Organisation
from lantian.accounts.rules import NotAllowed
from lantian.cases import actions, models
from lantian.cases.actions import ledger
from lantian.cases.queries import ledger as lines
from lantian.cases.rules import ledger as law
from lantian.cases.rules import ledger_rows
from lantian.cases.states import Level, State

ENTRY = {
    "batch": "2026-1",
    "serial": "3",
    "original_words": "bare soil at the site",
    "tier": "provincial",
    "target": "no bare soil",
    "measures": "net and grass",
    "span": "short",
    "due_on": date(2026, 12, 31),
    "lead_unit": "works",
}
ROW = (
    *("2026-2", "7", "裸土未覆盖", "省级", "裸地", "site", "全部覆盖"),
    *("覆盖防尘网", "短期", "2026-12-31", "works", "roads", ""),
)


def _entry(cast: Cast, *, state: State = State.RECTIFYING, **changes: object) -> str:
    number = build.a_case(cast, state=state, level=Level.SUPERIOR, channel=law.CHANNEL)
    entry = law.Entry(**ENTRY | changes)
    ledger.open_entry(number=number, entry=entry, by=cast.analyst, now=NOON)
    return number


def _step(cast: Cast, number: str, step: str, who: str, **changes: object) -> None:
    given = {"words": "done", "document": "paper 1", "now": NOON}
    ledger.take_step(number=number, step=step, by=getattr(cast, who), **given | changes)


def _sheet(*rows: tuple[str, ...], heads: tuple[str, ...] = tuple(ledger_rows.COLUMNS)) -> bytes:
    return "\n".join(",".join(row) for row in (heads, *rows)).encode("utf-8-sig")


def test_a_line_begins_with_the_first_step_and_names_a_contact(cast: Cast) -> None:
    number = _entry(cast)
    line = lines.entry(number, cast.analyst, now=NOON)
    assert (line.entry.lead_unit.code, line.entry.contact.username) == ("works", "unit_head")
    assert [one.step.code for one in line.taken] == ["ledger"]
    assert (line.next_step.code, line.steps, line.is_overdue) == ("district_acceptance", 6, False)
    assert lines.entry(number, cast.analyst, now=NOON + timedelta(days=60)).is_overdue


def test_the_six_steps_are_taken_in_order_by_whom_they_belong_to(cast: Cast) -> None:
    number = _entry(cast)
    with pytest.raises(law.StepTooSoon):
        _step(cast, number, "district_acceptance", "supervisor")
    build.walk(number, cast, state=State.IN_PUBLICITY, level=Level.SUPERIOR, since=State.RECTIFYING)
    with pytest.raises(law.StepOutOfOrder):
        _step(cast, number, "leader_signature", "leader")
    with pytest.raises(law.StepNotYours):
        _step(cast, number, "district_acceptance", "analyst")
    with pytest.raises(law.DocumentMissing, match="验收意见书"):
        _step(cast, number, "district_acceptance", "supervisor", document=" ")
    _step(cast, number, "district_acceptance", "supervisor")
    with pytest.raises(law.StepTakenAlready):
        _step(cast, number, "district_acceptance", "supervisor")
    _step(cast, number, "media_publicity", "analyst")
    later = models.Case.objects.get().publicity_until
    with pytest.raises(law.StepsOpen):
        actions.close(number=number, by=cast.leader, now=later)
    _step(cast, number, "leader_signature", "leader")
    _step(cast, number, "city_recheck", "analyst")
    with pytest.raises(law.StepTooSoon):
        _step(cast, number, "strike_off", "analyst")
    actions.close(number=number, by=cast.leader, now=later)
    _step(cast, number, "strike_off", "analyst")
    assert lines.entry(number, cast.analyst, now=NOON).next_step is None
    assert [event.facts["step"] for event in build.events("cases.step_taken")][-1] == "strike_off"


def test_only_units_of_the_line_report_progress_and_the_last_words_count(cast: Cast) -> None:
    number = _entry(cast, cooperating=("roads",))
    for who, words in (("unit_head", "half"), ("outside_head", "three quarters")):
        ledger.report_progress(number=number, month=NOON.date(), words=words, by=getattr(cast, who), now=NOON)
    line = lines.entry(number, cast.analyst, now=NOON)
    assert (line.progress.words, line.has_this_month) == ("three quarters", True)
    with pytest.raises(NotAllowed):
        ledger.report_progress(number=number, month=NOON.date(), words="x", by=cast.officer, now=NOON)
    build.an_organisation("far")
    far = build.an_actor("far_head", role="unit_head", unit="far")
    with pytest.raises(models.LedgerEntry.DoesNotExist):
        ledger.report_progress(number=number, month=NOON.date(), words="x", by=far, now=NOON)


def test_only_the_desk_opens_a_line_and_only_for_an_inspection_and_once(cast: Cast) -> None:
    number = _entry(cast)
    with pytest.raises(law.EntryTwice):
        ledger.open_entry(
            number=number, entry=law.Entry(**ENTRY | {"serial": "4"}), by=cast.analyst, now=NOON
        )
    plain = build.a_case(cast, state=State.FILED)
    with pytest.raises(law.NotOfInspection):
        ledger.open_entry(number=plain, entry=law.Entry(**ENTRY), by=cast.analyst, now=NOON)
    with pytest.raises(NotAllowed):
        ledger.open_entry(number=number, entry=law.Entry(**ENTRY), by=cast.leader, now=NOON)


def test_a_sheet_makes_filed_cases_with_their_lines_and_units_by_alias(cast: Cast) -> None:
    works = Organisation.objects.get(code="works")
    Alias.objects.create(organisation=works, name="城建局", valid_from=build.SINCE)
    row = [*ROW]
    row[10] = "城建局"
    [number] = ledger.take_sheet(content=_sheet(tuple(row)), name="a.csv", by=cast.analyst, now=NOON)
    line = lines.entry(number, cast.analyst, now=NOON)
    assert (line.entry.case.level, line.entry.case.state) == ("superior", State.FILED)
    assert (line.entry.lead_unit, line.entry.original_words) == (works, "裸土未覆盖")
    with pytest.raises(law.RowsBad, match="2026-2"):
        ledger.take_sheet(content=_sheet(ROW), name="a.csv", by=cast.analyst, now=NOON)
    assert models.LedgerEntry.objects.count() == 1


def test_bad_rows_are_named_with_their_line_and_nothing_is_taken(cast: Cast) -> None:
    def changed(place: int, value: str, serial: str) -> tuple[str, ...]:
        row = [*ROW]
        row[place], row[1] = value, serial
        return tuple(row)

    sheet = _sheet(
        changed(1, "6", "6"),
        changed(10, "nobody", "8"),
        changed(9, "soon", "9"),
        changed(4, "noise", "10"),
        changed(5, "nowhere", "11"),
    )
    with pytest.raises(law.RowsBad) as refused:
        ledger.take_sheet(content=sheet, name="a.csv", by=cast.analyst, now=NOON)
    assert [line.split(" · ")[0] for line in refused.value.lines] == ["3: 8", "4: 9", "5: 10", "6: 11"]
    assert "nobody" in refused.value.lines[0] and "nowhere" in refused.value.lines[3]
    assert not models.Case.objects.exists() and not models.LedgerEntry.objects.exists()


def test_a_workbook_is_read_as_an_office_writes_it(cast: Cast) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    page, days = book.add_worksheet("台账"), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write(0, 0, "督察反馈问题整改台账")
    page.write_row(1, 0, tuple(ledger_rows.COLUMNS))
    page.write_row(2, 0, ROW)
    page.write_datetime(2, 9, NOON.replace(tzinfo=None), days)
    page.write_number(2, 1, 12)
    book.close()
    [number] = ledger.take_sheet(content=file.getvalue(), name="a.xlsx", by=cast.analyst, now=NOON)
    entry = models.LedgerEntry.objects.get(case__number=number)
    assert (entry.serial, entry.due_on) == ("12", NOON.date())


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no zip", b"\xff\xfe\x00x", b"a,b\n1,2\n", "批次,序号\n1,2\n".encode()]
)
def test_what_is_no_ledger_is_refused_with_a_sentence(cast: Cast, content: bytes) -> None:
    with pytest.raises(law.SheetBad, match="Nothing was imported"):
        ledger.take_sheet(content=content, name="a.csv", by=cast.analyst, now=NOON)


def test_a_workbook_with_entities_is_refused(cast: Cast) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>')
    with pytest.raises(law.SheetBad):
        ledger.take_sheet(content=file.getvalue(), name="a.xlsx", by=cast.analyst, now=NOON)


def test_filters_narrow_the_ledger_and_a_stranger_sees_none_of_it(cast: Cast) -> None:
    number = _entry(cast)
    for narrow, count in (
        (lines.Narrow(), 1),
        (lines.Narrow(batch="2026-1", tier="provincial", span="short", unit="works"), 1),
        (lines.Narrow(step="district_acceptance"), 1),
        (lines.Narrow(step="strike_off"), 0),
        (lines.Narrow(unit="roads"), 0),
        (lines.Narrow(is_overdue=True), 0),
    ):
        assert len(lines.entries(cast.analyst, narrow=narrow, now=NOON)) == count
    assert lines.entries(cast.outsider, narrow=lines.Narrow(), now=NOON) == ()
    with pytest.raises(models.LedgerEntry.DoesNotExist):
        lines.entry(number, cast.outsider, now=NOON)
