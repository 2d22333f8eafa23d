"""What a scenario file may say: strict models, made into records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from math import isclose
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from gnomon.base.errors import Location
from gnomon.sim.levers import Effect
from gnomon.sim.scenario import Behaviour, Change, Experiment, Injection, Kind, Scenario, Segment, Shape

__all__ = ["ScenarioYaml", "Where"]

Where = Callable[..., Location]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


Words = Annotated[list[str], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]
Slice = dict[str, Words]
Number = int | float
Day = int | str


def _segment(found: Mapping[str, list[str]]) -> Segment:
    return tuple((dim, tuple(values)) for dim, values in found.items())


def _day(value: Day | None, start: date) -> int | None:
    """Days since the world's start of a number or a date."""
    if isinstance(value, str):
        return (date.fromisoformat(value) - start).days
    return value


def _is_day(value: object) -> object:
    if isinstance(value, str):
        try:
            date.fromisoformat(value)
        except ValueError:
            raise ValueError("a day is a number from 0 or a date such as 2026-01-31") from None
    return value


DayYaml = Annotated[Day, BeforeValidator(_is_day)]


class _Timed(_Strict):
    from_: DayYaml | None = Field(default=None, alias="from")
    days: int | None = Field(default=None, gt=0)
    until: DayYaml | None = None

    @model_validator(mode="after")
    def _one_end(self) -> _Timed:
        if self.days is not None and self.until is not None:
            raise ValueError("`days` and `until` both say when it ends; keep one")
        return self

    def span(self, start: date) -> tuple[int | None, int | None]:
        """First day and the day after the last."""
        first = _day(self.from_, start)
        if self.days is not None:
            return first, (first or 0) + self.days
        return first, _day(self.until, start)


class _ChangeYaml(_Timed):
    """One lever, moved."""

    lever: str
    multiply: Number | None = None
    add: Number | None = None
    set: Number | None = None
    segment: Slice = Field(default_factory=dict)
    shape: Shape = "constant"
    shape_days: Number | None = Field(default=None, gt=0)
    shape_over: Literal["time", "tenure"] = "time"
    who: Literal["everybody", "treated", "members"] | None = None
    tables: Words = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_effect(self) -> _ChangeYaml:
        if sum(v is not None for v in (self.multiply, self.add, self.set)) != 1:
            raise ValueError("say one of `multiply`, `add` and `set`")
        if (self.shape == "constant") != (self.shape_days is None):
            raise ValueError("`shape_days` goes with the shapes `fades` and `grows`")
        if self.shape != "constant" and self.multiply is None:
            raise ValueError("a shape goes with `multiply`")
        return self

    def effect(self) -> tuple[Effect, float]:
        """What is done with which number."""
        if self.multiply is not None:
            return "multiply", self.multiply
        return ("add", self.add) if self.add is not None else ("replace", self.set or 0)


class _LossYaml(_Strict):
    """Assignments that go missing."""

    shares: dict[Literal["control", "treatment"], Number]
    segment: Slice = Field(default_factory=dict)


class _ExperimentYaml(_Strict):
    """How users are split."""

    shares: dict[Literal["control", "treatment"], Number] = Field(
        default_factory=lambda: {"control": 0.5, "treatment": 0.5}
    )
    treated_share_by_country: dict[str, Number] = Field(default_factory=dict)
    takes: Literal["all", "new"] = "all"
    is_randomised: bool = True
    lost: _LossYaml | None = None

    @model_validator(mode="after")
    def _sums_to_one(self) -> _ExperimentYaml:
        if set(self.shares) != {"control", "treatment"}:
            raise ValueError("`shares` has `control` and `treatment`")
        if not isclose(sum(self.shares.values()), 1) or min(self.shares.values()) < 0:
            raise ValueError(f"shares sum to {sum(self.shares.values()):g}, not to 1")
        return self


class _BehaviourYaml(_Strict):
    """Who does it."""

    name: str
    share: Number = Field(gt=0, lt=1)
    by: Literal["chance", "keenness"] = "chance"


class _InjectionYaml(_Timed):
    """One thing that happens."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    kind: Kind
    touches: Literal["data", "business", "nothing"] = "business"
    about: str
    segment: Slice = Field(default_factory=dict)
    changes: list[_ChangeYaml] = Field(min_length=1)
    experiment: _ExperimentYaml | None = None
    behaviour: _BehaviourYaml | None = None
    trap: str = ""
    naive: str = ""
    really: str = ""
    metrics: dict[str, Literal["up", "down", "same", "changed"]] = Field(default_factory=dict)


class ScenarioYaml(_Strict):
    """A scenario file."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    about: str
    injections: list[_InjectionYaml] = Field(min_length=1)

    def to_record(self, start: date, where: Where) -> Scenario:
        """Make the record; days become numbers from the world's start."""
        return Scenario(
            name=self.name,
            title=self.title,
            about=" ".join(self.about.split()),
            injections=tuple(_injection(y, i, start, where) for i, y in enumerate(self.injections)),
        )


def _injection(body: _InjectionYaml, index: int, start: date, where: Where) -> Injection:
    first, until = body.span(start)
    path = ("injections", index)
    changes = tuple(
        _change(change, body, start, where(*path, "changes", i)) for i, change in enumerate(body.changes)
    )
    return Injection(
        name=body.name,
        kind=body.kind,
        touches=body.touches,
        about=" ".join(body.about.split()),
        changes=changes,
        first=first or 0,
        until=until,
        experiment=_experiment(body.experiment),
        behaviour=_behaviour(body.behaviour),
        trap=body.trap,
        naive=" ".join(body.naive.split()),
        really=" ".join(body.really.split()),
        metrics=tuple(body.metrics.items()),
        where=where(*path),
    )


def _change(body: _ChangeYaml, around: _InjectionYaml, start: date, where: Location) -> Change:
    first, until = body.span(start)
    outer = around.span(start)
    is_own = body.from_ is not None or until is not None
    effect, value = body.effect()
    return Change(
        lever=body.lever,
        effect=effect,
        value=float(value),
        segment=_segment({**around.segment, **body.segment}),
        first=first if is_own else outer[0],
        until=until if is_own else outer[1],
        shape=body.shape,
        shape_days=float(body.shape_days or 0),
        is_by_tenure=body.shape_over == "tenure",
        who=body.who or ("treated" if around.experiment else "everybody"),
        tables=tuple(body.tables),
        where=where,
    )


def _experiment(body: _ExperimentYaml | None) -> Experiment | None:
    if body is None:
        return None
    return Experiment(
        is_randomised=body.is_randomised,
        takes_new=body.takes == "new",
        treated_share=float(body.shares["treatment"]),
        shares_by_country=tuple((c, float(s)) for c, s in body.treated_share_by_country.items()),
        lost=tuple((v, float(s)) for v, s in body.lost.shares.items()) if body.lost else (),
        lost_segment=_segment(body.lost.segment) if body.lost else (),
    )


def _behaviour(body: _BehaviourYaml | None) -> Behaviour | None:
    if body is None:
        return None
    return Behaviour(name=body.name, share=float(body.share), is_by_quality=body.by == "keenness")
