"""A token lets a program read as its person, until it is revoked, too old, or the account changes hands."""

from datetime import UTC, datetime, timedelta

import pytest

from lantian.accounts import actions, models, queries
from lantian.accounts.rules import TOKEN_LIFE, Actor, NoTitle, Role, TooManyTokens
from lantian.kernel.models import Event

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.django_db


def _actor(username: str = "officer", role: Role = Role.GRID_OFFICER) -> Actor:
    fields = {"name_zh": "hq", "name_en": "hq", "kind": "department", "path": "/hq/"}
    unit = models.Organisation.objects.get_or_create(code="hq", defaults=fields)[0]
    person = models.Person.objects.create(
        username=username, name_zh="岗", name_en="post", role=role, organisation=unit, area=unit
    )
    return queries.actor_of(person)


def test_a_token_opens_what_its_person_may_open_and_only_its_hash_is_kept() -> None:
    officer = _actor()
    text = actions.make_token(title=" monthly report ", by=officer, now=NOON)
    assert queries.actor_by_token(text, now=NOON) == officer
    row = models.Token.objects.get()
    assert row.title == "monthly report"
    assert text not in {str(value) for value in models.Token.objects.values().get().values()}
    event = Event.objects.get()
    assert event.name == "accounts.token_made" and text not in str(event.facts)
    assert len(text) > 40


def test_another_text_opens_nothing() -> None:
    text = actions.make_token(title="report", by=_actor(), now=NOON)
    for wrong in ("", text[:-1], text.swapcase(), models.Token.objects.get().sha256):
        assert queries.actor_by_token(wrong, now=NOON) is None


def test_it_ends_with_its_last_moment() -> None:
    text = actions.make_token(title="report", by=_actor(), now=NOON)
    assert queries.actor_by_token(text, now=NOON + TOKEN_LIFE - SECOND) is not None
    assert queries.actor_by_token(text, now=NOON + TOKEN_LIFE) is None


def test_a_revoked_token_counts_no_more_and_the_second_time_there_is_nothing_to_revoke() -> None:
    officer = _actor()
    text = actions.make_token(title="report", by=officer, now=NOON)
    (token,) = queries.tokens_of(officer, now=NOON)
    actions.revoke_token(token_id=token.pk, by=officer, now=NOON + SECOND)
    assert queries.actor_by_token(text, now=NOON + SECOND) is None
    assert not queries.tokens_of(officer, now=NOON).exists()
    with pytest.raises(models.Token.DoesNotExist):
        actions.revoke_token(token_id=token.pk, by=officer, now=NOON + SECOND)
    assert [one.name for one in Event.objects.order_by("id")] == [
        "accounts.token_made",
        "accounts.token_revoked",
    ]


def test_nobody_revokes_the_token_of_another() -> None:
    officer, other = _actor(), _actor("other")
    text = actions.make_token(title="report", by=officer, now=NOON)
    with pytest.raises(models.Token.DoesNotExist):
        actions.revoke_token(token_id=models.Token.objects.get().pk, by=other, now=NOON)
    assert queries.actor_by_token(text, now=NOON) == officer


def test_a_closed_account_and_a_new_password_end_its_tokens() -> None:
    admin, officer, other = _actor("admin", Role.ADMINISTRATOR), _actor(), _actor("other")
    first = actions.make_token(title="report", by=officer, now=NOON)
    second = actions.make_token(title="report", by=other, now=NOON)
    actions.close_account(username="officer", by=admin, now=NOON)
    actions.set_password(username="other", password="a long sentence nobody guesses", by=admin, now=NOON)
    assert queries.actor_by_token(first, now=NOON) is None
    assert queries.actor_by_token(second, now=NOON) is None
    assert Event.objects.filter(name="accounts.token_revoked", by_id=admin.id).count() == 1


@pytest.mark.parametrize("title", ["", "   ", "x" * 61])
def test_it_says_which_program_it_is_for(title: str) -> None:
    with pytest.raises(NoTitle):
        actions.make_token(title=title, by=_actor(), now=NOON)
    assert not models.Token.objects.exists() and not Event.objects.exists()


def test_nobody_collects_tokens_without_end() -> None:
    officer = _actor()
    for number in range(10):
        actions.make_token(title=f"program {number}", by=officer, now=NOON)
    with pytest.raises(TooManyTokens, match="10 tokens are in force already"):
        actions.make_token(title="one more", by=officer, now=NOON)
    actions.make_token(title="one more", by=officer, now=NOON + TOKEN_LIFE)
