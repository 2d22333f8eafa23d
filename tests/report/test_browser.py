"""The page in Chromium: accessibility, phone width, themes, keyboard."""

from __future__ import annotations

import os
import shutil

import pytest

from gnomon.report import render_report
from tests.report.conftest import build_report, build_rich_report

pytestmark = pytest.mark.browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    path = os.environ.get("GNOMON_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.fail(
            "Chromium is missing. Install it (apt-get install chromium), set GNOMON_CHROMIUM, "
            "or leave these tests out with -m 'not browser'."
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(render_report(build_report()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def rich_address(tmp_path_factory):
    path = tmp_path_factory.mktemp("rich") / "report.html"
    path.write_text(render_report(build_rich_report()), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def open_page(browser, address):
    contexts = []

    def open_at(width=1180, scheme="light", at=address):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(at)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1180, 390])
def test_page_when_axe_looks_at_it_then_finds_nothing(open_page, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(width, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 390, 768, 1180])
def test_page_when_narrow_then_does_not_scroll_sideways(open_page, width):
    page = open_page(width)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_when_on_a_phone_then_shows_the_narrow_chart_only(open_page):
    page = open_page(390)
    assert page.locator(".for-phone svg:visible").count() == 2
    assert page.locator(".for-wide svg:visible").count() == 0


def test_page_when_dark_then_picture_and_page_share_their_paper(open_page):
    script = "s => getComputedStyle(document.querySelector(s))[s === 'body' ? 'backgroundColor' : 'fill']"
    for scheme, paper in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 17, 21)")):
        page = open_page(1180, scheme)
        assert page.evaluate(script, "body") == paper
        assert page.evaluate(script, ".for-wide svg > rect") == paper


def test_page_when_theme_switch_is_pressed_by_keyboard_then_theme_changes(open_page):
    page = open_page()
    switch = page.locator("#theme")
    assert switch.get_attribute("aria-pressed") == "false"
    switch.focus()
    page.keyboard.press("Enter")
    assert switch.get_attribute("aria-pressed") == "true"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 17, 21)"
    page.keyboard.press("Space")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_page_when_a_definition_is_opened_by_keyboard_then_shows_sql(open_page):
    page = open_page()
    page.locator("summary", has_text="Definition and SQL").first.focus()
    page.keyboard.press("Enter")
    assert page.get_by_text("SELECT 1 AS click_rate").is_visible()


def test_page_when_loaded_then_breaks_no_rule_of_its_policy(open_page):
    page = open_page()
    page.locator("#theme").click()
    assert page.complaints == []


def test_page_when_tables_fit_then_tab_key_does_not_stop_at_them(open_page):
    wide = open_page(1180)
    assert wide.locator(".scroll[tabindex]").count() == 0
    narrow = open_page(320)
    unreachable = "b => b.scrollWidth > b.clientWidth && b.tabIndex < 0"
    stops = f"() => [...document.querySelectorAll('.scroll, pre')].filter({unreachable}).length"
    assert narrow.evaluate(stops) == 0


@pytest.mark.parametrize("width", [390, 480, 640, 768, 900, 1180])
def test_tables_when_money_is_large_then_no_column_is_cut_off(open_page, rich_address, width):
    page = open_page(width, at=rich_address)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    cut = "b => b.scrollWidth > b.clientWidth"
    assert page.evaluate(f"[...document.querySelectorAll('.scroll')].filter({cut}).length") == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_page_when_money_is_large_on_the_smallest_phone_then_does_not_scroll_sideways(
    open_page, rich_address
):
    page = open_page(320, at=rich_address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1180, 390])
def test_page_of_intervals_and_rules_when_axe_looks_at_it_then_finds_nothing(
    open_page, rich_address, width, scheme
):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(width, scheme, rich_address)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_tables_when_on_a_phone_then_the_compared_value_stands_below_the_value(open_page, rich_address):
    before = ".slices tbody .before"
    assert open_page(390, at=rich_address).locator(f"{before}:visible").count() == 6
    assert open_page(768, at=rich_address).locator(f"{before}:visible").count() == 0


def test_rule_when_on_a_phone_then_takes_the_width_and_is_no_smaller_than_the_facts(open_page, rich_address):
    page = open_page(390, at=rich_address)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    size = "s => [...document.querySelectorAll(s)].map(e => parseFloat(getComputedStyle(e).fontSize))[0]"
    assert page.locator(".rule").bounding_box()["width"] == 390 - 2 * 16
    assert page.evaluate(size, ".rule") >= page.evaluate(size, ".metric .facts") >= 13
