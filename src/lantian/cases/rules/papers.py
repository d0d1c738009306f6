"""What stands in the letters that go out about a case; the person who sends one changes it as they like."""

from collections.abc import Mapping

# design defaults: drafts in the manner of an office, none of them quoted from anywhere
RUNG_LETTERS: Mapping[str, str] = {
    "remind": (
        "{unit}：\n你单位承办的{number}（{title}，{place}）整改时限为{due}，现已逾期{late}。"
        "请抓紧整改，于收到本提醒后立即反馈进展和完成时间。"
    ),
    "supervise": (
        "{unit}：\n{number}（{title}，{place}）整改时限为{due}，经提醒仍未完成，现予挂牌督办。"
        "请主要负责同志亲自安排，倒排工期，明确每日进展，限期整改到位并书面报告。"
    ),
    "circular": (
        "各有关单位：\n{unit}承办的{number}（{title}，{place}）整改时限为{due}，经提醒、督办仍未完成，"
        "现予通报批评。请{unit}深刻反思，立即整改；各单位引以为戒，举一反三。"
    ),
    "interview": (
        "{unit}：\n因{number}（{title}，{place}）长期未整改到位，定于近日约谈你单位党政主要负责人和分管负责人。"
        "请准备未完成的原因、整改措施和完成时限的书面说明。"
    ),
    "transfer": (
        "{number}（{title}，{place}）由{unit}承办，整改时限为{due}，经提醒、督办、通报、约谈仍未完成。"
        "现将有关情况移交，建议依规依纪研究处理。附：案件档案。"
    ),
    "reminder_letter": (
        "{unit}：\n我单位就{number}（{title}，{place}）致函贵单位，复函时限为{due}，至今未收到答复。"
        "现再次致函，恳请贵单位予以支持，尽快研究并函复。"
    ),
    "report": (
        "区领导：\n{unit}（不属我区直接管理）就{number}（{title}，{place}）逾期未函复，复函时限为{due}。"
        "现将情况报告，请协调。"
    ),
}
LETTER = (
    "{unit}：\n我区在巡查中发现{place}存在问题：{words}（编号{number}）。按照属地与行业分工，该处由贵单位管理。"
    "为共同改善环境空气质量，商请贵单位予以支持，组织整改，并于{due}前将处理情况函复。"
)
