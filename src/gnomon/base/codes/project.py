"""Codes of faults in project files."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["PROJECT_CODES"]

_FILES = (
    code(
        "DEF-101",
        "No project here",
        "A project is a folder that holds `gnomon.toml`; the folder named does not exist, or neither it nor one "
        "around it holds the file.",
        "Name the project's folder, or start one with `gnomon init`.",
    ),
    code(
        "DEF-102",
        "File cannot be read",
        "The system refused to open the file, or it is no ordinary file.",
        "Check that it exists and that you may read it.",
    ),
    code(
        "DEF-103",
        "Not UTF-8",
        "Definitions are UTF-8 text; this file holds a byte that is not.",
        "Save the file as UTF-8 in your editor.",
    ),
    code(
        "DEF-104",
        "File too large",
        "A definition file has at most 1 MB; larger ones are refused unread.",
        "Split the file, or move data out of the project's YAML.",
    ),
    code(
        "DEF-105",
        "No YAML",
        "The text cannot be read as YAML 1.2; often a tab, a missing space after a colon, or an "
        "unclosed quote.",
        "Mend the place that the message names; put text that holds `: ` or ` #` into quotes.",
    ),
    code(
        "DEF-106",
        "YAML feature that is not used",
        "Anchors, aliases, tags and several documents in one file make definitions hard to read, and small"
        " files grow without end through aliases.",
        "Write values out, one document a file.",
    ),
    code(
        "DEF-107",
        "Nested too deep",
        "No definition needs more than 32 levels.",
        "Look for brackets that are not closed.",
    ),
    code(
        "DEF-108",
        "Key twice",
        "The same key stands twice in one mapping; one of the values would be lost.",
        "Keep one of them. The message names both lines.",
    ),
    code(
        "DEF-109",
        "No TOML",
        "`gnomon.toml` cannot be read as TOML.",
        "Mend the place that the message names.",
    ),
)
_SHAPE = (
    code(
        "DEF-110",
        "Unknown key",
        "A key that means nothing here would be overlooked without a word.",
        "Take the nearest right key that the message names.",
    ),
    code("DEF-111", "Key missing", "A definition lacks a key that its kind needs.", "Add the key."),
    code(
        "DEF-112",
        "Wrong value",
        "The value is of another type than the key takes, out of range, or not among the words "
        "allowed. Nothing"
        " is converted: a number is no text.",
        "Write a value of the right type; put text that looks like a number into quotes.",
    ),
    code(
        "DEF-113",
        "No name",
        "Names are a to z, 0 to 9 and single underscores, a letter first, at most 120 signs, so "
        "that they stand in"
        " SQL, files and addresses without quotes. A double underscore stands for a dot.",
        "Choose such a name; a `label` may hold anything.",
    ),
    code(
        "DEF-114",
        "Name taken",
        "Two definitions have one name.",
        "Rename one. The message names both places.",
    ),
    code(
        "DEF-115",
        "Unknown kind of metric",
        "`kind` says how a metric is computed; this word is no kind.",
        "Take one of the kinds that the message lists.",
    ),
    code(
        "DEF-116",
        "No window, date, hours or budget",
        "A window is a count and a grain (`7 days`), a date is year-month-day (`2022-04-25`), a budget of false "
        "alerts a count and a time (`2 per week`), quiet hours two times of a day (`22:00-08:00`).",
        "Write it in that form. A window is never negative: it looks back from each period.",
    ),
    code(
        "DEF-117",
        "Unclear where rows come from",
        "A source names exactly one of `file`, `table` and `sql`.",
        "Keep one of them; a file is a path or glob of this machine, a table has up to three parts.",
    ),
    code(
        "DEF-118",
        "Buckets in no order",
        "Each bucket but the last has an upper end, and ends rise.",
        "Write the ends in rising order: `buckets: [3, 10, 60]`.",
    ),
    code(
        "DEF-119",
        "Validity incomplete",
        "A natural entity has several rows over time; `validity` tells which one holds when.",
        "Name two different time dimensions: `validity: {start: valid_from, end: valid_to}`.",
    ),
    code(
        "DEF-121",
        "Unknown time zone",
        "Days begin at midnight of a zone; this is no zone of the IANA list.",
        "Write a name such as `Asia/Shanghai` or `UTC`.",
    ),
    code(
        "DEF-122",
        "No address of an engine",
        "`engine` in `gnomon.toml` begins with the scheme of an engine that is installed, or has an option that the "
        "engine does not know.",
        "Write `duckdb:///warehouse.duckdb`, or install the package of the engine.",
    ),
)
_SQL = (
    code(
        "DEF-123",
        "Unknown channel",
        "No table `[channels.…]` of gnomon.toml has this name.",
        "Take the nearest name, or add the channel.",
    ),
    code(
        "DEF-124",
        "Escalations in a circle",
        "A channel escalates to itself, directly or over others, so that the last one would be told for ever.",
        "Take `escalate_to` out of one of them.",
    ),
    code(
        "DEF-130",
        "No SQL",
        "The expression cannot be read as SQL (DuckDB's dialect).",
        "Mend the place named.",
    ),
    code(
        "DEF-131",
        "More than an expression",
        "Subqueries, window functions, statements, aliases, `*` and functions that give many rows "
        "have no place in"
        " an expression over one row.",
        "Compute it in a source with `sql:` and use its column.",
    ),
    code(
        "DEF-132",
        "Aggregate in a row expression",
        "The expression of a metric or dimension speaks of one row; the metric's kind adds up.",
        "Take the aggregate away and choose the kind: `kind: sum`, `expr: amount`.",
    ),
    code(
        "DEF-133",
        "Function out of bounds",
        "Functions that read files, the system or other tables, functions that give another value each time or read "
        "the clock, and those that the engine keeps for itself are refused in definitions.",
        "Name files with `file:`; leave chance to the analysis; compare with a time of the rows, or compute with the "
        "clock in a source with `sql:`.",
    ),
    code(
        "DEF-134",
        "metric() incomplete",
        "`metric(bookings, listing)` is a metric's value per entity: it takes a metric and at least"
        " one name.",
        "Add the names to compute it by.",
    ),
    code(
        "DEF-135",
        "Unknown function",
        "No function of this name is known: those of DuckDB may be called whose value follows from their arguments.",
        "Take the nearest name that the message shows, or compute it in a source with `sql:`.",
    ),
)
_NAMES = (
    code("DEF-140", "Unknown metric", "No metric has this name.", "Take the nearest name, or define it."),
    code("DEF-141", "Unknown source", "No source has this name.", "Take the nearest name, or define it."),
    code(
        "DEF-142",
        "No time dimension",
        "The source has no dimension of this name, or the dimension has no `grain`.",
        "Name a dimension with a grain: `dimensions: {event_date: {grain: day}}`.",
    ),
    code(
        "DEF-143",
        "Unknown entity",
        "The source holds no entity of this name, or holds it in a way that does not fit.",
        "Add it under `entities` of the source, or take the nearest name.",
    ),
    code(
        "DEF-144",
        "Unknown dimension",
        "No dimension or entity of this name can be reached from the metric's rows within three joins.",
        "Take the nearest name; `user.country` reads: the dimension country of the entity user.",
    ),
    code(
        "DEF-145",
        "Ambiguous name",
        "Several ways lead to a dimension of this name, equally far away, and could give different numbers.",
        "Write the way out: `user.country` or `listing.country`.",
    ),
    code(
        "DEF-146",
        "Fans out",
        "The dimension lies in a source with many rows for one entity; a join would count the metric's rows"
        " several times.",
        "Ask it of a metric of that source, or filter with `metric(orders, user) > 2`.",
    ),
    code(
        "DEF-147",
        "Unknown grain",
        "The word is no standard grain, no grain of a calendar and no part of a date; or it is "
        "finer than the time.",
        "Use day, week, month, quarter, year or a grain under `[calendars]` in `gnomon.toml`.",
    ),
    code(
        "DEF-148",
        "Unknown goal",
        "No goal has this name.",
        "Define it under `goals`, or take the nearest name.",
    ),
    code(
        "DEF-149",
        "Unknown column",
        "An expression reads a column that the rows do not have.",
        "Take the nearest name that the message shows.",
    ),
)
_METRICS = (
    code(
        "DEF-150",
        "Circle of metrics",
        "A metric is computed from itself, by the way that the message shows.",
        "Break the circle.",
    ),
    code(
        "DEF-151",
        "No time",
        "Rolling, to-date, shifted and conversion metrics, parts of a metric beside others with a time, and "
        "questions by a grain or over a window need rows with a time.",
        "Give the metric or its source a `time`.",
    ),
    code(
        "DEF-152",
        "Cannot move over this metric",
        "A window moves over rows: over metrics of a kind counted from rows, snapshots left out.",
        "Move the parts and combine them: a rolling ratio is a ratio of two rolling metrics.",
    ),
    code(
        "DEF-153",
        "Another grain than the metric's own",
        "A metric that is told by one calendar period has no value by any other grain.",
        "Leave `grain` out, or change `every`.",
    ),
    code(
        "DEF-154",
        "Two shifts",
        "An input is shifted by `offset` or to a start, never both.",
        "Keep one of them.",
    ),
    code(
        "DEF-155",
        "Different grains",
        "One input is known by day and another by month only: their ratio by day means nothing.",
        "Say the grain that all inputs have, for example `grain: month`.",
    ),
    code(
        "DEF-156",
        "Grain too fine",
        "A window or grain is finer than the time of the rows.",
        "Use a grain that the rows can tell, or a finer time dimension.",
    ),
    code(
        "DEF-157",
        "No events",
        "A conversion follows events: base and conversion are metrics of kind count, sum or distinct.",
        "Name metrics of these kinds.",
    ),
    code(
        "DEF-158",
        "Circle of successors",
        "`deprecated_by` leads back to the metric itself.",
        "Let the last metric of the chain stand without it.",
    ),
    code(
        "DEF-159", "Said twice", "A target or belief is said twice, or a metric drives itself.", "Keep one."
    ),
    code(
        "DEF-160",
        "Question incomplete",
        "A question asks at least one metric and orders by columns that it has.",
        "Name a metric; order by a metric, a name of `by`, or `period`.",
    ),
    code(
        "DEF-161",
        "Chain of metrics too long",
        "Metrics are computed from each other in more than 64 steps.",
        "Compute the metric in fewer steps.",
    ),
    code(
        "DEF-162",
        "Unknown comparison",
        "A case compares with something that is no comparison.",
        "Use `previous`, `last_week`, `last_4_weeks` or `last_year`.",
    ),
    code(
        "DEF-163",
        "Key without a use",
        "A key of the metric has no meaning beside the others that are said, such as `top` without a top share.",
        "Take it away, or say the summary that it belongs to.",
    ),
    code(
        "DEF-164",
        "Steps that do not fit",
        "The steps of a funnel contradict each other: a step that cannot be told from an earlier one, ends that are "
        "no steps or the wrong way round, a gap that no walk can keep.",
        "Change the step that the message names.",
    ),
    code(
        "DEF-170",
        "Relation incomplete",
        "A relation has two sides, or a sum over a dimension and what it equals; a side is an expression over "
        "metrics, the right one may be a number.",
        "Write `left` and `right`, or `sum_of`, `over` and `equals`.",
    ),
    code(
        "DEF-190",
        "Format that cannot be applied",
        "A metric's `format` is none that a report can apply.",
        "Use a d3 format such as `,.0f`, `.1%`, `,d` or `.3s`.",
    ),
)
PROJECT_CODES: tuple[Code, ...] = (*_FILES, *_SHAPE, *_SQL, *_NAMES, *_METRICS)
