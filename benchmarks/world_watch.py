"""Watch simulated worlds whose incidents are known, and score it: ``python -m benchmarks.world_watch``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from benchmarks.machine import describe_machine
from benchmarks.sections import keep_section
from benchmarks.worlds.look import look_at
from benchmarks.worlds.make import METRICS, open_world, prepare_world
from benchmarks.worlds.score import HEAD, Seen, score_worlds, to_seen
from benchmarks.worlds.truth import read_world

HEADING = "## Watching simulated worlds"


def main(arguments: list[str]) -> int:
    """Make what is missing, look at each world once, print the scores and keep them in RESULTS.md."""
    asked = _read_arguments(arguments)
    console = Console()
    seen: list[Seen] = []
    with Progress(console=console) as progress:
        task = progress.add_task("worlds", total=asked.worlds)
        for seed in range(asked.first_seed, asked.first_seed + asked.worlds):
            progress.update(task, description=f"world {seed}")
            seen.append(_see(asked, seed))
            progress.advance(task)
    if asked.show:
        for one in seen:
            for line in one.lines:
                console.print(f"{one.seed} {line}", highlight=False)
    parts = {"looked at while the watch was mended": asked.fresh_from - 1, "fresh": None}
    rows = _table(seen, parts, fresh_from=asked.fresh_from)
    text = _as_markdown(rows, asked)
    console.print(text, markup=False, highlight=False)
    if asked.keep:
        keep_section(HEADING, text)
    return 0


def _read_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.world_watch", description=__doc__)
    parser.add_argument("folder", type=Path, help="of the worlds; those that are missing are made")
    parser.add_argument("--worlds", type=int, default=64, help="how many seeds")
    parser.add_argument("--first-seed", type=int, default=1001)
    parser.add_argument("--fresh-from", type=int, default=1031, help="first seed that nothing was tried on")
    parser.add_argument("--users", type=int, default=3000)
    parser.add_argument("--days", type=int, default=110)
    parser.add_argument("--again", action="store_true", help="judge and explain again what was seen before")
    parser.add_argument("--show", action="store_true", help="every event and every false incident")
    parser.add_argument("--keep", action="store_true", help="write the section of RESULTS.md")
    return parser.parse_args(arguments)


def _see(asked: argparse.Namespace, seed: int) -> Seen:
    """Look at a world; what was seen of it is kept beside it, so that a run that was stopped goes on."""
    kept = asked.folder / f"{seed}.seen.json"
    if kept.exists() and not asked.again:
        return Seen.from_plain(json.loads(kept.read_text(encoding="utf-8")))
    world = prepare_world(asked.folder, seed=seed, users=asked.users, days=asked.days)
    with open_world(world, asked.folder / "projects") as project:
        looked = look_at(project, read_world(world), kept=asked.folder / f"{seed}.series.parquet")
    seen = to_seen(seed, looked)
    kept.write_text(json.dumps(seen.to_plain()), encoding="utf-8")
    return seen


def _table(seen: list[Seen], parts: dict[str, int | None], *, fresh_from: int) -> list[tuple[str, ...]]:
    old = [one for one in seen if one.seed < fresh_from]
    fresh = [one for one in seen if one.seed >= fresh_from]
    return [
        score_worlds(name, group)
        for name, group in zip((*parts, "all"), (old, fresh, seen), strict=True)
        if group
    ]


def _as_markdown(rows: list[tuple[str, ...]], asked: argparse.Namespace) -> str:
    about = (
        f"`python -m benchmarks.world_watch`. {describe_machine()}.\n\n"
        f"Worlds of {asked.users:,} users and {asked.days} days, each with three incidents that its seed draws; "
        f"{len(METRICS)} metrics, in total, by country and by platform, with the settings that a project begins with. "
        "What the words mean: [watching](../docs/watch.md#on-simulated-worlds)."
    )
    head = [f"| {' | '.join(HEAD)} |", f"| --- |{' ---: |' * (len(HEAD) - 1)}"]
    return "\n".join([HEADING, "", about, "", *head, *(f"| {' | '.join(row)} |" for row in rows)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
