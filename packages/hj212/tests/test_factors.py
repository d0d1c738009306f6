from hj212 import FACTORS, factor


def test_every_canonical_parameter_has_exactly_one_code():
    parameters = [row.parameter for row in FACTORS.values() if row.parameter]
    assert sorted(parameters) == sorted(
        ["pm25", "pm10", "so2", "no2", "co", "o3", "ws", "wd", "t", "rh", "p"]
    )


def test_ozone_comes_from_another_standard():
    assert factor("a05024").clause == "HJ 524-2009"
    assert {row.clause for row in FACTORS.values() if row.code != "a05024"} == {"HJ 212-2017 B.2"}


def test_the_printed_unit_of_particles_is_the_standards_own_nanogram():
    assert {factor(code).printed_unit for code in ("a34001", "a34002", "a34004")} == {"ng/m³"}
    assert factor("a01006").printed_unit == "kPa"


def test_codes_of_2005_lead_to_the_same_rows_once_each():
    assert [factor(old).code for old in ("01", "02", "03", "04")] == ["a34013", "a21026", "a21002", "a21005"]
    old_codes = [row.old_code for row in FACTORS.values() if row.old_code]
    assert len(old_codes) == len(set(old_codes))


def test_case_does_not_matter_and_unknown_codes_are_none():
    assert factor("A34004") is factor("a34004")
    assert factor("s01") is factor("a19001")
    assert factor("O3") is None
    assert factor("") is None
