"""Open the engine of a loaded model, with only its own files in reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.define import FileRef
from gnomon.engine import open_engine

if TYPE_CHECKING:
    from gnomon.define import Model
    from gnomon.engine import Engine

__all__ = ["declared_files", "open_model"]


def open_model(model: Model) -> Engine:
    """Open the engine that the project's settings name; close it when done.

    Raises
    ------
    EngineError
        If it does not open.
    """
    settings = model.settings
    return open_engine(
        settings.engine,
        project_dir=model.root,
        files=declared_files(model),
        timezone=settings.timezone,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
        timeout_seconds=settings.timeout_seconds,
    )


def declared_files(model: Model) -> tuple[str, ...]:
    """Files and globs that sources and calendars name."""
    owners = (*model.sources.values(), *model.calendars.values())
    return tuple(o.relation.path for o in owners if isinstance(o.relation, FileRef))
