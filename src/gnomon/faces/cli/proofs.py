"""Print what was proven of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from gnomon.faces.cli.tables import print_rows
from gnomon.faces.cli.terminal import hint

if TYPE_CHECKING:
    from gnomon.app.run_project import Proof

__all__ = ["print_failures", "print_proof"]

_PROOFS: Final = {"plausible": "range"}


def print_proof(proof: Proof) -> None:
    """Print one line for each thing that was tried, and the count of failures."""
    rows = [
        *((e.status, "columns", e.target, e.text) for e in proof.columns),
        *(
            ("pass" if c.is_passed else "fail", "case", c.name, _said(c.text, c.where, c.rows))
            for c in proof.cases
        ),
        *(
            (
                "fail" if r.status == "error" else r.status,
                "relation",
                r.name,
                _said_of(r.text, r.where, r.status),
            )
            for r in proof.relations
        ),
        *((e.status, _PROOFS.get(e.rule, "metric"), e.target, e.text) for e in proof.metrics),
    ]
    print_rows(("", "proof", "of", "found"), rows)
    failed = sum(row[0] == "fail" for row in rows)
    click.echo(f"\n{len(rows) - failed} of {len(rows)} passed.")
    for note in proof.notes:
        hint(note)
    if any(e.status == "fail" for e in proof.columns):
        hint("Cases and metrics were not run: mend the columns first.")
    elif not proof.cases:
        hint("This project has no oracle cases; a metric without one is not proven.")


def print_failures(proof: Proof) -> None:
    """Print one line for each thing that failed, on standard error."""
    for found in (*proof.columns, *proof.metrics):
        if found.status == "fail":
            click.echo(f"fail  {found.rule}  {found.target}: {found.text}", err=True)
    for case in proof.cases:
        if not case.is_passed:
            click.echo(f"fail  case  {case.name}: {_said(case.text, case.where, case.rows)}", err=True)
    for relation in proof.relations:
        if not relation.is_passed:
            said = _said_of(relation.text, relation.where, relation.status)
            click.echo(f"fail  relation  {relation.name}: {said}", err=True)


def _said_of(text: str, where: str, status: str) -> str:
    return text if status == "pass" else f"{where}: {text}"


def _said(text: str, where: str, rows: int) -> str:
    return f"{where}: {text}" if text else f"{rows} rows agree"
