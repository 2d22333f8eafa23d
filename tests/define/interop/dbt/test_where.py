from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gnomon.base.errors import InputError
from gnomon.define.interop.dbt.where import parse_item, translate_name, translate_where


@pytest.mark.parametrize(
    "text,expected",
    [
        ("Dimension('listing__country')", "listing.country"),
        ('Dimension("listing__country")', "listing.country"),
        ("Dimension('user__country', entity_path=['listing'])", "listing.user.country"),
        ("Dimension('country__region', ['video', 'creator'])", "video.creator.country.region"),
        ("Dimension(name='listing__country', entity_path=('guest',))", "guest.listing.country"),
        ("Dimension('metric_time').grain('month')", "metric_time.month"),
        ("Dimension('metric_time')\n.grain('month')", "metric_time.month"),
        ("Dimension('metric_time').date_part('dow')", "metric_time.day_of_week"),
        ("Dimension('order__ordered_at').grain('day').date_part('doy')", "order.ordered_at.day_of_year"),
        ("Dimension('METRIC_TIME__Month')", "metric_time.month"),
        ("TimeDimension('metric_time', 'week')", "metric_time.week"),
        ("TimeDimension('order__ordered_at', 'fiscal')", "order.ordered_at.fiscal"),
        ("TimeDimension('metric_time', date_part_name='year')", "metric_time.calendar_year"),
        ("TimeDimension('metric_time', time_granularity_name='day', descending=true)", "metric_time.day"),
        ("Entity('listing')", "listing"),
        ("Entity('host', entity_path=['listing'])", "listing.host"),
        ("Metric('bookings', group_by=['listing'])", "metric(bookings, listing)"),
        (
            "Metric('bookings', ['listing__host', 'metric_time'])",
            "metric(bookings, listing.host, metric_time)",
        ),
        ("Metric('bookings', group_by=[Dimension('listing__host')])", "metric(bookings, listing.host)"),
        ("Metric('bookings')", "bookings"),
        ("Dimension('case__country')", '"case".country'),
    ],
)
def test_parse_item_with_every_spelling_gives_dotted_name(text, expected):
    assert parse_item(text).text == expected


@pytest.mark.parametrize(
    "name,part", [("quarter", "quarter_of_year"), ("day", "day_of_month"), ("month", "month_of_year")]
)
def test_translate_name_with_extract_gives_date_part(name, part):
    assert translate_name(f"metric_time__extract_{name}") == f"metric_time.{part}"


def test_translate_where_with_several_calls_keeps_the_sql_between():
    text = "{{ Dimension('a__b') }} = 'x}' and ({{- Entity('c') -}} is null or {# why #} 1 < 2)"
    assert translate_where(text) == "a.b = 'x}' and (c is null or  1 < 2)"


def test_translate_where_without_calls_gives_text_back():
    assert translate_where("  country = 'DE' ") == "country = 'DE'"


@pytest.mark.parametrize(
    "text",
    [
        "{% if x %} a = 1 {% endif %}",
        "{{ Dimension('a__b') = 1",
        "{{ var('country') }} = 1",
        "{{ Dimension() }}",
        "{{ Dimension(1) }}",
        "{{ Dimension('a', 'b', 'c') }}",
        "{{ Dimension('a', colour='b') }}",
        "{{ Dimension('a').upper() }}",
        "{{ Dimension('a').grain }}",
        "{{ Dimension('a') | upper }}",
        "{{ Dimension('a').date_part('fortnight') }}",
        "{{ Dimension('a', entity_path=[1]) }}",
        "{{ Dimension('a' + 'b') }}",
        "{{ __import__('os') }}",
        "{{ }}",
        "{{ " + "(" * 5000 + " }}",
    ],
)
def test_translate_where_with_anything_else_refuses(text):
    with pytest.raises(InputError) as error:
        translate_where(text)
    assert error.value.code == "DEF-181"


def test_translate_where_with_wrong_call_names_the_nearest():
    with pytest.raises(InputError, match="Did you mean Dimension"):
        translate_where("{{ Dimention('a') }}")


@given(st.text(max_size=60))
def test_translate_where_with_any_text_translates_or_refuses(text):
    try:
        found = translate_where("{{" + text + "}}")
    except InputError as error:
        found = error.code
    assert found == "DEF-181" or "{{" not in found
