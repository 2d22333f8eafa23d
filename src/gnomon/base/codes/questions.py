"""Codes of questions that have no right answer as they stand."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["QUESTION_CODES"]

_NAMES = (
    code(
        "ASK-200",
        "Question without an answer",
        "The question has no right answer as it stands; the message says why.",
        "Change what the message names.",
    ),
    code(
        "ASK-201",
        "Unknown name",
        "No metric, dimension, entity, column or goal of this name can be reached from here.",
        "Take the nearest name that the message shows; `gnomon list` shows all.",
    ),
    code(
        "ASK-203",
        "Grain that cannot be asked",
        "The word is no grain and no part of a date, or it is finer than the rows can tell.",
        "Ask by a grain that the message lists, or by the grain of the rows or a longer one.",
    ),
    code(
        "ASK-204",
        "No window",
        "A window is a count and a grain.",
        "Write it in that form: `7 days`, `1 month`.",
    ),
    code(
        "ASK-205",
        "No name",
        "The text or expression is no name of a dimension, entity or grain.",
        "Write for example `country`, `user.country` or `metric_time.month`.",
    ),
    code(
        "ASK-209",
        "metric() incomplete",
        "`metric(plays, user)` is a metric's value per entity: it takes a metric and at least one name.",
        "Write `metric(name, per)`, for example `metric(plays, user) > 2`.",
    ),
    code(
        "ASK-210",
        "Asked twice",
        "The same metric or dimension stands twice in one question; its column would have two owners.",
        "Ask for it once.",
    ),
    code(
        "ASK-211",
        "No time",
        "The metric's rows have no time dimension, so they fall into no period.",
        "Give the source a time dimension and name it in `time:`, or ask without a grain.",
    ),
    code(
        "ASK-221",
        "Ambiguous name",
        "Several ways lead to a dimension of this name, equally far away, and could give different numbers.",
        "Write the way out: `user.country` or `listing.country`.",
    ),
    code(
        "ASK-222",
        "Fans out",
        "The dimension lies in a source with many rows for one entity; a join would count the metric's rows "
        "several times.",
        "Ask it of a metric of that source, or filter with `metric(orders, user) > 2`.",
    ),
    code(
        "ASK-223",
        "Slice that the metric does not allow",
        "The definition lists under `dimensions` what the metric may be sliced by; this name is not among them.",
        "Ask by a name that the message lists, or widen the list in the definition.",
    ),
)
_WHERE_AND_WHEN = (
    code(
        "ASK-212",
        "Window ends before it starts",
        "No moment lies in the window.",
        "Swap `start` and `end`, or move one of them.",
    ),
    code(
        "ASK-213",
        "Condition that cannot be read",
        "`where` takes one or several texts, each an SQL expression over names of the model.",
        "Mend the place that the message names.",
    ),
    code(
        "ASK-214",
        "Condition on a metric that is not asked",
        "A bare metric in a condition means its value in the answer; it is not in the answer.",
        "Ask for the metric too, or write `metric(name, entity)` for its value per entity.",
    ),
    code(
        "ASK-216",
        "Condition on a name that is not asked",
        "The condition compares a metric's value with a name that is no column of the answer.",
        "Ask for the name in `by`, or split the condition at its AND.",
    ),
    code(
        "ASK-217",
        "Two windows",
        "`last` counts back from now, `start` and `end` name the edges; both at once contradict each other.",
        "Keep one of them.",
    ),
    code(
        "ASK-244",
        "Out of the calendar",
        "A window, or the one that it is compared with, reaches before the year 1 or after 9999.",
        "Ask for a shorter window, or one farther from the ends of the calendar.",
    ),
    code(
        "ASK-218",
        "Unknown SQL dialect",
        "No dialect of this name is known to sqlglot.",
        "Take the nearest name that the message shows.",
    ),
    code(
        "ASK-219",
        "No date",
        "A start or end is an ISO date or moment.",
        "Write for example `2024-05-01` or `2024-05-01T12:00`.",
    ),
    code(
        "ASK-220",
        "Negative limit",
        "A limit says how many rows to keep.",
        "Write 0 or more, or leave it out.",
    ),
)
_FRAMES = (
    code(
        "ASK-231",
        "Grain without a fixed length",
        "A window, offset or start counts in a custom grain, and no formula says how long that is.",
        "Use a standard grain: day, week, month, quarter, year.",
    ),
    code(
        "ASK-232",
        "Condition that mixes time with other names",
        "A metric that looks at other days has a shown day and a counted day; under OR, such a condition has no "
        "one meaning.",
        "Join the two parts by AND, or leave time to `start` and `end`.",
    ),
    code(
        "ASK-233",
        "Offset that cannot be followed",
        "The offset is in a custom grain or stands on a to-date metric, and this combination has no defined days.",
        "Use a standard grain for the offset, or ask by the custom grain alone.",
    ),
    code(
        "ASK-234",
        "Earlier period without a grain",
        "A metric that looks at an earlier period needs a period to look back from; a total has none.",
        "Ask with a grain: `grain='day'` or longer.",
    ),
    code(
        "ASK-235",
        "Offset at too long a grain",
        "A snapshot or conversion over other days cannot be put together at a grain longer than its offset.",
        "Ask by a grain no longer than the offset.",
    ),
    code(
        "ASK-236",
        "Parts of a date alone",
        "Parts such as `day_of_week` do not say which day a rolling, to-date or shifted metric speaks for.",
        "Add a grain to the question.",
    ),
    code(
        "ASK-237",
        "Another grain than the metric's own",
        "Growth accounting and stickiness by calendar periods are told by one grain, which is part of their "
        "definition: who is new in a month cannot be told from weeks, nor the other way round.",
        "Ask with the grain that the message names, or define the metric with another `every`.",
    ),
)
_FORMS = (
    code(
        "ASK-215",
        "Nothing asked",
        "The question names neither a metric nor a dimension.",
        "Ask for a metric, or name dimensions in `by` to see their members.",
    ),
    code(
        "ASK-240",
        "Comparison that does not fit the grain",
        "Periods of this grain have no counterpart in the comparison: weekdays shift within months, custom grains "
        "have no formula, several time keys do not lie inside each other, an explicit window has more periods or "
        "fewer.",
        "Take the comparison, grain or window that the message names; `previous` fits every standard grain.",
    ),
    code(
        "ASK-241",
        "Comparison without a window",
        "What is compared has no edges: a total, or an explicit window, needs a start and an end.",
        "Give `start` and `end`, or ask with a grain.",
    ),
    code(
        "ASK-242",
        "Unknown comparison",
        "No comparison has this name.",
        "Take the nearest name that the message shows.",
    ),
    code(
        "ASK-243",
        "No such walk",
        "A funnel or a grid of cohorts was asked of another kind of metric, of several at once, or for a period before "
        "the entry.",
        "Name one metric of that kind; periods after the entry are 0 or more.",
    ),
    code(
        "ASK-250",
        "Answer of another shape",
        "A series needs time, a cube needs dimensions and no time, a chart needs one of both.",
        "Ask again with a grain, or with names in `by`, as the message says.",
    ),
    code(
        "ASK-251",
        "Members from no one source",
        "Without a metric, all names must be reachable from one source; none reaches them all.",
        "Ask for fewer names, or for a metric too.",
    ),
    code(
        "ASK-252",
        "Periods without a metric",
        "Periods alone come from a calendar of `gnomon.toml`, and not beside dimensions.",
        "Ask for a metric too.",
    ),
    code(
        "ASK-253",
        "Condition by a metric among members",
        "`metric(plays, user)` filters the rows of a metric; a question for members alone has no such rows.",
        "Ask for a metric too, or filter by dimensions.",
    ),
    code(
        "ASK-260",
        "Not in this dialect",
        "The dialect asked for has no exact form of something in the query; written anyway, it would fail or "
        "give other numbers.",
        "Change the question as the message says, or take the project's own dialect.",
    ),
)
QUESTION_CODES: tuple[Code, ...] = tuple(
    sorted((*_NAMES, *_WHERE_AND_WHEN, *_FRAMES, *_FORMS), key=lambda each: each.code)
)
