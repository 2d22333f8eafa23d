"""Read the packs that come with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

from gnomon.define.load import load_model
from gnomon.define.metric import Module
from gnomon.define.project import Model

__all__ = ["PACKS", "read_packs"]

PACKS: tuple[str, ...] = tuple(module.value for module in Module)


@cache
def read_packs() -> Model:
    """Load all packs as one model; the paths of its sources are relative to its root.

    Examples
    --------
    >>> read_packs().metrics["dau"].module.value
    'growth'
    """
    with as_file(files("gnomon.define.packs") / "data") as folder:
        return load_model(folder)
