"""What the desk lets residents read and see."""

from datetime import datetime

from django.db import transaction

from lantian.accounts.rules import Actor, Verb, require
from lantian.cases import permissions as case_permissions
from lantian.inspections.models import Evidence
from lantian.kernel import outbox
from lantian.residents import events, models, permissions, queries, rules


@transaction.atomic
def reply(*, number: str, words: str, by: Actor, now: datetime) -> None:
    """Answer everybody who told of a case; the words are for them and nobody's internal note."""
    require(Verb.FILE, by)
    if not words.strip():
        raise rules.ReplyMissing()
    case = case_permissions.visible_cases(by).get(number=number)
    models.Reply.objects.create(case=case, words=words.strip(), by_id=by.id, at=now)
    models.Report.objects.filter(case=case).update(changed_at=now)
    outbox.emit(events.Replied(about=f"cases.case:{number}", by=by.id, at=now, words=words.strip()))


@transaction.atomic
def show_photo(*, number: str, key: str, by: Actor, now: datetime) -> None:
    """Let residents see the public copy of a photo of the case, after somebody looked at it for that."""
    require(Verb.FILE, by)
    case = case_permissions.visible_cases(by).get(number=number)
    photo = next((one for one in queries.photos_of_case(case) if str(one.key) == str(key)), None)
    if photo is None:
        raise Evidence.DoesNotExist(key)
    _row, is_new = models.ShownPhoto.objects.get_or_create(
        case=case, evidence=photo, defaults={"by_id": by.id, "at": now}
    )
    if is_new:
        outbox.emit(events.PhotoShown(about=f"cases.case:{number}", by=by.id, at=now, key=str(photo.key)))


@transaction.atomic
def publish_words(*, number: str, words: str, by: Actor, now: datetime) -> None:
    """Say what other programs may read of a report; empty takes it back."""
    require(Verb.FILE, by)
    report = permissions.visible_reports(by).get(case__number=number)
    models.Report.objects.filter(pk=report.pk).update(public_words=words.strip(), changed_at=now)
    about = f"cases.case:{number}"
    outbox.emit(events.WordsPublished(about=about, by=by.id, at=now, words=words.strip()))
