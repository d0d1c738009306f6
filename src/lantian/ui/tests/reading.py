"""Reading a figure back: which texts it has, and which of them stand on each other."""

from __future__ import annotations

from xml.etree import ElementTree

from lantian.ui.figures import svg
from lantian.ui.figures.projection import Box


def boxes_of(drawn):
    """The room that every text of a figure takes, by its words."""
    found = []
    for one in ElementTree.fromstring(drawn).iter("text"):
        x, y, words = float(one.get("x")), float(one.get("y")), "".join(one.itertext())
        room = svg.width_of(words, size=float(one.get("font-size")), bold=one.get("font-weight") == "600")
        left = {"end": x - room, "middle": x - room / 2}.get(one.get("text-anchor"), x)
        found.append((words, Box(left=left, top=y - 9, right=left + room, bottom=y + 1)))
    return found


def texts(drawn):
    """The words of a figure."""
    return [words for words, _box in boxes_of(drawn)]


def collisions(drawn):
    """Pairs of texts that stand on each other."""
    found = boxes_of(drawn)
    return [
        (words, other)
        for place, (words, box) in enumerate(found)
        for other, there in found[:place]
        if box.overlap(there) > 0
    ]
