"""An answer to look at: plain text, HTML for a notebook, a chart."""

from __future__ import annotations

from html import escape
from io import StringIO
from typing import TYPE_CHECKING

from gnomon.app.answer_text import count_rules, tabulate
from gnomon.app.points import as_number, series_points
from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.records.report import Breakdown, BreakdownRow, MetricCard, SeriesFigure

if TYPE_CHECKING:
    import altair as alt

    from gnomon.app.answer_text import TextTable
    from gnomon.records import Answer, MetricColumn

__all__ = ["draw", "write_html", "write_table"]

_ROWS = 60


def write_table(answer: Answer, *, limit: int | None = _ROWS) -> str:
    """Write the rows as an aligned text table.

    Parameters
    ----------
    limit : int or None
        Rows at most; the last line says how many are left out.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found = tabulate(answer)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for column in found.columns:
        table.add_column(Text(column.heading), justify="right" if column.is_number else "left")
    for row in found.rows[:limit]:
        table.add_row(*(Text(cell) for cell in row))
    buffer = StringIO()
    Console(file=buffer, width=10_000, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + _left_out(found, limit)


def _left_out(found: TextTable, limit: int | None) -> str:
    left = 0 if limit is None else len(found.rows) - limit
    return f"\n… and {left} more rows" if left > 0 else ""


def write_html(answer: Answer) -> str:
    """Write the rows as an HTML table without a script, with what a reader should know below it."""
    found = tabulate(answer)
    head = "".join(f"<th scope='col'>{escape(c.heading)}</th>" for c in found.columns)
    body = "".join(_html_row(found, row) for row in found.rows[:_ROWS])
    notes = [*count_rules(answer), *answer.notes, _left_out(found, _ROWS).strip()]
    foot = "".join(f"<p><small>{escape(note)}</small></p>" for note in notes if note)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}"


def _html_row(found: TextTable, row: tuple[str, ...]) -> str:
    cells = (
        f"<td style='text-align:{'right' if column.is_number else 'left'}'>{escape(cell)}</td>"
        for column, cell in zip(found.columns, row, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def draw(answer: Answer, metric: str | None, *, width: int, theme: str) -> alt.TopLevelMixin:
    """Draw one metric with the figure that every surface uses.

    Raises
    ------
    QuestionError
        If the answer is neither one line over time nor one dimension.
    """
    from gnomon.report import bars_figure, figure_chart, series_figure

    column = _one(answer, metric)
    card = MetricCard(
        name=column.name,
        label=column.label,
        description=column.description,
        kind=column.kind,
        unit=column.unit,
        format=column.format,
        direction=column.direction,
        version=column.version,
    )
    comparison = column.comparisons[0][0] if column.comparisons else ""
    times = [k for k in answer.keys if k.kind == "time"]
    if len(answer.keys) == 1 and times:
        points = tuple(series_points(answer, column.name, comparison))
        figure = SeriesFigure(card=card, points=points, grain=times[0].grain or "day", comparison=comparison)
        return figure_chart(series_figure(figure, width=width, theme=theme))
    if len(answer.keys) == 1:
        return figure_chart(
            bars_figure(_breakdown(answer, column, card, comparison), width=width, theme=theme)
        )
    raise QuestionError(
        "A chart shows one metric over time or over one dimension; ask with a grain alone or one name in `by`.",
        code="ASK-250",
    )


def _breakdown(answer: Answer, column: MetricColumn, card: MetricCard, comparison: str) -> Breakdown:
    key = answer.keys[0]
    compared = dict(column.comparisons).get(comparison)
    rows = tuple(
        BreakdownRow(
            member=row[key.name],  # pyright: ignore[reportArgumentType] # a cell of the table
            value=as_number(row[column.name]),
            compared=as_number(row[compared]) if compared else None,
            n=row[column.n_column],  # pyright: ignore[reportArgumentType] # a count
        )
        for row in answer.data.to_pylist()
    )
    return Breakdown(
        card=card,
        dimension=key.name,
        label=key.label,
        rows=rows,
        period=answer.as_of.replace(tzinfo=None),
        comparison=comparison,
    )


def _one(answer: Answer, name: str | None) -> MetricColumn:
    if name is None and len(answer.metrics) == 1:
        return answer.metrics[0]
    found = next((m for m in answer.metrics if m.name == name), None)
    if found is None:
        raise UnknownNameError.of("metric", str(name), [m.name for m in answer.metrics])
    return found
