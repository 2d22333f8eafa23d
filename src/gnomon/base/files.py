"""Files that appear whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from gnomon.base.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["whole_file", "write_whole"]


@contextlib.contextmanager
def whole_file(path: str | Path) -> Generator[Path]:
    """Give a temporary path to write to, and put it in the place of ``path`` once all went well.

    The temporary file lies beside the target, is flushed to the disk and then renamed over it. If the body
    raises, the target stays as it was and the temporary file is removed. A link is followed; a device or pipe
    such as ``/dev/stdout`` cannot be replaced and is written to directly.

    Parameters
    ----------
    path : str or Path
        Where the file shall be; its folder must exist.

    Yields
    ------
    Path
        Where to write.

    Raises
    ------
    InputError
        If the target is a folder, or its folder is missing or cannot be written to, or the system refuses what
        the body writes, for example because the disk is full.
    """
    target = Path(path) if _is_stream(Path(path)) else Path(os.path.realpath(path))
    with _refused(str(path)):
        if _is_stream(target):
            yield target
        else:
            with _replaced(target, shown=str(path)) as draft:
                yield draft


@contextlib.contextmanager
def _refused(shown: str) -> Generator[None]:
    try:
        yield
    except BrokenPipeError:
        raise  # the reader has what it wanted: no fault
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"Cannot write {shown}: {reason}.", code="INP-013") from error


@contextlib.contextmanager
def _replaced(target: Path, *, shown: str) -> Generator[Path]:
    draft = _reserve(target, shown=shown)
    try:
        yield draft
        _flush(draft)
        draft.replace(target)
        _flush_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def write_whole(path: str | Path, content: bytes | str) -> None:
    r"""Write a file in one go; text is UTF-8 with line ends as given.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "a.txt", "né")
    ...     (Path(folder) / "a.txt").read_bytes()
    b'n\xc3\xa9'
    """
    with whole_file(path) as draft:
        draft.write_bytes(content.encode() if isinstance(content, str) else content)


def _is_stream(target: Path) -> bool:
    try:
        mode = target.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _reserve(target: Path, *, shown: str) -> Path:
    if target.is_dir():
        raise InputError(f"{shown} is a folder; name a file in it.", code="INP-011")
    draft = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        draft.touch(exist_ok=False)
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
    except FileNotFoundError:
        raise InputError(
            f"Cannot write {shown}: the folder {target.parent} does not exist. Make it first.", code="INP-012"
        ) from None
    return draft


def _flush(draft: Path) -> None:
    with draft.open("rb+") as handle:
        os.fsync(handle.fileno())


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
