"""What residents of the demo tell, by the page that everybody sees, and what comes of it."""

from collections.abc import Callable
from datetime import datetime

from lantian.cases import actions as cases
from lantian.cases.models import Case
from lantian.cases.rules import Contact
from lantian.cases.states import OPEN_STATES
from lantian.kernel import references
from lantian.residents import actions as residents
from lantian.residents import rules
from lantian.simulate.playing import Cast, Thread, picture_of

Turn = Callable[[Cast, Thread, datetime], None]


def _tell(cast: Cast, thread: Thread, at: datetime) -> None:
    """A resident fills the page in; one of them has no photo, a smell."""
    scene, said = thread.scene, cast.words["residents"][thread.scene.id]
    photos = () if said.get("no_photo") else (_photo(thread, at),)
    tale = rules.Tale(
        kind=said["kind"],
        words=said["words"],
        address=said["address"],
        lon=scene.source.lon,
        lat=scene.source.lat,
        photo_keys=photos,
        contact=Contact(phone=said.get("phone", "")),
    )
    receipt = residents.tell(key=references.new_key(at), tale=tale, who=scene.id, now=at)
    thread.case, thread.link = receipt.number, receipt.token


def _photo(thread: Thread, at: datetime) -> str:
    return residents.keep_photo(content=picture_of(thread, "群众", at=at), name="photo.jpg", now=at)


def _look(cast: Cast, thread: Thread, at: datetime) -> None:
    """The desk asks for a look; who goes is not settled yet."""
    cases.verify(number=thread.case, by=cast.desk, now=at)


def _reply(cast: Cast, thread: Thread, at: datetime) -> None:
    words = cast.words["residents"][thread.scene.id]["reply"]
    residents.reply(number=thread.case, words=words, by=cast.desk, now=at)


def _show(cast: Cast, thread: Thread, at: datetime) -> None:
    """The desk looks at the photos of the mending and lets residents see them."""
    case = Case.objects.get(number=thread.case)
    for work in case.rectifications.all():
        residents.show_photo(number=thread.case, key=str(work.after.key), by=cast.desk, now=at)


def _not_fixed(cast: Cast, thread: Thread, at: datetime) -> None:
    words = cast.words["residents"][thread.scene.id]["not_fixed"]
    residents.say(token=thread.link, kind=rules.NOT_FIXED, words=words, now=at)


def _merge(cast: Cast, thread: Thread, at: datetime) -> None:
    """Another resident told of the same place before."""
    own = Case.objects.get(number=thread.case)
    same = Case.objects.filter(channel=rules.CHANNEL, lon=own.lon, lat=own.lat, state__in=OPEN_STATES)
    into = same.exclude(pk=own.pk).order_by("pk").first()
    if into is not None:
        cases.merge(
            number=own.number, into=into.number, reason=str(cast.words["merged"]), by=cast.desk, now=at
        )


VERBS: dict[str, Turn] = {
    "tell": _tell,
    "look": _look,
    "reply": _reply,
    "show": _show,
    "not-fixed": _not_fixed,
    "merge-told": _merge,
}
