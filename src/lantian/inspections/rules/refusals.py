"""Refusals of this room, each with its sentence."""

from collections.abc import Sequence

from lantian.kernel.refusals import Refused, gettext_noop


class PlaceUnexplained(Refused):
    """The phone gave no place and the officer no reason."""

    sentence = gettext_noop(
        "The phone gave no place. Turn on location and try again, or write in a few words where you are."
    )


class AlreadyVisited(Refused):
    """The order has its visit."""

    sentence = gettext_noop(
        "Somebody has already checked in for {order}. Reload the page to go on with that visit."
    )

    def __init__(self, order: str) -> None:
        self.order = order
        super().__init__(order=order)


class NoTemplate(Refused):
    """There is no checklist for this kind of going."""

    sentence = gettext_noop(
        "No checklist is in force for {kind} at this kind of place. Ask the duty desk to withdraw the order "
        "and issue it as another kind of going."
    )

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind=kind)


class VisitFiled(Refused):
    """The visit is over."""

    sentence = gettext_noop(
        "This visit was filed at {filed_at} and cannot be changed. What was found stays as it is."
    )

    def __init__(self, filed_at: str) -> None:
        self.filed_at = filed_at
        super().__init__(filed_at=filed_at)


class AnswersMissing(Refused):
    """Some items are not answered."""

    sentence = gettext_noop(
        "{count} items are still to be answered: {items}. Answer them; “cannot be seen” is an answer too."
    )

    def __init__(self, items: Sequence[str]) -> None:
        self.items = tuple(items)
        super().__init__(count=len(items), items="、".join(items))


class ItemUnknown(Refused):
    """An answer or a photo names an item that this visit's checklist does not have."""

    sentence = gettext_noop(
        "This visit's checklist has no item {item}; the server kept nothing. A photo is still on the phone: "
        "send it again, then it belongs to the visit as a whole."
    )

    def __init__(self, item_id: int) -> None:
        self.item_id = item_id
        super().__init__(item=item_id)


class PhotoMissing(Refused):
    """Something was found, but there is no photo of it."""

    sentence = gettext_noop("A photo is needed of: {items}. Take it and try again; nothing else is lost.")

    def __init__(self, items: Sequence[str]) -> None:
        self.items = tuple(items)
        super().__init__(items="、".join(items))


class ProblemWithoutPhoto(Refused):
    """A problem nobody can see."""

    sentence = gettext_noop(
        "A problem needs at least one photo. Take it and try again; nothing else is lost."
    )


class WordsMissing(Refused):
    """A result that the answers do not explain needs words."""

    sentence = gettext_noop(
        "Say in a few words what you saw or why nothing could be seen, then file it again."
    )


class CategoryMissing(Refused):
    """A problem needs a category."""

    sentence = gettext_noop("Choose what kind of problem it is: no answer on the list says so.")


class ResultContradicts(Refused):
    """Nothing found, but an item is not met."""

    sentence = gettext_noop(
        "“Nothing found” does not go with what is not met: {items}. Change the result or the answer."
    )

    def __init__(self, items: Sequence[str]) -> None:
        self.items = tuple(items)
        super().__init__(items="、".join(items))


class StageMissing(Refused):
    """The checklist asks by stage of work, and nobody said which one."""

    sentence = gettext_noop(
        "This checklist asks different things in different stages of work. "
        "Choose at the top which stage the site is in, then file again."
    )


class StageUnknown(Refused):
    """There is no such stage of work."""

    sentence = gettext_noop("{stage} is no stage of work. Choose one from the list; nothing was changed.")

    def __init__(self, stage: str) -> None:
        self.stage = stage
        super().__init__(stage=stage)


class TemplateUnfit(Refused):
    """The phone holds a checklist that this visit cannot take."""

    sentence = gettext_noop(
        "The checklist on this phone was never in force for this order. Open the order again while there is "
        "a signal, then check in; the photos stay on the phone."
    )
