"""Plain data against a strict model; every fault gets the place where it stands."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from gnomon.base.errors import nearest_hint
from gnomon.define.document import as_list, as_mapping

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from gnomon.define.entry import Entry

__all__ = ["read_shape"]

Model = TypeVar("Model", bound=BaseModel)

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "finite_number": "a finite number",
}


def read_shape(model: type[Model], entry: Entry, body: object) -> Model | None:
    """Validate; faults are reported to the entry.

    What can be read without the parts at fault is given back, so that faults of expressions show as well; an
    entry with faults gives no record anyway.

    Parameters
    ----------
    model : type of pydantic model
        What may be written.
    entry : Entry
        Collects faults.
    body : object
        Plain data.
    """
    try:
        return model.model_validate({} if body is None else body)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=True)
    seen: set[tuple[str | int, ...]] = set()
    for fault in faults:
        _report(fault, model, entry, seen)
    rest = deepcopy(body)
    for fault in faults:
        _drop(rest, _known_path(entry, fault["loc"]))
    try:
        return model.model_validate(rest)
    except ValidationError:
        return None


def _drop(body: object, path: tuple[str | int, ...]) -> None:
    for part in path[:-1]:
        body = _part(body, part)
    mapping = as_mapping(body)
    if path and mapping is not None:
        mapping.pop(str(path[-1]), None)


def _part(body: object, part: str | int) -> object:
    items = as_list(body)
    if items is not None:
        return items[part] if isinstance(part, int) and part < len(items) else None
    return (as_mapping(body) or {}).get(str(part))


def _report(
    fault: ErrorDetails, model: type[BaseModel], entry: Entry, seen: set[tuple[str | int, ...]]
) -> None:
    path = _known_path(entry, fault["loc"])
    if path in seen:
        return
    seen.add(path)
    kind = fault["type"]
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        hint = nearest_hint(str(path[-1]), known, otherwise=f"Keys here: {', '.join(known)}.")
        entry.report(f"Unknown key {path[-1]!r}. {hint}", "DEF-110", *path, key=True)
    elif kind == "missing":
        entry.report(f"The key `{fault['loc'][-1]}` is missing.", "DEF-111", *path[:-1], key=True)
    else:
        entry.report(_wrong_value(fault), "DEF-112", *path)


def _known_path(entry: Entry, loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Keep the keys of the file; leave out the names that unions put between them."""
    path: tuple[str | int, ...] = ()
    for position, part in enumerate(loc):
        is_last = position == len(loc) - 1
        if (*entry.path, *path, part) in entry.document.marks or (is_last and isinstance(part, str)):
            path = (*path, part)
    return path


def _keys_at(model: type[BaseModel], path: tuple[str | int, ...]) -> list[str]:
    """Keys that may stand at a path of a model."""
    current = model
    for part in path:
        field = current.model_fields.get(str(part))
        current = (_inner_model(field.annotation) if field else None) or current
    return list(current.model_fields)


def _inner_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _inner_model(part)
        if found is not None:
            return found
    return None


def _wrong_value(fault: ErrorDetails) -> str:
    kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
    if kind in _WANTED:
        hint = " Put it in quotes." if kind == "string_type" and _is_scalar(value) else ""
        return f"{_shown(value)} is not {_WANTED[kind]}.{hint}"
    if kind == "literal_error":
        known = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        hint = nearest_hint(str(value), known)
        return f"{_shown(value)} is not allowed here. {hint or 'Use one of: ' + ', '.join(known) + '.'}"
    message = fault["msg"].removeprefix("Value error, ")
    return f"{_shown(value)}: {message[0].lower()}{message[1:]}."


def _is_scalar(value: object) -> bool:
    return isinstance(value, (int, float, bool))


_LINE = 60


def _shown(value: object) -> str:
    if value is None:
        return "Nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= _LINE else f"{text[: _LINE - 3]}..."
