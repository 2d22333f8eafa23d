"""Make a world in which a scenario happens, with the truth about it beside the data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from gnomon.app.measure_truth import TruthReader, list_wants
from gnomon.app.scenarios import open_scenario
from gnomon.app.simulate import SimulatedWorld, Tick, say_no_tick, simulate
from gnomon.sim import World
from gnomon.sim.stage_scenario import Staged, StagedInjection
from gnomon.sim.truth import describe_truth

__all__ = ["simulate_scenario"]

_FILE: Final = "truth.json"
_MOST_USER_DAYS: Final = 1_500_000


def simulate_scenario(  # noqa: PLR0913 - the options of one command
    out: Path,
    world: World,
    *,
    scenario: str | None,
    tables: Iterable[str] = (),
    threads: int | None = None,
    memory: str = "4GB",
    into: str | None = None,
    say: Callable[[Tick], None] = say_no_tick,
) -> SimulatedWorld:
    """Write a world and its ``truth.json``.

    What an injection did is measured against the same world with the same seed without it: every user, session
    and play draws the same random numbers in both, so that the difference is the effect and nothing else.

    Parameters
    ----------
    out, world, tables, threads, memory, into, say
        As for :func:`gnomon.app.simulate.simulate`; `world` without a scenario.
    scenario : str or None
        A name, a file, or ``random:`` and a kind.

    Raises
    ------
    InputError
        If the world or the scenario cannot be.
    """
    staged = None if scenario is None else open_scenario(scenario, world)
    wanted = tuple(tables)
    resources = _Resources(threads=threads, memory=memory)

    def finish(folder: Path) -> None:
        _write_truth(folder, staged, world, wanted, resources)

    return simulate(
        out,
        world if staged is None else staged.world,
        tables=wanted,
        threads=threads,
        memory=memory,
        into=into,
        say=say,
        finish=finish,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Resources:
    """What another world may use."""

    threads: int | None
    memory: str


def _write_truth(
    folder: Path, staged: Staged | None, world: World, tables: tuple[str, ...], resources: _Resources
) -> None:
    body = describe_truth(staged, world)
    if staged is not None:
        for described, injection in zip(body["injections"], staged.injections, strict=True):
            described.update(_measure(folder, staged, injection, tables, resources))
    (folder / _FILE).write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")


def _measure(
    folder: Path,
    staged: Staged,
    injection: StagedInjection,
    tables: tuple[str, ...],
    resources: _Resources,
) -> dict[str, Any]:
    """What the injection did, or why that was not measured."""
    world = staged.world
    if world.users * world.days > _MOST_USER_DAYS:
        note = f"Not measured above {_MOST_USER_DAYS:,} user-days; make the same seed with fewer users."
        return {"realised": None, "realised_note": note}
    wants = list_wants(injection, world)
    missing = sorted({t for want in wants for t in want.tables if tables and t not in tables})
    if missing:
        return {"realised": None, "realised_note": f"Not measured: without the tables {', '.join(missing)}."}
    needed = sorted({t for want in wants for t in want.tables})
    other = folder / ".without"
    simulate(
        other, staged.without(injection), tables=needed, threads=resources.threads, memory=resources.memory
    )
    try:
        with TruthReader.open(folder, other, memory=resources.memory, threads=resources.threads) as reader:
            return {"realised": [reader.compare(want) for want in wants], "realised_note": None}
    finally:
        shutil.rmtree(other)
