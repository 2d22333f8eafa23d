"""Reading a project: its files become one checked model, or one list of all their faults."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from gnomon.base.errors import DefinitionError, Location, ProjectErrors
from gnomon.define.files import find_root, list_files, read_file
from gnomon.define.reading import Reading
from gnomon.define.sections import SECTIONS
from gnomon.define.validate import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gnomon.define.document import Alternative
    from gnomon.define.project import Model

__all__ = ["SECTIONS", "load_model"]

_MOST_TURNS: Final = 6  # of bodies with one name, as many are judged


def load_model(path: str | Path) -> Model:
    """Load the project in a folder, or around a folder or file.

    Where a name or key is given several times, the project is read once with each of the values: a fault
    elsewhere is one only if it is there whichever is meant.

    Parameters
    ----------
    path : str or Path
        The project's folder or anything inside it.

    Raises
    ------
    DefinitionError
        DEF-101 if there is no project.
    ProjectErrors
        Everything that is wrong with it, in order of file and line.
    """
    root = find_root(Path(path))
    files = tuple(read_file(file, root) for file in list_files(root))
    first = Reading(root=root, files=files)
    model = first.judge()
    if not first.faults:
        return model
    turns = min(max((one.turns for _, one in first.alternatives), default=1), _MOST_TURNS)
    readings = [first, *(Reading(root=root, files=files, turn=turn) for turn in range(1, turns))]
    for reading in readings[1:]:
        reading.judge()
    raise ProjectErrors(in_order(_standing([r.faults for r in readings], first.alternatives)))


_Key = tuple[str, int, int, str, str]


def _standing(
    runs: list[list[DefinitionError]], alternatives: list[tuple[str, Alternative]]
) -> Iterator[DefinitionError]:
    """Yield the faults that are there in every reading of the text they stand in."""
    found = [{_key(fault): fault for fault in faults} for faults in runs]
    for key, fault in {key: fault for held in reversed(found) for key, fault in held.items()}.items():
        turns = set(range(len(runs)))
        for file, one in alternatives:
            if file == key[0] and one.start <= key[1:3] < one.end:
                is_last = one.turn == one.turns - 1
                turns &= {t for t in turns if t == one.turn or (is_last and t > one.turn)}
        if all(key in found[turn] for turn in turns):
            yield fault


def _key(fault: DefinitionError) -> _Key:
    """What makes two faults the same; what a message advises may differ."""
    where = fault.where if isinstance(fault.where, Location) else Location(file=str(fault.where or ""))
    return where.file, where.line, where.column, fault.code, fault.message.partition(". ")[0]
