"""Codes of faults in project files: what each means and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CODES", "Code", "codes_page", "explain_code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of fault; its code never changes its meaning.

    Attributes
    ----------
    code : str
        Shown in brackets behind every message.
    title : str
        What is wrong, in a few words.
    meaning : str
        Why it is refused.
    mend : str
        What to do.
    """

    code: str
    title: str
    meaning: str
    mend: str


def _code(code: str, title: str, meaning: str, mend: str) -> Code:
    return Code(code=code, title=title, meaning=meaning, mend=mend)


_FILES = (
    _code(
        "DEF-101",
        "No project here",
        "A project is a folder that holds `gnomon.toml`; none was found in the folder or around it.",
        "Name the project's folder, or start one with `gnomon init`.",
    ),
    _code(
        "DEF-102",
        "File cannot be read",
        "The system refused to open the file, or it is no ordinary file.",
        "Check that it exists and that you may read it.",
    ),
    _code(
        "DEF-103",
        "Not UTF-8",
        "Definitions are UTF-8 text; this file holds a byte that is not.",
        "Save the file as UTF-8 in your editor.",
    ),
    _code(
        "DEF-104",
        "File too large",
        "A definition file has at most 1 MB; larger ones are refused unread.",
        "Split the file, or move data out of the project's YAML.",
    ),
    _code(
        "DEF-105",
        "No YAML",
        "The text cannot be read as YAML 1.2; often a tab, a missing space after a colon, or an "
        "unclosed quote.",
        "Mend the place that the message names; put text that holds `: ` or ` #` into quotes.",
    ),
    _code(
        "DEF-106",
        "YAML feature that is not used",
        "Anchors, aliases, tags and several documents in one file make definitions hard to read, and small"
        " files grow without end through aliases.",
        "Write values out, one document a file.",
    ),
    _code(
        "DEF-107",
        "Nested too deep",
        "No definition needs more than 32 levels.",
        "Look for brackets that are not closed.",
    ),
    _code(
        "DEF-108",
        "Key twice",
        "The same key stands twice in one mapping; one of the values would be lost.",
        "Keep one of them. The message names both lines.",
    ),
    _code(
        "DEF-109",
        "No TOML",
        "`gnomon.toml` cannot be read as TOML.",
        "Mend the place that the message names.",
    ),
)
_SHAPE = (
    _code(
        "DEF-110",
        "Unknown key",
        "A key that means nothing here would be overlooked without a word.",
        "Take the nearest right key that the message names.",
    ),
    _code("DEF-111", "Key missing", "A definition lacks a key that its kind needs.", "Add the key."),
    _code(
        "DEF-112",
        "Wrong value",
        "The value is of another type than the key takes, out of range, or not among the words "
        "allowed. Nothing"
        " is converted: a number is no text.",
        "Write a value of the right type; put text that looks like a number into quotes.",
    ),
    _code(
        "DEF-113",
        "No name",
        "Names are a to z, 0 to 9 and single underscores, a letter first, at most 120 signs, so "
        "that they stand in"
        " SQL, files and addresses without quotes. A double underscore stands for a dot.",
        "Choose such a name; a `label` may hold anything.",
    ),
    _code(
        "DEF-114",
        "Name taken",
        "Two definitions have one name.",
        "Rename one. The message names both places.",
    ),
    _code(
        "DEF-115",
        "Unknown kind of metric",
        "`kind` says how a metric is computed; this word is no kind.",
        "Take one of the kinds that the message lists.",
    ),
    _code(
        "DEF-116",
        "No window or date",
        "A window is a count and a grain (`7 days`), a date is year-month-day (`2022-04-25`).",
        "Write it in that form. A window is never negative: it looks back from each period.",
    ),
    _code(
        "DEF-117",
        "Unclear where rows come from",
        "A source names exactly one of `file`, `table` and `sql`.",
        "Keep one of them; a file is a path or glob of this machine, a table has up to three parts.",
    ),
    _code(
        "DEF-118",
        "Buckets in no order",
        "Each bucket but the last has an upper end, and ends rise.",
        "Write the ends in rising order: `buckets: [3, 10, 60]`.",
    ),
    _code(
        "DEF-119",
        "Validity incomplete",
        "A natural entity has several rows over time; `validity` tells which one holds when.",
        "Name two different time dimensions: `validity: {start: valid_from, end: valid_to}`.",
    ),
    _code(
        "DEF-121",
        "Unknown time zone",
        "Days begin at midnight of a zone; this is no zone of the IANA list.",
        "Write a name such as `Asia/Shanghai` or `UTC`.",
    ),
)
_SQL = (
    _code(
        "DEF-130",
        "No SQL",
        "The expression cannot be read as SQL (DuckDB's dialect).",
        "Mend the place named.",
    ),
    _code(
        "DEF-131",
        "More than an expression",
        "Subqueries, window functions, statements, aliases, `*` and functions that give many rows "
        "have no place in"
        " an expression over one row.",
        "Compute it in a source with `sql:` and use its column.",
    ),
    _code(
        "DEF-132",
        "Aggregate in a row expression",
        "The expression of a metric or dimension speaks of one row; the metric's kind adds up.",
        "Take the aggregate away and choose the kind: `kind: sum`, `expr: amount`.",
    ),
    _code(
        "DEF-133",
        "Function out of bounds",
        "Functions that read files, the system or other tables, and functions that give another "
        "value each time,"
        " are refused in definitions.",
        "Name files with `file:`; leave chance to the analysis.",
    ),
    _code(
        "DEF-134",
        "metric() incomplete",
        "`metric(bookings, listing)` is a metric's value per entity: it takes a metric and at least"
        " one name.",
        "Add the names to compute it by.",
    ),
)
_NAMES = (
    _code("DEF-140", "Unknown metric", "No metric has this name.", "Take the nearest name, or define it."),
    _code("DEF-141", "Unknown source", "No source has this name.", "Take the nearest name, or define it."),
    _code(
        "DEF-142",
        "No time dimension",
        "The source has no dimension of this name, or the dimension has no `grain`.",
        "Name a dimension with a grain: `dimensions: {event_date: {grain: day}}`.",
    ),
    _code(
        "DEF-143",
        "Unknown entity",
        "The source holds no entity of this name, or holds it in a way that does not fit.",
        "Add it under `entities` of the source, or take the nearest name.",
    ),
    _code(
        "DEF-144",
        "Unknown dimension",
        "No dimension or entity of this name can be reached from the metric's rows within three joins.",
        "Take the nearest name; `user.country` reads: the dimension country of the entity user.",
    ),
    _code(
        "DEF-145",
        "Ambiguous name",
        "Several ways lead to a dimension of this name, equally far away, and could give different numbers.",
        "Write the way out: `user.country` or `listing.country`.",
    ),
    _code(
        "DEF-146",
        "Fans out",
        "The dimension lies in a source with many rows for one entity; a join would count the metric's rows"
        " several times.",
        "Ask it of a metric of that source, or filter with `metric(orders, user) > 2`.",
    ),
    _code(
        "DEF-147",
        "Unknown grain",
        "The word is no standard grain, no grain of a calendar and no part of a date; or it is "
        "finer than the time.",
        "Use day, week, month, quarter, year or a grain under `[calendars]` in `gnomon.toml`.",
    ),
    _code(
        "DEF-148",
        "Unknown goal",
        "No goal has this name.",
        "Define it under `goals`, or take the nearest name.",
    ),
    _code(
        "DEF-149",
        "Unknown column",
        "An expression reads a column that the rows do not have.",
        "Take the nearest name that the message shows.",
    ),
)
_METRICS = (
    _code(
        "DEF-150",
        "Circle of metrics",
        "A metric is computed from itself, by the way that the message shows.",
        "Break the circle.",
    ),
    _code(
        "DEF-151",
        "No time",
        "Rolling, to-date, shifted and conversion metrics need rows with a time.",
        "Give the metric or its source a `time`.",
    ),
    _code(
        "DEF-152",
        "Cannot move over this metric",
        "A window moves over rows: over metrics of a kind counted from rows, snapshots left out.",
        "Move the parts and combine them: a rolling ratio is a ratio of two rolling metrics.",
    ),
    _code(
        "DEF-154",
        "Two shifts",
        "An input is shifted by `offset` or to a start, never both.",
        "Keep one of them.",
    ),
    _code(
        "DEF-155",
        "Different grains",
        "One input is known by day and another by month only: their ratio by day means nothing.",
        "Say the grain that all inputs have, for example `grain: month`.",
    ),
    _code(
        "DEF-156",
        "Grain too fine",
        "A window or grain is finer than the time of the rows.",
        "Use a grain that the rows can tell, or a finer time dimension.",
    ),
    _code(
        "DEF-157",
        "No events",
        "A conversion follows events: base and conversion are metrics of kind count, sum or distinct.",
        "Name metrics of these kinds.",
    ),
    _code(
        "DEF-158",
        "Circle of successors",
        "`deprecated_by` leads back to the metric itself.",
        "Let the last metric of the chain stand without it.",
    ),
    _code(
        "DEF-159", "Said twice", "A target or belief is said twice, or a metric drives itself.", "Keep one."
    ),
    _code(
        "DEF-160",
        "Question incomplete",
        "A question asks at least one metric and orders by columns that it has.",
        "Name a metric; order by a metric, a name of `by`, or `period`.",
    ),
)
CODES: tuple[Code, ...] = (*_FILES, *_SHAPE, *_SQL, *_NAMES, *_METRICS)


def explain_code(code: str) -> Code | None:
    """Find a code, or None.

    Examples
    --------
    >>> explain_code("DEF-108").title
    'Key twice'
    """
    return next((c for c in CODES if c.code == code.upper()), None)


def codes_page() -> str:
    """Write the documentation page of all codes, in Markdown."""
    head = (
        "# Faults in project files\n\nEvery message ends with a code in brackets. Codes keep their "
        "meaning from"
        " version to version.\n\n<!-- Written from gnomon.define.codes; a test compares both. -->\n"
    )
    parts = (f"\n## {c.code}\n\n**{c.title}.** {c.meaning}\n\n{c.mend}\n" for c in CODES)
    return head + "".join(parts)
