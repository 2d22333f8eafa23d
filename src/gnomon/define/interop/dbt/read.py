"""A dbt project as a whole: every shape of file leads to one frozen form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from gnomon.base.errors import DefinitionError, Location
from gnomon.define.interop.dbt.extras import read_configured_spines, read_model_spine, read_query
from gnomon.define.interop.dbt.files import DbtFile, find_manifest, list_yaml, read_manifest, read_yaml
from gnomon.define.interop.dbt.metrics import read_metric
from gnomon.define.interop.dbt.models import read_inline_model, read_model
from gnomon.define.interop.dbt.names import legal_name
from gnomon.define.interop.dbt.notes import Body, Ledger
from gnomon.define.interop.dbt.plain import as_items, as_mapping
from gnomon.define.interop.dbt.relations import Relations
from gnomon.define.interop.dbt.spec import DbtMetric, DbtModel, DbtProject, DbtQuery, DbtSpine

__all__ = ["read_project"]

_T = TypeVar("_T", DbtModel, DbtMetric, DbtQuery)
_SINGLE = {"semantic_model": "semantic_models", "metric": "metrics", "saved_query": "saved_queries"}
_LISTS = ("semantic_models", "metrics", "saved_queries")
_FOLDER_SETTINGS = ("semantic-models", "metrics", "saved-queries")


@dataclass(slots=True)
class _Found:
    models: list[DbtModel] = field(default_factory=list[DbtModel])
    metrics: list[DbtMetric] = field(default_factory=list[DbtMetric])
    spines: list[DbtSpine] = field(default_factory=list[DbtSpine])
    queries: list[DbtQuery] = field(default_factory=list[DbtQuery])


def read_project(
    path: Path, *, ledger: Ledger, tables: Mapping[str, str], variables: Mapping[str, str]
) -> DbtProject:
    """Read a dbt project's semantic layer.

    Parameters
    ----------
    path : Path
        The project's folder, or a ``semantic_manifest.json``.
    ledger : Ledger
        Takes what is left out.
    tables, variables : mapping of str to str
        See :func:`gnomon.define.interop.dbt.read_dbt`.

    Raises
    ------
    DefinitionError
        DEF-180 if a file cannot be read, or nothing in the folder belongs to a semantic layer.
    """
    if not path.exists():
        raise DefinitionError(
            f"There is no {path}. Name the folder that holds dbt_project.yml.", code="DEF-180"
        )
    settings = _settings(path, ledger)
    manifest = find_manifest(path)
    files = [] if path.is_file() else _yaml_files(path, settings, variables)
    if not any(_speaks(each.data) for each in files):
        if manifest is None:
            raise DefinitionError(
                f"Nothing below {path} belongs to dbt's semantic layer: no semantic_models, no metrics, no "
                "semantic_manifest.json. Name the folder that holds dbt_project.yml.",
                code="DEF-180",
            )
        files = [read_manifest(manifest, manifest.name)]
        manifest = None
    built = _built_tables(manifest, ledger)
    relations = Relations(ledger=ledger, tables=tables, built=built)
    found = _Found()
    for each in files:
        _read_document(each, relations, found)
    return DbtProject(
        name=legal_name(str(settings.get("name") or path.resolve().stem)),
        models=_once(found.models, "semantic model", ledger),
        metrics=_once(found.metrics, "metric", ledger),
        spines=tuple(found.spines),
        queries=_once(found.queries, "saved query", ledger),
    )


def _settings(path: Path, ledger: Ledger) -> Mapping[str, object]:
    file = path / "dbt_project.yml"
    if not file.is_file():
        return {}
    documents = read_yaml(file, file.name, {})
    data: Mapping[str, object] = documents[0].data if documents else {}
    for key in _FOLDER_SETTINGS:
        if data.get(key):
            reason = "settings for whole folders are not read; write them at the elements"
            ledger.drop("setting", f"dbt_project.{key}", reason, Location(file=file.name))
    return data


def _yaml_files(path: Path, settings: Mapping[str, object], variables: Mapping[str, str]) -> list[DbtFile]:
    return [
        document
        for file in list_yaml(path, settings)
        for document in read_yaml(file, file.relative_to(path).as_posix(), variables)
    ]


def _speaks(data: Mapping[str, object]) -> bool:
    """Whether a document defines anything that can be asked."""
    inline = any("semantic_model" in (as_mapping(each) or {}) for each in as_items(data.get("models")))
    return inline or any(data.get(key) for key in ("semantic_models", "metrics", "semantic_model", "metric"))


def _built_tables(manifest: Path | None, ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Tables of the semantic models as dbt last built them: a YAML file only says ``ref('x')``."""
    if manifest is None:
        return {}
    file = read_manifest(manifest, manifest.name)
    relations = Relations(ledger=Ledger())
    found: dict[str, tuple[str, ...]] = {}
    for body in _bodies(file, "semantic_models", "semantic model", Ledger()):
        table = relations.of_model(body, body.text("name"))
        if table:
            found[body.text("name")] = table
    ledger.change(
        "manifest", manifest.name, "only the tables were taken from it; the YAML files define the rest"
    )
    return found


def _read_document(file: DbtFile, relations: Relations, found: _Found) -> None:
    ledger = relations.ledger
    data = dict(file.data)
    for single, many in _SINGLE.items():
        if as_mapping(data.get(single)) is not None:
            data[many] = [*as_items(data.get(many)), data.pop(single)]
    whole = DbtFile(data=data, location=file.location)
    for body in _bodies(whole, "semantic_models", "semantic model", ledger):
        model = read_model(body, relations)
        found.models += [model] if model else []
    for body in _bodies(whole, "models", "model", ledger):
        _read_dbt_model(body, relations, found)
    for body in _bodies(whole, "metrics", "metric", ledger):
        metric = read_metric(body)
        found.metrics += [metric] if metric else []
    found.queries += [read_query(body) for body in _bodies(whole, "saved_queries", "saved query", ledger)]
    configuration = as_mapping(data.get("project_configuration"))
    if configuration is not None:
        body = Body(
            configuration, kind="setting", name="project_configuration", ledger=ledger, location=file.location
        )
        found.spines += read_configured_spines(body, relations)


def _read_dbt_model(body: Body, relations: Relations, found: _Found) -> None:
    if body.holds("time_spine"):
        spine = read_model_spine(body, relations)
        found.spines += [spine] if spine else []
    if body.holds("semantic_model"):
        model, metrics = read_inline_model(body, relations)
        found.models += [model] if model else []
        found.metrics += metrics


def _bodies(file: DbtFile, key: str, kind: str, ledger: Ledger) -> Iterator[Body]:
    """Entries of a list at the top of a document, each under its own name."""
    for index, each in enumerate(as_items(file.data.get(key))):
        data = as_mapping(each) or {}
        if not data.get("name"):
            ledger.drop(kind, f"{key}[{index}]", "it has no name", file.location)
            continue
        name = str(data["name"])
        yield Body(data, kind=kind, name=name, ledger=ledger, location=_place(data, file.location))


def _place(data: Mapping[str, object], location: Location) -> Location:
    """Find the file that an element came from; dbt's manifest keeps it."""
    metadata = as_mapping(data.get("metadata"))
    if metadata is None:
        return location
    line = (as_mapping(metadata.get("file_slice")) or {}).get("start_line_number")
    name = metadata.get("repo_file_path")
    return Location(file=str(name or location.file), line=line if isinstance(line, int) else 0)


def _once(found: list[_T], kind: str, ledger: Ledger) -> tuple[_T, ...]:
    kept: dict[str, _T] = {}
    for each in found:
        if each.name in kept:
            reason = f"another {kind} has the same name and stands before it ({kept[each.name].location})"
            ledger.drop(kind, each.name, reason, each.location)
        else:
            kept[each.name] = each
    return tuple(kept.values())
