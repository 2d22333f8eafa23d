"""Codes of input and output, of the roots of the error tree, and of faults of our own."""

from __future__ import annotations

from gnomon.base.codes.code import Code, code

__all__ = ["INPUT_CODES", "INTERNAL_CODES", "ROOT_CODES"]

ROOT_CODES: tuple[Code, ...] = (
    code(
        "DEF-100",
        "Definition that is wrong",
        "A definition cannot be used; the message says why.",
        "Change what the message names.",
    ),
    code(
        "DEF-199",
        "Several faults in a project",
        "The project does not load; each of its faults stands in the message with a code of its own.",
        "Mend them one by one; all are listed at once.",
    ),
)
INPUT_CODES: tuple[Code, ...] = (
    code(
        "INP-001",
        "Input that is wrong",
        "Something that was given cannot be used; the message says why.",
        "Change what the message names.",
    ),
    code(
        "INP-011",
        "Folder instead of a file",
        "The file to write is a folder.",
        "Name a file in it.",
    ),
    code(
        "INP-012",
        "Folder missing",
        "The folder of the file to write does not exist.",
        "Make the folder first.",
    ),
    code(
        "INP-013",
        "File cannot be written",
        "The system refused to write, for example for want of permission or space.",
        "Name another place, or mend the permission.",
    ),
    code(
        "INP-014",
        "Unknown form of an answer",
        "The form is none of JSON, CSV, Markdown or Parquet.",
        "Take one that the message lists.",
    ),
    code(
        "INP-015",
        "Unknown schema",
        "There are schemas of `yaml` and of `toml` files.",
        "Ask for one of them.",
    ),
    code(
        "INP-016",
        "Unknown theme",
        "A chart or page has no theme of this name.",
        "Take the nearest name that the message shows.",
    ),
    code(
        "INP-017",
        "Output cannot be written",
        "The system has no room for what a command prints or writes: the disk or a quota is full.",
        "Make room, or send the output elsewhere.",
    ),
    code(
        "INP-020",
        "Folder in use",
        "The folder of a new project holds files, or is a file; nothing that is there is ever replaced.",
        "Name a new or empty folder.",
    ),
    code(
        "INP-021",
        "Data file missing",
        "The data file to start a project from does not exist.",
        "Name a Parquet, CSV or JSON-lines file.",
    ),
    code(
        "INP-022",
        "Data file empty",
        "The data file to start a project from holds nothing, so it has no columns to work with.",
        "Name a file with a line of names, at least.",
    ),
    code(
        "INP-030",
        "No reporting period",
        "Reports are of a half-year or a calendar year, from its first day to its last.",
        "Give the first and last day of one.",
    ),
    code(
        "INP-031",
        "Period not over",
        "The last day of the period is not over, so its numbers are not known.",
        "Wait until it is over, or take the period before.",
    ),
    code(
        "INP-032",
        "Metrics of an export missing",
        "An export is computed from metrics of the compliance pack, and the project lacks some.",
        "Start from `gnomon init DIR --pack compliance`, or define them under the same names.",
    ),
    code(
        "INP-033",
        "Unknown category of Annex I",
        "`--category WORD=CATEGORY` names a category that the template does not have.",
        "Take one that the message lists; the prefix STATEMENT_CATEGORY_ may be left out.",
    ),
    code(
        "INP-040",
        "Unknown step",
        "The daily loop has the steps ask, watch, explain, report and deliver.",
        "Take the nearest name that the message shows.",
    ),
    code(
        "INP-041",
        "Scheduler missing",
        "Running by the clock is done by APScheduler, which is not installed.",
        "Install `gnomon-metrics[watch]`, or let cron call `gnomon run`.",
    ),
    code(
        "INP-042",
        "Two clocks",
        "A time of day and a cron expression both say when to run.",
        "Give one of them.",
    ),
    code(
        "INP-043",
        "Time that cannot be read",
        "The time of day or the cron expression has a form that is not understood.",
        "Write a time such as `07:30`, or five fields such as `30 7 * * *`.",
    ),
)
INTERNAL_CODES: tuple[Code, ...] = (
    code(
        "GEN-000",
        "Error without a code",
        "A plug-in raised an error and gave it no code.",
        "Report it to the author of the plug-in.",
    ),
    code(
        "INT-900",
        "State that should be impossible",
        "Gnomon noticed that it contradicts itself, and stopped before it could give a wrong number.",
        "Please report it with the question and the definitions.",
    ),
    code(
        "INT-901",
        "Unexpected error",
        "A fault of Gnomon that nobody foresaw.",
        "Please report it with the trace that `--debug` shows.",
    ),
)
