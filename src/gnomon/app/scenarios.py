"""Scenarios by name, by file or drawn: found, read, put on in a world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final

from gnomon.base.errors import DefinitionError, InputError, Location, ProjectErrors, UnknownNameError
from gnomon.define.check_shape import read_shape
from gnomon.define.entry import Entry
from gnomon.define.parse import parse_document
from gnomon.define.validate import in_order
from gnomon.sim import World
from gnomon.sim.draw_scenario import DRAWN, draw_scenario
from gnomon.sim.scenario import Scenario
from gnomon.sim.scenario_file import ScenarioYaml
from gnomon.sim.stage_scenario import Staged, stage_scenario

__all__ = ["ScenarioLine", "list_scenarios", "open_scenario", "read_scenario", "shipped_scenarios"]

_ANY_DAY: Final = date(2026, 1, 1)
_RANDOM: Final = "random:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioLine:
    """A shipped scenario in a list."""

    name: str
    kinds: tuple[str, ...]
    title: str


def list_scenarios() -> tuple[ScenarioLine, ...]:
    """Every shipped scenario, then the kinds that are drawn."""
    shipped = tuple(
        ScenarioLine(name=s.name, kinds=tuple(dict.fromkeys(i.kind for i in s.injections)), title=s.title)
        for s in shipped_scenarios()
    )
    drawn = tuple(
        ScenarioLine(name=f"{_RANDOM}{name}", kinds=("drawn",), title=title) for name, title in DRAWN.items()
    )
    return (*shipped, *drawn)


def shipped_scenarios(start: date = _ANY_DAY) -> tuple[Scenario, ...]:
    """Every shipped scenario in order of its name."""
    return tuple(
        read_scenario(f.read_text(encoding="utf-8"), f.name, start=start)
        for f in sorted(_folder().iterdir(), key=lambda f: f.name)
        if f.name.endswith(".yml")
    )


def open_scenario(name: str, world: World) -> Staged:
    """Find a scenario and put it on in a world.

    Parameters
    ----------
    name : str
        Of a shipped scenario, ``random:`` and a kind, or the path of a file that ends in ``.yml`` or ``.yaml``.
    world : World
        Without a scenario.

    Raises
    ------
    InputError
        SIM-810 if there is none.
    DefinitionError
        If it is wrong or cannot happen in this world.
    """
    return stage_scenario(_find(name, world), world)


def _find(name: str, world: World) -> Scenario:
    if name.startswith(_RANDOM):
        kind = name.removeprefix(_RANDOM)
        if kind not in DRAWN:
            raise UnknownNameError.of("kind of drawn scenario", kind, DRAWN)
        return draw_scenario(kind, world)
    if name.endswith((".yml", ".yaml")):
        return read_scenario(_read_file(Path(name)), name, start=world.start)
    names = {f.name.removesuffix(".yml"): f for f in _folder().iterdir() if f.name.endswith(".yml")}
    if name not in names:
        error = UnknownNameError.of("scenario", name, names)
        raise InputError(f"{error.message} `gnomon sim --list-scenarios` shows all.", code="SIM-810")
    return read_scenario(names[name].read_text(encoding="utf-8"), names[name].name, start=world.start)


def read_scenario(text: str, file: str, *, start: date = _ANY_DAY) -> Scenario:
    """Read the text of a scenario file.

    Parameters
    ----------
    text, file : str
        The text, and its name in messages.
    start : date
        First day of the world, for days written as dates.

    Raises
    ------
    DefinitionError
        With file, line and column.
    """
    document = parse_document(text, file)
    faults: list[DefinitionError] = []
    entry = Entry(document=document, path=(), faults=faults)
    body = read_shape(ScenarioYaml, entry, document.data)
    if len(faults) == 1:
        raise faults[0]
    if faults or body is None:
        raise ProjectErrors(in_order(faults), subject="scenario")
    return body.to_record(start, _locate(entry))


def _locate(entry: Entry) -> Callable[..., Location]:
    def where(*path: str | int) -> Location:
        return entry.where(*path)

    return where


def _read_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}.", code="SIM-810") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not text in UTF-8.", code="SIM-810") from error


def _folder() -> Path:
    return Path(str(files("gnomon.sim"))) / "scenarios"
