"""Pure decisions: what a resident may say when, what counts as the same words, how far a problem has come."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from lantian.cases.rules import NOBODY, Contact
from lantian.cases.states import State
from lantian.kernel.refusals import Refused, gettext_noop

CHANNEL = "resident"
LONGEST_WORDS, LONGEST_ADDRESS = 500, 120
MOST_PHOTOS = 3
LEAST_TO_COMPARE = 6  # characters; two people may well both write "smoke"
PLACES_SHOWN = 3  # decimals of a degree that leave the house: a street, not a door
NOT_FIXED, THANKS = "not_fixed", "thanks"


class Stage(StrEnum):
    """How far a problem has come, as a resident is told."""

    RECEIVED = "received"
    LOOKING = "looking"
    CONFIRMED = "confirmed"
    MENDING = "mending"
    WAITING = "waiting"
    MENDED = "mended"
    CHECKED = "checked"
    CLOSED = "closed"
    AGAIN = "again"
    NOT_TAKEN = "not_taken"


STAGES: dict[State, Stage] = {
    State.REPORTED: Stage.RECEIVED,
    State.VERIFYING: Stage.LOOKING,
    State.FILED: Stage.CONFIRMED,
    State.RETURNED: Stage.CONFIRMED,
    State.ASSIGNED: Stage.MENDING,
    State.ACCEPTED: Stage.MENDING,
    State.RECTIFYING: Stage.MENDING,
    State.PARKED: Stage.WAITING,
    State.SUBMITTED: Stage.MENDED,
    State.SELF_CHECKED: Stage.MENDED,
    State.PASSED: Stage.CHECKED,
    State.IN_PUBLICITY: Stage.CHECKED,
    State.CLOSED: Stage.CLOSED,
    State.REOPENED: Stage.AGAIN,
    State.VOID: Stage.NOT_TAKEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """What a resident says."""

    kind: str
    words: str = ""
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    grid_code: str = ""
    photo_keys: tuple[str, ...] = ()
    contact: Contact = NOBODY
    media_url: str = ""


class TellRefused(Refused):
    """A report that cannot be taken; what was written stays on the page."""


class NothingSaid(TellRefused):
    sentence = gettext_noop("Send a photo or say in a few words what you saw; otherwise nobody knows it.")


class PlaceMissing(TellRefused):
    sentence = gettext_noop(
        "Say where it is: use your place, press on the map, or write the address and choose the area."
    )


class PlaceOutside(TellRefused):
    sentence = gettext_noop(
        "This place lies outside our district, so nobody of ours can go there. "
        "Move the point, choose an area of ours, or call 12345."
    )


class KindUnknown(TellRefused):
    sentence = gettext_noop("{kind} is no kind of problem that is taken here; choose one of the list.")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class TooManyPhotos(TellRefused):
    sentence = gettext_noop("{most} photos are the most for one report; choose the clearest.")

    def __init__(self, *, most: int) -> None:
        self.most = most
        super().__init__(most=most)


class TooOften(TellRefused):
    sentence = gettext_noop(
        "Too much came from this connection of the network in a short time. Wait {minutes} minutes and send "
        "it again; in an emergency call 12345. What you wrote is still here."
    )

    def __init__(self, *, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(minutes=minutes)


class TooFast(TellRefused):
    sentence = gettext_noop("That was sent faster than a person writes. Look it over and send it again.")


class FormTooOld(TellRefused):
    sentence = gettext_noop("This page was open for more than a day. Look it over and send it again.")


class SameWords(TellRefused):
    sentence = gettext_noop(
        "The same words came from here already and are being looked at. "
        "If there is something new, write what is different."
    )


class NotYet(TellRefused):
    sentence = gettext_noop(
        "The mending is not finished yet, so nothing can be said against it. "
        "This page tells you when it is, and then you can."
    )


class TooLate(TellRefused):
    sentence = gettext_noop(
        "It was closed more than {days} days ago. Report it anew: it is looked at at once."
    )

    def __init__(self, *, days: int) -> None:
        self.days = days
        super().__init__(days=days)


class SaidAlready(TellRefused):
    sentence = gettext_noop("You have said so already; it is being dealt with. Nothing was written twice.")


class WhatIsWrong(TellRefused):
    sentence = gettext_noop(
        "Say in a few words what is still not in order, so that somebody can look for it."
    )


class NothingFound(TellRefused):
    sentence = gettext_noop(
        "This number and these four digits do not belong together, or no phone was given with the report. "
        "Then the link cannot be found again; the report goes on all the same."
    )


class ReplyMissing(Refused):
    sentence = gettext_noop("Write what the people who told us may read.")


class JurisdictionUnknown(Refused):
    sentence = gettext_noop("{code} is no jurisdiction that reports can be handed on to.")

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code=code)


def digest(words: str) -> str:
    """What stays the same of words when marks, spaces, widths and case change; empty for very short ones."""
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words).casefold())
    return hashlib.sha256(plain.encode()).hexdigest() if len(plain) >= LEAST_TO_COMPARE else ""


def tail(phone: str) -> str:
    """The last four digits of a phone number; empty when there are fewer."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return digits[-4:] if len(digits) >= 4 else ""


def check_tale(tale: Tale) -> None:
    """Raise unless there is something to look for and a place where."""
    if not tale.photo_keys and not tale.words.strip():
        raise NothingSaid()
    if len(tale.photo_keys) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    if (tale.lon is None or tale.lat is None) and not tale.grid_code:
        raise PlaceMissing()


def check_filled(*, opened_at: datetime, now: datetime, least_seconds: float) -> None:
    """Raise when a form came back faster than a person fills it in, or after more than a day."""
    if now - opened_at < timedelta(seconds=least_seconds):
        raise TooFast()
    if now - opened_at > timedelta(days=1):
        raise FormTooOld()


def check_not_fixed(
    *, state: State, closed_at: datetime | None, days: int, words: str, is_said: bool, now: datetime
) -> None:
    """Raise unless somebody may say now that a problem is not mended."""
    if state not in {State.IN_PUBLICITY, State.CLOSED}:
        raise NotYet()
    if closed_at is not None and state is State.CLOSED and now > closed_at + timedelta(days=days):
        raise TooLate(days=days)
    if is_said:
        raise SaidAlready()
    if not words.strip():
        raise WhatIsWrong()


def rough(degrees: float) -> float:
    """A place as it may leave the house."""
    return round(degrees, PLACES_SHOWN)
