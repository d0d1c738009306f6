"""Questions about people and units."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from lantian.accounts import models
from lantian.accounts.rules import Actor, Role, token_hash

WINDOW = "residents"  # name of the account in which the public's reports are kept; nobody signs in with it


def actor_of(person: models.Person) -> Actor:
    """A signed-in person as actions see them."""
    return Actor(
        id=person.pk,
        name_zh=person.name_zh,
        name_en=person.name_en,
        role=Role(person.role),
        organisation_id=person.organisation_id,
        organisation_path=person.organisation.path,
        area_path=person.area.path,
        has_certificate=bool(person.certificate),
    )


def actor(person_id: int, *, now: datetime | None = None) -> Actor:
    """The actor with this id; Person.DoesNotExist when absent or no longer active.

    With a moment the actor also works for those they stand in for then.
    """
    people = models.Person.objects.select_related("organisation", "area")
    person = people.get(pk=person_id, is_active=True)
    return actor_of(person) if now is None else acting(person, now=now)


def acting(person: models.Person, *, now: datetime) -> Actor:
    """A person as actions see them at a moment, with the posts they stand in for."""
    return acting_of(person, leaves_at(now).filter(stand_in=person))


def acting_of(person: models.Person, leaves: Iterable[models.Leave]) -> Actor:
    """A person as actions see them while some leaves run."""
    absent = [leave.person for leave in leaves if leave.stand_in_id == person.pk and leave.person.is_active]
    return replace(actor_of(person), stands_in_for=tuple(actor_of(one) for one in absent))


def leaves_at(now: datetime) -> QuerySet[models.Leave]:
    """The leaves that run at a moment."""
    found = models.Leave.objects.filter(begins_at__lte=now, ends_at__gt=now)
    return found.select_related(
        "person__organisation", "person__area", "stand_in__organisation", "stand_in__area"
    )


def stand_ins(person_ids: Iterable[int], *, now: datetime) -> dict[int, models.Leave]:
    """The running leave of each of some people who are away, by their id."""
    return {leave.person_id: leave for leave in leaves_at(now).filter(person__in=set(person_ids))}


def leaves_in_area(by: Actor, *, now: datetime) -> list[models.Leave]:
    """Leaves of an administrator's area that run or are to come, the next first."""
    found = models.Leave.objects.filter(person__organisation__path__startswith=by.area_path, ends_at__gt=now)
    return list(found.select_related("person__organisation", "stand_in__organisation").order_by("begins_at"))


def heads_on(organisation_ids: Iterable[int], *, on: date) -> list[models.Head]:
    """The heads of record of some units on a day: party, government, then the deputies."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = models.Head.objects.filter(current, organisation__in=set(organisation_ids), valid_from__lte=on)
    order = {"party": 0, "government": 1, "deputy": 2}
    rows = found.select_related("person", "organisation").order_by("valid_from", "pk")
    return sorted(rows, key=lambda row: (row.organisation_id, order[row.seat]))


def heads_of_unit(organisation_id: int) -> list[models.Person]:
    """Whoever runs a unit here: its active people with the role of a unit head."""
    found = models.Person.objects.filter(organisation=organisation_id, role=Role.UNIT_HEAD, is_active=True)
    return list(found.order_by("username"))


def means_of(person_ids: Iterable[int]) -> dict[int, list[models.Means]]:
    """The ways to reach some people, by their id."""
    found: dict[int, list[models.Means]] = {}
    for row in models.Means.objects.filter(person__in=set(person_ids), ended_at__isnull=True):
        found.setdefault(row.person_id, []).append(row)
    return found


def organisations_in_area(by: Actor) -> list[models.Organisation]:
    """The units of an administrator's area, the upper first."""
    found = models.Organisation.objects.filter(path__startswith=by.area_path)
    return list(found.prefetch_related("aliases").order_by("path"))


def organisation_in_area(code: str, by: Actor) -> models.Organisation:
    """One unit; Organisation.DoesNotExist outside the area."""
    return models.Organisation.objects.get(code=code, path__startswith=by.area_path)


def organisation_named(name: str, *, on: date, under: str = "/") -> models.Organisation | None:
    """The unit that is called so on a day: by its code, its names or an alias of that time; None for none."""
    said = name.strip()
    ours = models.Organisation.objects.filter(path__startswith=under)
    plain = ours.filter(Q(code=said) | Q(name_zh=said) | Q(name_en=said)).order_by("path").first()
    if plain is not None or not said:
        return plain
    current = Q(aliases__valid_to__isnull=True) | Q(aliases__valid_to__gte=on)
    return ours.filter(current, aliases__name=said, aliases__valid_from__lte=on).order_by("path").first()


def names_of_unit(organisation: models.Organisation, *, on: date) -> list[str]:
    """What a unit is called on a day beside its own name."""
    current = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = organisation.aliases.filter(current, valid_from__lte=on).order_by("valid_from")
    return list(found.values_list("name", flat=True))


def actor_by_token(text: str, *, now: datetime) -> Actor | None:
    """Whose program it is that shows this token; None when it is unknown, revoked or too old."""
    people = models.Person.objects.select_related("organisation", "area")
    person = people.filter(
        is_active=True,
        tokens__sha256=token_hash(text),
        tokens__revoked_at__isnull=True,
        tokens__expires_at__gt=now,
    ).first()
    return None if person is None else actor_of(person)


def tokens_of(by: Actor, *, now: datetime) -> QuerySet[models.Token]:
    """A person's own tokens that are in force, the newest first."""
    found = models.Token.objects.filter(person_id=by.id, revoked_at__isnull=True, expires_at__gt=now)
    return found.order_by("-made_at", "-id")


def people_with(*roles: Role, under: str = "/") -> list[models.Person]:
    """Active people in some roles whose unit lies under a path, in a stable order."""
    found = models.Person.objects.filter(role__in=roles, is_active=True, organisation__path__startswith=under)
    return list(found.select_related("organisation", "area").order_by("organisation__path", "username"))


def ancestors(path: str) -> list[models.Organisation]:
    """The unit with this path and every unit above it, from the root down."""
    return list(models.Organisation.objects.filter(path__in=paths_above(path)).order_by("path"))


def paths_above(path: str) -> list[str]:
    """'/hq/town/' gives ['/hq/', '/hq/town/']."""
    codes = [code for code in path.split("/") if code]
    return [f"/{'/'.join(codes[: n + 1])}/" for n in range(len(codes))]


def names(person_ids: Iterable[int]) -> dict[int, models.Person]:
    """People by id, for showing who did what."""
    return models.Person.objects.select_related("organisation").in_bulk(set(person_ids))


def demo_people() -> list[models.Person]:
    """The demo's posts, for taking their place without a password."""
    found = models.Person.objects.filter(is_demo=True, is_active=True)
    return list(found.select_related("organisation").order_by("organisation__path", "username"))


def demo_person(username: str) -> models.Person:
    """One of the demo's posts; Person.DoesNotExist for anybody real."""
    return models.Person.objects.get(username=username, is_demo=True, is_active=True)


def accounts_in_area(by: Actor) -> QuerySet[models.Person]:
    """Every account of the units of an administrator's area, closed ones last."""
    found = models.Person.objects.filter(organisation__path__startswith=by.area_path)
    found = found.select_related("organisation", "area")
    return found.order_by("-is_active", "organisation__path", "username")


def account(username: str, by: Actor) -> models.Person:
    """One account, open or closed; Person.DoesNotExist when there is none in the area."""
    return accounts_in_area(by).get(username=username)


def units_under_command() -> list[models.Organisation]:
    """The units that can be given a task; others get a letter."""
    found = models.Organisation.objects.filter(is_under_command=True)
    return list(found.exclude(kind=models.Organisation.Kind.FIRM).order_by("path"))


def units(unit_ids: Iterable[int]) -> dict[int, models.Organisation]:
    """Units by id, for showing whose something is."""
    return models.Organisation.objects.in_bulk(set(unit_ids))


def units_below(path: str) -> list[models.Organisation]:
    """The parts of a unit, at any depth, without itself."""
    return list(models.Organisation.objects.filter(path__startswith=path).exclude(path=path).order_by("path"))


def is_of_several(path: str) -> bool:
    """Whether a unit with everything below it has two people or more who can sign in."""
    return models.Person.objects.filter(organisation__path__startswith=path, is_active=True).count() > 1


def office_under(path: str) -> models.Organisation | None:
    """The campaign office of a district; None where it has none."""
    found = models.Organisation.objects.filter(kind=models.Organisation.Kind.OFFICE, path__startswith=path)
    return found.order_by("path").first()
