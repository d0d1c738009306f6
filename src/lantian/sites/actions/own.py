"""The place somebody acts at, the photos they bring, and what events call them."""

from collections.abc import Sequence
from uuid import UUID

from lantian.accounts.rules import Actor
from lantian.inspections.models import Evidence
from lantian.registry.models import Source
from lantian.sites import permissions, rules


def own_place(code: str, by: Actor) -> Source:
    """A place this person keeps; Source.DoesNotExist for any other, be it there or not."""
    found = permissions.kept_places(by).select_related("grid__region__parent", "monitor", "premises")
    return found.get(code=code)


def own_photos(keys: Sequence[UUID | str], by: Actor) -> list[Evidence]:
    """Photos this person took, in the order given; PhotosNotYours otherwise."""
    found = {str(photo.key): photo for photo in Evidence.objects.filter(key__in=list(keys), by_id=by.id)}
    if len(found) != len({str(key) for key in keys}):
        raise rules.PhotosNotYours()
    return [found[str(key)] for key in dict.fromkeys(map(str, keys))]


def about(source: Source) -> str:
    return f"registry.source:{source.code}"
