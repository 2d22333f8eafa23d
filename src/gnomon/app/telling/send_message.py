"""Send a message through the library ``apprise``: Slack, e-mail, web hooks and a hundred other services."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from gnomon.app.telling.channel_address import read_address
from gnomon.base.errors import GnomonError, InputError

if TYPE_CHECKING:
    from gnomon.define.channels import Channel
    from gnomon.records.message import Message

__all__ = ["Send", "send_message"]

Send = Callable[["Channel", "Message"], str]
"""Sends a message and says what went wrong; empty where it went well."""
_WARNING: Final = 30
_LONGEST: Final = 500


def send_message(channel: Channel, message: Message) -> str:
    """Send a message to one channel, now, and wait for what the service says.

    Returns
    -------
    str
        What went wrong, without the address, which may hold secrets; empty where it went well.
    """
    try:
        return _notify(_open(channel), message)
    except GnomonError as error:
        return str(error)


def _open(channel: Channel) -> Any:  # noqa: ANN401 - an object of a library without types
    address = read_address(channel)
    with warnings.catch_warnings():
        # plug-ins of apprise that nobody asked for load old modules of the standard library
        warnings.simplefilter("ignore", DeprecationWarning)
        return _load(address, channel.name)


def _load(address: str, name: str) -> Any:  # noqa: ANN401 - as above
    try:
        import apprise
    except ImportError:
        raise InputError(
            "Messages need the library apprise. Install it with the extra `watch`: "
            "`pip install 'gnomon-metrics[watch]'`.",
            code="INC-603",
        ) from None
    asset: Any = apprise.AppriseAsset(
        app_id="Gnomon", app_desc="Gnomon", async_mode=False, secure_logging=True
    )
    service: Any = apprise.Apprise(asset=asset)
    if not service.add(address):
        raise InputError(
            f"The address of channel {name} is none that apprise knows. Compare it with "
            "https://appriseit.com/services/.",
            code="INC-604",
        )
    return service


def _notify(service: Any, message: Message) -> str:  # noqa: ANN401 - as above
    import apprise
    from apprise.attachment.memory import AttachMemory

    attach: Any = None
    if message.picture is not None:
        attach = AttachMemory(content=message.picture, name="incident.png", mimetype="image/png")
    log: Any = apprise.LogCapture(level=_WARNING, fmt="%(message)s")
    lines: Any = log.__enter__()  # the type of the library does not say that errors pass through
    try:
        went_well = bool(
            service.notify(title=message.title, body=message.body, body_format="markdown", attach=attach)
        )
        said = str(lines.getvalue())
    finally:
        log.__exit__(None, None, None)
    return "" if went_well else (" ".join(said.split()) or "the service refused it")[:_LONGEST]
