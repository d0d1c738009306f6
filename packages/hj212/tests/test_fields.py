from datetime import datetime
from decimal import Decimal

import pytest

from hj212.faults import BadDataTime, BadEncoding, DuplicateField, OddField, UnknownMark, ValueNotANumber
from hj212.fields import Reading, area_text, moment, read_moment, read_readings, split_fields, upload_fields


def split(text):
    faults = []
    return split_fields(text, faults), faults


def readings(**fields):
    faults = []
    return read_readings({name.replace("_", "-"): text for name, text in fields.items()}, faults), faults


def test_commas_and_semicolons_part_fields_alike():
    assert split("A=1;B-Rtd=2,B-Flag=N;") == ({"A": "1", "B-Rtd": "2", "B-Flag": "N"}, [])


def test_an_empty_area_has_no_fields():
    assert split("") == ({}, [])


@pytest.mark.parametrize("text", ["A", "=1", "&&", "A=1;B", "A=1;=2,"])
def test_what_has_no_name_or_no_equals_sign_is_an_odd_field(text):
    fields, faults = split(text)
    assert len(faults) == 1
    assert isinstance(faults[0], OddField)
    assert fields == ({"A": "1"} if "A=1" in text else {})


def test_a_repeated_field_keeps_its_first_value_and_records_the_later():
    assert split("A=1;A=2;A=3") == (
        {"A": "1"},
        [DuplicateField(field="A", text="2"), DuplicateField(field="A", text="3")],
    )


def test_a_value_may_hold_equals_signs_and_be_empty():
    assert split("A=b=c;D=")[0] == {"A": "b=c", "D": ""}


def test_a_log_text_between_slashes_is_one_value():
    text = "DataTime=20240601000000;i11001-Info=//started, ok; step=2//;B=1"
    assert split(text) == (
        {"DataTime": "20240601000000", "i11001-Info": "//started, ok; step=2//", "B": "1"},
        [],
    )


def test_a_log_text_that_never_closes_does_not_swallow_the_rest():
    assert split("A=//x;B=1") == ({"A": "//x", "B": "1"}, [])


def test_chinese_text_is_read_in_utf8_and_in_gbk():
    faults = []
    assert area_text("Info=设备正常".encode(), faults) == "Info=设备正常"
    assert faults == []
    assert area_text("Info=设备正常".encode("gbk"), faults) == "Info=设备正常"
    assert faults == [BadEncoding(used="gbk")]


def test_bytes_of_no_encoding_are_replaced_and_noted():
    faults = []
    assert area_text(b"A=\xff\xff\xff", faults).startswith("A=")
    assert faults[0].used == "utf-8 with replaced bytes"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20240229235959", datetime(2024, 2, 29, 23, 59, 59)),  # noqa: DTZ001  device time has no zone
        ("20230229000000", None),
        ("20240101240000", None),
        ("2024010100000", None),
        ("２０２４０１０１００００００", None),
        ("", None),
    ],
)
def test_a_moment_has_14_digits_and_exists(text, expected):
    assert moment(text) == expected


def test_a_moment_with_milliseconds_is_read_and_noted():
    faults = []
    found = read_moment({"DataTime": "20210305003817000"}, "DataTime", faults)
    assert f"{found:%Y-%m-%d %H:%M:%S}" == "2021-03-05 00:38:17"
    assert faults == [BadDataTime(field="DataTime", seen="20210305003817000")]


def test_every_suffix_of_a_factor_stands_in_one_reading():
    found, faults = readings(
        a01_Min="1", a01_Avg="2.50", a01_Max="3", a01_Cou="9", a01_ZsAvg="-0.1", a01_Flag="N"
    )
    assert faults == []
    assert found == (
        Reading("a01", {"Min": "1", "Avg": "2.50", "Max": "3", "Cou": "9", "ZsAvg": "-0.1"}, mark="N"),
    )
    assert found[0].number("Avg") == Decimal("2.50")
    assert str(found[0].number("Avg")) == "2.50"
    assert found[0].number("Rtd") is None


def test_sample_time_and_equipment_mark_are_read():
    (reading,), faults = readings(w01_SampleTime="20231008132300", w01_Rtd="1", w01_EFlag="A7")
    assert faults == []
    assert f"{reading.sampled_at:%H:%M}" == "13:23"
    assert reading.equipment_mark == "A7"


def test_a_bad_sample_time_is_noted():
    (reading,), faults = readings(w01_SampleTime="yesterday", w01_Rtd="1")
    assert reading.sampled_at is None
    assert faults == [BadDataTime(field="w01-SampleTime", seen="yesterday")]


@pytest.mark.parametrize(
    "text", ["", "-", "--", "NaN", "1,5".replace(",", "."[:0]) + "x", "1e999", "0x1F", "１", "1.2.3", "inf"]
)
def test_a_value_that_is_no_number_is_kept_as_text_and_noted(text):
    (reading,), faults = readings(a01_Avg=text)
    assert faults == [ValueNotANumber(field="a01-Avg", text=text)]
    assert reading.values == {"Avg": text}
    assert reading.number("Avg") is None


@pytest.mark.parametrize("text", ["0", "-1.50", "+2", "5.", ".5", "1E-05", "2.3e+7", "000.10"])
def test_a_number_keeps_the_digits_of_the_source(text):
    (reading,), faults = readings(a01_Avg=text)
    assert faults == []
    assert reading.number("Avg") == Decimal(text)


def test_suffixes_of_no_edition_pass_through_without_a_fault():
    (reading,), faults = readings(a01006_Avg="101.85", a01006_ValidNum="10")
    assert faults == []
    assert reading.values["ValidNum"] == "10"


@pytest.mark.parametrize("mark", list("NFMSDCTB"))
def test_the_eight_marks_are_known(mark):
    (reading,), faults = readings(a01_Flag=mark)
    assert (reading.mark, faults) == (mark, [])


@pytest.mark.parametrize("mark", ["n", "X", "", "NF", "正"])
def test_another_mark_is_kept_and_noted(mark):
    (reading,), faults = readings(a01_Flag=mark)
    assert reading.mark == mark
    assert faults == [UnknownMark(field="a01-Flag", text=mark, needed="N F M S D C T B")]


def test_any_mark_passes_when_none_is_insisted_on():
    faults = []
    assert read_readings({"01-Flag": "P"}, faults, marks=frozenset())[0].mark == "P"
    assert faults == []


def test_upload_fields_are_what_reading_them_gives_back():
    at = datetime.fromisoformat("2022-05-13T16:00")
    sent = (Reading("a34004", {"Avg": "14.0", "Min": "9"}, "N", "E1", at), Reading("O3", {"Rtd": "63"}))
    fields = upload_fields(sent, data_time=at)
    assert fields["DataTime"] == "20220513160000"
    assert read_readings(fields, []) == sent
