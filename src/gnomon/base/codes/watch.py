"""Codes of series that cannot be watched."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["WATCH_CODES"]

WATCH_CODES: tuple[Code, ...] = (
    code(
        "ASK-295",
        "Grain that cannot be watched",
        "Series are watched by minutes or hours that divide a day, by day, week, month or quarter.",
        "Name one of these, or bring the times to one.",
    ),
    code(
        "ASK-296",
        "Budget that is none",
        "Sensitivity is how many false alerts are accepted in what time, over all series together.",
        "Write it like `2 per week`.",
    ),
    code(
        "ASK-297",
        "Country without a calendar",
        "Holidays come from the library `holidays`, by country and subdivision; it has none for this one.",
        "Use a code such as `DE` or `US-CA`, or give the days themselves.",
    ),
    code(
        "ASK-298",
        "Column that the result has too",
        "The result writes columns of its own, such as `value` and `verdict`.",
        "Rename the column that tells series apart.",
    ),
    code(
        "ASK-299",
        "Calendar by country without its column",
        "Countries are told apart by one of the columns that tell series apart, and it is not known which, or the "
        "calendar names one country for all as well.",
        "Name the column in `country_by`, and map its values to codes such as `DE`.",
    ),
    code(
        "DAT-340",
        "Time that cannot be read",
        "The time of a row is null, or is neither a date nor a timestamp nor a text that is one.",
        "Filter rows without a time, and cast the column.",
    ),
    code(
        "DAT-341",
        "Mixed time zones",
        "Texts of one column carry different offsets, so that a day would mean different hours.",
        "Bring all times to one zone first.",
    ),
    code(
        "DAT-342",
        "Time twice in a series",
        "Two rows of a series have the same time; which of them counts cannot be known.",
        "Name the columns that tell series apart, or aggregate first.",
    ),
    code(
        "DAT-343",
        "Grain that does not fit",
        "The times are finer than the grain, so that several rows share a bucket, or so coarse that most buckets "
        "would be missing.",
        "Name the grain of the rows, or aggregate to the one you name.",
    ),
    code(
        "DAT-344",
        "Value that is no number",
        "The column to watch holds something else than numbers, or infinite ones.",
        "Cast the column; make infinite values null.",
    ),
    code(
        "DAT-345",
        "Share outside 0 to 1",
        "With denominators, the value is numerator over n: within 0 to 1, and n not negative.",
        "Give the share, or leave n out.",
    ),
    code(
        "DAT-346",
        "Arrivals that teach no delay",
        "The delay after which a bucket is complete is learned from numbers of rows, which are never negative, and "
        "from shares between 0 and 1.",
        "Check where the numbers of rows come from.",
    ),
)
