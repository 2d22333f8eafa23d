"""Codes of data that cannot answer the question asked of it."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["DATA_CODES"]

DATA_CODES: tuple[Code, ...] = (
    code(
        "DAT-300",
        "Data without an answer",
        "The data cannot answer the question asked of it; the message says why.",
        "Mend the data or the source's definition.",
    ),
    code(
        "DAT-301",
        "Join that the data multiplies",
        "A source that declares one row for each entity holds several, or stretches of validity overlap; joined, "
        "rows would count several times.",
        "Remove the duplicates, or declare the entity as foreign. The message shows a key to look at.",
    ),
    code(
        "DAT-302",
        "Time that is no time",
        "A time dimension holds neither dates nor timestamps.",
        "Cast it in its `expr`, or say `epoch: milliseconds` for numbers.",
    ),
    code(
        "DAT-310",
        "Nothing to draw",
        "The metric has no value in any period or slice of the figure.",
        "Widen the window, or check the filter and the source.",
    ),
    code(
        "DAT-311",
        "Period that is no date",
        "A custom grain names its periods by labels, which have no place on a line of time.",
        "Use a grain whose column holds the start of the period.",
    ),
    code(
        "DAT-312",
        "Metrics of no common type",
        "In the long shape all values stand in one column; no type holds these without losing digits.",
        "Take the wide shape, or ask the metrics one by one.",
    ),
    code(
        "DAT-313",
        "Values below zero",
        "Shares of a whole and the Gini coefficient speak of values of 0 or more; some entities have less.",
        "Filter these rows, or sum up another expression.",
    ),
    code(
        "DAT-314",
        "Slice at infinity",
        "A dimension that the question slices by holds a date such as `infinity`, which no calendar has.",
        "Filter these rows, or write `nullif(closed_on, 'infinity')` as the `expr` of the dimension.",
    ),
    code(
        "DAT-315",
        "No two rows in any stratum",
        "Where every stratum has one labelled row, nothing tells how far an estimate may be off.",
        "Ask by longer periods or fewer slices, or name coarser strata.",
    ),
    code(
        "DAT-316",
        "Weight below zero",
        "A sampled row stands for a part of the whole; some have a weight below zero.",
        "Correct the column, or filter these rows.",
    ),
    code(
        "DAT-330",
        "Period not loaded",
        "The data of a metric does not reach to the end of the period, so an export would tell too little.",
        "Load the rest. Where no row came late in the period, say `complete_through` of the source.",
    ),
    code(
        "DAT-333",
        "Period before the data",
        "The period of an export is over before the first row that is loaded, so its zeros would be unknown numbers.",
        "Load what came before, or name a later period.",
    ),
    code(
        "DAT-334",
        "Period begins before the data",
        "The period of an export begins before the first row that is loaded, so its figures would be of a part of it.",
        "Load what came before, or say --partial: a further file then tells which days are covered.",
    ),
    code(
        "DAT-331",
        "Export does not add up",
        "Parts of a table do not add up to its whole: the data has words that the template does not tell apart.",
        "Mend the rows that the message points to, and export again.",
    ),
    code(
        "DAT-332",
        "Word without a category",
        "A template sorts by categories of Annex I, and a word of the data is in none of them.",
        "Say which with `--category WORD=CATEGORY`.",
    ),
)
