"""Which alarm rules are in force."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from lantian.assessment import models

EPISODE = "E0_episode"


class NoSuchRule(LookupError):
    """No version of a rule is in force on a day."""

    def __init__(self, code: str, on: date) -> None:
        self.code, self.on = code, on
        super().__init__(
            f"no version of alarm rule {code} is in force on {on}; the rules must be seeded first"
        )


def rules_in_force(on: date) -> Mapping[str, models.AlarmRule]:
    """The newest version of each rule that is in force on a local day, by code."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = models.AlarmRule.objects.filter(current, valid_from__lte=on).order_by("code", "version")
    return {rule.code: rule for rule in found}


def rule_in_force(code: str, *, on: date) -> models.AlarmRule:
    """The newest version of one rule in force on a day; NoSuchRule otherwise."""
    try:
        return rules_in_force(on)[code]
    except KeyError:
        raise NoSuchRule(code, on) from None


def episode_parameters(on: date) -> Mapping[str, int]:
    """How alarms are merged into episodes on a day: `window_hours`, `quiet_hours`, `oldest_hours`."""
    return dict(rule_in_force(EPISODE, on=on).parameters)
