"""The words of lists from above: what they are, what they hold, what explains a difference."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LIST_KINDS: dict[str, Promise] = {
    "official": _("Figures a superior published"),
    "exceptional": _("Days to leave out"),
}
OFFICIAL_FIGURES: dict[str, Promise] = {
    "composite": _("composite index"),
    "good_days": _("good days"),
    "place": _("place"),
}
EXCEPTIONAL_KINDS: dict[str, Promise] = {"sand_dust": _("sand and dust")}
LIMIT_STAGES: dict[str, Promise] = {
    "amended 2018": _("as amended in 2018"),
    "transition": _("transition stage"),
    "final": _("final stage"),
}
WHY_OFFICIAL: dict[str, Promise] = {
    "equal": _("The printed value equals ours."),
    "fewer_decimals": _("Ours, rounded to the decimals that are printed, is the printed value."),
    "more_decimals": _("The printed value results when period values keep one decimal more."),
    "sum_rounded": _(
        "The printed value results when the single indices are added unrounded and only the sum is rounded."
    ),
    "half_up": _("The printed value results when the single indices are rounded half up, not half to even."),
    "dust_counted": _("The printed value results when the days of the exceptional list are not left out."),
    "other_limits": _("The printed value results with other limits, those of %(detail)s."),
    "no_value": _("We have no figure for this place and these days, so there is nothing to compare."),
    "too_few_days": _(
        "We have %(days)s of %(of)s days: too few for this figure by the rule every page follows, "
        "so there is nothing to compare."
    ),
    "unexplained": _(
        "No known convention gives the printed value; ours rests on %(days)s of %(of)s days. "
        "Ask whoever published it, or look at our days."
    ),
}
