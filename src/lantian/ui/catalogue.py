"""Message catalogues without the gettext tools: reading .po, writing .mo, which messages the source uses."""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation.template import templatize

CONTEXT_END = "\x04"
PLURAL_END = "\0"
PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "_"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
COUNTED = {"ngettext", "ngettext_lazy"}
COUNTED_IN_CONTEXT = {"npgettext", "npgettext_lazy"}
_KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*)')
_CALL = re.compile(r"\b(n?p?gettext|_)\(\s*((?:u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?\s*)+)", re.S)
_STRING = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", re.S)


@dataclass(slots=True)
class Message:
    """An entry of a catalogue: its context, its English, its plural, its translations."""

    context: str | None = None
    english: str = ""
    plural: str | None = None
    translations: list[str] = field(default_factory=list)
    is_fuzzy: bool = False

    @property
    def key(self) -> str:
        """How gettext finds it: context and English."""
        return self.english if self.context is None else self.context + CONTEXT_END + self.english


class BadCatalogue(ValueError):
    """A line of a .po file could not be read."""

    def __init__(self, line_number: int, line: str) -> None:
        self.line_number, self.line = line_number, line
        super().__init__(f"line {line_number} is {line!r}; a keyword, a string or a comment is needed")


def read(po: str) -> list[Message]:
    """The entries of a .po file, its header first (the one with empty English)."""
    found: list[Message] = []
    current, keyword, is_fuzzy = Message(), "", False
    for line_number, raw in enumerate(po.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            is_fuzzy = is_fuzzy or line.startswith("#,") and "fuzzy" in line
            continue
        match = _KEYWORD.fullmatch(line)
        if match:
            begins = match[1] == "msgctxt" or match[1] == "msgid" and keyword != "msgctxt"
            if begins:
                current = Message(is_fuzzy=is_fuzzy)
                is_fuzzy = False
                found.append(current)
            keyword, line = match[1], match[2]
            if keyword.startswith("msgstr"):
                current.translations.append("")
        if not (line.startswith('"') and line.endswith('"') and keyword):
            raise BadCatalogue(line_number, raw)
        _add(current, keyword, ast.literal_eval(line))
    return found


def _add(message: Message, keyword: str, words: str) -> None:
    if keyword == "msgctxt":
        message.context = (message.context or "") + words
    elif keyword == "msgid":
        message.english += words
    elif keyword == "msgid_plural":
        message.plural = (message.plural or "") + words
    else:
        message.translations[-1] += words


def compiled(messages: list[Message]) -> bytes:
    """The bytes of a .mo file: translated entries sorted by key, little-endian, no hash table."""
    pairs = []
    for one in messages:
        if one.is_fuzzy or not all(one.translations) or not one.translations:
            continue
        key = one.key if one.plural is None else one.key + PLURAL_END + one.plural
        pairs.append((key.encode(), PLURAL_END.join(one.translations).encode()))
    pairs.sort()
    count = len(pairs)
    head = struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count)
    offset = 28 + 16 * count
    tables, strings = [], b""
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[side]), offset + len(strings)))
            strings += pair[side] + b"\0"
    return head + b"".join(tables) + strings


def used_in_python(source: str) -> set[str]:
    """The keys of every message that Python source asks for with literal words."""
    keys = set()
    for one in ast.walk(ast.parse(source)):
        if not isinstance(one, ast.Call):
            continue
        name = one.func.id if isinstance(one.func, ast.Name) else getattr(one.func, "attr", "")
        words = [
            arg.value for arg in one.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
        ]
        key = _key(name, words)
        if key is not None:
            keys.add(key)
    return keys


def used_in_template(source: str) -> set[str]:
    """The keys of every message that a Django template asks for."""
    return set(_template_keys(templatize(source)))


def _template_keys(calls: str) -> Iterator[str]:
    for match in _CALL.finditer(calls):
        words = [ast.literal_eval(_one_line(string)) for string in _STRING.findall(match[2])]
        key = _key(match[1], words)
        if key is not None:
            yield key


def _one_line(string: str) -> str:
    return string.replace("\n", "\\n")


def _key(name: str, words: list[str]) -> str | None:
    if (name in PLAIN or name in COUNTED) and words:
        return words[0]
    if (name in IN_CONTEXT or name in COUNTED_IN_CONTEXT) and len(words) > 1:
        return words[0] + CONTEXT_END + words[1]
    return None
