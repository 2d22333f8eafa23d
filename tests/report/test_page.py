from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from time import process_time

import pytest

from gnomon.base.errors import DataError
from gnomon.records.report import MetricSection, SeriesFigure
from gnomon.report import render_report
from tests.report.conftest import RULE, build_rich_report

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</style></title></pre><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)//",
]


class Outline(HTMLParser):
    """Collects the tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data):
        self.text += data


def outline(html: str) -> Outline:
    parser = Outline()
    parser.feed(html)
    return parser


@pytest.fixture(scope="module")
def page() -> str:
    from tests.report.conftest import build_report

    return render_report(build_report())


def test_render_report_when_rendered_then_asks_nothing_of_the_network(page):
    seen = outline(page)
    assert not {"link", "img", "iframe", "object", "embed", "base", "form", "picture"} & set(seen.tags)
    assert not [v for n, v in seen.attributes if n in {"src", "srcset", "action", "data", "poster"}]
    assert all(v.startswith("#") for n, v in seen.attributes if n in {"href", "xlink:href"})
    assert "@import" not in page
    assert "url(" not in page
    names = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\"'\s<]+", page)) <= names


@pytest.mark.parametrize("payload", PAYLOADS)
def test_render_report_when_texts_are_hostile_then_they_stay_texts(make_report, spoil, payload):
    clean, spoilt = (
        outline(render_report(make_report())),
        outline(render_report(spoil(make_report(), payload))),
    )
    assert spoilt.tags.count("script") == 1
    assert not {"img", "iframe"} & set(spoilt.tags)
    assert not [n for n, _ in spoilt.attributes if n.startswith("on")]
    assert {n for n, _ in spoilt.attributes} <= {n for n, _ in clean.attributes}
    assert all(v.startswith("#") for n, v in spoilt.attributes if n == "href")
    assert payload in spoilt.text


def test_render_report_when_rendered_then_links_lead_somewhere_and_ids_are_unique(page):
    seen = outline(page)
    ids = [v for n, v in seen.attributes if n == "id"]
    assert len(ids) == len(set(ids))
    assert {v[1:] for n, v in seen.attributes if n == "href"} <= set(ids)


def test_render_report_when_rendered_then_says_all_that_a_reader_needs(page):
    text = " ".join(outline(page).text.replace("\u202f", " ").split())
    for part in (
        "Data complete through Sun 8 May 2022",
        "3 metrics",
        "11 of 12 checks passed",
        "Click rate was 44.2 % on Sun 8 May 2022, 0.8 points above Sun 1 May (43.4 %).",
        "Mon 9 May is unfinished: 44.6 % so far.",
        "(none)",
        "12 more not shown",
        "Change, points",
        "+10.0",
        "Total",
        "Guardrail",
        "Higher is better",
        "feed-team",
        "SELECT 1 AS click_rate",
        "kind: ratio",
        "9f3c1ab2",
        "metrics/feed.yml:3",
        "The first period has no week before.",
        "No numbers. Stopped after 600 s.",
        "500 hours by Thu 30 Jun 2022",
        "believed to drive it up",
        "Data: Some people, CC BY-SA 4.0.",
        "2022-05-09 02:00 UTC",
        "1.25 s",
    ):
        assert part in text


def test_render_report_when_a_total_is_given_then_shows_it_and_never_adds_rows(page):
    foot = re.search(r"<tfoot>.*?</tfoot>", page, re.DOTALL)
    assert foot
    assert "44.6\u202f%" in foot[0]


def test_render_report_when_rendered_then_headings_do_not_skip_a_level(page):
    levels = [int(t[1]) for t in outline(page).tags if re.fullmatch(r"h[1-6]", t)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_render_report_when_a_section_has_no_value_then_fails_by_name(make_report, make_card):
    empty = MetricSection(card=make_card(), series=SeriesFigure(card=make_card(), points=()))
    with pytest.raises(DataError, match="click_rate"):
        render_report(make_report((empty,)))


def test_render_report_when_asked_twice_then_gives_the_same_page(make_report, page):
    assert render_report(make_report()) == page


def test_render_report_when_there_are_no_extras_then_leaves_their_blocks_out(make_report):
    bare = replace(
        make_report(), goals=(), tree=(), checks=None, cost=None, attribution="", complete_through=None
    )
    html = render_report(bare)
    assert 'id="goals"' not in html
    assert 'id="tree"' not in html
    assert "checks passed" not in html


def test_render_report_when_unit_is_money_then_no_number_has_it_twice():
    text = " ".join(outline(render_report(build_rich_report())).text.replace("\u202f", " ").split())
    assert "£1.36 M" in text
    assert not re.findall(r"£[\d.,]+( [kMBT])? £|, £ ", text)


def test_render_report_when_all_share_a_comparison_then_the_head_names_it(page):
    (overview,) = re.findall(r'<table class="overview">.*?</table>', page, re.DOTALL)
    assert "beside the same weekday last week" in overview
    assert '<span class="sub against">' not in overview


def test_render_report_when_grains_differ_then_each_line_names_what_it_is_held_against():
    html = render_report(build_rich_report())
    (overview,) = re.findall(r'<table class="overview">.*?</table>', html, re.DOTALL)
    head, *lines = overview.split('<th scope="row">')
    assert "Held against" in head
    assert "week" not in outline(head).text
    named = [set(re.findall(r'<span class="sub against">(.*?)</span>', line)) for line in lines]
    assert sorted(named, key=str) == [{"same weekday last week"}, {"week before"}]


def test_render_report_when_values_have_intervals_then_stand_beside_the_big_number_and_in_the_tables():
    text = " ".join(outline(render_report(build_rich_report())).text.replace("\u202f", " ").split())
    assert text.count("0.17 % (0.12\u20130.24)") >= 3  # big number, total, table of values
    assert "0.20 % (0.10\u20130.40)" in text


def test_render_report_when_a_metric_has_a_rule_then_says_it_in_its_definition():
    html = render_report(build_rich_report())
    assert html.count("How it is counted") == 1
    assert f'<p class="rule">{RULE}</p>' in html


@pytest.mark.slow
def test_render_report_when_twenty_metrics_have_five_breakdowns_then_takes_seconds(
    make_report, make_card, make_figure, breakdown
):
    cards = [make_card(name=f"metric_{i}") for i in range(20)]
    sections = tuple(MetricSection(card=c, series=make_figure(c), breakdowns=(breakdown,) * 5) for c in cards)
    report = make_report(sections)
    started = process_time()
    render_report(report)
    assert process_time() - started < 10
