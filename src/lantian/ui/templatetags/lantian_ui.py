"""Tags and filters for pages: `{% load lantian_ui %}`. Each only hands values to a part's template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from lantian.ui import formats, icons, parts

register = template.Library()

for _name in (
    "when",
    "when_weekday",
    "when_short",
    "day",
    "clock_time",
    "hour_label",
    "substance",
    "unit",
    "aqi_level",
    "aqi_class",
    "aqi_word",
):
    register.filter(_name, getattr(formats, _name))


# ---- words and numbers


@register.simple_tag
def number(value: Decimal | float | int | None, code: str = "", *, reason: str = "") -> SafeString:
    """The number as shown for its parameter, or — which tells why nothing is there."""
    text = formats.number(value, code)
    if text != formats.MISSING:
        return format_html('<span class="n">{}</span>', text)
    if not reason:
        return format_html('<span class="none">{}</span>', text)
    spoken = format_html('<span class="vh"> {}</span>', reason)
    return format_html('<span class="none" title="{}">{}{}</span>', reason, text, spoken)


@register.simple_tag
def with_unit(value: Decimal | float | int | None, code: str) -> SafeString:
    """The number and, quieter, its unit."""
    shown, unit = formats.number(value, code), formats.unit(code)
    return format_html('<span class="n">{}</span> <span class="u">{}</span>', shown, unit)


@register.simple_tag
def ago(moment: datetime, now: datetime) -> str:
    """8 分钟前; nothing beyond 24 h."""
    return formats.ago(moment, now)


@register.simple_tag
def data_age(data_hour: datetime, now: datetime | None = None) -> str:
    """Up to which hour there are data, and how long ago that hour ended."""
    return formats.data_age(data_hour, now)


@register.simple_tag
def remaining(left: timedelta, clock: str) -> SafeString:
    """The time left and the clock it is counted on; overdue is red and says so."""
    kind = " late" if left < timedelta(0) else ""
    return format_html('<span class="left{}"><b>{}</b> · {}</span>', kind, formats.remaining(left), clock)


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """A line drawing that a word stands beside."""
    return icons.svg(name, size=size)


@register.simple_tag
def tag(text: str, kind: parts.TagKind = "") -> SafeString:
    """A word in a box: plain, `open` (not settled, dashed), `us` (ours to act), `late` (overdue)."""
    return format_html('<span class="{}">{}</span>', f"tag {kind}".strip(), text)


@register.inclusion_tag("ui/parts/made.html")
def made() -> dict[str, object]:
    """The mark that demo data carry."""
    return {}


# ---- AQI


@register.simple_tag
def aqi_mark(aqi: int | None, label: str = "") -> SafeString:
    """A small disc of the level's colour with its words beside it."""
    words = label or formats.aqi_word(aqi)
    return format_html('<span class="aqi"><b class="{}"></b>{}</span>', formats.aqi_class(aqi), words)


@register.inclusion_tag("ui/parts/aqi_disc.html")
def aqi_disc(aqi: int | None) -> dict[str, object]:
    """The index in a disc of its level, and the level's word."""
    shown = formats.MISSING if aqi is None else aqi
    return {"aqi": shown, "level": formats.aqi_class(aqi), "word": formats.aqi_word(aqi)}


@register.inclusion_tag("ui/parts/aqi_legend.html")
def aqi_legend() -> dict[str, object]:
    """The six levels, with their words and limits."""
    words = formats.level_words()
    bounds = [f"≤{top}" for top in formats.LEVEL_TOPS] + [f">{formats.LEVEL_TOPS[-1]}"]
    return {"levels": list(zip(range(1, 7), words, bounds, strict=True))}


# ---- components that take values


@register.inclusion_tag("ui/parts/lead.html")
def lead(
    sentence: str,
    *,
    facts: Sequence[str] = (),
    aqi: int | None = None,
    aqi_place: str = "",
    explain_url: str = "",
    links: Sequence[tuple[str, str]] = (),
) -> dict[str, object]:
    """The page's one sentence and the line under it; `links` are further ways on, each a word and a URL."""
    return {
        "sentence": sentence,
        "facts": facts,
        "aqi": aqi,
        "aqi_place": aqi_place,
        "explain_url": explain_url,
        "links": links,
    }


@register.inclusion_tag("ui/parts/todo_list.html", takes_context=True)
def todo_list(context: template.Context, items: Sequence[parts.TodoItem]) -> dict[str, object]:
    """What needs me now."""
    return {"items": items, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/act_button.html", takes_context=True)
def act_button(context: template.Context, act: parts.Act) -> dict[str, object]:
    """One act as a link or a posted form."""
    return {"act": act, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(rows: Sequence[parts.TimelineRow], wide: bool = False) -> dict[str, object]:
    """A history, one line a trace; `wide` leaves room for a weekday beside the time."""
    return {"rows": rows, "wide": wide}


@register.inclusion_tag("ui/parts/clocks.html")
def clocks(bars: Sequence[parts.ClockBar]) -> dict[str, object]:
    """Limits with their clocks, each a bar of the share used."""
    shown = [(bar, f"{100 * min(max(bar.share, 0.0), 1.0):.1f}") for bar in bars]
    return {"bars": shown}


@register.inclusion_tag("ui/parts/chain.html")
def chain(rows: Sequence[parts.ChainRow]) -> dict[str, object]:
    """The chain of responsibility."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/sort_heading.html")
def sort_heading(heading: parts.SortHeading) -> dict[str, object]:
    """The heading of a column that sorts its table."""
    return {"heading": heading}


@register.inclusion_tag("ui/parts/bar_table.html")
def bar_table(rows: Sequence[parts.BarRow], label: str, value: str) -> dict[str, object]:
    """A table whose numbers are also bars."""
    shown = [(row, f"{100 * min(max(row.share, 0.0), 1.0):.1f}") for row in rows]
    return {"rows": shown, "label": label, "value": value}


@register.inclusion_tag("ui/parts/key_values.html")
def key_values(rows: Sequence[parts.KeyValue]) -> dict[str, object]:
    """Named facts."""
    return {"rows": rows}


@register.inclusion_tag("ui/parts/photo_pair.html")
def photo_pair(
    before: parts.Photo | None, after: parts.Photo | None, *, note: str = "", url: str = ""
) -> dict[str, object]:
    """Before and after side by side; a photo that is not there yet says so."""
    return {"before": before, "after": after, "note": note, "url": url}


@register.inclusion_tag("ui/parts/empty.html")
def empty(sentence: str, *, did: str = "") -> dict[str, object]:
    """An empty list says that it is empty, and what was done."""
    return {"sentence": sentence, "did": did}


@register.inclusion_tag("ui/parts/caption.html")
def caption(caption: parts.Caption) -> dict[str, object]:
    """A figure's caption."""
    return {"caption": caption}


@register.inclusion_tag("ui/parts/figure.html")
def figure(
    svg: str,
    *,
    caption: parts.Caption | None = None,
    downloads: Sequence[parts.Download] = (),
    name: str = "",
) -> dict[str, object]:
    """A figure with its caption and, in its corner, the files of it. `svg` comes from lantian.ui.figures."""
    # Safe: figures escape every value they print, so that their markup is all our own.
    return {"svg": mark_safe(svg), "caption": caption, "downloads": downloads, "name": name}


@register.inclusion_tag("ui/parts/panels.html")
def panels(
    items: Sequence[parts.Panel],
    *,
    caption: parts.Caption | None = None,
    downloads: Sequence[parts.Download] = (),
    own: str = "",
    others: str = "",
) -> dict[str, object]:
    """Small multiples under one caption, each with its completeness; `own` and `others` name the lines."""
    shown = [(one, mark_safe(one.svg)) for one in items]
    return {"items": shown, "caption": caption, "downloads": downloads, "own": own, "others": others}


@register.inclusion_tag("ui/parts/pagination.html")
def pagination(links: parts.PageLinks) -> dict[str, object]:
    """Before and after in a long list."""
    return {"links": links}


@register.inclusion_tag("ui/parts/notices.html")
def notices(messages: Any) -> dict[str, object]:  # Any: Django's message storage has no public type
    """What the last act did, or why it was refused."""
    return {"messages": messages}


# ---- forms


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """A form field with its label, its help and what is wrong with it."""
    attrs: dict[str, str | bool] = {"class": "ctl"}
    described = []
    if bound.help_text:
        described.append(f"{bound.auto_id}_help")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    kind = type(bound.field.widget)
    is_group = issubclass(kind, forms.RadioSelect | forms.CheckboxSelectMultiple)
    is_check = issubclass(kind, forms.CheckboxInput)
    control = bound.as_widget() if is_group else bound.as_widget(attrs=attrs)
    return {"field": bound, "control": control, "is_group": is_group, "is_check": is_check}


@register.inclusion_tag("ui/parts/form_errors.html")
def form_errors(form: forms.BaseForm) -> dict[str, object]:
    """What is wrong with the form as a whole."""
    return {"errors": form.non_field_errors()}


# ---- containers


@register.simple_block_tag
def card(content: str, title: str, **options: str) -> SafeString:
    """A titled surface; options: caption, url, url_label, kind (a class), name (an id)."""
    name = options.get("name") or "card-" + re.sub(r"\W+", "-", title).strip("-").lower()
    return format_html(
        '<section class="card {}" aria-labelledby="{}"><header><h2 id="{}">{}</h2>{}{}</header>{}</section>',
        options.get("kind", ""),
        name,
        name,
        title,
        format_html('<span class="cap">{}</span>', options["caption"]) if options.get("caption") else "",
        format_html('<a class="r" href="{}">{}</a>', options["url"], options.get("url_label") or title)
        if options.get("url")
        else "",
        content,
    )
