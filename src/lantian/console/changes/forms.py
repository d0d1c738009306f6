"""What the page of changes is asked: whose numbers, and behind which row it goes on."""

from dataclasses import dataclass

from django.http import Http404, QueryDict

KINDS = ("", "region", "station")
PERIODS = ("", "hour", "day", "span")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Everything, one kind of subject or one subject, of one kind of period; `before` is a row's id."""

    kind: str
    subject: str
    before: int | None
    period: str = ""

    @property
    def of(self) -> str:
        """The subject as the address writes it."""
        return f"{self.kind}/{self.subject}" if self.subject else self.kind

    def query(self, *, before: int | None = None) -> str:
        """The same question from another row on."""
        query = QueryDict(mutable=True)
        if self.of:
            query["of"] = self.of
        if self.period:
            query["period"] = self.period
        if before is not None:
            query["before"] = str(before)
        return "?" + query.urlencode()


def asked(given: QueryDict) -> Asked:
    """Read the question; what cannot be meant is not found."""
    kind, _slash, subject = given.get("of", "").partition("/")
    before, period = given.get("before", ""), given.get("period", "")
    if period not in PERIODS:
        raise Http404
    if kind not in KINDS or (before and not before.isdecimal()) or len(before) > 18:
        raise Http404
    return Asked(kind=kind, subject=subject, period=period, before=int(before) if before else None)
