from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from gnomon.base.errors import DataError
from gnomon.records.report import SeriesFigure, SeriesPoint
from gnomon.report.sentences import claim_latest, claim_running, name_member

SUNDAY = datetime(2022, 5, 8)


def say(card, value, compared, **more) -> str:
    point = SeriesPoint(period=SUNDAY, value=value, compared=compared)
    return claim_latest(SeriesFigure(card=card, points=(point,), **more)).text.replace("\u202f", " ")


def test_claim_latest_when_share_then_compares_in_points(make_card):
    expected = "Click rate was 45.2 % on Sun 8 May 2022, 1.3 points above Sun 1 May (43.9 %)."
    assert say(make_card(), 0.452, 0.439) == expected


def test_claim_latest_when_count_then_compares_in_percent_and_agrees_in_number(make_card):
    card = make_card(label="Plays", kind="count", format=",.0f")
    assert say(card, 13_687, 21_204) == "Plays were 13.7 k on Sun 8 May 2022, 35 % below Sun 1 May (21.2 k)."


def test_claim_latest_when_base_is_tiny_then_gives_the_difference(make_card):
    card = make_card(label="Reports", kind="count", format="")
    assert say(card, 12, 5) == "Reports were 12 on Sun 8 May 2022, 7 above Sun 1 May (5)."


def test_claim_latest_when_values_look_the_same_then_shows_more_digits(make_card):
    card = make_card(label="Plays", kind="count", format="")
    assert (
        say(card, 20_077, 20_091) == "Plays were 20.08 k on Sun 8 May 2022, 0.07 % below Sun 1 May (20.09 k)."
    )


def test_claim_latest_when_unchanged_then_says_the_same(make_card):
    assert say(make_card(), 0.45, 0.45) == "Click rate was 45 % on Sun 8 May 2022, the same as Sun 1 May."


def test_claim_latest_when_nothing_to_compare_then_says_so(make_card):
    assert say(make_card(), 0.45, None).endswith("; Sun 1 May has no value to compare with.")


def test_claim_latest_when_no_comparison_asked_then_stops_after_the_value(make_card):
    assert say(make_card(), 0.45, None, comparison="") == "Click rate was 45 % on Sun 8 May 2022."


def test_claim_latest_when_scoped_then_names_the_scope(make_card):
    assert say(make_card(), 0.45, 0.44, scope="country DE").startswith("Click rate (country DE) was")


def test_claim_latest_when_unit_is_not_in_the_label_then_says_it(make_card):
    card = make_card(label="Watch time", unit="hours", format=",.0f", kind="sum")
    assert (
        say(card, 82.3, 127.1) == "Watch time was 82.3 hours on Sun 8 May 2022, 35 % below Sun 1 May (127)."
    )
    users = make_card(label="Daily active users", unit="users", format=",.0f", kind="distinct")
    assert say(users, 778, 778, comparison="") == "Daily active users were 778 on Sun 8 May 2022."


def test_claim_latest_when_comparison_lies_in_another_year_then_says_the_year(make_card):
    assert "above Sun 9 May 2021 (44 %)." in say(make_card(), 0.45, 0.44, comparison="last_year")


def test_claim_latest_when_newest_period_is_unfinished_then_speaks_of_the_one_before(make_figure):
    claim = claim_latest(make_figure())
    assert claim.point is not None
    assert claim.point.period == SUNDAY
    assert "Sun 8 May 2022" in claim.text


def test_claim_latest_when_nothing_is_finished_then_says_so(make_card):
    point = SeriesPoint(period=SUNDAY, value=0.4, is_complete=False)
    assert (
        claim_latest(SeriesFigure(card=make_card(), points=(point,))).text
        == "Click rate has no finished day yet."
    )


def test_claim_latest_when_no_value_is_known_then_fails_by_name(make_card):
    points = (SeriesPoint(period=SUNDAY, value=None), SeriesPoint(period=SUNDAY, value=float("nan")))
    with pytest.raises(DataError, match=r"Metric click_rate has no value in 2 periods.*\[DAT-310\]"):
        claim_latest(SeriesFigure(card=make_card(), points=points))


def test_claim_running_when_newest_period_is_unfinished_then_holds_it_against_nothing(make_figure):
    assert (
        claim_running(make_figure()).text.replace("\u202f", " ") == "Mon 9 May is unfinished: 44.6 % so far."
    )
    assert claim_running(make_figure(has_running=False)) is None


def test_claims_when_written_then_never_say_because(make_figure):
    figure = make_figure()
    for grain in ("day", "week", "month"):
        text = claim_latest(replace(figure, grain=grain)).text
        assert "because" not in text.lower()
        assert text.endswith(".")


def test_name_member_when_null_or_empty_then_both_are_shown_apart():
    assert name_member(None) == "(none)"
    assert name_member("") == "(empty)"
    assert name_member(not True) == "no"
    assert name_member(datetime(2022, 5, 8)) == "2022-05-08"
