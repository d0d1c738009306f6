"""What the quality desk is asked: which flags, and which page of them."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, QueryDict

from airshed.quality import registry as checks
from lantian.observations.models import Flag
from lantian.observations.states import State

CHECKS = tuple(row.check.code for row in checks.CHECKS)
MOST_PAGES = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Flags in one state, of one check or station where these are named; `page` counts from 1."""

    state: State = State.PROPOSED
    check: str = ""
    station: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether something is left out that waits."""
        return bool(self.check or self.station)

    def of(self, flags: QuerySet[Flag]) -> QuerySet[Flag]:
        """The flags asked for, the newest first."""
        found = flags.filter(state=self.state)
        if self.check:
            found = found.filter(check_name=self.check)
        if self.station:
            found = found.filter(station__code=self.station)
        newest = "-last_begins_at" if self.state == State.PROPOSED else "-judged_at"
        return found.order_by(newest, "-id")

    def query(self, *, page: int = 1) -> str:
        """The same question for another page."""
        query = QueryDict(mutable=True)
        if self.state != State.PROPOSED:
            query["state"] = self.state.value
        for name, value in (("check", self.check), ("station", self.station)):
            if value:
                query[name] = value
        if page > 1:
            query["page"] = str(page)
        return "?" + query.urlencode()


def asked(given: QueryDict) -> Asked:
    """Read the question; what cannot be meant is not found."""
    state, check, page = given.get("state") or State.PROPOSED.value, given.get("check", ""), given.get("page")
    if state not in set(State) or (check and check not in CHECKS):
        raise Http404(f"there are no flags of state {state!r} and check {check!r}")
    if page and (not page.isdecimal() or not 1 <= int(page[:5]) <= MOST_PAGES):
        raise Http404(f"there is no page {page!r}")
    return Asked(
        state=State(state), check=check, station=given.get("station", ""), page=int(page) if page else 1
    )
