"""The demo's papers from above: all say they are made up, and the circular's misprint is found."""

from collections import Counter

import pytest

from lantian.assessment import actions as assessment
from lantian.assessment import models
from lantian.assessment.queries import reconciling
from lantian.kernel import outbox
from lantian.observations.recorder import run as recorder
from lantian.pipeline import handlers
from lantian.simulate import cities, lists
from lantian.simulate.district import loading
from lantian.simulate.tests.conftest import NOW, home

__all__ = ["home"]

pytestmark = pytest.mark.django_db


def test_the_circular_differs_by_its_dust_days_and_one_misprint() -> None:
    loading.load(now=NOW)
    assessment.seed(now=NOW)
    cities.bring_in(now=NOW)
    recorder.drain()
    outbox.drain(handlers.HANDLERS)
    lists.hand_in(now=NOW)
    assert models.Target.objects.count() == 8
    circular = models.ImportedList.objects.get(kind="official")
    found = reconciling.reconcile(circular.pk)
    why = Counter(row.why for row in found.rows)
    assert why[reconciling.Why.UNEXPLAINED] == 1
    assert why[reconciling.Why.DUST_COUNTED] > 5
    assert why.total() == 17 * 4
    assert set(why) == {reconciling.Why.UNEXPLAINED, reconciling.Why.DUST_COUNTED, reconciling.Why.EQUAL}
    assert models.ExceptionalDay.objects.count() == 18
    for listed in models.ImportedList.objects.all():
        assert listed.is_demo and "演示编造" in listed.title


def test_a_home_without_cities_gets_no_papers() -> None:
    lists.hand_in(now=NOW)
    assert not models.ImportedList.objects.exists()
