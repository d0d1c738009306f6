"""Cases that came of a kind of going after which nothing may be held against anybody."""

from lantian.cases.models import Case
from lantian.dispatch import queries as dispatch

ADDRESS = "cases.case:"


def may_cost_points(about: str) -> bool:
    """Whether what happened to a thing may cost points: not what came of a help visit or a residency."""
    if not about.startswith(ADDRESS):
        return True
    rows = Case.objects.filter(number=about.removeprefix(ADDRESS), finding__isnull=False)
    case = rows.select_related("finding__visit__order").first()
    return case is None or dispatch.terms_of(case.finding.visit.order).score_may_follow
