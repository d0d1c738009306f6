"""The glossary's table of roles and verbs is the one the code keeps."""

import re

from architecture import layout
from lantian.accounts.rules import MAY, Role, Verb

GLOSSARY = layout.ROOT / "docs" / "glossary.md"


def _table() -> dict[str, set[str]]:
    rows = {}
    header: list[str] = []
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| verb |"):
            header = [re.sub(r"`", "", cell) for cell in cells[1:]]
        elif header and line.startswith("| `"):
            rows[cells[0].strip("`")] = {
                role for role, mark in zip(header, cells[1:], strict=True) if mark == "●"
            }
        elif header and not line.startswith("|"):
            break
    return rows


def test_every_verb_and_role_of_the_code_is_in_the_glossary_and_agrees() -> None:
    table = _table()
    assert table == {verb.value: {role.value for role in roles} for verb, roles in MAY.items()}
    assert set(MAY) == set(Verb)


def test_every_role_has_a_chinese_word() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    assert [role for role in Role if f"`{role.value}`" not in text] == []
