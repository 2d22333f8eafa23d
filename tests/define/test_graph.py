from __future__ import annotations

from pathlib import Path

import pytest
from sqlglot import exp

from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.base.time import DatePart, Grain
from gnomon.define.graph import AmbiguousNameError, FanOutError, JoinStep, reachable, resolve
from gnomon.define.project import Calendar, Model, Settings
from gnomon.define.source import Dimension, Entity, EntityKind, Source, TableRef


def make_source(name, entities="", dimensions="", primary=None):
    kinds = {"!": EntityKind.PRIMARY, "~": EntityKind.NATURAL, "=": EntityKind.UNIQUE}
    held = [
        Entity(
            name=e.strip("!~="), kind=kinds.get(e[-1], EntityKind.FOREIGN), expr=exp.column(e.strip("!~="))
        )
        for e in entities.split()
    ]
    found = [
        Dimension(
            name=d.strip("@"), expr=exp.column(d.strip("@")), grain=Grain.DAY if d.endswith("@") else None
        )
        for d in dimensions.split()
    ]
    return Source(
        name=name,
        relation=TableRef(parts=(name,)),
        entities=tuple(held),
        dimensions=tuple(found),
        primary_entity=primary,
    )


def make_model(*sources):
    calendar = Calendar(name="c", relation=TableRef(parts=("c",)), column="ds", grains={"fiscal_month": "fm"})
    return Model(
        root=Path(),
        settings=Settings(name="m"),
        sources={s.name: s for s in sources},
        calendars={"c": calendar},
    )


BOOKINGS = make_source("bookings", "listing guest", "ds@ is_instant", primary="booking")
LISTINGS = make_source("listings", "listing! host", "city capacity created@")
USERS = make_source("users", "guest!", "country")
HOSTS = make_source("hosts", "host~", "country badge")
VIEWS = make_source("views", "listing guest", "ds@ device")
MODEL = make_model(BOOKINGS, LISTINGS, USERS, HOSTS, VIEWS)


def find(text, model=MODEL, source="bookings"):
    return resolve(model, source, tuple(text.split(".")))


@pytest.mark.parametrize(
    "text, source, entities",
    [
        ("is_instant", "bookings", ""),
        ("booking.is_instant", "bookings", ""),
        ("listing", "bookings", ""),
        ("city", "listings", "listing"),
        ("listing.city", "listings", "listing"),
        ("listing.host.badge", "hosts", "listing host"),
        ("badge", "hosts", "listing host"),
        ("host.badge", "hosts", "listing host"),
        ("guest.country", "users", "guest"),
        ("host", "listings", "listing"),
        ("listing.listing", "listings", "listing"),
    ],
)
def test_resolve_when_reachable_then_the_nearest_way(text, source, entities):
    found = find(text)
    assert (found.source, " ".join(step.entity for step in found.steps)) == (source, entities)


def test_resolve_when_two_ways_lead_to_a_name_then_it_is_ambiguous_however_long_they_are():
    with pytest.raises(AmbiguousNameError, match=r"Write guest\.country or listing\.host\.country"):
        find("country")


def test_resolve_when_several_hops_then_the_steps_are_a_chain():
    assert find("listing.host.badge").steps == (
        JoinStep(left_source="bookings", entity="listing", right_source="listings"),
        JoinStep(left_source="listings", entity="host", right_source="hosts"),
    )


@pytest.mark.parametrize(
    "text, grain, part",
    [
        ("ds.month", "month", None),
        ("listing.created.fiscal_month", "fiscal_month", None),
        ("created.day_of_week", None, DatePart.DAY_OF_WEEK),
        ("metric_time", None, None),
        ("metric_time.week", "week", None),
        ("metric_time.day_of_year", None, DatePart.DAY_OF_YEAR),
    ],
)
def test_resolve_when_a_grain_or_part_is_written_behind_a_time_then_it_is_read(text, grain, part):
    found = find(text)
    assert (found.grain, found.part) == (grain, part)
    assert found.is_metric_time == text.startswith("metric_time")


@pytest.mark.parametrize("text", ["ds.hour", "metric_time.moon", "ds.moon"])
def test_resolve_when_the_grain_does_not_fit_then_refused(text):
    with pytest.raises(QuestionError, match=r"ASK-203"):
        find(text)


def test_resolve_when_unknown_then_nearest_names():
    with pytest.raises(
        UnknownNameError, match=r"Unknown dimension 'listing.citi'. Did you mean listing.city"
    ):
        find("listing.citi")
    with pytest.raises(UnknownNameError, match=r"Unknown source 'booking'. Did you mean bookings"):
        find("ds", source="booking")


def test_resolve_when_the_far_side_has_many_rows_then_refused_as_fan_out():
    for text in ("device", "listing.device"):
        with pytest.raises(FanOutError, match=r"source 'views' has many rows for one listing"):
            find(text)


def test_resolve_when_two_entities_lead_to_the_name_then_ambiguous():
    other = make_source("sellers", "seller!", "country")
    deals = make_source("deals", "guest seller")
    with pytest.raises(AmbiguousNameError, match=r"Write guest.country or seller.country"):
        find("country", make_model(deals, USERS, other), "deals")


def test_resolve_when_several_sources_hold_the_entity_then_the_one_with_the_dimension():
    extra = make_source("user_extras", "guest=", "age")
    model = make_model(BOOKINGS, USERS, extra)
    assert find("guest.age", model).source == "user_extras"
    assert find("guest.country", model).source == "users"
    twice = make_model(BOOKINGS, USERS, make_source("user_extras", "guest!", "country"))
    with pytest.raises(AmbiguousNameError, match=r"Rename one"):
        find("guest.country", twice)


def test_resolve_when_the_joins_run_in_a_circle_then_no_source_is_visited_twice():
    a, b = make_source("a", "x! y", "one"), make_source("b", "y! x", "two")
    assert find("y.two", make_model(a, b), "a").source == "b"
    with pytest.raises(UnknownNameError):
        find("y.x.y.three", make_model(a, b), "a")


def test_reachable_when_listed_then_each_resolves():
    paths = reachable(MODEL, "bookings")
    assert paths == (
        ("ds",),
        ("is_instant",),
        ("listing", "city"),
        ("listing", "capacity"),
        ("listing", "created"),
        ("guest", "country"),
        ("listing", "host", "country"),
        ("listing", "host", "badge"),
    )
    assert all(resolve(MODEL, "bookings", path).dimension for path in paths)


def test_resolve_when_two_models_live_at_once_then_neither_answers_for_the_other():
    small = make_model(BOOKINGS)
    find("city")
    with pytest.raises(UnknownNameError):
        find("city", small)
