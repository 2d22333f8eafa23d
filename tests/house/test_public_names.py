from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def name_module(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = sorted(name_module(path) for path in (SOURCE / "gnomon").rglob("*.py") if path.stem != "__main__")


@pytest.mark.parametrize("name", MODULES)
def test_public_names_of_a_module_resolve_and_are_documented(name):
    module = importlib.import_module(name)
    assert inspect.getdoc(module), f"{name} has no docstring."
    assert hasattr(module, "__all__"), f"{name} has no __all__: say which names are public."
    for public in module.__all__:
        value = getattr(module, public, None)
        assert hasattr(module, public), f"{name}.__all__ names {public}, which does not exist."
        if inspect.isclass(value) or inspect.isroutine(value):
            has_own_doc = "__doc__" in vars(value) if inspect.isclass(value) else True
            generated = inspect.isclass(value) and (value.__doc__ or "").startswith(f"{value.__name__}(")
            assert value.__doc__, f"{name}.{public} has no docstring."
            assert has_own_doc, f"{name}.{public} has no docstring of its own."
            assert not generated, f"{name}.{public} has only the docstring that dataclasses generate."


@pytest.mark.parametrize("name", MODULES)
def test_public_names_defined_in_a_module_when_not_underscored_then_stand_in_all(name):
    module = importlib.import_module(name)
    defined = {
        key
        for key, value in vars(module).items()
        if (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == name
        and not key.startswith("_")
    }
    missing = sorted(defined - set(module.__all__))
    assert not missing, f"{name} defines {', '.join(missing)}: add to __all__ or begin with an underscore."
