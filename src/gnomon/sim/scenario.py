"""A scenario: what is done to a world, told as frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gnomon.base.errors import Location
from gnomon.sim.levers import Effect

__all__ = ["Behaviour", "Change", "Experiment", "Injection", "Kind", "Scenario", "Segment", "Shape"]

Kind = Literal["incident", "experiment", "intervention", "structural", "trap"]
Shape = Literal["constant", "fades", "grows"]
Segment = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One lever, moved for a slice of the world and a time.

    Attributes
    ----------
    effect, value
        Multiplied by, added, or put in its place.
    segment : tuple of (str, tuple of str)
        Dimensions and their values; all must hold.
    first, until : int or None
        Days from the start of the world, the end outside; None is open.
    shape : str
        ``fades`` or ``grows`` with `shape_days` (to 1/e, or from nothing) since `first`, or since sign-up.
    is_by_tenure : bool
        Whether the shape counts days since sign-up.
    who : str
        ``everybody``, the ``treated`` of the injection's experiment, or the ``members`` of its behaviour.
    tables : tuple of str
        For levers of delivery.
    """

    lever: str
    effect: Effect
    value: float
    segment: Segment = ()
    first: int | None = None
    until: int | None = None
    shape: Shape = "constant"
    shape_days: float = 0.0
    is_by_tenure: bool = False
    who: Literal["everybody", "treated", "members"] = "everybody"
    tables: tuple[str, ...] = ()
    where: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """Who takes part, and how the users are split.

    Attributes
    ----------
    is_randomised : bool
        False where the choice hangs together with what the users did before.
    treated_share : float
        Of the treatment, other countries by `shares_by_country`.
    lost : tuple of (str, float)
        Variants and the share of their users whose assignment is lost, inside `lost_segment`.
    """

    is_randomised: bool = True
    takes_new: bool = False
    treated_share: float = 0.5
    shares_by_country: tuple[tuple[str, float], ...] = ()
    lost: tuple[tuple[str, float], ...] = ()
    lost_segment: Segment = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """Users who do something more often: a share of them by chance, or the keenest."""

    name: str
    share: float
    is_by_quality: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Injection:
    """One thing that happens.

    Attributes
    ----------
    touches : str
        ``data``: the log is wrong, what happened is not. ``business``: something happened. ``nothing``: no effect
        is there to be found.
    naive, really : str
        What a careless reading says, and what holds.
    """

    name: str
    kind: Kind
    touches: Literal["data", "business", "nothing"]
    about: str
    changes: tuple[Change, ...]
    first: int = 0
    until: int | None = None
    experiment: Experiment | None = None
    behaviour: Behaviour | None = None
    trap: str = ""
    naive: str = ""
    really: str = ""
    metrics: tuple[tuple[str, str], ...] = ()
    where: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything that happens in a world."""

    name: str
    title: str
    about: str
    injections: tuple[Injection, ...]
