"""Bases, parts and error pages print the values they are given, escaped, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.template import engines, loader
from django.test import RequestFactory
from django.utils import translation

from lantian.ui import errors, formats, icons, parts, words

NOW = datetime(2026, 11, 21, 6, 8, tzinfo=UTC)
HOUR = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
NASTY = "<b>&"


def part(source, **context):
    return engines["django"].from_string("{% load lantian_ui %}" + source).render(context)


@pytest.fixture(autouse=True)
def chinese(settings):
    settings.ROOT_URLCONF = "django.conf.urls.i18n"  # the look stands without any door
    with translation.override("zh-hans"):
        yield


def desk(**context):
    return loader.get_template("ui/base_desk.html").render(context)


def test_the_desk_shows_place_time_age_of_data_and_navigation():
    nav = [
        parts.NavGroup(
            title="每日", items=(parts.NavItem(label="态势", url="/now/", count="3", is_active=True),)
        )
    ]
    page = desk(
        nav=nav, place="示例区", now=NOW, data_hour=HOUR, is_demo=True, real_facts="甲", made_facts="乙"
    )
    assert "2026年11月21日 周六 14:08" in page
    assert "数据到 13–14 时，8 分钟前" in page
    assert 'aria-current="page"' in page
    assert "演示数据" in page
    assert page.count("<main") == 1
    assert 'data-form="desk"' in page


def test_the_desk_stands_with_nothing_given():
    page = desk()
    assert "<nav" not in page
    assert "演示数据" not in page


def test_the_desk_in_english_has_no_chinese_but_the_language_switch():
    with translation.override("en"):
        page = desk(now=NOW, data_hour=HOUR, is_demo=True, sign_out_url="/out/")
    assert [sign for sign in page.replace("中文", "") if "一" <= sign <= "鿿"] == []


def test_roles_are_switched_by_a_posted_form():
    page = desk(
        roles=[parts.RoleChoice(key="duty", label="值班", is_current=True)],
        role_label="值班",
        role_url="/role/",
    )
    assert 'method="post" action="/role/"' in page
    assert '<button name="role" value="duty" class="on" aria-current="true">值班</button>' in page


def test_the_phone_has_its_form_and_its_connection_bar():
    page = loader.get_template("ui/base_phone.html").render({})
    assert 'data-form="phone"' in page
    assert 'id="connection"' in page


def test_an_act_is_a_link_or_a_form_with_a_token():
    link = part("{% act_button act %}", act=parts.Act(label="看", url="/case/"))
    assert link.startswith('<a class="btn" href="/case/"')
    act = parts.Act(label="确认", url="/order/", is_post=True, is_main=True, hidden={"order": NASTY})
    form = part("{% act_button act %}", act=act, csrf_token="t0ken")
    assert 'name="csrfmiddlewaretoken" value="t0ken"' in form
    assert 'value="&lt;b&gt;&amp;"' in form
    assert '<button class="btn go">确认</button>' in form


def test_the_list_of_what_needs_me_names_the_clock_and_marks_the_overdue():
    item = parts.TodoItem(
        remaining="超时 2 小时", clock="工作钟", title=NASTY, note="发督办", is_overdue=True
    )
    shown = part("{% todo_list items %}", items=[item])
    assert '<li class="late">' in shown
    assert "<b>超时 2 小时</b> · 工作钟" in shown
    assert "&lt;b&gt;&amp;" in shown


def test_a_timeline_marks_now_void_and_refused():
    rows = [
        parts.TimelineRow(when="14:05", title="事件", text="合并", kind="now"),
        parts.TimelineRow(when="15:30", title="复查被拒", text="同单位", kind="refused"),
    ]
    shown = part("{% timeline rows %}", rows=rows)
    assert '<li class="now">' in shown
    assert '<div class="refuse">' in shown


def test_a_missing_number_shows_its_reason_and_never_zero():
    shown = part("{% number value 'pm25' reason='离线' %}", value=None)
    assert 'title="离线"' in shown
    assert "0" not in shown
    assert part("{% number value 'co' %}", value=1.25) == '<span class="n">1.2</span>'
    assert "µg/m³" in part("{% with_unit 12 'pm25' %}")


def test_remaining_time_names_its_clock():
    shown = part("{% remaining left '自然钟' %}", left=timedelta(minutes=47))
    assert shown == '<span class="left"><b>剩 47 分</b> · 自然钟</span>'
    assert "left late" in part("{% remaining left '自然钟' %}", left=timedelta(minutes=-1))


def test_a_disc_has_its_number_and_its_word_beside_its_colour():
    shown = part("{% aqi_disc 126 %}")
    assert "aqi-3" in shown
    assert "126" in shown
    assert "轻度污染" in shown
    assert "—" in part("{% aqi_disc None %}")


@pytest.mark.parametrize(("share", "width"), [(-0.5, "0.0"), (0.91, "91.0"), (3.0, "100.0")])
def test_a_clock_bar_stays_within_its_frame(share, width):
    bar = parts.ClockBar(name="复查", limit="工作钟 1 个工作日", standing="剩 40 分", share=share)
    assert f'class="meter-fill" width="{width}"' in part("{% clocks bars %}", bars=[bar])


def test_a_photo_that_is_not_there_says_so():
    photo = parts.Photo(url="/files/1", alt=NASTY, taken="10:17", by="网格甲岗")
    shown = part("{% photo_pair before None %}", before=photo)
    assert 'alt="&lt;b&gt;&amp;"' in shown
    assert "还没有照片" in shown


def test_a_figure_carries_its_caption_and_its_files():
    caption = parts.Caption(place="示例区", n="n = 24", sentence="高于周边。")
    shown = part(
        "{% figure svg caption=caption downloads=files %}",
        svg='<svg role="img"></svg>',
        caption=caption,
        files=[parts.Download(label="CSV", url="/f.csv")],
    )
    assert '<svg role="img">' in shown
    assert "示例区 · n = 24" in shown
    assert "高于周边。" in shown
    assert 'href="/f.csv"' in shown


def test_a_card_is_a_named_section():
    shown = part('{% card "时限" caption="三个" url="/c/" url_label="怎么算" %}内容{% endcard %}')
    assert 'aria-labelledby="card-时限"' in shown
    assert '<a class="r" href="/c/">怎么算</a>' in shown
    assert "内容" in shown
    assert "&lt;b&gt;" in part("{% card title %}{% endcard %}", title=NASTY)


class Answer(forms.Form):
    place = forms.CharField(label="地点", help_text="路名")
    words = forms.CharField(label="说明", required=False)
    told = forms.BooleanField(label="已告知", required=False)
    kind = forms.ChoiceField(label="问题", choices=[("a", "甲")], widget=forms.RadioSelect)


def test_a_field_ties_its_help_and_its_error_to_its_control():
    form = Answer({"place": "", "kind": "a"})
    shown = part("{% field form.place %}", form=form)
    assert 'aria-describedby="id_place_help id_place_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_place_error"' in shown
    assert "（可不填）" in part("{% field form.words %}", form=form)
    assert "<fieldset" in part("{% field form.kind %}", form=form)
    assert "check" in part("{% field form.told %}", form=form)


def test_an_empty_list_says_so_and_what_was_done():
    assert "没有等您处理的事" in part('{% empty "没有等您处理的事。" did="今天已办 11 件。" %}')


def test_the_way_through_a_long_list_has_no_dead_ends():
    shown = part("{% pagination links %}", links=parts.PageLinks(shown="1–50", next_url="?after=50"))
    assert 'rel="next"' in shown
    assert 'rel="prev"' not in shown


def test_an_unknown_icon_is_refused_by_name():
    with pytest.raises(icons.UnknownIcon, match="nonsense"):
        icons.svg("nonsense")


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.form_expired, 403),
        (errors.not_found, 404),
        (errors.server_error, 500),
    ],
)
def test_an_error_page_says_what_why_and_what_to_do(page, status):
    request = RequestFactory().get("/x/")
    request.request_id = "0193-7c1e"
    answer = page(request)
    assert answer.status_code == status
    body = answer.content.decode()
    assert "原因" in body
    assert "怎么办" in body
    assert "0193-7c1e" in body


def test_the_maps_legend_is_in_the_readers_language():
    assert words.map_words().levels[2] == "轻度≤150"
    assert words.wind_name(315) == "西北风"
    assert words.wind_name(350) == "北风"
    assert words.wind_name(None) == "静风"
    with translation.override("en"):
        assert words.map_words().kinds["site"] == "Construction site"


def test_level_words_follow_the_standard():
    assert formats.level_words() == ("优", "良", "轻度污染", "中度污染", "重度污染", "严重污染")
