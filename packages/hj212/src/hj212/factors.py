"""Factor codes of air: what they are called, and which of the platform's parameters they carry.

Source of names, printed units and 2005 codes: HJ 212-2017, appendix B.2 (air); ozone is not in that table,
its code is that of HJ 524-2009 and common in the field.

**Never take a unit from this table for a value.** The table prints nanograms per cubic metre for particles
and milligrams for gases, while air stations send micrograms (and milligrams for CO); pressure is printed in
kPa. The unit of a value is configured for each point; ``printed_unit`` is here for display and for the
operator who configures it.
"""

from typing import Final, NamedTuple

_B2 = "HJ 212-2017 B.2"
_MG = "mg/m³"
_NG = "ng/m³"


class Factor(NamedTuple):
    """A row of the table.

    ``parameter`` is the canonical code (``pm25 pm10 so2 no2 co o3 ws wd t rh p``), None where there is none.
    ``printed_unit`` is the default unit as the standard prints it, ``old_code`` the code of the 2005 edition.
    """

    code: str
    name_zh: str
    name_en: str
    printed_unit: str | None
    parameter: str | None = None
    old_code: str | None = None
    clause: str = _B2


_ROWS = (
    Factor("a00000", "废气", "waste gas", "m³/s", old_code="B02"),
    Factor("a01001", "温度", "temperature", "°C", "t"),
    Factor("a01002", "湿度", "relative humidity", "%", "rh"),
    Factor("a01006", "气压", "pressure", "kPa", "p"),
    Factor("a01007", "风速", "wind speed", "m/s", "ws"),
    Factor("a01008", "风向", "wind direction", "°", "wd"),
    Factor("a01010", "林格曼黑度", "Ringelmann number", None, old_code="37"),
    Factor("a01011", "烟气流速", "flue gas velocity", "m/s", old_code="S02"),
    Factor("a01012", "烟气温度", "flue gas temperature", "°C", old_code="S03"),
    Factor("a01013", "烟气压力", "flue gas pressure", "kPa", old_code="S08"),
    Factor("a01014", "烟气湿度", "flue gas humidity", "%", old_code="S05"),
    Factor("a01016", "烟道截面积", "flue cross-section", "m²", old_code="S07"),
    Factor("a01017", "烟气动压", "flue gas dynamic pressure", "kPa", old_code="S04"),
    Factor("a05001", "二氧化碳", "carbon dioxide", _MG, old_code="30"),
    Factor("a05002", "甲烷", "methane", _NG),
    Factor("a05024", "臭氧", "ozone", None, "o3", clause="HJ 524-2009"),
    Factor("a19001", "氧气含量", "oxygen content", "%", old_code="S01"),
    Factor("a20007", "砷", "arsenic", _NG),
    Factor("a20026", "镉", "cadmium", _NG),
    Factor("a20044", "铅", "lead", _NG),
    Factor("a20058", "汞", "mercury", _NG),
    Factor("a21001", "氨", "ammonia", _NG, old_code="10"),
    Factor("a21002", "氮氧化物", "nitrogen oxides", _MG, old_code="03"),
    Factor("a21003", "一氧化氮", "nitric oxide", _MG),
    Factor("a21004", "二氧化氮", "nitrogen dioxide", _MG, "no2"),
    Factor("a21005", "一氧化碳", "carbon monoxide", _MG, "co", "04"),
    Factor("a21018", "氟化物", "fluorides", _MG, old_code="06"),
    Factor("a21022", "氯气", "chlorine", _MG, old_code="11"),
    Factor("a21024", "氯化氢", "hydrogen chloride", _MG, old_code="08"),
    Factor("a21026", "二氧化硫", "sulphur dioxide", _MG, "so2", "02"),
    Factor("a21028", "硫化氢", "hydrogen sulphide", _MG, old_code="05"),
    Factor("a24087", "碳氢化合物", "hydrocarbons", _MG, old_code="25"),
    Factor("a24088", "非甲烷总烃", "non-methane hydrocarbons", _MG),
    Factor("a25002", "苯", "benzene", _MG),
    Factor("a25003", "甲苯", "toluene", _MG, old_code="17"),
    Factor("a25005", "二甲苯", "xylenes", _MG, old_code="18"),
    Factor("a31001", "甲醛", "formaldehyde", _MG, old_code="19"),
    Factor("a34001", "总悬浮颗粒物", "total suspended particles", _NG),
    Factor("a34002", "可吸入颗粒物 PM10", "PM10", _NG, "pm10"),
    Factor("a34004", "细颗粒物 PM2.5", "PM2.5", _NG, "pm25"),
    Factor("a34005", "亚微米颗粒物 PM1.0", "PM1.0", _NG),
    Factor("a34013", "烟尘", "smoke dust", _MG, old_code="01"),
)

FACTORS: Final[dict[str, Factor]] = {row.code: row for row in _ROWS}
_BY_OLD_CODE = {row.old_code: row for row in _ROWS if row.old_code is not None}


def factor(code: str) -> Factor | None:
    """Row of a factor code, of the 2017 or of the 2005 edition.

    Parameters
    ----------
    code : str
        As sent, in any case: ``a34004``, ``A34004``, ``02``.

    Returns
    -------
    Factor or None
        None for codes that the table does not have, home-made ones (``O3``) among them.

    References
    ----------
    HJ 212-2017, appendix B.2; HJ 524-2009 for ozone.

    Examples
    --------
    >>> factor("a34004").parameter, factor("02").code, factor("O3")
    ('pm25', 'a21026', None)
    """
    return FACTORS.get(code.lower()) or _BY_OLD_CODE.get(code.upper())
