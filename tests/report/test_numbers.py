from __future__ import annotations

import pytest

from gnomon.base.errors import DefinitionError
from gnomon.report.numbers import describe_change, format_exact, format_short, is_share, name_unit


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    "value,form,expected",
    [
        (7313.42, ",.0f", "7,313"),
        (-7313.42, ",.1f", "-7,313.4"),
        (0.45234, ".1%", "45.2 %"),
        (0.45, ".0%", "45 %"),
        (1_436_609, ".3s", "1.44 M"),
        (12.5, "$,.2f", "$12.50"),
        (-12.5, "$,.2f", "-$12.50"),
        (3, ",d", "3"),
        (3.50, ".2~f", "3.5"),
        (1_436_609, "", "1,436,609"),
        (12.3456, "", "12.3"),
        (12_345.67, "", "12,346"),
        (0.00012345, "", "0.000123"),
        (2**60, "", "1,152,921,504,606,846,976"),
        (-0.0001, ".1f", "0.0"),
        (None, ",.0f", "–"),  # noqa: RUF001 - the dash is what is shown
        (float("nan"), ",.0f", "–"),  # noqa: RUF001 - the dash is what is shown
        (float("inf"), "", "–"),  # noqa: RUF001 - the dash is what is shown
    ],
)
def test_format_exact_when_given_a_format_then_follows_it(make_card, value, form, expected):
    assert plain(format_exact(value, make_card(format=form, unit=""))) == expected


def test_format_exact_when_format_is_unknown_then_names_metric_and_remedy(make_card):
    with pytest.raises(
        DefinitionError, match=r"metrics/feed.yml:3: Format '%Y' of metric click_rate .*\[DEF-190\]"
    ):
        format_exact(1.0, make_card(format="%Y"))


@pytest.mark.parametrize(
    "value,expected",
    [
        (1_436_609, "1.44 M"),
        (999_999, "1 M"),
        (20_077, "20.1 k"),
        (999.6, "1 k"),
        (999, "999"),
        (12.04, "12"),
        (0, "0"),
        (-4_250, "-4.25 k"),
        (3.2e12, "3.2 T"),
    ],
)
def test_format_short_when_plain_then_has_three_digits_at_most(make_card, value, expected):
    assert plain(format_short(value, make_card(format="", unit=""))) == expected


def test_format_short_when_money_then_sign_stands_before_the_currency(make_card):
    assert plain(format_short(-1234, make_card(format="", unit="€"))) == "-€1.23 k"


def test_is_share_when_format_and_unit_differ_then_format_decides(make_card):
    assert is_share(make_card(format="", unit="share"))
    assert not is_share(make_card(format=",.1f", unit="%"))
    assert is_share(make_card(format=".1%", unit="of plays"))


@pytest.mark.parametrize(
    "value,compared,expected",
    [
        (0.452, 0.439, "+1.3 points"),
        (0.41, 0.42, "-1.0 points"),
        (0.9, 0.4, "+50.0 points"),
        (0.4, 0.4, "0 points"),
    ],
)
def test_describe_change_when_share_then_speaks_of_points(make_card, value, compared, expected):
    assert plain(describe_change(value, compared, make_card()).signed) == expected


@pytest.mark.parametrize(
    "kind,value,compared,compared_n,expected",
    [
        ("count", 120, 100, None, "+20 %"),
        ("count", 12, 5, None, "+7"),
        ("sum", 12.0, 5.0, 400, "+140 %"),
        ("sum", 12.0, 5.0, 4, "+7"),
        ("sum", 12.0, 0.0, 400, "+12"),
        ("sum", 12.0, -4.0, 400, "+16"),
        ("sum", 120.0, 1.0, 400, "+119"),
        ("count", 23_457, 23_456, None, "+0.0043 %"),
    ],
)
def test_describe_change_when_base_is_tiny_then_gives_no_percent(
    make_card, kind, value, compared, compared_n, expected
):
    card = make_card(kind=kind, format="", unit="")
    assert plain(describe_change(value, compared, card, compared_n=compared_n).signed) == expected


@pytest.mark.parametrize(
    "direction,value,tone",
    [
        ("up", 2, "better"),
        ("up", 0, "worse"),
        ("down", 2, "worse"),
        ("down", 0, "better"),
        ("neither", 2, ""),
        ("up", 1, ""),
    ],
)
def test_describe_change_when_metric_has_a_direction_then_tone_follows_it(make_card, direction, value, tone):
    assert describe_change(value, 1, make_card(direction=direction)).tone == tone


def test_describe_change_when_either_side_is_unknown_then_none(make_card):
    assert describe_change(None, 1, make_card()) is None
    assert describe_change(1, float("nan"), make_card()) is None


@pytest.mark.parametrize(
    "form,value,compared,expected",
    [
        (".1%", 0.45231, 0.45229, "+0.002 points"),
        (".3%", 0.000658, 0.000519, "+0.014 points"),
        (".0%", 0.42, 0.41, "+1 point"),
        (".2%", 0.0017, 0.0016, "+0.01 points"),
        ("", 0.42, 0.4, "+2.0 points"),
    ],
)
def test_describe_change_when_share_then_has_the_places_of_its_format(
    make_card, form, value, compared, expected
):
    card = make_card(format=form, unit="share")
    assert plain(describe_change(value, compared, card).signed) == expected


@pytest.mark.parametrize(
    "form,unit,value,compared,expected",
    [
        (",.2f", "", 0.5, 0.5113, "-0.01"),
        (",.0f", "£", 3652, 0, "+£3,652"),
        (",.0f", "£", -3652.4, 0, "-£3,652"),
        (",.2f", "", 0.5, 0.504, "-0.004"),
        ("+,.1f", "", 3.0, 0.0, "+3.0"),
        (",.2f", "", 0.5, 0.5, "0"),
    ],
)
def test_describe_change_when_base_is_small_then_has_the_format_of_the_metric(
    make_card, form, unit, value, compared, expected
):
    card = make_card(kind="average", format=form, unit=unit)
    assert plain(describe_change(value, compared, card, compared_n=3).signed) == expected


def test_describe_change_when_written_short_then_is_short(make_card):
    card = make_card(kind="sum", format=",.0f", unit="£")
    assert plain(describe_change(3652, 0, card, write=format_short).signed) == "+£3.65 k"


@pytest.mark.parametrize("form", ["", ",.0f", ".3s", "$,.0f"])
def test_format_exact_when_unit_is_money_then_the_number_carries_its_sign(make_card, form):
    card = make_card(format=form, unit="£")
    assert format_exact(-319, card) == "\u2212£319"
    assert name_unit(card) == ""


@pytest.mark.parametrize(
    "form,unit,expected",
    [
        (",.1f", "hours", "hours"),
        ("$,.0f", "USD", ""),
        ("$,.0f", "CNY", "CNY"),
        (",.0f", "USD", "USD"),
        (".1%", "of plays", ""),
    ],
)
def test_name_unit_when_the_number_says_it_then_empty(make_card, form, unit, expected):
    assert name_unit(make_card(format=form, unit=unit)) == expected
