"""Masking a part of a photo's copy, and opening its original."""

import io
from dataclasses import replace

import pytest
from PIL import Image

import build
from build import NOON, Cast
from lantian.accounts.rules import NotAllowed
from lantian.inspections import actions, models, photos, queries, rules
from lantian.kernel import files

FACE = (250, 250, 300, 400)


def _noise() -> bytes:
    """A picture in which every pixel differs from its neighbour."""
    picture = Image.new("L", (400, 300))
    picture.putdata([(x * 97 + y * 57 + x * y) % 256 for y in range(300) for x in range(400)])
    out = io.BytesIO()
    picture.convert("RGB").save(out, "PNG")
    return out.getvalue()


def _mask(photo: models.Evidence, by: object, *, version: int = 0, **changes: object) -> models.Mask:
    given = {"rectangles": [FACE], "now": NOON, **changes}
    return actions.mask(photo_key=photo.key, version=version, by=by, **given)


def test_what_was_there_is_gone_from_the_copy_and_the_rest_stays() -> None:
    content = _noise()
    before = Image.open(io.BytesIO(photos.masked(content, [(990, 990, 10, 10)]))).convert("L")
    after = Image.open(io.BytesIO(photos.masked(content, [FACE]))).convert("L")
    inside = after.crop((110, 85, 210, 185))
    assert len({pixel // 24 for pixel in inside.tobytes()}) <= 4
    assert len({pixel // 24 for pixel in before.crop((110, 85, 210, 185)).tobytes()}) > 8
    assert after.crop((0, 0, 90, 70)).tobytes() == before.crop((0, 0, 90, 70)).tobytes()


def test_a_small_part_becomes_one_colour() -> None:
    copy = Image.open(io.BytesIO(photos.masked(_noise(), [(500, 500, 60, 60)]))).convert("L")
    part = copy.crop((204, 154, 220, 166)).tobytes()
    assert max(part) - min(part) < 12


def test_pages_show_the_newest_copy_and_the_original_stays_sealed(cast: Cast) -> None:
    photo = build.a_photo(cast.officer, content=_noise())
    _mask(photo, cast.supervisor)
    second = _mask(photo, cast.analyst, version=1, rectangles=[FACE, (0, 0, 100, 100)])
    shown = models.Evidence.objects.get(pk=photo.pk)
    assert shown.public_copy == second.public_copy
    assert files.read(shown.original_id) == _noise()
    assert [mask.version for mask in queries.masks_of(shown)] == [1, 2]
    assert len(build.events("inspections.photo_masked")) == 2


def test_of_two_who_mask_the_first_copy_stands(cast: Cast) -> None:
    photo = build.a_photo(cast.officer)
    _mask(photo, cast.supervisor)
    with pytest.raises(rules.MaskMoved):
        _mask(photo, cast.analyst)
    assert photo.masks.count() == 1


@pytest.mark.parametrize(
    ("rectangles", "refusal"),
    [
        ([], rules.MaskMissing),
        ([(0, 0, 100, 4)], rules.MaskOutside),
        ([FACE, (900, 0, 101, 100)], rules.MaskOutside),
        ([(-1, 0, 100, 100)], rules.MaskOutside),
        ([FACE] * 41, rules.TooManyMasks),
    ],
)
def test_rectangles_lie_in_the_picture(rectangles: list[rules.Rectangle], refusal: type, cast: Cast) -> None:
    photo = build.a_photo(cast.officer)
    with pytest.raises(refusal):
        _mask(photo, cast.supervisor, rectangles=rectangles)
    assert not photo.masks.exists()


def test_wrong_posts_and_strangers_mask_and_open_nothing(cast: Cast) -> None:
    photo = build.a_photo(cast.officer)
    for wrong in (cast.officer, cast.unit_head, cast.handler, cast.leader):
        with pytest.raises(NotAllowed):
            _mask(photo, wrong)
        with pytest.raises(NotAllowed):
            actions.open_original(photo=photo, door="console", by=wrong, now=NOON)
    with pytest.raises(models.Evidence.DoesNotExist):
        _mask(photo, replace(cast.supervisor, area_path=cast.outsider.area_path))
    assert not photo.masks.exists() and not build.events("inspections.original_opened")


def test_that_an_original_was_opened_is_written_down(cast: Cast) -> None:
    photo = build.a_photo(cast.officer, content=_noise())
    content = actions.open_original(photo=photo, door="console", by=cast.supervisor, now=NOON)
    assert content == _noise()
    [event] = build.events("inspections.original_opened")
    assert (event.by_id, event.facts["sha256"]) == (cast.supervisor.id, photo.original_id)
    names = [one.name for one in queries.happened(photo)]
    assert names == ["inspections.photo_kept", "inspections.original_opened"]
