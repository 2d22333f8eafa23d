"""An investigation in sentences; every number in them is one of its record's."""

from __future__ import annotations

from collections.abc import Iterator
from math import isnan

from gnomon.base.shown_numbers import show_percent, show_value
from gnomon.records.explanation import Explanation
from gnomon.records.investigation import Investigation, RankedEvent, Story

__all__ = ["tell_investigation"]

_SHOWN = 3
_MATERIAL = 0.2
_BASELINES = {
    "expected": "expected",
    "previous": "in the days before",
    "last_week": "in the week before",
    "last_year": "a year before",
    "window": "in the days that it is held against",
}


def tell_investigation(found: Investigation) -> tuple[str, ...]:
    """Say what was found, in the order in which it was looked for: data, range, events, segments, drivers.

    Parameters
    ----------
    found : Investigation
        Without sentences.
    """
    return tuple(_tell(found))


def _tell(found: Investigation) -> Iterator[str]:
    yield _say_change(found)
    yield from _say_data(found)
    if found.outcome == "data problem":
        yield "The data carry the change, so no other cause is sought before they are mended; the tables stay below."
        return
    if found.outcome == "within the usual range":
        yield "This is within the usual range."
        if not found.segments:
            return
    yield from _say_place(found)
    yield from (_say_story(s) for s in found.stories[:_SHOWN])
    yield from _say_counterfactual(found)
    yield from (_say_event(e) for e in found.events[:_SHOWN])
    yield from _say_drivers(found.drivers)
    yield from _say_leads(found)
    yield from _say_remarks(found)


def _say_change(found: Investigation) -> str:
    before, after = found.change.before, found.change.after
    if isnan(after):
        return f"{found.label} has no value for {found.period}."
    if isnan(before):
        return f"{found.label} was {show_value(after)} for {found.period}; nothing tells what to expect."
    moved = f" ({show_percent(found.change.amount / abs(before))})" if before else ""
    against = f"against {show_value(before)} {_BASELINES[found.baseline]}{moved}"
    text = f"{found.label} was {show_value(after)} for {found.period}, {against}"
    if found.band is None:
        return f"{text}."
    place = "inside" if found.band.holds(after) else "outside"
    return (
        f"{text}; {place} its usual range of {show_value(found.band.low)} to {show_value(found.band.high)}."
    )


def _say_data(found: Investigation) -> Iterator[str]:
    if found.data.status == "sound":
        yield "The data show no fault."
    for finding in found.data.findings[:_SHOWN]:
        tail = "" if finding.explains else " It does not carry the change."
        yield f"Data: {finding.text}{tail}"


def _say_place(found: Investigation) -> Iterator[str]:
    place = found.localisation
    if place is None or found.outcome == "not enough data":
        return
    if place.outcome == "not enough data":
        yield "Every value of the dimensions below moved by about as much."
        return
    if found.outcome == "within the usual range" and not place.segments:
        return
    if found.outcome == "diffuse" and place.outcome == "diffuse":
        yield f"Everywhere about the same: {show_percent(place.level - 1)} ± {show_percent(place.spread).lstrip('+')}."
        return
    if place.tentative:
        likeliest = place.tentative[0]
        yield f"Nothing stands out of the noise; most likely {likeliest.name}, by {show_percent(likeliest.shift)}."
        return
    if not place.segments:
        yield "No single segment moved apart from the rest."
    noun = "The mix changed: " if place.outcome == "mix" else ""
    for segment in place.segments[:_SHOWN]:
        size = " in size" if place.outcome == "mix" else ""
        share = "" if segment.share is None else f", {show_percent(segment.share).lstrip('+')} of the change"
        yield f"{noun}{segment.name} moved by {show_percent(segment.shift)}{size} beyond the rest{share}."
    if place.segments and not isnan(place.level):
        yield f"The rest moved by {show_percent(place.level - 1)}."


def _say_story(story: Story) -> str:
    if story.onset is None:
        return f"{story.segment.name}: no day stands out as its beginning."
    return f"{story.segment.name} began to move on {story.onset}."


def _say_counterfactual(found: Investigation) -> Iterator[str]:
    for story in found.stories[:1]:
        if story.returns is None:
            continue
        place = "inside" if story.returns else "outside"
        yield (
            f"Without {story.segment.name} the metric would be {show_value(story.segment.without)}, {place} its "
            "usual range."
        )


def _say_event(ranked: RankedEvent) -> str:
    event = ranked.event
    when = f"began on {event.start}" if event.start != event.end else f"was on {event.start}"
    text = f"{event.name} ({event.kind}) {when}"
    rate = ranked.base_rate
    if rate is None or not rate.quiet:
        return f"{text}."
    return f"{text}; in {rate.with_event} of {rate.quiet} quiet weeks there was one as well."


def _say_drivers(drivers: Explanation | None) -> Iterator[str]:
    if drivers is None or not drivers.contributions:
        return
    largest = drivers.contributions[:_SHOWN]
    parts = ", ".join(f"{c.name} {show_value(c.amount)}" for c in largest)
    yield f"By its formula ({drivers.method}): {parts}."


def _say_leads(found: Investigation) -> Iterator[str]:
    for lead in found.leads[:_SHOWN]:
        yield f"{lead.label} {lead.relation}: {show_percent(lead.change)} on {lead.moved_on}."


def _say_remarks(found: Investigation) -> Iterator[str]:
    for split in found.splits:
        for remark in split.explanation.remarks:
            yield f"By {split.dimension}: {remark}"
        if split.rate is not None and split.mix is not None and abs(split.mix) > _MATERIAL * abs(split.rate):
            yield (
                f"By {split.dimension}: {show_value(split.rate)} by own rates, {show_value(split.mix)} as values "
                "changed their size."
            )
