"""In whose name residents' reports are kept."""

from lantian.accounts import actions as accounts
from lantian.accounts.models import Organisation
from lantian.accounts.rules import Actor
from lantian.registry.models import Region


def window() -> Actor:
    """The closed account of the public, of our district; made when the first report comes."""
    ours = Region.objects.filter(is_ours=True, organisation__isnull=False).select_related("organisation")
    region = ours.first()
    unit = region.organisation if region else Organisation.objects.filter(parent=None).order_by("pk").first()
    if unit is None:
        raise Organisation.DoesNotExist("no district is set up yet")
    return accounts.window(unit=unit)
