"""What an administrator does to people and units."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from lantian.accounts import events, models
from lantian.accounts.rules import Actor, Role, Verb, require
from lantian.kernel import outbox


@transaction.atomic
def add_organisation(
    *,
    code: str,
    name_zh: str,
    name_en: str,
    kind: str,
    parent: models.Organisation | None,
    is_demo: bool = False,
) -> models.Organisation:
    """Add a unit under another; its path is kept so that areas are a prefix."""
    path = f"{parent.path if parent else '/'}{code}/"
    return models.Organisation.objects.create(
        code=code, name_zh=name_zh, name_en=name_en, kind=kind, parent=parent, path=path, is_demo=is_demo
    )


@transaction.atomic
def set_password(*, username: str, password: str, by: Actor, now: datetime) -> None:
    """Give a person a new password that meets the rules; the change leaves a line."""
    require(Verb.ADMINISTER, by)
    person = models.Person.objects.get(username=username)
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    outbox.emit(events.PasswordSet(about=f"accounts.person:{person.pk}", by=by.id, at=now))


@transaction.atomic
def close_account(*, username: str, by: Actor, now: datetime) -> None:
    """Somebody leaves: the account is closed, what they did stays theirs."""
    require(Verb.ADMINISTER, by)
    person = models.Person.objects.get(username=username)
    models.Person.objects.filter(pk=person.pk).update(is_active=False)
    outbox.emit(events.AccountClosed(about=f"accounts.person:{person.pk}", by=by.id, at=now))


@transaction.atomic
def change_role(*, username: str, role: Role, by: Actor, now: datetime) -> None:
    """A person takes another part; from this moment the pages follow it."""
    require(Verb.ADMINISTER, by)
    person = models.Person.objects.get(username=username)
    before = person.role
    models.Person.objects.filter(pk=person.pk).update(role=role)
    about = f"accounts.person:{person.pk}"
    outbox.emit(events.RoleChanged(about=about, by=by.id, at=now, before=before, after=str(role)))


@transaction.atomic
def record_sign_in(*, person_id: int, by_switch: bool, now: datetime) -> None:
    """Somebody came in; `by_switch` when they took a demo post without a password."""
    about = f"accounts.person:{person_id}"
    outbox.emit(events.SignedIn(about=about, by=person_id, at=now, by_switch=by_switch))
