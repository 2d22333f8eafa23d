"""Requests of consumers as 11 CCR § 7102(a)(1) asks for them: per kind, how many, how they ended, how long it took."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from gnomon.app.regulatory.export import Cell, Check, Export, Table, refuse_broken
from gnomon.app.regulatory.figures import Figures
from gnomon.app.regulatory.period import read_year, refuse_unfinished

if TYPE_CHECKING:
    from gnomon.app.project import Project

__all__ = ["export_ccpa"]

KINDS: Final = {
    "delete": "Requests to delete",
    "correct": "Requests to correct",
    "know": "Requests to know",
    "opt_out": "Requests to opt-out of sale/sharing",
    "limit": "Requests to limit",
}
_COLUMNS: Final = (
    "Calendar year", "Request", "Received", "Complied with in whole or in part", "Denied", "Not answered yet",
    "Median days to respond", "Mean days to respond",
)  # fmt: skip
_COUNTS: Final = (
    "privacy_requests_received", "privacy_requests_complied", "privacy_requests_denied", "privacy_requests_open",
)  # fmt: skip
_DAYS: Final = ("privacy_request_days_median", "privacy_request_days_mean")
_LAW: Final = "regime = 'ccpa'"


def export_ccpa(
    project: Project, year: int, *, is_partial: bool = False, now: datetime | None = None
) -> Export:
    """Compute the table of a calendar year: what was received in it, and how that ended.

    Parameters
    ----------
    project : Project
        With the metrics of the compliance pack.
    year : int
        A calendar year that is over.
    is_partial : bool
        Allow a period that begins before the data; a further file then tells the days that are covered.
    now : datetime, optional
        The moment that counts as now.

    Raises
    ------
    InputError
        If the year is not over, or the project lacks metrics.
    DataError
        If the year is not loaded to its end, or the numbers do not add up.
    """
    now = now or datetime.now(UTC)
    start, end = read_year(year)
    refuse_unfinished(end, now, project.model.settings.timezone)
    figures = Figures(project=project, start=start, end=end, now=now, where=(_LAW,))
    figures.refuse_lacking((*_COUNTS, *_DAYS))
    figures.refuse_unloaded(_COUNTS[:1])
    first = figures.refuse_unbegun(_COUNTS[:1], is_partial=is_partial)
    rows: list[tuple[Cell, ...]] = []
    checks: list[Check] = []
    for kind, label in KINDS.items():
        row, check = _row(figures, year, kind, label)
        rows.append(row)
        checks.append(check)
    received = [int(str(row[2])) for row in rows]
    total = figures.count("privacy_requests_received")
    checks.append(
        Check(text="requests received, added up over their kinds", parts=sum(received), whole=total)
    )
    refuse_broken(checks)
    open_ = sum(int(str(row[5])) for row in rows)
    notes = (
        (f"Not answered yet: {open_} of the requests of {year}; the median counts them as open.",)
        if open_
        else ()
    )
    table = Table(name=f"ccpa-7102-{year}.csv", columns=_COLUMNS, rows=tuple(rows))
    covered, told = figures.covered(first)
    return Export(
        kind="ccpa-7102", start=start, end=end, publish_by=date(year + 1, 7, 1), tables=(table, *covered),
        checks=tuple(checks), notes=(*told, *notes),
    )  # fmt: skip


def _row(figures: Figures, year: int, kind: str, label: str) -> tuple[tuple[Cell, ...], Check]:
    where = f"kind = '{kind}'"
    received, complied, denied, waiting = (figures.count(name, where) for name in _COUNTS)
    days = figures.one(*_DAYS, where=where)
    check = Check(
        text=f"{label}: complied with, denied and not answered yet",
        parts=complied + denied + waiting,
        whole=received,
    )
    return (year, label, received, complied, denied, waiting, *(days[name] for name in _DAYS)), check
