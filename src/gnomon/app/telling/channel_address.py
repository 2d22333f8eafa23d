"""Addresses of channels: written in ``gnomon.toml``, or kept in the environment."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from gnomon.base.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gnomon.define.channels import Channel

__all__ = ["find_channel", "read_address"]

_VARIABLE: Final = "env:"


def find_channel(channels: Mapping[str, Channel], name: str) -> Channel:
    """Find a channel of the project.

    Raises
    ------
    UnknownNameError
        If there is none of this name; a message may be older than the settings.
    """
    if name not in channels:
        raise UnknownNameError.of("channel", name, channels, where="gnomon.toml")
    return channels[name]


def read_address(channel: Channel) -> str:
    """Read the address of a channel.

    Raises
    ------
    InputError
        INC-602 if the variable of the environment is not set.
    """
    if not channel.url.startswith(_VARIABLE):
        return channel.url
    name = channel.url.removeprefix(_VARIABLE)
    address = os.environ.get(name, "")
    if not address:
        raise InputError(
            f"Channel {channel.name} takes its address from {name}, which is not set. Set it to an address of "
            "apprise, such as slack://… or mailto://….",
            code="INC-602",
        )
    return address
