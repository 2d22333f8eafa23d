"""What people have to fill in: parts and indicators of Annex I that the canonical schema does not tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gnomon.app.regulatory.export import Cell, Table

__all__ = ["open_table", "summary_table"]

_COLUMNS: Final = ("Part", "Title", "Indicator", "Why it is not computed", "Who fills it in")
_UNRECORDED: Final = "The canonical schema does not record it"
_LEGAL: Final = "Legal or compliance"
_OPERATIONS: Final = "Content moderation operations"
_ENGINEERING: Final = "Engineers of the moderation systems"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """Indicators of one part that are left to one group of people, for one reason."""

    part: int
    why: str
    who: str
    indicators: tuple[str, ...]


# Titles are those of the sections of Annex I; Part 2 is a file of the Commission's CSV templates alone.
_TITLES: Final[dict[int, str]] = {
    1: "Report identification",
    2: "Names of own categories (file of the CSV templates)",
    3: "Article 15(1)(a). Member State orders",
    4: "Article 15(1)(b). Notices submitted in accordance with Article 16",
    5: "Article 15(1)(c). Own-initiative content moderation: illegal content",
    6: "Article 15(1)(c). Own-initiative content moderation: terms and conditions",
    7: "Articles 15(1)(d), 24(1)(a) and 24(1)(b). Internal complaints, out-of-court disputes, suspensions",
    8: "Articles 15(1)(b), (c), (e) and 42(2)(c). Use of automated means and indicators of accuracy",
    9: "Articles 42(2)(a) and 42(2)(b). Human resources dedicated to content moderation",
    11: "Qualitative template",
}
_RESTRICTIONS: Final = (
    "Visibility restriction: disable, interaction restricted, labelled, other",
    "Monetary restriction: termination, other",
    "Provision of the service: suspension, termination",
    "Account restriction: termination",
)
_OPEN: Final = (
    _Open(
        part=1,
        why="The project knows its services, not who provides them",
        who=_LEGAL,
        indicators=("Name of the service provider",),
    ),
    _Open(
        part=1,
        why="It is not known when the report is computed",
        who=_LEGAL,
        indicators=(
            "Date of the publication of the report",
            "Date of the publication of the latest previous report",
        ),
    ),
    _Open(
        part=2,
        why="Labels and descriptions of own sub-categories are words of the service, not numbers",
        who=_LEGAL,
        indicators=("Category label", "Category description"),
    ),
    _Open(
        part=3,
        why=_UNRECORDED,
        who=_LEGAL,
        indicators=(
            "Specific items of information in orders",
            "Median time to inform the authority of the receipt",
            "Orders to provide information: number and both median times",
        ),
    ),
    _Open(
        part=4,
        why=_UNRECORDED,
        who=_OPERATIONS,
        indicators=("Rows of keywords (sub-categories)",),
    ),
    _Open(
        part=5,
        why=_UNRECORDED,
        who=_OPERATIONS,
        indicators=(*_RESTRICTIONS, "Rows of keywords (sub-categories)"),
    ),
    _Open(
        part=6,
        why=_UNRECORDED,
        who=_OPERATIONS,
        indicators=(*_RESTRICTIONS, "Rows of keywords (sub-categories)"),
    ),
    _Open(
        part=7,
        why=_UNRECORDED,
        who=_OPERATIONS,
        indicators=(
            "Decisions partially reversed",
            "Decision omitted",
            "Restrictions newly imposed as a result of an internal complaint",
            "Complaints regarding the service, monetisation, and notices not acted upon",
            "Suspensions enacted for manifestly illegal content, unfounded notices and unfounded complaints",
        ),
    ),
    _Open(
        part=7,
        why=_UNRECORDED + "; the bodies tell it",
        who=_LEGAL,
        indicators=("Disputes submitted to out-of-court dispute settlement bodies, and their outcomes",),
    ),
    _Open(
        part=8,
        why="Audits of decisions on notices and on own initiative apart are not recorded",
        who=_ENGINEERING,
        indicators=("Accuracy, precision and recall for own-initiative measures and for notices",),
    ),
    _Open(
        part=9,
        why="Staff is no table of the canonical schema",
        who="Human resources and content moderation operations",
        indicators=(
            "Number of internal moderators employed by the provider",
            "Number of external moderators contracted by the provider",
            "Number of total moderators with sufficient linguistic expertise, in all and by official language",
        ),
    ),
    _Open(
        part=11,
        why="It is text that people write and answer for",
        who=_LEGAL,
        indicators=(
            "Summary of the content moderation engaged in at the providers' own initiative",
            (
                "Meaningful and comprehensible information regarding content moderation engaged in at the "
                "providers' own initiative"
            ),
            "Specification of the precise purposes to apply automated means",
        ),
    ),
    _Open(
        part=11,
        why="It is text that people write and answer for",
        who=_ENGINEERING,
        indicators=(
            "Qualitative description of the automated means",
            "Qualitative description of indicators of accuracy and possible rate of error of automated means",
            "Safeguards applied to the use of automated means",
        ),
    ),
    _Open(
        part=11,
        why="It is text that people write and answer for",
        who="Human resources and content moderation operations",
        indicators=(
            "High-level description of the content moderation governance structure",
            "Qualifications of the human resources dedicated to content moderation",
            "Training given to human resources dedicated to content moderation",
            "Support given to human resources dedicated to content moderation",
            "Methodology used to compute the number of human resources dedicated to content moderation",
        ),
    ),
)


def summary_table(service: str, start: date, end: date) -> Table:
    """Fill in Part 1, the identification of the report, but for the days of publication."""
    values: dict[str, Cell] = {
        "Name of the service provider": None,
        "Date of the publication of the report": None,
        "Date of the publication of the latest previous report": None,
        "Starting date of reporting period": f"{start}",
        "Ending date of reporting period": f"{end}",
    }
    return Table(
        name="1_summary.csv",
        columns=("Applicability", "Service", "Indicator", "Value"),
        rows=tuple(("All", service, indicator, value) for indicator, value in values.items()),
    )


def open_table() -> Table:
    """List every part and indicator that is left to people: why, and to whom."""
    return Table(name="parts-to-fill.csv", columns=_COLUMNS, rows=tuple(_rows(_OPEN)))


def _rows(found: Sequence[_Open]) -> Iterator[tuple[Cell, ...]]:
    for each in found:
        for indicator in each.indicators:
            yield (each.part, _TITLES[each.part], indicator, each.why, each.who)
