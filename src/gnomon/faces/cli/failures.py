"""How a failure becomes a message on standard error and an exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from typing import TYPE_CHECKING, Final

import click

from gnomon.base.errors import GnomonError, InputError, InternalError
from gnomon.faces.cli.session import session

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

__all__ = ["FOUND", "INTERRUPTED", "REFUSED", "exit_codes", "outermost_exit_codes"]

FOUND: Final = 1
REFUSED: Final = 2
INTERRUPTED: Final = 130
# Only writing meets these.
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS})
_PIPE_CLOSED: Final = 141  # what a shell shows for a program that the closed pipe ended


@contextlib.contextmanager
def exit_codes(ctx: click.Context) -> Generator[None]:
    """Turn what goes wrong inside into a short message and an exit code."""
    try:
        yield
    except (click.exceptions.Exit, click.ClickException):
        raise
    except GnomonError as error:
        _say_error(error, is_debug=session(ctx).is_debug)
        ctx.exit(REFUSED)
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted: the query was cancelled, nothing was written.")
        ctx.exit(INTERRUPTED)
    except BrokenPipeError:
        _forget_stdout()
        ctx.exit(_PIPE_CLOSED)
    except OSError as error:
        if error.errno in _NO_ROOM:
            _say_no_room(error, is_debug=session(ctx).is_debug)
        else:
            _say_unexpected(error, is_debug=session(ctx).is_debug)
        ctx.exit(REFUSED)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a trace is no message
        _say_unexpected(error, is_debug=session(ctx).is_debug)
        ctx.exit(REFUSED)


@contextlib.contextmanager
def outermost_exit_codes() -> Generator[None]:
    """Do the same for what is written before any command runs: the version and the pages of help."""
    try:
        _check_streams()
        yield
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _say_no_room(error, is_debug=False)
        sys.exit(REFUSED)


def _say_error(error: GnomonError, *, is_debug: bool) -> None:
    if is_debug:
        _say(traceback.format_exc())
    _say(f"{click.style('error:', fg='red')} {error}")
    if isinstance(error, InternalError):
        _ask_for_report(is_debug=is_debug)


def _say_no_room(error: OSError, *, is_debug: bool) -> None:
    """Say where there is no room to write; what the interpreter still holds for standard output is let go."""
    if error.filename is None:
        _forget_stdout()
    shown = error.filename or "standard output"
    _say_error(InputError(f"Cannot write {shown}: {error.strerror}.", code="INP-017"), is_debug=is_debug)


def _say_unexpected(error: Exception, *, is_debug: bool) -> None:
    if is_debug:
        _say(traceback.format_exc())
    text = str(error).strip() or "no message"
    _say(f"{click.style('error:', fg='red')} unexpected {type(error).__name__}: {text} [INT-901]")
    _ask_for_report(is_debug=is_debug)


def _ask_for_report(*, is_debug: bool) -> None:
    _say("This is a fault of Gnomon, not yours. Nothing was written.")
    more = "the trace above" if is_debug else "the trace that --debug shows"
    _say(f"Please report it with the command, {more} and the output of `gnomon doctor`.")


def _say(text: str) -> None:
    """Say something on standard error; where that has no room either, the exit code is left to say it."""
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def _check_streams() -> None:
    """Standard error may be closed, then nobody hears messages; without standard output there is no result.

    Raises
    ------
    SystemExit
        With the code of a refusal if standard output is closed.
    """
    streams: Mapping[str, object] = vars(sys)
    if streams["stderr"] is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process lives
    if streams["stdout"] is None:
        _say_error(
            InputError("Standard output is closed, so the result has no place to go.", code="INP-017"),
            is_debug=False,
        )
        sys.exit(REFUSED)


def _forget_stdout() -> None:
    """Let the interpreter's last flush go nowhere, so that a closed pipe stays quiet."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a descriptor is wanted
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
