"""Pages of sites and plants: each reads and does what is theirs, and nothing else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import build
from build import NOON, Cast
from lantian.accounts import queries as accounts
from lantian.accounts.models import Person
from lantian.accounts.rules import NotAllowed, Role
from lantian.cases.models import Case, Objection
from lantian.cases.states import Level, State
from lantian.console.tests.scenes import sign_in
from lantian.kernel import clock
from lantian.registry import actions as registry
from lantian.registry.models import Source
from lantian.sites import actions, models, permissions

HOUR = timedelta(hours=1)
TODAY = "2026-11-20"


@pytest.fixture
def site(cast: Cast, desk) -> Source:
    """A site with duties, its plate computed."""
    found = build.a_site_on_duty()
    build.monitored_hours(found)
    actions.compute_plates(now=NOON)
    return found


def url(name: str, *given: str) -> str:
    return reverse(f"console:{name}", args=given)


def test_a_keeper_starts_at_their_own_place(client: Client, cast: Cast, site: Source) -> None:
    sign_in(client, cast.dust_officer)
    assert client.get(url("home")).headers["Location"] == url("site", "site")
    shown = client.get(url("site", "site")).content.decode()
    assert "距绿牌还差" in shown and "签扬尘日志" in shown and "红牌" in shown


def test_whoever_keeps_another_site_finds_none_of_it(client: Client, cast: Cast, site: Source) -> None:
    demand = actions.demand_reply(episode_number=build.an_exceedance(site), now=NOON)
    case = build.a_case(cast, state=State.ASSIGNED)
    photo = build.a_photo(cast.dust_officer)
    other = build.a_site_on_duty("other")
    stranger = build.a_keeper("stranger", role=Role.SITE_DUST_OFFICER, source=other)
    assert demand
    known = [
        url("site", "site"), url("site-plate", "site"), url("site-roster", "site"),
        url("site-sheet", "site", TODAY), url("site-week", "site", TODAY),
        url("site-reply", "site", demand), url("site-reply", "other", demand),
        url("site-case", "site", case), url("site-case", "other", case),
        reverse("console:site-photo", args=[photo.key]),
    ]  # fmt: skip
    sign_in(client, stranger)
    assert {address: client.get(address).status_code for address in known} == dict.fromkeys(known, 404)
    for address in (url("site-sheet", "site", TODAY), url("site-roster", "site")):
        assert client.post(address, {"stage": "earthwork"}).status_code == 404
    build.an_organisation("next_town", kind="township")
    sign_in(client, build.an_actor("next_officer", unit="next_town"))
    assert {client.get(address).status_code for address in known} == {404}


@pytest.mark.parametrize("who", ["dust_officer", "manager"])
def test_a_keeper_sees_no_page_of_the_office(client: Client, cast: Cast, site: Source, who: str) -> None:
    sign_in(client, getattr(cast, who))
    for name in ("situation", "cases", "orders", "board", "stations", "places", "explain", "people"):
        assert client.get(url(name)).status_code == 403, name


def test_a_sheet_is_tapped_signed_and_then_stands(client: Client, cast: Cast, site: Source) -> None:
    sign_in(client, cast.dust_officer)
    address = url("site-sheet", "site", TODAY)
    assert "没有门禁数据" in client.get(address).content.decode()
    bare = client.post(address, {"stage": "earthwork", "item-site_covered": "no"})
    assert bare.status_code == 422
    assert "还有 3 项没有点选" in bare.content.decode()
    taps = {f"item-{code}": value for code, value in build.WELL.items()}
    assert client.post(address, taps | {"stage": "earthwork"}).status_code == 302
    sheet = models.Sheet.objects.get()
    assert (sheet.day.isoformat(), sheet.stage, sheet.version) == (TODAY, "earthwork", 1)
    again = client.post(address, taps | {"stage": "earthwork"})
    assert again.status_code == 422 and "不再改动" in again.content.decode()
    corrected = client.post(address, taps | {"stage": "no_work", "is_correction": "1", "reason": "rain"})
    assert corrected.status_code == 302
    assert models.Sheet.objects.count() == 2
    sign_in(client, cast.analyst)
    shown = client.get(address).content.decode()
    assert "第 2 版" in shown and "第 1 版" in shown and "rain" in shown
    assert client.post(address, taps | {"stage": "earthwork"}).status_code == 403


def test_a_photo_of_a_refused_reply_is_kept(client: Client, cast: Cast, site: Source) -> None:
    number = actions.demand_reply(episode_number=build.an_exceedance(site), now=NOON)
    assert number
    sign_in(client, cast.dust_officer)
    address = url("site-reply", "site", number)
    photo = SimpleUploadedFile("a.jpg", build.photo_bytes(), "image/jpeg")
    bare = client.post(address, {"cause": "digging", "photos": photo})
    assert bare.status_code == 422
    page = bare.content.decode()
    assert "还缺：采取的措施" in page
    key = bare.context["page"].form.kept[0]
    assert client.get(reverse("console:site-photo", args=[key])).status_code == 200
    given = {"cause": "digging", "measure": "covered", "photo_keys": key}
    assert client.post(address, given).status_code == 302
    assert models.Demand.objects.get().photos.count() == 1


def test_the_desk_decides_about_a_reply_that_never_came(
    client: Client, cast: Cast, site: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = actions.demand_reply(episode_number=build.an_exceedance(site), now=NOON)
    assert number
    monkeypatch.setattr(clock, "now", lambda: NOON + 2 * HOUR)
    actions.note_missed(now=NOON + 2 * HOUR)
    sign_in(client, cast.analyst)
    assert "超标回复超时或缺失" in client.get(url("situation")).content.decode()
    address = url("site-reply", "site", number)
    assert client.post(address, {"decide": "aside"}).status_code == 422
    made = client.post(address, {"decide": "case", "reason": "no answer"})
    assert made.headers["Location"] == url("case", Case.objects.get().number)
    sign_in(client, cast.dust_officer)
    assert Case.objects.get().number not in client.get(address).content.decode()


def test_a_keeper_objects_while_the_mending_is_in_public(client: Client, cast: Cast, site: Source) -> None:
    number = build.a_case(cast, state=State.IN_PUBLICITY, level=Level.MAJOR)
    sign_in(client, cast.manager)
    address = url("site-case", "site", number)
    assert client.get(address).status_code == 200
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "it was mended in time"}).status_code == 302
    assert Objection.objects.get().by_id == cast.manager.id
    assert "it was mended in time" in client.get(address).content.decode()


def test_roster_week_and_facts_are_kept_on_their_pages(client: Client, cast: Cast, site: Source) -> None:
    sign_in(client, cast.manager)
    roster = url("site-roster", "site")
    put = {"day": TODAY, "person": cast.dust_officer.id}
    assert client.post(roster, put).status_code == 302
    assert client.post(roster, put | {"person": cast.manager.id}).status_code == 422
    assert client.post(roster, put | {"person": cast.manager.id, "reason": "leave"}).status_code == 302
    assert client.post(roster, {"check_in": "1", "place_note": "at the gate"}).status_code == 302
    assert models.Shift.objects.get().place_note == "at the gate"
    week = url("site-week", "site", "2026-11-09")
    assert client.post(week, {"words": ""}).status_code == 422
    build.a_sheet(cast.dust_officer, NOON.date() - timedelta(days=8), now=NOON)
    assert client.post(week, {"words": "seen"}).status_code == 302
    plant = build.a_source("plant", kind="plant")
    actions.take_up(source_code="plant", begins_on=NOON.date(), by=None, now=NOON)
    sign_in(client, build.a_keeper("miller", role=Role.PLANT_MANAGER, source=plant, unit="mill"))
    facts = url("plant-facts", "plant")
    assert client.post(facts, {"trips_per_day": "9", "energy-gas": "40"}).status_code == 422
    assert client.post(facts, {"trips_per_day": "9", "energy-gas": "100"}).status_code == 302
    assert "天然气 100 %" in client.get(url("plant", "plant")).content.decode()
    assert client.get(url("site", "plant")).status_code == 404


def test_the_list_shows_what_is_missing_to_the_desk(client: Client, cast: Cast, site: Source) -> None:
    sign_in(client, cast.analyst)
    shown = client.get(url("sites")).content.decode()
    assert "1 个工地" in shown and "缺日志 13 份" in shown
    for language in ("zh-hans", "en"):
        sign_in(client, cast.analyst, language=language)
        for address in (url("site", "site"), url("site-plate", "site"), url("plants")):
            assert client.get(address).status_code == 200


def test_the_administrator_takes_a_site_up_and_names_who_keeps_it(client: Client, cast: Cast, desk) -> None:
    build.a_source("new_site")
    build.a_person("newcomer", role=Role.SITE_DUST_OFFICER, unit="firm")
    administrator = build.an_actor("administrator", role=Role.ADMINISTRATOR, unit="desk")
    sign_in(client, administrator)
    given = {"source": "new_site", "begins_on": TODAY, "area_m2": "6000", "person": "newcomer"}
    assert client.post(url("site-register"), given | {"begins_on": "soon"}).status_code == 422
    for _twice in range(2):
        assert client.post(url("site-register"), given).status_code == 302
    newcomer = accounts.actor_of(Person.objects.get(username="newcomer"))
    assert [one.code for one in permissions.kept_places(newcomer)] == ["new_site"]
    assert len(build.events("sites.duties_begun")) == len(build.events("registry.keeper_named")) == 1
    assert client.post(url("site-register"), {"end": "new_site:newcomer"}).status_code == 302
    assert not permissions.visible_places(newcomer).exists()


def test_nobody_else_and_no_administrator_from_elsewhere_names_keepers(cast: Cast, desk) -> None:
    build.a_source("new_site")
    given = {"person": "dust_officer", "source": "new_site", "now": NOON}
    with pytest.raises(NotAllowed):
        registry.name_keeper(by=cast.analyst, **given)
    build.an_organisation("far")
    far = build.an_actor("far_admin", role=Role.ADMINISTRATOR, unit="far", area="far")
    with pytest.raises(Source.DoesNotExist):
        registry.name_keeper(by=far, **given)
    with pytest.raises(Source.DoesNotExist):
        actions.take_up(source_code="new_site", begins_on=NOON.date(), by=far, now=NOON)
    here = build.an_actor("here_admin", role=Role.ADMINISTRATOR, unit="desk")
    with pytest.raises(registry.NoKeeper):
        registry.name_keeper(by=here, **(given | {"person": "officer"}))
