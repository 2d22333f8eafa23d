"""Codes of changes that cannot be taken apart."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["EXPLAIN_CODES"]

EXPLAIN_CODES: tuple[Code, ...] = (
    code(
        "ASK-290",
        "Change without a shape",
        "A change is told by one column before and one after, or by a numerator and a denominator each, over one to "
        "eight different dimensions.",
        "Name the columns as the message says.",
    ),
    code(
        "ASK-291",
        "Formula that is not plain arithmetic",
        "A formula is taken apart among its inputs; it may hold names, numbers, `+ - * /` and brackets.",
        "Write it so, and compute anything else beforehand.",
    ),
    code(
        "ASK-330",
        "Period that cannot be read",
        "A period is a day, days, a week or a month, in ISO 8601.",
        "Write it as the message shows.",
    ),
    code(
        "ASK-331",
        "Period that ends before it begins",
        "The second day lies before the first.",
        "Write the earlier day first.",
    ),
    code(
        "ASK-332",
        "Baseline that overlaps its period",
        "A period is not held against its own days.",
        "Choose days before the period, or after it.",
    ),
    code(
        "ASK-333",
        "Unknown baseline",
        "A baseline is one of the names that the message lists, or days A..B.",
        "Use one of them.",
    ),
    code(
        "DAT-320",
        "No table",
        "What was given is neither a frame, a mapping of columns, nor a CSV or Parquet file that can be read.",
        "Give an Arrow table, a frame of Polars or pandas, or the path of a file.",
    ),
    code(
        "DAT-321",
        "Negative size",
        "Segments are weighed by their size, so what is searched has to be 0 or more.",
        "Localise the positive and the negative part one by one.",
    ),
    code(
        "DAT-322",
        "Measure that is no number",
        "A measure holds text, dates or truth values.",
        "Cast the column, or name another one.",
    ),
    code(
        "DAT-323",
        "Change that cannot be taken apart",
        "The parts do not fit the totals, or a part is missing, infinite or of an impossible sign.",
        "Mend the values that the message names.",
    ),
    code(
        "DAT-324",
        "Split that was not made",
        "The change was not split over this dimension.",
        "Name one of the dimensions that the message lists, or give it with `by`.",
    ),
    code(
        "DAT-325",
        "No segment to draw",
        "No segment moved apart from the rest, or its days are not known.",
        "Draw the split over a dimension instead.",
    ),
    code(
        "DAT-326",
        "Period without rows",
        "No row of the table belongs to the period before, or to the one after.",
        "Give one of the values that the message lists.",
    ),
)
