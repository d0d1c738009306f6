"""What residents can choose on a day."""

from datetime import date

from django.db.models import Q

from lantian.residents import models, rules


def kinds(*, on: date) -> list[models.Kind]:
    """The kinds in force, in the order in which they are offered."""
    found = models.Kind.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return list(found.order_by("position", "pk"))


def kind(code: str, *, on: date) -> models.Kind:
    """One kind in force; KindUnknown when there is none."""
    found = next((one for one in kinds(on=on) if one.code == code), None)
    if found is None:
        raise rules.KindUnknown(code)
    return found
