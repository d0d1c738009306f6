"""Accounts and tokens: what an administrator does to the one, and everybody to their own of the other."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet

from lantian.accounts import events, models, queries, rules
from lantian.accounts.actions import leaving, reaching
from lantian.accounts.rules import Actor, LastAdministrator, OwnAccount, Role, Verb, require
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
    """Give a person a new password that meets the rules; tokens made under the old one end with it."""
    person = reaching.administered(username, by)
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    _revoke(models.Token.objects.filter(person=person), by=by, now=now)
    outbox.emit(events.PasswordSet(about=reaching.about(person), by=by.id, at=now))


@transaction.atomic
def close_account(*, username: str, by: Actor, now: datetime) -> None:
    """Somebody leaves: the account is closed, what they did stays theirs."""
    person = reaching.administered(username, by)
    if person.pk == by.id:
        raise OwnAccount()
    _keep_an_administrator(person)
    leaving.refuse_while_standing_in(person, now=now)
    models.Person.objects.filter(pk=person.pk).update(is_active=False)
    outbox.emit(events.AccountClosed(about=reaching.about(person), by=by.id, at=now))


@transaction.atomic
def change_role(*, username: str, role: Role, by: Actor, now: datetime) -> None:
    """A person takes another part; from this moment the pages follow it."""
    person = reaching.administered(username, by)
    if role is not Role.ADMINISTRATOR:
        _keep_an_administrator(person)
    leaving.refuse_while_standing_in(person, now=now)
    before = person.role
    models.Person.objects.filter(pk=person.pk).update(role=role)
    outbox.emit(
        events.RoleChanged(about=reaching.about(person), by=by.id, at=now, before=before, after=str(role))
    )


@transaction.atomic
def record_sign_in(*, person_id: int, by_switch: bool, now: datetime) -> None:
    """Somebody came in; `by_switch` when they took a demo post without a password."""
    about = f"accounts.person:{person_id}"
    outbox.emit(events.SignedIn(about=about, by=person_id, at=now, by_switch=by_switch))


@transaction.atomic
def make_token(*, title: str, by: Actor, now: datetime) -> str:
    """Let a program read what this person may read; the text is returned this once and kept nowhere."""
    require(Verb.HOLD_TOKEN, by)
    said = title.strip()
    if not 0 < len(said) <= rules.LONGEST_TITLE:
        raise rules.NoTitle(longest=rules.LONGEST_TITLE)
    if queries.tokens_of(by, now=now).count() >= rules.MOST_TOKENS:
        raise rules.TooManyTokens(most=rules.MOST_TOKENS)
    text = f"lt_{secrets.token_urlsafe(32)}"
    expires_at = now + rules.TOKEN_LIFE
    token = models.Token.objects.create(
        person_id=by.id, title=said, sha256=rules.token_hash(text), made_at=now, expires_at=expires_at
    )
    about = f"accounts.token:{token.pk}"
    outbox.emit(events.TokenMade(about=about, by=by.id, at=now, title=said, expires_at=expires_at))
    return text


@transaction.atomic
def revoke_token(*, token_id: int, by: Actor, now: datetime) -> None:
    """One's own token counts no more; Token.DoesNotExist for one that is another's or is over already."""
    require(Verb.HOLD_TOKEN, by)
    token = queries.tokens_of(by, now=now).get(pk=token_id)
    _revoke(models.Token.objects.filter(pk=token.pk), by=by, now=now)


@transaction.atomic
def window(*, unit: models.Organisation) -> Actor:
    """The account in whose name the public's reports are kept: closed from the start, nobody signs in."""
    person, _ = models.Person.objects.select_related("organisation", "area").get_or_create(
        username=queries.WINDOW,
        defaults={
            "name_zh": "群众",
            "name_en": "a resident",
            "role": Role.GRID_OFFICER,
            "organisation": unit,
            "area": unit,
            "is_active": False,
            "password": make_password(None),
            "is_demo": unit.is_demo,
        },
    )
    return queries.actor_of(person)


def _revoke(tokens: QuerySet[models.Token], *, by: Actor, now: datetime) -> None:
    for token in tokens.filter(revoked_at__isnull=True):
        if models.Token.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now):
            about = f"accounts.token:{token.pk}"
            outbox.emit(events.TokenRevoked(about=about, by=by.id, at=now, title=token.title))


def _keep_an_administrator(person: models.Person) -> None:
    """Raise LastAdministrator when nobody else could administer this area; of two at once one waits."""
    every = models.Person.objects.filter(role=Role.ADMINISTRATOR, is_active=True).select_related("area")
    found = list(every.select_for_update(of=("self",)).order_by("pk"))
    is_one = any(one.pk == person.pk for one in found)
    others = [one for one in found if one.pk != person.pk]
    if is_one and not any(person.area.path.startswith(one.area.path) for one in others):
        raise LastAdministrator(person.name_zh, area=person.area.name_zh)
