"""Parts 7, 8 and 10 of Annex I: complaints, automated means and active recipients."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from gnomon.app.regulatory.dsa_content import Part
from gnomon.app.regulatory.dsa_words import LANGUAGES, STATES
from gnomon.app.regulatory.export import Cell, Check, Table
from gnomon.app.regulatory.figures import Figures, among

__all__ = ["automated_part", "complaints_part", "recipients_part"]

Row = tuple[Cell, ...]
_LEAD: Final = ("Applicability", "Service", "Reporting period", "Section", "Indicator", "Scope", "Value")
_COLUMNS: Final = (*_LEAD, "Contextual Information")
_PLATFORMS: Final = "Only for providers of online platforms"
_HOSTS: Final = "Only for providers of hosting services, including online platforms"
_LARGE: Final = "Only for VLOPs"
_SECTION: Final = "Internal complaints mechanism"
_MISSING: Final = "not available"
_ALL: Final = "Number of complaints submitted to the internal-complaints mechanism"
_REGARDING: Final = "Complaint regarding a decision "
# What the template tells apart, and the kinds of complaint of the data; none is not recorded there.
_ABOUT: Final[dict[str, tuple[str, ...]]] = {
    _REGARDING + "to remove or disable access to or restrict visibility of information": (
        "content",
        "copyright",
    ),
    _REGARDING + "to suspend or terminate the provision of the service": (),
    _REGARDING + "to suspend or terminate an account ": ("ban", "age"),
    _REGARDING + "to restrict the ability to monetise information": (),
    _REGARDING + "not to take action on a notice submitted in accordance with Article 16": (),
    _REGARDING
    + "not to take action on a notice submitted by a Trusted Flagger in accordance with Article 16": (),
}
_DISPUTES: Final = "Number of disputes submitted to out-of-court dispute settlement bodies"
_ENDS: Final = (
    "Total number",
    "Decisions upheld",
    "Decisions partially reversed",
    "Decisions reversed",
    "Median time",
)
_SUSPENDED: Final = ("illegal content ", "unfounded notices", "unfounded complaints")
_USE: Final = "Use of automated means for content moderation"
_BY_MACHINE: Final = "Number of measures solely taken by automated means "
_BY_HAND: Final = "Number of measures not taken by automated means"
_RATES: Final = {
    "Accuracy": "automated_accuracy",
    "Precision": "automated_precision",
    "Recall": "automated_recall",
}


def complaints_part(figures: Figures, lead: tuple[str, str]) -> Part:
    """Fill in Part 7: internal complaints, in all and by what they are about; medians in hours."""
    rows: list[Row] = []
    total, ends, note = _complaints(figures, None)
    for scope, value in (*zip(_ENDS, ends, strict=True), ("Decision omitted", None)):
        applies = "All" if scope == "Total number" else _PLATFORMS
        rows.append(
            (applies, *lead, _SECTION, _ALL, scope, value, note if scope == "Total number" else _why(value))
        )
    imposed = "Number of restrictions newly imposed as a result of an internal complaint"
    rows.append((_PLATFORMS, *lead, _SECTION, imposed, "Total number", None, _MISSING))
    known = 0
    for about, kinds in _ABOUT.items():
        number, values, told = (
            _complaints(figures, among("kind", kinds)) if kinds else (0, (None,) * 5, _MISSING)
        )
        known += number
        for scope, value in zip(_ENDS, values, strict=True):
            context = told if scope == "Total number" else _why(value)
            rows.append((_PLATFORMS, *lead, _SECTION, about, scope, value, context))
    rows += _unrecorded(lead)
    upheld, reversed_ = int(ends[1] or 0), int(ends[3] or 0)
    waiting = total - figures.count("appeals_decided")
    checks = (
        Check(
            text="complaints upheld, reversed and not decided yet",
            parts=upheld + reversed_ + waiting,
            whole=total,
        ),
        Check(text="complaints by what they are about", parts=known, whole=total),
    )
    table = Table(name="7_appeals_and_recidivism.csv", columns=_COLUMNS, rows=tuple(rows))
    return Part(table=table, checks=checks)


def automated_part(figures: Figures, lead: tuple[str, str]) -> Part:
    """Fill in Part 8: what machines decided, and how often audits found them right."""
    audits = replace(figures, where=())
    rows: list[Row] = []
    machine, hand = _halves(figures, "restrictions", None)
    rates = audits.one(*_RATES.values())
    rows += _use_rows("All", lead, "Total number", (_BY_MACHINE, machine), (_BY_HAND, hand), rates)
    own = _halves(figures, "restrictions", "is_proactive")
    rows += _use_rows("All", lead, "Own-initiative ", (_BY_MACHINE, own[0]), (_BY_HAND, own[1]), {})
    processed = (
        "Number of notices solely processed by automated means ",
        "Number of notices not processed by automated means",
    )
    notices = _halves(figures, "notices", None)
    rows += _use_rows(_HOSTS, lead, "NAM Total", (processed[0], notices[0]), (processed[1], notices[1]), {})
    flagged = _halves(figures, "notices", "is_trusted_flagger")
    scope = "NAM Trusted Flagger"
    rows += _use_rows(_PLATFORMS, lead, scope, (processed[0], flagged[0]), (processed[1], flagged[1]), {})
    for language in LANGUAGES:
        where = f"language = '{language}'"
        both = _halves(figures, "restrictions", where)
        rates = audits.one(*_RATES.values(), where=where)
        rows += _use_rows(_LARGE, lead, language, (_BY_MACHINE, both[0]), (_BY_HAND, both[1]), rates)
    checks = (
        Check(
            text="measures by machines and by hand", parts=machine + hand, whole=figures.count("restrictions")
        ),
        Check(text="notices by machines and by hand", parts=sum(notices), whole=figures.count("notices")),
    )
    table = Table(name="8_automated_means.csv", columns=_COLUMNS, rows=tuple(rows))
    return Part(table=table, checks=checks)


def recipients_part(figures: Figures, lead: tuple[str, str], first: date) -> Part:
    """Fill in Part 10: the mean over the covered months of active recipients, in the Union and by Member State."""
    indicator = "Number of average monthly active recipients during the reporting period "
    total = figures.months("monthly_recipients", first).get(None, 0.0)
    states = figures.months("monthly_recipients", first, by="country")
    values = {"TOTAL": total, **{state: states.get(state, 0.0) for state in STATES}}
    rows = tuple(
        ("Only for VLOPs and VLOSEs", *lead, "AMAR", indicator, scope, float(round(value)))
        for scope, value in values.items()
    )
    table = Table(name="10_AMAR.csv", columns=_LEAD, rows=rows)
    most, every = max(states.values(), default=0.0), sum(states.values())
    kept = min(max(total, most), every)
    text = "recipients in the Union, at least those of each Member State and at most all of them"
    return Part(table=table, checks=(Check(text=text, parts=kept, whole=total),))


def _complaints(figures: Figures, where: str | None) -> tuple[int, tuple[Cell, ...], str | None]:
    """Count complaints and how they ended; the text says how many are not decided yet."""
    total, decided = figures.count("complaints", where), figures.count("appeals_decided", where)
    also = "" if where is None else f" and ({where})"
    upheld, reversed_ = (
        figures.count("appeals_decided", f"outcome = '{o}'{also}") for o in ("upheld", "reversed")
    )
    days = figures.one("complaint_days_median", where=where)["complaint_days_median"]
    hours = None if days is None else days * 24
    waiting = total - decided
    return total, (total, upheld, None, reversed_, hours), f"{waiting} not decided yet" if waiting else None


def _halves(figures: Figures, metric: str, where: str | None) -> tuple[int, int]:
    """Count what machines did by themselves, and all else."""
    also = "" if where is None else f" and {where}"
    return figures.count(metric, f"is_automated{also}"), figures.count(
        metric, f"is_automated is not true{also}"
    )


def _use_rows(
    applies: str,
    lead: tuple[str, str],
    scope: str,
    machine: tuple[str, int],
    hand: tuple[str, int],
    rates: Mapping[str, float | None],
) -> Iterator[Row]:
    for name, value in (machine, hand):
        yield (applies, *lead, _USE, name, scope, value, None)
    for name, metric in _RATES.items():
        value = rates.get(metric)
        yield (applies, *lead, _USE, f"Accuracy of the automated means - {name}", scope, value, _why(value))


def _unrecorded(lead: tuple[str, str]) -> Iterator[Row]:
    """Rows that the data knows nothing of."""
    section = "Out-of-court dispute settlement bodies"
    for scope in (*_ENDS, "Decision omitted", "Percentage of outcomes implemented"):
        yield (_PLATFORMS, *lead, section, _DISPUTES, scope, None, _MISSING)
    section = "Suspensions imposed on repeated offenders"
    for what in _SUSPENDED:
        indicator = f"Number of suspensions enacted for the provision of manifestly {what}"
        yield (_PLATFORMS, *lead, section, indicator, "Total number", None, _MISSING)


def _why(value: Cell) -> str | None:
    return _MISSING if value is None else None
