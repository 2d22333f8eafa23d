"""Keys of a YAML model that are words of Python, such as ``from``."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from pydantic import BaseModel, create_model

__all__ = ["read_word", "with_words"]

Model = TypeVar("Model", bound=BaseModel)


def with_words(base: type[Model], **fields: object) -> type[Model]:
    """Add optional keys to a model; each is named with a trailing ``_`` that its key does not have.

    Examples
    --------
    >>> class Walk(BaseModel):
    ...     steps: int
    >>> read_word(with_words(Walk, from_=str | None)(**{"steps": 2, "from": "home"}), "from")
    'home'
    """
    added = {name.removesuffix("_"): (kind, None) for name, kind in fields.items()}
    made = create_model(base.__name__, __base__=base, __module__=base.__module__, **cast("Any", added))
    made.__doc__ = base.__doc__
    return made


def read_word(model: BaseModel, key: str) -> object:
    """Read a key that is a word of Python."""
    return cast("object", getattr(model, key))
