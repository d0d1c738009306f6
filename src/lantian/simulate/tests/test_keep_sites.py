"""The weeks of the demo's sites and plants, played with the real actions."""

import pytest

from lantian.assessment import actions as assessment
from lantian.calendar import queries as calendar
from lantian.cases import actions as cases
from lantian.dispatch import actions as dispatch
from lantian.inspections import actions as inspections
from lantian.simulate import keeping
from lantian.simulate.district import loading
from lantian.simulate.tests.conftest import NOW
from lantian.sites import actions as sites
from lantian.sites.models import Plate, Sheet, Shift, Statement, Week

pytestmark = pytest.mark.django_db


def test_sites_sign_miss_and_correct_and_have_plates() -> None:
    loading.load(now=NOW)
    for room in (assessment, dispatch, inspections, cases, sites):
        room.seed(now=NOW)
    keeping.begin(now=NOW)
    assert keeping.play(now=NOW) > 100
    today = calendar.local_day(NOW)
    assert not Sheet.objects.filter(signed_at__gt=NOW).exists()
    assert not Sheet.objects.filter(day__gt=today).exists()
    assert {True, False} == set(Sheet.objects.values_list("is_late", flat=True))
    assert Sheet.objects.filter(version=2).count() == 1
    assert Shift.objects.filter(checked_in_at__isnull=True, day__lt=today).exists()
    assert Week.objects.exists() and Statement.objects.count() == 1
    assert Plate.objects.filter(until__isnull=True).count() == 5
