"""The desk takes a problem in by form, and is shown what may be the same before a case is made."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import build
from build import HERE, Cast
from lantian.accounts.rules import Actor
from lantian.cases import models
from lantian.cases.states import State
from lantian.console.tests.case_desk import come_in, do, page, state, text
from lantian.inspections.models import Evidence

pytestmark = pytest.mark.usefixtures("afternoon")
URL = "console:intake"


def told(**changes: object) -> dict[str, object]:
    """A call to the hotline about bare soil at the site, with a photo."""
    said = {
        "key": str(uuid4()),
        "channel": "12345",
        "medium": "air",
        "category": "bare_land",
        "title": "soil lies open",
        "words": "since Monday",
        "address": "north gate",
        "lon": HERE[0],
        "lat": HERE[1],
        "contact_name": "caller",
        "contact_phone": "000-0000",
        "photos": [SimpleUploadedFile("heap.jpg", build.a_scene(), content_type="image/jpeg")],
    }
    return said | changes


def take_in(by: Actor, **changes: object):
    return come_in(by).post(reverse(URL), told(**changes))


def test_a_call_becomes_a_case_with_place_photo_and_a_contact_only_the_desk_reads(cast: Cast) -> None:
    answer = take_in(cast.analyst)
    case = models.Case.objects.get()
    assert answer.url == reverse("console:case", args=[case.number])
    assert (case.channel, case.address, case.grid.code) == ("12345", "north gate", "grid")
    assert case.evidence.count() == 1
    assert "000-0000" not in page(cast.analyst, case.number)  # it is behind a button that leaves a line
    contact = reverse("console:residents-contact", args=[case.number])
    assert "000-0000" in text(come_in(cast.analyst).post(contact))
    for other in (cast.leader, cast.supervisor, cast.grid_head):
        assert "000-0000" not in page(other, case.number)


def test_the_form_offers_the_channels_that_are_entered_and_no_other(cast: Cast) -> None:
    shown = text(come_in(cast.analyst).get(reverse(URL)))
    offered = set(
        re.findall(r'<option value="([^"]+)"', shown.split('name="channel"')[1].split("</select>")[0])
    )
    assert offered == set(models.Channel.objects.filter(is_entered=True).values_list("code", flat=True))
    assert take_in(cast.analyst, channel="alarm").status_code == 422
    assert not models.Case.objects.exists()


def test_a_known_source_or_a_grid_is_place_enough_and_nothing_is_not(cast: Cast) -> None:
    assert take_in(cast.analyst, lon="", lat="").status_code == 422
    assert not models.Case.objects.exists()
    take_in(cast.analyst, lon="", lat="", source_code="site")
    source = models.Case.objects.get(source__code="site").source
    assert source is not None
    take_in(cast.analyst, lon="", lat="", grid_code="grid", category="road_dust", photos=[picture()])
    assert models.Case.objects.filter(source=None, grid__code="grid").count() == 1


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("p.jpg", build.photo_bytes(), content_type="image/jpeg")


def test_half_a_point_is_refused_at_its_field_and_the_form_is_kept(cast: Cast) -> None:
    refused = take_in(cast.analyst, lat="")
    assert refused.status_code == 422
    assert "both of its numbers" in text(refused)
    assert 'value="soil lies open"' in text(refused)


def test_a_duplicate_is_offered_with_both_photos_and_no_case_is_made(cast: Cast) -> None:
    first = build.a_case(cast)
    offered = take_in(cast.analyst)
    assert offered.status_code == 422
    assert f"Merge into {first}" in text(offered)
    assert models.Case.objects.count() == 1
    theirs = models.CaseEvidence.objects.get(case__number=first).evidence
    ours = Evidence.objects.exclude(pk=theirs.pk).get()
    for photo in (ours, theirs):
        assert reverse("console:photo", args=[photo.key]) in text(offered)


def test_one_tap_merges_and_the_photo_that_was_kept_goes_along(cast: Cast) -> None:
    first = build.a_case(cast)
    take_in(cast.analyst)
    kept = Evidence.objects.latest("pk")
    key = str(uuid4())
    for _ in range(2):  # pressed twice
        done = take_in(
            cast.analyst, key=key, photos=[], photo_keys=str(kept.key), offered=[first], same_as=first
        )
        assert done.url == reverse("console:case", args=[first])
    merged = models.Case.objects.exclude(number=first).get()
    assert (merged.state, merged.merged_into.number) == (State.MERGED, first)
    assert models.CaseEvidence.objects.filter(case__number=first, evidence=kept).exists()


def test_one_tap_makes_it_a_problem_of_its_own_that_is_not_offered_again(cast: Cast) -> None:
    first = build.a_case(cast)
    take_in(cast.analyst, offered=[first], is_apart="1")
    second = models.Case.objects.exclude(number=first).get()
    assert state(second.number) == State.REPORTED
    assert models.CaseApart.objects.filter(case=second, other__number=first).exists()
    assert "Possible duplicates" not in page(cast.analyst, second.number)


def test_a_case_page_offers_to_merge_and_to_hold_apart_to_the_desk_alone(cast: Cast) -> None:
    first, second, third = (build.a_case(cast) for _ in range(3))
    assert f"Merge into {first}" in page(cast.analyst, second)
    assert "Merge into" not in page(cast.supervisor, second)
    assert "Merge into" not in page(cast.analyst, first)  # the older one stays
    do(cast.analyst, second, "merge", into=first, reason="same heap")
    assert state(second) == State.MERGED
    client = come_in(cast.analyst)
    client.post(reverse("console:case-apart", args=[third]), {"other": first})
    assert "Possible duplicates" not in page(cast.analyst, third)
    assert state(third) == State.REPORTED


def test_the_list_is_searched_and_keeps_what_it_is_narrowed_to(cast: Cast) -> None:
    heap, road = build.a_case(cast, title="渣土裸露"), build.a_case(cast, title="道路扬尘")
    client, url = come_in(cast.analyst), reverse("console:cases")
    found = text(client.get(url, {"q": "渣土", "category": "bare_land"}))
    assert heap in found and road not in found
    assert '<input type="hidden" name="category" value="bare_land">' in found
    short = text(client.get(url, {"q": "渣"}))
    assert "two characters or more" in short
    assert heap in short and road in short


def test_filing_shows_what_may_be_the_same(cast: Cast) -> None:
    first, second = build.a_case(cast), build.a_case(cast)
    shown = text(come_in(cast.analyst).get(reverse("console:case-act", args=[second, "file"])))
    assert f"Merge into {first}" in shown
