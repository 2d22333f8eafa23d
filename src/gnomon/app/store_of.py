"""The store of a project: its address, and the store where there is one."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from gnomon.base.errors import InputError

if TYPE_CHECKING:
    from gnomon.define import Model
    from gnomon.store import Store

__all__ = ["HasModel", "known_store", "store_address"]

_FILE: Final = "sqlite:///"
_VARIABLE: Final = "env:"


class HasModel(Protocol):
    """What has the definitions of a project; a project itself, as a rule."""

    @property
    def model(self) -> Model:
        """Checked definitions."""
        ...


def store_address(model: Model) -> str:
    """Address of a project's store: a path is one below its folder, ``env:NAME`` is read from the environment.

    Raises
    ------
    InputError
        STO-510 if the variable of the environment is not set.
    """
    address = model.settings.store
    if address.startswith(_VARIABLE):
        name = address.removeprefix(_VARIABLE)
        address = os.environ.get(name, "")
        if not address:
            raise InputError(
                f"gnomon.toml takes the address of the store from {name}, which is not set. Set it, or write the "
                "address itself.",
                code="STO-510",
            )
    if address.startswith(_FILE) and not address.startswith(f"{_FILE}/"):
        return f"{_FILE}{model.root.resolve() / address.removeprefix(_FILE)}"
    return address


@contextmanager
def known_store(project: HasModel) -> Generator[Store | None]:
    """Open the store that a project already has; None where nothing was ever kept, and none is made."""
    from gnomon.store import open_store

    address = store_address(project.model)
    if address.startswith(_FILE) and not Path(address.removeprefix(_FILE)).is_file():
        yield None
        return
    with open_store(address) as store:
        yield store
