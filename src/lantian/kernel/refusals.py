"""What a person is told when something is refused: a sentence with its facts, in any language.

`sentence` is an English msgid with named places; a door translates it and puts the facts in.
"""

from typing import ClassVar


def gettext_noop(text: str) -> str:
    """Mark a sentence for the translators; rules are pure and know no Django."""
    return text


class Refused(ValueError):
    """Somebody may meet this: what was seen, what was needed, what to do."""

    sentence: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence.format(**facts))


class KeyTaken(Refused):
    """Two different things came with one key."""

    sentence = gettext_noop(
        "{key} was already sent with something else; nothing was overwritten. "
        "Reload the page and send it again."
    )

    def __init__(self, key: object) -> None:
        self.key = key
        super().__init__(key=str(key))
