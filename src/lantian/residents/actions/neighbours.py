"""Other jurisdictions: who may report here by a key, and what was handed on to whom."""

import secrets
from datetime import datetime

from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.cases import permissions as case_permissions
from lantian.kernel import outbox
from lantian.residents import events, models, queries, rules


@transaction.atomic
def admit(*, code: str, name_zh: str, name_en: str, now: datetime, url: str = "", out_key: str = "") -> str:
    """Let another jurisdiction report here; its new key is returned this once, the old one counts no more."""
    key = f"o311_{secrets.token_urlsafe(32)}"
    models.Jurisdiction.objects.update_or_create(
        code=code,
        defaults={
            "name_zh": name_zh,
            "name_en": name_en,
            "key_sha256": queries.hash_of(key),
            "url": url.rstrip("/"),
            "out_key": out_key,
            "made_at": now,
            "revoked_at": None,
        },
    )
    outbox.emit(
        events.JurisdictionAdmitted(about=f"residents.jurisdiction:{code}", by=None, at=now, code=code)
    )
    return key


@transaction.atomic
def hand_on(*, number: str, code: str, by: Actor, now: datetime) -> None:
    """Hand a report on to another jurisdiction; a timetable sends it. Doing it twice sends it once."""
    require(Verb.FILE, by)
    case = case_permissions.visible_cases(by).get(number=number)
    neighbour = models.Jurisdiction.objects.filter(code=code, revoked_at=None).exclude(url="").first()
    if neighbour is None:
        raise rules.JurisdictionUnknown(code)
    _row, is_new = models.HandOn.objects.get_or_create(
        case=case, jurisdiction=neighbour, defaults={"by_id": by.id, "at": now}
    )
    if is_new:
        outbox.emit(events.HandedOn(about=f"cases.case:{number}", by=by.id, at=now, jurisdiction=code))


def note_sent(row: models.HandOn, *, foreign_id: str, token: str, error: str, now: datetime) -> None:
    """Write down that the other side took a report, or why it did not."""
    sent_at = None if error else now
    models.HandOn.objects.filter(pk=row.pk, sent_at=None).update(
        foreign_id=foreign_id[:120], token=token[:120], error=error[:300], sent_at=sent_at
    )


@transaction.atomic
def note_heard(row: models.HandOn, *, status: str, notes: str, now: datetime) -> None:
    """Write down how the other side says that it stands."""
    is_news = (row.status, row.status_notes) != (status[:16], notes[:500])
    models.HandOn.objects.filter(pk=row.pk).update(
        status=status[:16], status_notes=notes[:500], heard_at=now, error=""
    )
    if is_news:
        outbox.emit(
            events.Heard(
                about=f"cases.case:{row.case.number}",
                by=None,
                at=now,
                jurisdiction=row.jurisdiction.code,
                foreign_id=row.foreign_id,
                status=status[:16],
            )
        )
