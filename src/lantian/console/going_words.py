"""The office's words for kinds of going, modes, draws and the record of an inspection."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MODES: dict[str, Promise] = {
    "announced": _("Announced"),
    "unannounced": _("Unannounced"),
}
FOLLOWS: dict[str, Promise] = {
    "case": _("a case"),
    "on_site_order": _("an on-site order"),
    "penalty": _("a penalty"),
    "advice": _("advice"),
}
LEFT_OUT: dict[str, Promise] = {
    "at_cap": _("its visits of the year are used up"),
    "on_the_way": _("an inspection is under way"),
    "drawn_before": _("drawn already in this quarter"),
    "no_pair": _("no two inspectors without a conflict"),
}
RUNNING: dict[str, Promise] = {
    "running": _("In operation"),
    "partly": _("Partly in operation"),
    "stopped": _("Stopped"),
}
FACILITIES: dict[str, Promise] = {
    "normal": _("Run as they should"),
    "faulty": _("Do not run as they should"),
    "off": pgettext_lazy("facilities", "Off"),
    "none": pgettext_lazy("facilities", "There are none"),
}
PERMITS: dict[str, Promise] = {
    "seen": pgettext_lazy("permit", "Seen"),
    "missing": pgettext_lazy("permit", "Not shown"),
    "not_needed": pgettext_lazy("permit", "Not needed"),
}

OBJECT_CLASSES: dict[str, Promise] = {
    "key": _("key"),
    "special": _("special"),
    "general": _("other"),
}
