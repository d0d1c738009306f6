"""Figures say what they show, escape what they print, and come out the same every time."""

from __future__ import annotations

import re
from itertools import pairwise
from math import dist
from xml.etree import ElementTree

import pytest

from lantian.ui.figures import (
    bars,
    budget,
    labels,
    line,
    series,
    small_multiple,
    spread,
    standalone,
    strip,
    svg,
)
from lantian.ui.figures.projection import Box

NASTY = '<script>"&'


def panel(**changes):
    values = {
        "label": "PM10",
        "values": (10.0, 20.0, None, 40.0, 50.0),
        "peers": (10.0, 10.0, 10.0, 10.0, 10.0),
    }
    return small_multiple.small_multiple(small_multiple.SmallMultiple(**{**values, **changes}))


def rank(**changes):
    values = {"label": "rank", "values": (70.0, 80.0, 90.0), "own": 1, "own_text": "ours 80", "ahead": 0}
    return strip.strip(strip.Strip(**{**values, "ahead_text": "first 70", "gap_text": "−10", **changes}))


def over_time(**changes):
    values = {"label": "over time", "lines": (line.Line(values=(1.0, None, 3.0, 5.0), name="ours"),)}
    return line.line_figure(line.LineFigure(**{**values, **changes}))


def allowance(**changes):
    values = {
        "label": "allowance",
        "so_far": 94.0,
        "control": 85.0,
        "so_far_text": "94",
        "control_text": "85",
    }
    return budget.budget_bar(budget.Budget(**{**values, **changes}))


def bar_figure(**changes):
    rows = (bars.Bar(label="late", value=2, text="2", kind="late"), bars.Bar(label="rest", value=8, text="8"))
    return bars.bars(bars.Bars(**{"label": "cases", "rows": rows, **changes}))


ALL = [panel, rank, over_time, allowance, bar_figure]


@pytest.mark.parametrize("draw", ALL)
def test_a_figure_is_well_formed_named_and_the_same_every_time(draw):
    drawn = draw()
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert drawn == draw()


@pytest.mark.parametrize("draw", ALL)
def test_what_a_figure_prints_is_escaped(draw):
    drawn = draw(label=NASTY)
    assert "<script>" not in drawn
    assert ElementTree.fromstring(drawn).get("aria-label") == NASTY


@pytest.mark.parametrize("draw", ALL)
def test_a_figure_carries_no_style_that_the_policy_forbids(draw):
    assert not re.search(r"style=|<style", draw())


def test_no_line_is_drawn_across_a_missing_hour():
    assert series.runs((1.0, None, 2.0, 3.0, None)) == [[(0, 1.0)], [(2, 2.0), (3, 3.0)]]
    ours = ElementTree.fromstring(panel()).findall("path[@stroke='var(--sky)']")
    assert [len(path.get("d").split()) for path in ours] == [4, 4]


def test_a_missing_last_hour_shows_a_dash_not_an_older_value():
    assert "—" in panel(values=(10.0, 20.0, None))
    assert "—" not in panel(values=(10.0, 20.0))


def test_a_panel_without_any_value_is_still_a_figure():
    assert ElementTree.fromstring(panel(values=(None, None), peers=())).get("role") == "img"


def test_panels_share_the_first_round_level_above_every_value():
    assert small_multiple.shared_top((10.0, 187.0), (125.0, None)) == 200.0
    assert small_multiple.shared_top((None,)) == 1.0


@pytest.mark.parametrize(
    ("low", "high", "found"),
    [(0.0, 187.0, [0.0, 100.0, 200.0]), (-6.0, 9.0, [-10.0, 0.0, 10.0]), (0.0, 0.0, [0.0, 1.0])],
)
def test_ticks_are_round_and_reach_beyond_the_values(low, high, found):
    assert svg.ticks(low, high, 2) == pytest.approx(found)


def test_negative_ticks_have_a_true_minus_sign():
    assert svg.tick_text(-10.0) == "−10"


def test_our_dot_is_filled_and_the_gap_is_named():
    drawn = rank()
    assert drawn.count("<circle") == 3
    assert 'fill="var(--sky)"' in drawn
    assert "−10" in drawn
    assert "first 70" in drawn


def test_the_first_of_all_has_nobody_ahead():
    drawn = rank(own=0, ahead=None)
    assert "first 70" not in drawn
    assert "−10" not in drawn


def test_everybody_equal_still_draws():
    assert ElementTree.fromstring(rank(values=(80.0, 80.0, 80.0))).get("role") == "img"


def test_a_limit_and_a_moment_are_named():
    drawn = over_time(
        limits=(line.Limit(value=4, text="limit 4"),), moments=(line.Moment(index=1.5, text="mended"),)
    )
    assert "limit 4" in drawn
    assert "mended" in drawn


def test_a_gap_says_why():
    assert "3 h offline" in over_time(gaps=(line.Gap(first=1, last=1, text="3 h offline"),))


def test_a_bar_in_time_is_never_red():
    late_only = ElementTree.fromstring(bar_figure()).findall("rect[@fill='var(--overdue)']")
    assert len(late_only) == 1


def test_the_longest_bar_fills_the_room_and_the_rest_keep_the_proportion():
    widths = [float(rect.get("width")) for rect in ElementTree.fromstring(bar_figure()).findall("rect")]
    assert widths[0] / widths[1] == pytest.approx(0.25, abs=0.01)


def test_a_standalone_figure_has_no_variable_left_and_names_its_font():
    drawn = standalone.render(panel())
    assert "var(" not in drawn
    assert "Noto Sans CJK SC" in drawn
    assert "#1D8FE1" in drawn
    assert 'xmlns="http://www.w3.org/2000/svg"' in drawn


def test_a_dark_standalone_figure_takes_the_dark_colours():
    assert "#4FB0F5" in standalone.render(panel(), "dark")


def test_the_six_levels_keep_the_standards_rgb_in_every_theme():
    sheet = standalone.TOKENS.read_text(encoding="utf-8")
    levels = [
        "rgb(0,228,0)",
        "rgb(255,255,0)",
        "rgb(255,126,0)",
        "rgb(255,0,0)",
        "rgb(153,0,76)",
        "rgb(126,0,35)",
    ]
    for theme in ("light", "dark"):
        known = standalone.tokens(theme, sheet)
        assert [known[f"aqi-{level}"] for level in range(1, 7)] == levels  # HJ 633-2026 table 1


def test_an_unknown_colour_is_refused_by_name():
    with pytest.raises(standalone.UnknownToken, match="--nonsense"):
        standalone.render('<svg fill="var(--nonsense)"></svg>')


def test_a_name_moves_away_from_what_is_already_there():
    frame = Box(left=0, top=0, right=400, bottom=300)
    board = labels.Board(frame=frame, solid=[Box(left=215, top=90, right=400, bottom=110)], soft=[])
    assert board.put(labels.beside((200.0, 100.0), "North", distance=13)).anchor == "end"


def test_a_name_stays_inside_the_frame():
    board = labels.Board(frame=Box(left=0, top=0, right=400, bottom=300), solid=[], soft=[])
    assert board.put(labels.beside((390.0, 100.0), "North", distance=13)).anchor == "end"


def test_a_name_without_a_free_place_is_left_out_and_a_needed_one_covers_least():
    everything = Box(left=0, top=0, right=400, bottom=300)
    board = labels.Board(frame=everything, solid=[everything], soft=[])
    places = labels.beside((200.0, 100.0), "North", distance=13)
    assert board.put(places) is None
    assert board.put_over_soft(places) is None
    assert board.press(places) == places[0]


def test_a_name_stands_over_small_marks_only_where_there_is_no_other_room():
    marks = [Box(left=0, top=0, right=400, bottom=300)]
    board = labels.Board(frame=marks[0], solid=[], soft=marks)
    places = labels.beside((200.0, 100.0), "North", distance=13)
    assert board.put(places) is None
    assert board.put_over_soft(places) == places[0]


def test_discs_on_one_spot_move_apart_and_the_first_keeps_its_place():
    frame, four = Box(left=0, top=0, right=400, bottom=300), [spread.Disc(at=(200.0, 100.0), radius=13.0)] * 4
    found = spread.apart(four, frame=frame)
    assert found[0] == four[0]
    gaps = [dist(one.at, other.at) for place, one in enumerate(found) for other in found[:place]]
    assert min(gaps) >= 26
    assert found == spread.apart(four, frame=frame)


def test_a_disc_keeps_off_what_stands_and_what_must_stay_readable():
    frame, disc = Box(left=0, top=0, right=400, bottom=300), spread.Disc(at=(200.0, 100.0), radius=13.0)
    name = Box(left=180, top=60, right=400, bottom=140)
    (found,) = spread.apart([disc], frame=frame, standing=[disc], keep_off=[name])
    assert spread.square(found).overlap(name) == 0
    assert dist(found.at, disc.at) >= 26


def test_a_disc_without_any_free_spot_stays_where_it_is():
    disc, narrow = spread.Disc(at=(200.0, 100.0), radius=13.0), Box(left=187, top=87, right=213, bottom=113)
    assert spread.apart([disc] * 2, frame=narrow) == [disc, disc]


@pytest.mark.parametrize("between", ["12:00–13:00", "0–1 时"])
def test_labels_under_a_figure_never_touch(between):
    ticks = tuple(
        series.Tick(index=index, text=text)
        for index, text in ((0, "12:00–13:00"), (11, between), (23, "11:00–12:00"))
    )
    drawn = ElementTree.fromstring(panel(values=(10.0,) * 24, peers=(), ticks=ticks))
    found = []
    for one in drawn.iter("text"):
        if one.text in {tick.text for tick in ticks}:
            x, room, anchor = float(one.get("x")), svg.width_of(one.text), one.get("text-anchor")
            left = x if anchor == "start" else x - room if anchor == "end" else x - room / 2
            found.append((left, left + room))
    assert len(found) >= 2
    assert all(right < left for (_, right), (left, _) in pairwise(sorted(found)))
