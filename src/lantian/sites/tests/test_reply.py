"""The one-hour reply: demanded once for an episode, in time, late, missed, decided by a person."""

from datetime import timedelta

import pytest

import build
from build import NOON, Cast
from lantian.accounts.rules import NotAllowed, Role
from lantian.assessment.models import Alarm, Episode
from lantian.cases.models import Case
from lantian.registry.models import Source
from lantian.sites import actions, models, queries, rules
from lantian.sites.rules import DemandState

HOUR = timedelta(hours=1)


@pytest.fixture
def demand(site: Source) -> str:
    """A reply that was demanded at noon."""
    number = actions.demand_reply(episode_number=build.an_exceedance(site), now=NOON)
    assert number
    return number


def test_an_exceedance_demands_a_reply_within_an_hour_on_the_natural_clock(site: Source, demand: str) -> None:
    found = models.Demand.objects.get(number=demand)
    assert (found.state, found.source, found.due_at - found.opened_at) == ("open", site, HOUR)
    assert [one.facts["episode"] for one in build.events("sites.reply_demanded")] == ["SJ-2026-000900"]


def test_alarms_of_one_episode_are_one_demand(site: Source, demand: str) -> None:
    build.an_exceedance(site, at=NOON)
    assert actions.demand_reply(episode_number="SJ-2026-000900", now=NOON + HOUR) == demand
    assert models.Demand.objects.count() == 1


def test_other_alarms_old_hours_and_sites_without_duties_demand_nothing(cast: Cast, site: Source) -> None:
    old = build.an_exceedance(site, at=NOON - 8 * HOUR, number="SJ-2026-000901")
    assert actions.demand_reply(episode_number=old, now=NOON) is None
    withdrawn = build.an_exceedance(site, number="SJ-2026-000902")
    Alarm.objects.filter(episode__number=withdrawn).update(withdrawn_at=NOON)
    assert actions.demand_reply(episode_number=withdrawn, now=NOON) is None
    idle = build.an_exceedance(site, at=NOON - 2 * HOUR, number="SJ-2026-000903")
    models.Premises.objects.all().delete()
    assert actions.demand_reply(episode_number=idle, now=NOON) is None


def test_a_reply_in_time_ends_it(cast: Cast, demand: str) -> None:
    found = build.a_reply(demand, cast.dust_officer, now=NOON + HOUR)
    assert (found.state, found.cause, found.photos.count()) == (DemandState.ANSWERED, "digging", 1)
    assert actions.note_missed(now=NOON + 2 * HOUR) == []
    with pytest.raises(rules.ReplyGiven):
        build.a_reply(demand, cast.manager, now=NOON + HOUR)


def test_a_missed_reply_is_noted_once_and_waits_for_the_desk(cast: Cast, demand: str) -> None:
    assert queries.needs_me(cast.analyst, NOON) == []
    later = NOON + HOUR + timedelta(seconds=1)
    assert actions.note_missed(now=later) == [demand]
    assert actions.note_missed(now=later) == []
    [need] = queries.needs_me(cast.analyst, later)
    assert (need.kind, need.number, need.due_at) == ("failed_reply", demand, None)
    assert len(build.events("sites.reply_missed")) == 1


def test_a_late_reply_is_taken_and_stays_marked_and_waits_for_the_desk(cast: Cast, demand: str) -> None:
    found = build.a_reply(demand, cast.dust_officer, now=NOON + 2 * HOUR)
    assert found.state == DemandState.LATE
    assert [need.number for need in queries.needs_me(cast.analyst, NOON + 2 * HOUR)] == [demand]


def test_only_a_person_makes_a_case_of_it_and_only_once(cast: Cast, site: Source, demand: str) -> None:
    later = NOON + 2 * HOUR
    with pytest.raises(rules.NothingToDecide):
        actions.make_case(number=demand, words="no answer", by=cast.analyst, now=NOON)
    actions.note_missed(now=later)
    assert not Case.objects.exists()
    number = actions.make_case(number=demand, words="no answer", by=cast.analyst, now=later)
    case = Case.objects.get(number=number)
    assert (case.state, case.channel, case.source) == ("reported", "dust_monitor", site)
    assert case.reading_address.startswith("assessment.")
    with pytest.raises(rules.NothingToDecide):
        actions.set_aside(number=demand, reason="power cut", by=cast.analyst, now=later)
    assert queries.needs_me(cast.analyst, later) == []


def test_setting_it_aside_needs_a_reason(cast: Cast, demand: str) -> None:
    later = NOON + 2 * HOUR
    actions.note_missed(now=later)
    with pytest.raises(rules.ReasonMissing):
        actions.set_aside(number=demand, reason=" ", by=cast.analyst, now=later)
    actions.set_aside(number=demand, reason="power cut", by=cast.analyst, now=later)
    assert models.Demand.objects.get().decision == "power cut"
    assert not Case.objects.exists()


def test_strangers_neither_see_nor_answer_nor_decide(cast: Cast, demand: str) -> None:
    other = build.a_site_on_duty("other")
    stranger = build.a_keeper("stranger", role=Role.SITE_DUST_OFFICER, source=other)
    with pytest.raises(models.Demand.DoesNotExist):
        build.a_reply(demand, stranger, now=NOON)
    with pytest.raises(models.Demand.DoesNotExist):
        queries.demand(demand, stranger)
    actions.note_missed(now=NOON + 2 * HOUR)
    build.an_organisation("far")
    far = build.an_actor("far_desk", role=Role.DUTY_ANALYST, unit="far", area="far")
    with pytest.raises(models.Demand.DoesNotExist):
        actions.make_case(number=demand, words="", by=far, now=NOON + 2 * HOUR)
    with pytest.raises(NotAllowed):
        actions.set_aside(number=demand, reason="x", by=cast.dust_officer, now=NOON + 2 * HOUR)
    with pytest.raises(NotAllowed):
        build.a_reply(demand, cast.officer, now=NOON)


def test_corrected_readings_lift_a_demand_even_after_its_limit(cast: Cast, demand: str) -> None:
    actions.note_missed(now=NOON + 2 * HOUR)
    Episode.objects.update(state=Episode.State.VOID)
    actions.lift_demand(episode_number="SJ-2026-000900", now=NOON + 2 * HOUR)
    actions.lift_demand(episode_number="SJ-2026-000900", now=NOON + 2 * HOUR)
    assert models.Demand.objects.get().state == DemandState.LIFTED
    assert queries.needs_me(cast.analyst, NOON + 3 * HOUR) == []
    assert len(build.events("sites.demand_lifted")) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_one_reply(home) -> None:
    cast = build.a_cast()
    number = actions.demand_reply(episode_number=build.an_exceedance(build.a_site_on_duty()), now=NOON)
    photos = [build.a_photo(by).key for by in (cast.dust_officer, cast.manager)]

    def give(by, photo):
        return lambda: actions.reply(
            number=number, cause="c", measure="m", photo_keys=[photo], by=by, now=NOON
        )

    outcomes = build.second_while_first(give(cast.dust_officer, photos[0]), give(cast.manager, photos[1]))
    assert isinstance(outcomes[0], models.Demand)
    assert isinstance(outcomes[1], rules.ReplyGiven)
    assert models.DemandPhoto.objects.count() == 1
