"""Put an export into a folder: all of its files, or none."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from gnomon.app.init_project import refuse_used
from gnomon.app.regulatory.export import write_csv
from gnomon.base.errors import InputError
from gnomon.base.files import write_whole

if TYPE_CHECKING:
    from gnomon.app.regulatory.export import Export

__all__ = ["write_export"]


def write_export(export: Export, folder: Path) -> tuple[Path, ...]:
    """Write the files beside an empty or new folder, then put them in its place.

    Returns
    -------
    tuple of Path
        The files, in order.

    Raises
    ------
    InputError
        If the folder holds anything, or cannot be written.
    """
    refuse_used(folder)
    target = folder.resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror}.", code="INP-013") from error
    try:
        draft.chmod(0o755)
        for table in export.tables:
            write_whole(draft / table.name, write_csv(table))
        draft.replace(target)
    except OSError as error:
        raise InputError(f"Cannot write {folder}: {error.strerror}.", code="INP-013") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return tuple(folder / table.name for table in export.tables)
