"""Words of checklists: how a version stands, when a photo is needed, what a sheet calls things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from lantian.console import words
from lantian.inspections import rules
from lantian.inspections.models import Item, Stage

STANDINGS: dict[str, Promise] = {
    "draft": pgettext_lazy("checklist", "Draft"),
    "planned": pgettext_lazy("checklist", "Planned"),
    "in_force": pgettext_lazy("checklist", "In force"),
    "replaced": pgettext_lazy("checklist", "Replaced here by our own"),
    "ended": pgettext_lazy("checklist", "Ended"),
    "withdrawn": pgettext_lazy("checklist", "Withdrawn"),
}
PHOTOS: dict[str, Promise] = {
    "never": _("No photo"),
    "not_met": _("Photo when not met"),
    "always": _("Photo always"),
}
PARTS_OF_DAY: dict[str, Promise] = {
    "any": _("Any time"),
    "day": _("By day"),
    "night": _("At night"),
}


def of_sheet() -> rules.Wording:
    """The words of a sheet are Chinese whoever writes it, so that any office reads it."""
    with override("zh-hans"):
        return rules.Wording(
            categories={code: str(word) for code, word in words.CATEGORIES.items()},
            photos={choice.value: choice.label for choice in Item.Photo},
            stages=dict(Stage.objects.values_list("code", "name_zh")),
            answers={code: str(words.ANSWERS[code]) for code in rules.VALUES},
        )
