"""The quantitative templates of Annex I of Implementing Regulation (EU) 2024/2835, from the compliance pack."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from gnomon.app.regulatory.dsa_content import measures_part, notices_part, orders_part
from gnomon.app.regulatory.dsa_open import open_table, summary_table
from gnomon.app.regulatory.dsa_service import automated_part, complaints_part, recipients_part
from gnomon.app.regulatory.dsa_words import STATES, read_categories
from gnomon.app.regulatory.export import Check, Export, refuse_broken
from gnomon.app.regulatory.figures import Figures, among
from gnomon.app.regulatory.period import dsa_publish_by, read_dsa_period, refuse_unfinished

if TYPE_CHECKING:
    from gnomon.app.project import Project

__all__ = ["export_dsa"]

_COUNTS: Final = ("authority_order_count", "notices", "restrictions", "complaints", "monthly_recipients")
_OTHERS: Final = (
    "order_hours_median", "notice_hours_median", "notices_acted_on_law", "notices_acted_on_terms", "appeals_decided",
    "complaint_days_median", "automated_accuracy", "automated_precision", "automated_recall",
)  # fmt: skip


def export_dsa(  # noqa: PLR0913 - all that a caller may say of one report
    project: Project,
    start: date,
    end: date,
    *,
    service: str = "",
    categories: Mapping[str, str] | None = None,
    is_partial: bool = False,
    now: datetime | None = None,
) -> Export:
    """Fill in parts 1, 3 to 8 and 10 for the recipients in the Member States; a file lists what is left to people.

    Parameters
    ----------
    project : Project
        With the metrics of the compliance pack.
    start, end : date
        First and last day of a half-year or a calendar year that is over.
    service : str
        Name of the service; the project's label unless given.
    categories : mapping of str to str, optional
        Category of Annex I for words of the data that are not among the usual ones.
    is_partial : bool
        Allow a period that begins before the data; a further file then tells the days that are covered.
    now : datetime, optional
        The moment that counts as now.

    Raises
    ------
    InputError
        If the period is none, or not over, or the project lacks metrics.
    DataError
        If the period is not loaded to its end, a word has no category, or the numbers do not add up.
    """
    now = now or datetime.now(UTC)
    read_dsa_period(start, end)
    known = read_categories(categories or {})
    settings = project.model.settings
    refuse_unfinished(end, now, settings.timezone)
    figures = Figures(project=project, start=start, end=end, now=now, where=(among("country", STATES),))
    figures.refuse_lacking((*_COUNTS, *_OTHERS))
    figures.refuse_unloaded(_COUNTS)
    first = figures.refuse_unbegun(_COUNTS, is_partial=is_partial)
    lead = (service or settings.label or settings.name, f"{start}/{end}")
    law, terms = (measures_part(figures, known, lead, ground) for ground in ("law", "terms"))
    parts = (
        orders_part(figures, known, lead),
        notices_part(figures, known, lead),
        law,
        terms,
        complaints_part(figures, lead),
        automated_part(figures, lead),
        recipients_part(figures, lead, first),
    )
    taken = sum(float(part.table.rows[0][5] or 0) for part in (law, terms))
    own = Check(
        text="measures of one's own accord, against illegal content and against the terms",
        parts=taken,
        whole=figures.count("restrictions", "is_proactive"),
    )
    checks = (*(check for part in parts for check in part.checks), own)
    refuse_broken(checks)
    publish_by = dsa_publish_by(end)
    today = now.astimezone(ZoneInfo(settings.timezone)).date()
    late = (f"This was to be published by {publish_by}.",) if today > publish_by else ()
    covered, told = figures.covered(first)
    if told:
        told = (*told, f"Average recipients are of the months from {figures.first_month(first):%Y-%m} on.")
    return Export(
        kind="dsa-transparency", start=start, end=end, publish_by=publish_by,
        tables=(summary_table(lead[0], start, end), *(part.table for part in parts), open_table(), *covered),
        checks=checks, notes=(*told, *late),
    )  # fmt: skip
