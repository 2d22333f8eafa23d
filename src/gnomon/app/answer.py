"""An answer in a person's hands: as a frame, a table, a picture."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from gnomon.app.answer_views import draw, write_html, write_table
from gnomon.app.reshape import long_table, wide_table
from gnomon.app.series import cube_of, series_of
from gnomon.records import Answer as AnswerRecord

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from gnomon.records import Cube, Series

__all__ = ["Answer", "Shape"]

Shape = Literal["long", "wide"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer(AnswerRecord):
    """The rows of a question and their provenance, ready to be used.

    See :class:`gnomon.records.Answer` for the fields. Two shapes: *long* has one row a period, slice and metric,
    with ``metric``, ``value``, ``n`` and ``complete``; *wide* has one column a metric.
    """

    @classmethod
    def of(cls, record: AnswerRecord) -> Answer:
        """Wrap a record."""
        return cls(**{f.name: getattr(record, f.name) for f in fields(AnswerRecord)})

    def to_arrow(self, shape: Shape = "long") -> pa.Table:
        """Return the rows as a ``pyarrow.Table``."""
        return long_table(self) if shape == "long" else wide_table(self)

    def wide(self, *, details: bool = False) -> pa.Table:
        """Return one column a key, a metric and a comparison (``<metric>__previous``).

        Parameters
        ----------
        details : bool
            Add ``<metric>__n`` and ``<metric>__complete`` for each metric.
        """
        return wide_table(self, details=details)

    def long(self) -> pa.Table:
        """Return one row a period, slice and metric."""
        return long_table(self)

    def to_polars(self, shape: Shape = "long") -> pl.DataFrame:
        """Return a Polars frame (needs the extra ``polars``)."""
        import polars as pl

        return pl.DataFrame(self.to_arrow(shape))

    def to_pandas(self, shape: Shape = "long") -> pd.DataFrame:
        """Return a pandas frame (needs the extra ``pandas``)."""
        return self.to_arrow(shape).to_pandas()  # pyright: ignore[reportUnknownMemberType] # pyarrow's stub leaves it open

    def to_dict(self, shape: Shape = "long") -> list[dict[str, Any]]:
        """Return the rows as plain mappings."""
        return self.to_arrow(shape).to_pylist()

    def series(self, metric: str | None = None) -> tuple[Series, ...]:
        """Return a metric over time, one series a slice."""
        return series_of(self, metric)

    def cube(self, metric: str | None = None) -> Cube:
        """Return a metric over dimensions; its total is not summed from cells, so it is asked apart."""
        return cube_of(self, metric)

    def table(self, *, limit: int | None = 60) -> str:
        """Return the rows as an aligned text table; values that are not final carry ``…``."""
        return write_table(self, limit=limit)

    def plot(self, metric: str | None = None, *, width: int = 960, theme: str = "light") -> alt.TopLevelMixin:
        """Draw one metric over time or over one dimension, as in a report.

        Parameters
        ----------
        metric : str, optional
            Which of the asked ones; not needed for one alone.
        width : int
            960 or 360 pixels.
        theme : str
            ``light`` or ``dark``.
        """
        return draw(self, metric, width=width, theme=theme)

    def _repr_html_(self) -> str:
        return write_html(self)

    def __str__(self) -> str:
        return self.table()

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand the long rows to any library that speaks the Arrow PyCapsule protocol."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] # pyarrow's stub leaves it open

    def __len__(self) -> int:
        return self.data.num_rows
