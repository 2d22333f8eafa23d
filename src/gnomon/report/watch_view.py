"""What was out of the ordinary, as texts and pictures of the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gnomon.base.shown_numbers import show_count
from gnomon.report.figures import figure_svg, series_figure, waterfall_figure
from gnomon.report.periods import name_period, name_period_short

if TYPE_CHECKING:
    from markupsafe import Markup

    from gnomon.records.event import Event
    from gnomon.records.investigation import Investigation
    from gnomon.records.report import WatchFinding, WatchPart

__all__ = ["FindingView", "LookView", "WatchView", "view_watch"]

_SENTENCES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LookView:
    """A change taken apart: its heading, sentences and a picture for either width."""

    title: str
    sentences: tuple[str, ...]
    command: str
    wide_svg: Markup | None = None
    phone_svg: Markup | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """An incident: what was seen, its series, and what was found behind it."""

    id: str
    title: str
    when: str
    text: str
    severity: str
    wide_svg: Markup | None
    phone_svg: Markup | None
    look: LookView | None
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchView:
    """The part of the page."""

    summary: str
    findings: tuple[FindingView, ...]
    events: tuple[str, ...]
    looks: tuple[LookView, ...]
    more: str


def view_watch(part: WatchPart) -> WatchView:
    """Write and draw what a watch found."""
    return WatchView(
        summary=_summary(part),
        findings=tuple(_finding(found) for found in part.findings),
        events=tuple(_event(event) for event in part.events),
        looks=tuple(_look(found) for found in part.looks),
        more=f"{part.more} earlier ones: gnomon watch backtest lists them." if part.more else "",
    )


def _summary(part: WatchPart) -> str:
    series = f"{part.series:,} series of {show_count(part.metrics, 'metric')}"
    if part.first is None or part.last is None:
        return "Nothing could be watched: no metric has finished periods."
    if part.young == part.series:
        return (
            f"{series} are too young for a verdict: a daily one needs six weeks. "
            "Known events and the changes of the last week are shown all the same."
        )
    days = f"{name_period(part.first, 'day')} to {name_period(part.last, 'day')}"
    count = len(part.findings) + part.more
    young = f" {part.young:,} of them are too young for a verdict." if part.young else ""
    told = show_count(count, "incident")
    return f"{told} from {days}, in {series}; each day judged by what was known before it.{young}"


def _finding(found: WatchFinding) -> FindingView:
    same = found.began == found.last
    first = name_period_short(found.began, "day")
    figure = found.figure
    return FindingView(
        id=found.id,
        title=found.title,
        when=first if same else f"{first} to {name_period_short(found.last, 'day')}",
        text=found.text,
        severity=found.severity.value,
        wide_svg=None
        if figure is None
        else _trust(figure_svg(series_figure(figure, width=960, has_head=False))),
        phone_svg=None
        if figure is None
        else _trust(figure_svg(series_figure(figure, width=360, has_head=False))),
        look=None if found.investigation is None else _look(found.investigation),
        failure=found.failure,
    )


def _look(found: Investigation) -> LookView:
    split = _best_split(found)
    sentences = found.sentences[:_SENTENCES]
    baseline = "" if found.baseline == "expected" else f" --baseline {found.baseline}"
    period = (
        f"{found.period.start}"
        if found.period.start == found.period.end
        else f"{found.period.start}..{found.period.end}"
    )
    command = f"gnomon explain {found.metric} --period {period}{baseline}"
    base = LookView(title=f"{found.label}, {found.period}", sentences=sentences, command=command)
    if split is None:
        return base
    return LookView(
        title=base.title,
        sentences=sentences,
        command=command,
        wide_svg=_trust(figure_svg(waterfall_figure(found, split, width=960, has_head=False))),
        phone_svg=_trust(figure_svg(waterfall_figure(found, split, width=360, has_head=False))),
        caption=f"The change by {split}; the steps sum to it.",
    )


def _best_split(found: Investigation) -> str | None:
    """The dimension over which the most of the change is beyond what is usual, else the first."""
    if not found.splits:
        return None
    return max(found.splits, key=lambda s: sum(u.is_unusual for u in s.usual)).dimension


def _event(event: Event) -> str:
    same = event.start == event.end
    first = name_period_short(event.start, "day")
    days = first if same else f"{first} to {name_period_short(event.end, 'day')}"
    scope = "".join(f", {name} = {value}" for name, value in event.scope)
    return f"{event.name} ({event.kind}{scope}), {days}: no alarm."


def _trust(svg: str) -> Markup:
    from markupsafe import Markup

    return Markup(svg)  # noqa: S704 - drawn here; texts in it are escaped by the renderer
