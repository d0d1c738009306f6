"""To and from other jurisdictions: what was handed on is sent, and how it stands there is asked.

Only the kind, a rough place and released words go out. Nothing is sent where no jurisdiction has an address.
"""

import json
import urllib.error
import urllib.request
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from lantian.residents import models, rules
from lantian.residents.actions import neighbours

ASK_AGAIN = timedelta(hours=1)
TIMEOUT_SECONDS, MOST_BYTES, AT_ONCE = 10, 1_000_000, 50


class _Unanswered(Exception):
    """The other side did not answer in a way that can be read."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A key goes to the address it was given for and nowhere else."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Never follow."""


def exchange(*, now: datetime) -> tuple[int, int]:
    """Send what waits and ask about what was sent; returns how many of each."""
    ours = models.HandOn.objects.select_related("case__resident_report", "jurisdiction").exclude(
        jurisdiction__url=""
    )
    ours = ours.filter(jurisdiction__revoked_at=None)
    waiting = list(ours.filter(sent_at=None).order_by("at")[:AT_ONCE])
    for row in waiting:
        _send(row, now=now)
    unheard = ours.filter(sent_at__isnull=False).exclude(status="closed")
    due = [row for row in unheard if row.heard_at is None or row.heard_at < now - ASK_AGAIN][:AT_ONCE]
    for row in due:
        _ask(row, now=now)
    return len(waiting), len(due)


def _send(row: models.HandOn, *, now: datetime) -> None:
    """Hand one report on; what goes wrong is kept beside it and tried again."""
    report = getattr(row.case, "resident_report", None)
    said = {
        "api_key": row.jurisdiction.out_key,
        "service_code": report.kind if report else row.case.category,
        "lat": str(rules.rough(row.case.lat)),
        "long": str(rules.rough(row.case.lon)),
        "description": report.public_words if report else "",
    }
    try:
        taken = _first(_call(f"{row.jurisdiction.url}/requests.json", urlencode(said).encode()))
        foreign_id, token = str(taken.get("service_request_id") or ""), str(taken.get("token") or "")
        if not foreign_id and not token:
            raise _Unanswered("the answer names neither a request nor a token")
    except _Unanswered as failed:
        neighbours.note_sent(row, foreign_id="", token="", error=str(failed), now=now)
        return
    neighbours.note_sent(row, foreign_id=foreign_id, token=token, error="", now=now)


def _ask(row: models.HandOn, *, now: datetime) -> None:
    """Ask how one stands; where there is only a token yet, ask for the number first."""
    try:
        if not row.foreign_id:
            found = _first(_call(f"{row.jurisdiction.url}/tokens/{quote(row.token, safe='')}.json"))
            row.foreign_id = str(found.get("service_request_id") or "")[:120]
            models.HandOn.objects.filter(pk=row.pk).update(foreign_id=row.foreign_id)
        if not row.foreign_id:
            return
        found = _first(_call(f"{row.jurisdiction.url}/requests/{quote(row.foreign_id, safe='')}.json"))
    except _Unanswered as failed:
        models.HandOn.objects.filter(pk=row.pk).update(error=str(failed)[:300], heard_at=now)
        return
    status, notes = str(found.get("status") or ""), str(found.get("status_notes") or "")
    neighbours.note_heard(row, status=status, notes=notes, now=now)


def _call(url: str, body: bytes | None = None) -> Any:  # Any: what another program answers
    """What the other side answers, as it wrote it; _Unanswered with the reason otherwise."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise _Unanswered("its address is neither http nor https")
    asked = urllib.request.Request(url, data=body, headers={"Accept": "application/json"})  # checked
    try:
        with urllib.request.build_opener(_NoRedirect).open(asked, timeout=TIMEOUT_SECONDS) as answer:
            return json.loads(answer.read(MOST_BYTES))
    except urllib.error.HTTPError as refused:
        said = refused.read(300).decode("utf-8", "replace")
        raise _Unanswered(f"{refused.code}: {said}") from refused
    except (OSError, ValueError) as failed:
        raise _Unanswered(f"no readable answer: {failed}") from failed


def _first(answer: Any) -> dict[str, Any]:
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        return answer[0]
    raise _Unanswered("the answer is not a list of requests")
