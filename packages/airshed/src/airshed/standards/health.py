"""What each level of the index means for people, in our own words, for every edition to quote.

The names, bounds and colours are the law's; the advice says in plain language what the law's annex asks.
"""

from airshed.standards.tables import Level, SensitiveGroup

_NAMES = (
    ("一级", "Level I", "优", "Excellent", "绿色", "green", (0, 228, 0)),
    ("二级", "Level II", "良", "Good", "黄色", "yellow", (255, 255, 0)),
    ("三级", "Level III", "轻度污染", "Lightly polluted", "橙色", "orange", (255, 126, 0)),
    ("四级", "Level IV", "中度污染", "Moderately polluted", "红色", "red", (255, 0, 0)),
    ("五级", "Level V", "重度污染", "Heavily polluted", "紫色", "purple", (153, 0, 76)),
    ("六级", "Level VI", "严重污染", "Severely polluted", "褐红色", "maroon", (126, 0, 35)),
)

_BOUNDS = (50, 100, 150, 200, 300, 500)

_ADVICE = (
    ("空气清新，户外活动照常。", "The air is clean; be outdoors as usual."),
    (
        "空气尚可；个别对污染特别敏感的人宜少在户外。",
        "The air is acceptable; the few who are unusually sensitive should spend less time outdoors.",
    ),
    (
        "孩子、老人和有心肺疾病的人，少做时间长、强度大的户外运动。",
        "Children, the elderly and people with heart or lung disease: cut down long, hard exercise outdoors.",
    ),
    (
        "孩子、老人和有心肺疾病的人，不做时间长、强度大的户外运动；其他人户外运动适当减量。",
        "Children, the elderly and people with heart or lung disease: no long, hard exercise outdoors. "
        "Everybody else: do somewhat less of it.",
    ),
    (
        "孩子、老人和有心肺疾病的人留在室内、停止户外运动；其他人减少户外运动。",
        "Children, the elderly and people with heart or lung disease: stay indoors, no outdoor exercise. "
        "Everybody else: exercise less outdoors.",
    ),
    (
        "孩子、老人和病人留在室内，不做费力的事；其他人避免户外活动。",
        "Children, the elderly and the sick: stay indoors and avoid effort. "
        "Everybody else: avoid going outdoors.",
    ),
)

_PEOPLE = (
    ("so2", "哮喘患者、儿童和青少年、老年人", "people with asthma, children and teenagers, the elderly"),
    (
        "no2",
        "呼吸系统疾病患者、儿童和青少年、老年人",
        "people with respiratory disease, children and teenagers, the elderly",
    ),
    ("co", "心血管疾病患者", "people with cardiovascular disease"),
    (
        "o3",
        "呼吸系统疾病患者、儿童和青少年、经常在户外活动的人、老年人",
        "people with respiratory disease, children and teenagers, those often outdoors, the elderly",
    ),
    (
        "pm10",
        "心血管或呼吸系统疾病患者、儿童和青少年、经常在户外活动的人、老年人",
        "people with heart or respiratory disease, children and teenagers, those often outdoors, the elderly",
    ),
    (
        "pm25",
        "心血管或呼吸系统疾病患者、儿童和青少年、经常在户外活动的人、老年人",
        "people with heart or respiratory disease, children and teenagers, those often outdoors, the elderly",
    ),
)


def levels(*, lowest: int, clause: str) -> tuple[Level, ...]:
    """Return the six levels, the first one starting at ``lowest``, each citing ``clause``."""
    result = []
    for number, (names, highest, advice) in enumerate(zip(_NAMES, _BOUNDS, _ADVICE, strict=True), start=1):
        name_zh, name_en, category_zh, category_en, colour_zh, colour_en, rgb = names
        result.append(
            Level(
                number=number, lowest=lowest, highest=highest, name_zh=name_zh, name_en=name_en,
                category_zh=category_zh, category_en=category_en, colour_zh=colour_zh, colour_en=colour_en,
                rgb=rgb, advice_zh=advice[0], advice_en=advice[1], clause=clause,
            )
        )  # fmt: skip
        lowest = highest + 1
    return tuple(result)


def sensitive_groups(*, clause: str) -> tuple[SensitiveGroup, ...]:
    """Return who is sensitive to each pollutant, each row citing ``clause``."""
    return tuple(
        SensitiveGroup(pollutant=pollutant, people_zh=zh, people_en=en, clause=clause)
        for pollutant, zh, en in _PEOPLE
    )
