"""What came of a help visit costs nobody a point."""

from datetime import timedelta

import build
from build import NOON
from lantian.cases import actions as case_actions
from lantian.cases import queries as cases
from lantian.cases.models import Case
from lantian.dispatch.models import GoingTerms, Order


def test_a_case_from_a_help_visit_costs_no_points_and_one_from_a_patrol_may(db, settings, tmp_path) -> None:
    settings.LANTIAN_HOME = tmp_path
    cast = build.a_cast()
    number = case_actions.report_finding(visit_key=build.a_problem(cast).key, now=NOON)
    address = f"cases.case:{number}"
    assert Case.objects.get().finding is not None
    assert cases.may_cost_points(address)
    Order.objects.update(kind="help_visit")
    assert not cases.may_cost_points(address)
    GoingTerms.objects.filter(kind="help_visit").update(
        valid_from=NOON.date() - timedelta(days=1), score_may_follow=True
    )
    assert cases.may_cost_points(address)
    assert cases.may_cost_points("campaign.task:1")
