"""Why a sweep is refused something."""

from lantian.kernel.refusals import Refused, gettext_noop


class TooEarly(Refused):
    sentence = gettext_noop("{number} has not passed its recheck yet; a sweep follows what was mended.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NothingToSweep(Refused):
    sentence = gettext_noop("There is no other place of this kind in the district.")


class SweepRuns(Refused):
    sentence = gettext_noop("A sweep of {number} runs already: {sweep}.")

    def __init__(self, number: str, *, sweep: str) -> None:
        super().__init__(number=number, sweep=sweep)


class SweepOver(Refused):
    sentence = gettext_noop("{sweep} is closed; nothing is answered to it any more.")

    def __init__(self, sweep: str) -> None:
        super().__init__(sweep=sweep)


class AnsweredAlready(Refused):
    sentence = gettext_noop("Somebody answered for {place} already. Reload the page.")

    def __init__(self, place: str) -> None:
        super().__init__(place=place)


class CaseMissing(Refused):
    sentence = gettext_noop("A problem becomes a case: bring a photo, or name the case that it is.")


class OtherKind(Refused):
    sentence = gettext_noop("{number} is a case of another kind. Name one of the kind that is looked for.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class PlacesOpen(Refused):
    sentence = gettext_noop("{count} places are neither answered for nor excused; the sweep stays open.")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)
