"""Plain data against a strict model; every fault gets the place where it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from gnomon.base.errors import nearest_hint, nearest_names
from gnomon.define.document import Path, as_list, as_mapping
from gnomon.define.mend import Mender

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from gnomon.define.entry import Entry

__all__ = ["read_shape", "report_unknown_key"]

Model = TypeVar("Model", bound=BaseModel)
_ByPath = dict[Path, list["ErrorDetails"]]

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
    """Validate; faults are reported to the entry, which remembers the parts at fault as wounds.

    The parts at fault are mended, so that all the others can be judged in the same run; whatever is said
    about a mended part afterwards stays silent. None is given only where nothing can be read at all.

    Parameters
    ----------
    model : type of pydantic model
        What may be written.
    entry : Entry
        Collects faults.
    body : object
        Plain data.
    """
    mender = Mender(data={} if body is None else deepcopy(body))
    while True:
        try:
            return model.model_validate(mender.data)
        except ValidationError as error:
            faults = _by_path(mender.data, error.errors(include_url=False, include_context=True))
        _report(faults, model, entry, mender.data)
        mended = [mender.mend(path, found[0]["type"]) for path, found in faults.items()]
        if not all(mended):
            return None


def report_unknown_key(
    entry: Entry, path: Path, known: Collection[str], *, present: Collection[str] = ()
) -> None:
    """Report a key that does not exist; the keys it may have meant are not to be judged.

    Parameters
    ----------
    entry : Entry
        Collects faults.
    path : Path
        Leads to the key, itself last.
    known : collection of str
        Keys that may stand there.
    present : collection of str
        Keys that do stand there: the unknown one was not meant for any of these.
    """
    name = str(path[-1])
    hint = nearest_hint(name, known, otherwise=f"Keys here: {', '.join(known)}.")
    entry.report(f"Unknown key {name!r}. {hint}", "DEF-110", *path, key=True)
    for meant in nearest_names(name, known):
        if meant not in present:
            entry.wound(*path[:-1], meant)


def _by_path(data: object, faults: Sequence[ErrorDetails]) -> _ByPath:
    """Faults by the part of the data they speak of: unknown keys first, as others may follow from them.

    A union tells a fault of each of its members; only those at the deepest part say what is wrong.
    """
    found: _ByPath = {}
    for fault in sorted(faults, key=lambda fault: fault["type"] != "extra_forbidden"):
        found.setdefault(_path_in(data, fault), []).append(fault)
    return {path: held for path, held in found.items() if not any(_is_inside(p, path) for p in found)}


def _is_inside(path: Path, other: Path) -> bool:
    return len(path) > len(other) and path[: len(other)] == other


def _path_in(data: object, fault: ErrorDetails) -> Path:
    """Keys and indexes that stand in the data; the names that unions put between them are left out."""
    path: Path = ()
    for part in fault["loc"]:
        items = as_list(data)
        mapping = as_mapping(data)
        if items is not None and isinstance(part, int) and part < len(items):
            path, data = (*path, part), items[part]
        elif mapping is not None and part in mapping:
            path, data = (*path, part), mapping[str(part)]
    return (*path, fault["loc"][-1]) if fault["type"] == "missing" else path


def _report(faults: _ByPath, model: type[BaseModel], entry: Entry, data: object) -> None:
    for path, found in faults.items():
        kind = found[0]["type"]
        if kind == "extra_forbidden":
            present = _mapping_at(data, path[:-1])
            report_unknown_key(entry, path, _keys_at(model, path[:-1]), present=present)
        elif kind == "missing":
            message = f"The key `{path[-1]}` is missing."
            entry.report(message, "DEF-111", *path[:-1], key=True, about=[path])
        else:
            entry.report(_wrong_value(found), "DEF-112", *path)


def _mapping_at(data: object, path: Path) -> dict[str, object]:
    for part in path:
        items = as_list(data)
        data = items[int(part)] if items is not None else (as_mapping(data) or {}).get(str(part))
    return as_mapping(data) or {}


def _keys_at(model: type[BaseModel], path: Path) -> list[str]:
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


def _wrong_value(faults: Sequence[ErrorDetails]) -> str:
    fault = faults[0]
    kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
    if kind in _WANTED:
        wanted = list(dict.fromkeys(_WANTED[f["type"]] for f in faults if f["type"] in _WANTED))
        if "a number" in wanted and "a whole number" in wanted:
            wanted.remove("a whole number")
        hint = " Put it in quotes." if "text" in wanted and _is_scalar(value) else ""
        return f"{_shown(value)} is not {' or '.join(wanted)}.{hint}"
    if kind == "literal_error":
        known = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ").split(", ")
        hint = nearest_hint(str(value), known)
        return f"{_shown(value)} is not allowed here. {hint or 'Use one of: ' + ', '.join(known) + '.'}"
    if kind == "too_short":
        return f"Nothing stands here; give at least {context.get('min_length', 1)}."
    if kind == "string_pattern_mismatch":
        return f"{_shown(value)} does not match {context.get('pattern')}."
    message = fault["msg"].removeprefix("Value error, ")
    if isinstance(value, (dict, list)):  # it is long, and the place says which one is meant
        return f"{message[0].upper()}{message[1:]}."
    return f"{_shown(value)}: {message[0].lower()}{message[1:]}."


def _is_scalar(value: object) -> bool:
    return isinstance(value, (int, float, bool))


_LINE = 60


def _shown(value: object) -> str:
    if value is None:
        return "Nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dict, list)):
        return "A mapping" if isinstance(value, dict) else "A list"
    text = repr(value)
    return text if len(text) <= _LINE else f"{text[: _LINE - 3]}..."
