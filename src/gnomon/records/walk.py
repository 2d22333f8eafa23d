"""A funnel with all its steps, and retention as a grid of cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["CohortRow", "FunnelStep", "FunnelTable", "RetentionCell", "RetentionGrid"]

Slice = tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelStep:
    """One step of one slice.

    Attributes
    ----------
    slice : tuple of (str, object)
        Key and value pairs; empty for the whole.
    entities : int
        Those who reach the step.
    step_rate, overall_rate : float or None
        Share of those at the step before, and at the first step, in [0, 1]; None where nobody was there.
    median_time : float or None
        From the step before, in the table's unit; None for the first step and where nobody got here.
    """

    slice: Slice
    step: str
    place: int
    entities: int
    step_rate: float | None
    overall_rate: float | None
    median_time: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelTable:
    """All steps of a funnel.

    Attributes
    ----------
    counted : str
        Who walks, such as ``sessions``.
    unit : str
        Of the times.
    keys : tuple of str
        Names of the slices.
    is_complete : bool
        Whether every asked entry's window is over.
    """

    name: str
    label: str
    counted: str
    unit: str
    rule: str
    keys: tuple[str, ...]
    steps: tuple[FunnelStep, ...]
    is_complete: bool
    complete_through: datetime | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionCell:
    """One cohort after so many periods.

    Attributes
    ----------
    value : float or None
        Share that came back, in [0, 1]; None while the period is not over.
    n : int
        Members whose period is over.
    """

    on: int
    value: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRow:
    """One cohort of one slice.

    Attributes
    ----------
    size : int
        Members.
    is_known : bool
        Whether its members are known to be new: those first seen in the first period of a log may be older.
    """

    cohort: date
    slice: Slice
    size: int
    cells: tuple[RetentionCell, ...]
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionGrid:
    """Cohorts by periods after the entry.

    Attributes
    ----------
    every : str
        Grain of cohorts and periods.
    average : tuple of RetentionCell
        Over cohorts, by their sizes: closed cells of cohorts that are known to be new.
    """

    name: str
    label: str
    counted: str
    every: str
    rule: str
    keys: tuple[str, ...]
    ons: tuple[int, ...]
    cohorts: tuple[CohortRow, ...]
    average: tuple[RetentionCell, ...]
    complete_through: datetime | None = None
    notes: tuple[str, ...] = ()
