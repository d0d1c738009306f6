"""Catalogues are read and compiled without the gettext tools, as gettext itself would read them."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest

from lantian.ui import catalogue

PO = r"""
# a comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgid "Case"
msgstr "案件"

msgctxt "verb"
msgid "Close"
msgstr "销"
"号"

msgid "%d day"
msgid_plural "%d days"
msgstr[0] "%d 天"

#, fuzzy
msgid "Doubtful"
msgstr "可疑"

msgid "A \"quoted\"\nline"
msgstr ""
"""


def compiled():
    return gettext.GNUTranslations(io.BytesIO(catalogue.compiled(catalogue.read(PO))))


def test_a_compiled_catalogue_answers_as_gettext_asks():
    chinese = compiled()
    assert chinese.gettext("Case") == "案件"
    assert chinese.pgettext("verb", "Close") == "销号"
    assert chinese.ngettext("%d day", "%d days", 3) == "%d 天"


def test_a_doubtful_or_empty_translation_is_left_out():
    chinese = compiled()
    assert chinese.gettext("Doubtful") == "Doubtful"
    assert chinese.gettext('A "quoted"\nline') == 'A "quoted"\nline'


def test_escapes_are_read():
    assert catalogue.read(PO)[-1].english == 'A "quoted"\nline'


def test_a_broken_line_is_named():
    with pytest.raises(catalogue.BadCatalogue, match="line 2 is 'msgstr nothing'"):
        catalogue.read('msgid "Case"\nmsgstr nothing')


def test_messages_in_python_are_found_with_their_context():
    source = """
x = _("One")
y = translation.pgettext("verb", "Close")
z = ngettext("%d day", "%d days", n)
w = other("No")
"""
    assert catalogue.used_in_python(source) == {"One", "verb\x04Close", "%d day"}


def test_messages_in_templates_are_found_with_their_context():
    page = (
        '{% load i18n %}{% translate "One" %} {% translate "Close" context "verb" %}'
        "{% blocktranslate with who=name %}To {{ who }}{% endblocktranslate %}"
        "{% blocktranslate count n=items|length %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}"
        '{% card "No" caption=_("Two") %}{% endcard %}'
    )
    assert catalogue.used_in_template(page) == {"One", "verb\x04Close", "To %(who)s", "%(n)s day", "Two"}


def test_the_committed_mo_is_what_its_po_compiles_to():
    folder = Path(__file__).resolve().parent.parent / "locale" / "zh_Hans" / "LC_MESSAGES"
    messages = catalogue.read((folder / "django.po").read_text(encoding="utf-8"))
    assert (folder / "django.mo").read_bytes() == catalogue.compiled(messages)
