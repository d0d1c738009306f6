"""The daily sheet: filled by machines, signed once, late or missing, corrected in versions."""

from datetime import date, timedelta

import pytest
from django.db import transaction

import build
from build import NOON, Cast
from lantian.accounts.rules import NotAllowed, Role
from lantian.registry.models import Source
from lantian.sites import actions, models, queries, rules

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def test_signing_freezes_what_the_machines_said(cast: Cast, site: Source) -> None:
    build.monitored_hours(site, hours=5, pm10=130)
    sheet = build.a_sheet(cast.dust_officer, TODAY, now=NOON)
    build.monitored_hours(site, until=NOON + timedelta(hours=3), hours=3, pm10=400)
    facts = queries.from_kept(models.Sheet.objects.get(pk=sheet.pk).facts)
    assert facts.dust is not None
    assert (facts.dust.online, facts.dust.of, facts.dust.mean) == (5, 12, 130)
    assert facts.trips is None
    [event] = build.events("sites.sheet_written")
    assert (event.by_id, event.facts["day"], event.facts["taps"]) == (
        cast.dust_officer.id, "2026-11-20", build.WELL,
    )  # fmt: skip


def test_a_day_is_in_time_until_noon_of_the_next_and_late_after(cast: Cast, site: Source) -> None:
    in_time = build.a_sheet(cast.dust_officer, TODAY - DAY, now=NOON)
    late = build.a_sheet(cast.dust_officer, TODAY - 2 * DAY, now=NOON)
    assert (in_time.is_late, late.is_late) == (False, True)


def test_a_missing_day_is_shown_and_stays_marked_when_it_is_filled_later(cast: Cast, site: Source) -> None:
    assert queries.missing(site, back_days=3, now=NOON) == [TODAY - 3 * DAY, TODAY - 2 * DAY]
    build.a_sheet(cast.dust_officer, TODAY - 3 * DAY, now=NOON)
    assert queries.missing(site, back_days=3, now=NOON) == [TODAY - 2 * DAY]
    row = next(row for row in queries.days(site, now=NOON) if row.day == TODAY - 3 * DAY)
    assert (row.is_signed, row.is_late) == (True, True)


def test_a_signed_sheet_is_refused_and_a_correction_is_the_next_version(cast: Cast, site: Source) -> None:
    first = build.a_sheet(cast.dust_officer, TODAY - 2 * DAY, now=NOON)
    with pytest.raises(rules.SheetSigned):
        build.a_sheet(cast.dust_officer, TODAY - 2 * DAY, now=NOON)
    taps = build.WELL | {"site_wet": "no"}
    said = {"taps": taps, "stage": "earthwork", "words": "pump broken", "photo_keys": []}
    with pytest.raises(rules.ReasonMissing):
        actions.correct_sheet(
            source_code="site", day=TODAY - 2 * DAY, reason=" ", by=cast.dust_officer, now=NOON, **said
        )
    second = actions.correct_sheet(
        source_code="site", day=TODAY - 2 * DAY, reason="misread", by=cast.dust_officer, now=NOON, **said
    )
    assert (second.version, second.is_late) == (2, first.is_late)
    newest, oldest = queries.versions(site, TODAY - 2 * DAY)
    assert [one.value for one in oldest.answers.all()] == ["ok", "ok", "na", "ok"]
    assert [one.value for one in newest.answers.all()] == ["ok", "ok", "no", "ok"]


def test_a_day_ahead_or_before_the_duties_is_refused(cast: Cast, site: Source) -> None:
    with pytest.raises(rules.DayAhead):
        build.a_sheet(cast.dust_officer, TODAY + DAY, now=NOON)
    with pytest.raises(rules.BeforeDuty):
        build.a_sheet(cast.dust_officer, date(2026, 11, 1), now=NOON)
    assert not models.Sheet.objects.exists()


@pytest.mark.parametrize("who", ["analyst", "officer", "unit_head", "handler", "supervisor", "leader"])
def test_nobody_of_the_office_signs_for_a_site(cast: Cast, site: Source, who: str) -> None:
    with pytest.raises(NotAllowed):
        build.a_sheet(getattr(cast, who), TODAY, now=NOON)


def test_who_keeps_another_site_finds_nothing_and_the_manager_does_not_fill_in_for_the_officer(
    cast: Cast, site: Source
) -> None:
    other = build.a_site_on_duty("other")
    stranger = build.a_keeper("stranger", role=Role.SITE_DUST_OFFICER, source=other)
    with pytest.raises(Source.DoesNotExist):
        build.a_sheet(stranger, TODAY, now=NOON)
    with pytest.raises(rules.NotYours):
        build.a_sheet(cast.manager, TODAY, now=NOON)
    assert not models.Sheet.objects.exists()


def test_somebody_else_s_photo_is_refused(cast: Cast, site: Source) -> None:
    photo = build.a_photo(cast.officer)
    with pytest.raises(rules.PhotosNotYours):
        build.a_sheet(cast.dust_officer, TODAY, now=NOON, photo_keys=[photo.key])


@pytest.mark.django_db(transaction=True)
def test_two_at_once_sign_one_sheet(home) -> None:
    cast = build.a_cast()
    site = build.a_site_on_duty()
    outcomes = build.second_while_first(
        lambda: build.a_sheet(cast.dust_officer, TODAY, now=NOON),
        lambda: build.a_sheet(cast.dust_officer, TODAY, now=NOON),
    )
    assert isinstance(outcomes[0], models.Sheet)
    assert isinstance(outcomes[1], rules.SheetSigned)
    assert models.Sheet.objects.filter(source=site).count() == 1


MONDAY = date(2026, 11, 9)


def test_the_manager_confirms_a_week_that_is_over_with_its_missing_days(cast: Cast, site: Source) -> None:
    for ahead in range(5):
        build.a_sheet(cast.dust_officer, MONDAY + ahead * DAY, now=NOON)
    week = actions.confirm_week(
        source_code="site", monday=MONDAY + 3 * DAY, words="seen", by=cast.manager, now=NOON
    )
    assert (week.monday, week.missing) == (MONDAY, ["2026-11-14", "2026-11-15"])
    with pytest.raises(rules.WeekConfirmed), transaction.atomic():
        actions.confirm_week(source_code="site", monday=MONDAY, words="", by=cast.manager, now=NOON)
    assert len(build.events("sites.week_confirmed")) == 1


def test_a_running_week_an_empty_one_and_the_wrong_person_are_refused(cast: Cast, site: Source) -> None:
    with pytest.raises(rules.WeekRunning):
        actions.confirm_week(source_code="site", monday=MONDAY + 7 * DAY, words="", by=cast.manager, now=NOON)
    with pytest.raises(rules.WeekEmpty):
        actions.confirm_week(source_code="site", monday=MONDAY, words="", by=cast.manager, now=NOON)
    with pytest.raises(NotAllowed):
        actions.confirm_week(source_code="site", monday=MONDAY, words="", by=cast.dust_officer, now=NOON)
    assert queries.weeks_missing(site, back_days=28, now=NOON) == [date(2026, 11, 2), MONDAY]
