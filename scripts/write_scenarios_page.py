"""Write docs/scenarios.md from the scenarios that are shipped and the levers there are.

Usage: ``scripts/write_scenarios_page.py``; a test compares the page with what this writes.
"""

from __future__ import annotations

from pathlib import Path

from gnomon.app.scenarios import list_scenarios, shipped_scenarios
from gnomon.sim.lever_names import LEVERS
from gnomon.sim.lever_notes import NOTES, LeverNote
from gnomon.sim.scenario import Change, Injection, Scenario

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "scenarios.md"

HEAD = """# Scenarios

A scenario is what happens in a [world](world.md): something that a person would want to find, and the truth about
it. `gnomon sim OUT --scenario NAME` makes the world in which it happens and writes `truth.json` beside the data.
The world without it, with the same seed, is the same in every row that the scenario does not touch.

A scenario of your own is a file: `gnomon sim OUT --scenario my_scenario.yml`. It names levers of the world, and
says by how much, for whom and when they move:

```yaml
name: slow_start
title: The app starts slowly on iOS in Spain
about: A new library loads before the first screen.
injections:
  - name: slow_library
    kind: incident            # incident, experiment, intervention, structural or trap
    touches: business         # data: the log is wrong; business: it happened; nothing: there is no effect
    about: From day 12 on, for a week.
    from: 12                  # a day of the world, from 0, or a date
    days: 7                   # or until; neither is to the end
    segment: {platform: ios, country: ES}
    changes:
      - {lever: start_ms, multiply: 1.8}   # or add, or set
```

An **experiment** adds `experiment: {shares: {control: 0.5, treatment: 0.5}}`. Its users are drawn by a hash of seed,
experiment and user; its changes move the treatment only; `lost` loses assignments of an arm, `takes: new` takes new
users only, `treated_share_by_country` splits countries unlike. A **behaviour** adds
`behaviour: {name: saving, share: 0.3, by: chance}` (or `by: keenness`), and changes with `who: members` move those
users only. A change with `shape: fades` or `grows` and `shape_days` goes to 1/e, or comes from nothing, in that many
days since it began (`shape_over: tenure`: since sign-up).

Refused, with file and line: a lever, dimension or value that does not exist, a time outside of the world's days,
shares that do not sum to one, probabilities outside of 0 to 1, and two injections that set one lever for the same
slice and time.

## Drawn by chance

`gnomon sim OUT --scenario random:incidents --seed 11` draws kind, slice, time and size from the seed and writes them
into the truth: as many scenarios as there are seeds.

"""

TRUTH = """## Shipped scenarios

Days count from the start of the world; a world of 40 days holds every one.

"""

LEVERS_HEAD = """## Levers

What can be moved, and by which dimensions it can be sliced. A lever of delivery (the first four) says which `tables`
it means. *users*: an experiment or a behaviour can move it.

| Lever | What it is | Slices | Users |
| --- | --- | --- | --- |
"""


def write_page() -> str:
    """The page's text."""
    drawn = "".join(
        f"- `{line.name}`: {line.title}.\n" for line in list_scenarios() if line.kinds == ("drawn",)
    )
    shipped = "".join(_write_scenario(s) for s in shipped_scenarios())
    levers = "".join(_write_lever(name, NOTES[name]) for name in LEVERS)
    return f"{HEAD}{drawn}\n{TRUTH}{shipped}{LEVERS_HEAD}{levers}"


def _write_scenario(scenario: Scenario) -> str:
    parts = "".join(_write_injection(injection) for injection in scenario.injections)
    return f"### `{scenario.name}`\n\n**{scenario.title}.** {scenario.about}\n\n{parts}\n"


def _write_injection(injection: Injection) -> str:
    trap = f", {injection.trap.replace('_', ' ')}" if injection.trap else ""
    lines = [f"- *{injection.name}* ({injection.kind}{trap}; touches {injection.touches}): {injection.about}"]
    lines += [f"    - {_write_change(change)}" for change in injection.changes]
    lines += [f"    - A careless reading: {injection.naive}"] if injection.naive else []
    lines += [f"    - What holds: {injection.really}"] if injection.really else []
    return "\n".join(lines) + "\n"


def _write_change(change: Change) -> str:
    sign = {"multiply": "times ", "add": "+", "replace": "= "}[change.effect]
    where = "; ".join(f"{dim} {', '.join(values)}" for dim, values in change.segment)
    when = _write_span(change)
    who = "" if change.who == "everybody" else f", for the {change.who}"
    shape = ""
    if change.shape != "constant":
        since = "sign-up" if change.is_by_tenure else "the first day"
        shape = f", {change.shape} over {change.shape_days:g} days since {since}"
    tables = f" of {', '.join(change.tables)}" if change.tables else ""
    return f"`{change.lever}`{tables} {sign}{change.value:g}{who}{shape}{when}" + (
        f" ({where})" if where else ""
    )


def _write_span(change: Change) -> str:
    if change.until is not None:
        return f", days {change.first or 0} to {change.until - 1}"
    return f", from day {change.first}" if change.first else ", all the time"


def _write_lever(name: str, note: LeverNote) -> str:
    slices = ", ".join(note.dims) or "none"
    return f"| `{name}` | {LEVERS[name]} | {slices} | {'yes' if note.has_user else 'no'} |\n"


def main() -> None:
    """Write the page."""
    text = write_page()
    PAGE.write_text(text, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
