"""What rules see of a model and where they report."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from gnomon.base.errors import DefinitionError, Location, QuestionError, UnknownNameError, nearest_hint
from gnomon.base.time import Grain
from gnomon.define.graph import AmbiguousNameError, FanOutError, resolve

if TYPE_CHECKING:
    from gnomon.define.graph import ResolvedName
    from gnomon.define.project import Model

__all__ = ["Check", "Locate", "Place"]

Place = tuple[str | int, ...]


_SHOWN = 8


class Locate(Protocol):
    """Tells where a part of a definition stands."""

    def __call__(self, place: Place, inside: tuple[int, int] | None = None) -> Location | None:
        """Place of ``(section, name, key, …)``, or of a sign inside that text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A model under examination.

    Attributes
    ----------
    broken : frozenset of (section, name)
        Definitions that exist but could not be read: their faults are known, so naming them is no fault.
    faults : list of DefinitionError
        What was found so far.
    """

    model: Model
    locate: Locate | None = None
    broken: frozenset[tuple[str, str]] = frozenset()
    faults: list[DefinitionError] = field(default_factory=list)

    def report(self, message: str, code: str, place: Place, inside: tuple[int, int] | None = None) -> None:
        """Add a fault at a part of a definition, or at the definition when its file is not known."""
        where = self.locate(place, inside) if self.locate else None
        self.faults.append(DefinitionError(message, code=code, where=where or self._around(place)))

    def _around(self, place: Place) -> Location | str:
        section, name = str(place[0]), str(place[1]) if len(place) > 1 else ""
        held = {"sources": self.model.sources, "metrics": self.model.metrics, "goals": self.model.goals}
        held |= {"questions": self.model.saved}
        record = held.get(section, {}).get(name)
        location = getattr(record, "location", None)
        return location or ".".join(str(part) for part in place)

    def known(self, noun: str, name: str, known: Collection[str], code: str, place: Place) -> bool:
        """Report a name that does not exist, with the nearest that does."""
        if name in known:
            return True
        if (f"{noun}s", name) in self.broken or (":" in noun and self.has_broken_source()):
            return False
        some = ", ".join(sorted(known)[:_SHOWN])
        otherwise = (
            f"Known: {some}{', …' if len(known) > _SHOWN else ''}."
            if known
            else f"There is no {noun} here yet."
        )
        self.report(f"Unknown {noun} {name!r}. {nearest_hint(name, known, otherwise=otherwise)}", code, place)
        return False

    def has_broken_source(self) -> bool:
        """Whether some source could not be read, so that no one can say what is reachable."""
        return any(section == "sources" for section, _ in self.broken)

    def metric(self, name: str, place: Place) -> bool:
        """Report a metric that does not exist."""
        return self.known("metric", name, self.model.metrics, "DEF-140", place)

    def grain(self, name: str, place: Place) -> bool:
        """Report a grain that is neither standard nor of a calendar."""
        return self.known("grain", name, self.grains(), "DEF-147", place)

    def grains(self) -> list[str]:
        """All grains of the project, standard ones first."""
        custom = [name for calendar in self.model.calendars.values() for name in calendar.grains]
        return [*(g.value for g in Grain), *custom]

    def path(
        self, source: str, path: Sequence[str], place: Place, inside: tuple[int, int] | None = None
    ) -> ResolvedName | None:
        """Report a dotted name that means nothing, or several things, seen from a source."""
        try:
            return resolve(self.model, source, tuple(path))
        except QuestionError as error:
            code = next((code for kind, code in _CODES if isinstance(error, kind)), "DEF-147")
            if not self.has_broken_source():
                self.report(error.message, code, place, inside)
            return None


_CODES = ((AmbiguousNameError, "DEF-145"), (FanOutError, "DEF-146"), (UnknownNameError, "DEF-144"))
