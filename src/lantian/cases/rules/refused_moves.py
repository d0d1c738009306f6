"""Why a case is refused a step beside its straight way: verifying, merging, more time, objections."""

from datetime import datetime

from lantian.kernel.refusals import Refused, gettext_noop


class ChannelUnknown(Refused):
    sentence = gettext_noop("There is no channel “{channel}” on this day. Choose one of the list.")

    def __init__(self, channel: str) -> None:
        self.channel = channel
        super().__init__(channel=channel)


class NoVerificationNeeded(Refused):
    sentence = gettext_noop("What comes by {channel} needs no verification. File the case.")

    def __init__(self, channel: str) -> None:
        self.channel = channel
        super().__init__(channel=channel)


class VerificationNeeded(Refused):
    sentence = gettext_noop(
        "What comes by {channel} is verified before it is filed. Send somebody to look, with a photo."
    )

    def __init__(self, channel: str) -> None:
        self.channel = channel
        super().__init__(channel=channel)


class SitePhotoMissing(Refused):
    sentence = gettext_noop(
        "The case is being verified and nobody has brought a photo from the place yet. "
        "File it once there is one, or void it."
    )


class MergeRefused(Refused):
    """A case cannot be merged into another one."""

    sentence = gettext_noop("{number} cannot be merged into {target}: {reason}. Nothing was changed.")

    def __init__(self, number: str, *, target: str, reason: str) -> None:
        self.number, self.target, self.reason = number, target, reason
        super().__init__(number=number, target=target, reason=reason)


class HappenedLater(Refused):
    sentence = gettext_noop(
        "It cannot have been seen at {happened_at}: that is still to come. Correct the time, or leave it out."
    )

    def __init__(self, happened_at: datetime) -> None:
        self.happened_at = happened_at
        super().__init__(happened_at=happened_at)


class OutsideUnit(Refused):
    """Handed down to somebody who is not below the unit."""

    sentence = gettext_noop("{name} does not belong to {unit}. Hand the case down inside the unit.")

    def __init__(self, name: str, *, unit: str) -> None:
        self.name, self.unit = name, unit
        super().__init__(name=name, unit=unit)


class NobodyNamed(Refused):
    sentence = gettext_noop("Name the sub-unit or the person who gets the case.")


class ExtensionLate(Refused):
    sentence = gettext_noop("The limit ran out at {due_at}; more time is asked for before that.")

    def __init__(self, due_at: datetime) -> None:
        self.due_at = due_at
        super().__init__(due_at=_minute(due_at))


class ExtensionOpen(Refused):
    sentence = gettext_noop("A request for more time is open already, until {until}. It is decided first.")

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(until=_minute(until))


class ExtensionNotOpen(Refused):
    sentence = gettext_noop("No request for more time is open on {number}.")

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


class ExtensionTooShort(Refused):
    sentence = gettext_noop("{until} is not after the limit {due_at}. Name a later moment.")

    def __init__(self, *, until: datetime, due_at: datetime) -> None:
        self.until, self.due_at = until, due_at
        super().__init__(until=_minute(until), due_at=_minute(due_at))


class InterimMissing(Refused):
    sentence = gettext_noop("Say what is done meanwhile; a parked case is not a forgotten one.")


class MinutesMissing(Refused):
    sentence = gettext_noop("Name the minutes that decided it.")


class ReviewInPast(Refused):
    sentence = gettext_noop("The review at {review_at} is not after {now}. Choose a later day.")

    def __init__(self, *, review_at: datetime, now: datetime) -> None:
        self.review_at, self.now = review_at, now
        super().__init__(review_at=_minute(review_at), now=_minute(now))


class OwnWork(Refused):
    sentence = gettext_noop(
        "You handled this mending yourself; somebody else of {unit} signs for it. Nothing was changed."
    )

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(unit=unit)


class ObjectionMissing(Refused):
    sentence = gettext_noop("Say what is not in order with the mending.")


class ObjectionDecided(Refused):
    sentence = gettext_noop("This objection is decided already. Reload the page.")


class ObjectionsOpen(Refused):
    sentence = gettext_noop("{count} objections are still open; they are decided before the case is closed.")

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count=count)


class NotInPublicity(Refused):
    sentence = gettext_noop("{number} is not shown in public; an objection is raised while it is.")

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


class NoLaterLook(Refused):
    sentence = gettext_noop("No later look at {number} is planned. It holds as it was closed.")

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(number=number)


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
