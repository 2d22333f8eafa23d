"""Stand-ins for the parts of a body that cannot be read, so that the rest of it can be judged."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from gnomon.define.document import Path, as_list, as_mapping

__all__ = ["STAND_IN", "Mender"]

STAND_IN: Final = "?"
# Tried in turn where a value is wrong or missing. A text goes first: a name that stands for one that could not
# be read must not fall back to what an absent name means.
_STAND_INS: tuple[object, ...] = (STAND_IN, {}, 0, [])


@dataclass(slots=True, kw_only=True)
class Mender:
    """A body on its way to a shape that a model takes.

    Attributes
    ----------
    data : object
        The body; changed in place.
    tried : dict of Path to int
        How many stand-ins each part has had.

    Examples
    --------
    >>> mender = Mender(data={"kind": "count", "sorce": "plays"})
    >>> mender.mend(("sorce",), "extra_forbidden"), mender.mend(("source",), "missing"), mender.data
    (True, True, {'kind': 'count', 'source': '?'})
    """

    data: object
    tried: dict[Path, int] = field(default_factory=dict[Path, int])

    def mend(self, path: Path, fault: str) -> bool:
        """Change a part that a model refused; False if there is nothing left to try.

        Parameters
        ----------
        path : Path
            Leads to the part.
        fault : str
            Type of the fault as pydantic names it.
        """
        holder = self.data
        for part in path[:-1]:
            items = as_list(holder)
            holder = items[int(part)] if items is not None else (as_mapping(holder) or {}).get(str(part))
        if not path:
            return False
        return self._drop(holder, path) if fault == "extra_forbidden" else self._replace(holder, path)

    def _replace(self, holder: object, path: Path) -> bool:
        turn = self.tried.get(path, 0)
        self.tried[path] = turn + 1
        if turn == len(_STAND_INS):
            return self._drop(holder, path)
        items, mapping, last = as_list(holder), as_mapping(holder), path[-1]
        if turn > len(_STAND_INS) or (items is None and mapping is None):
            return False
        if items is not None:
            items[int(last)] = deepcopy(_STAND_INS[turn])
        elif mapping is not None:
            mapping[str(last)] = deepcopy(_STAND_INS[turn])
        return True

    @staticmethod
    def _drop(holder: object, path: Path) -> bool:
        mapping = as_mapping(holder)
        if mapping is None or path[-1] not in mapping:
            return False
        del mapping[str(path[-1])]
        return True
