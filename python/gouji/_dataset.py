"""A published dataset as tables with the types that its data package declares.

Tables are read by Arrow (Parquet where the dataset has it, else CSV), so that no value passes through Python lists; they
go to pandas and polars through Arrow's C interface.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Iterator, Mapping


class Table:
    """One table of a dataset. Any library that speaks Arrow's PyCapsule interface takes it as it is."""

    def __init__(self, folder: Path, resource: dict[str, Any], parquet: list[Path]):
        self._folder, self._resource, self._parquet = folder, resource, parquet
        self._arrow = None

    @property
    def name(self) -> str:
        """Name of the table (``figures``)."""
        return self._resource["name"]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """Fields as the data package describes them: name, type, title, description, constraints."""
        return self._resource["schema"]["fields"]

    def to_arrow(self):
        """The table as a ``pyarrow.Table``: text, int64, decimal128, date32, bool; nothing is turned into a float."""
        if self._arrow is None:
            self._arrow = self._read()
        return self._arrow

    def to_pandas(self, **options):
        """The table as a pandas frame with Arrow types: identifiers stay text, missing stays missing."""
        import pandas

        return self.to_arrow().to_pandas(types_mapper=pandas.ArrowDtype, **options)

    def to_polars(self):
        """The table as a polars frame."""
        import polars

        return polars.from_arrow(self.to_arrow())

    def __arrow_c_stream__(self, requested_schema=None):
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return self.to_arrow().num_rows

    def _repr_html_(self) -> str:
        # Missing is shown as nothing, not as a number that is none.
        return self.to_arrow().slice(0, 20).to_pandas().to_html(na_rep="", max_rows=20, notebook=True)

    def __repr__(self) -> str:
        return f"Table({self.name}: {', '.join(field['name'] for field in self.fields)})"

    def _read(self):
        import pyarrow as pa
        from pyarrow import csv

        schema = pa.schema([pa.field(field["name"], _arrow_type(field)) for field in self.fields])
        if self._parquet:
            from pyarrow import parquet

            # Files of a job on a cluster are in the order of their names; no part of their path is a column.
            return pa.concat_tables([parquet.read_table(file, partitioning=None) for file in self._parquet]).cast(schema)
        return csv.read_csv(
            self._folder / self._resource["path"],
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=schema, strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True
            ),
        )


def _arrow_type(field: Mapping[str, Any]):
    import pyarrow as pa

    kinds = {
        "string": pa.string(), "integer": pa.int64(), "year": pa.int64(), "boolean": pa.bool_(), "date": pa.date32(),
        # Twenty-eight digits in all is what the program's own decimals hold.
        "number": pa.decimal128(38, 10),
    }
    return kinds[field["type"]]


class Dataset(Mapping):
    """The tables of a published dataset by name, in the order of its data package.

    ``dataset["figures"]`` and ``dataset.figures`` are the same.
    """

    def __init__(self, folder: Path, descriptor: dict[str, Any]):
        self.folder, self.descriptor = folder, descriptor
        typed = {file["table"]: file["path"] for file in descriptor["gouji"].get("files", []) if file["format"] == "parquet"}
        self._tables = {}
        for resource in descriptor["resources"]:
            name, path = resource["name"], resource["path"]
            # The program writes Parquet beside its text, a job on a cluster alone, in several files.
            files = [typed[name]] if name in typed else path if isinstance(path, list) else []
            self._tables[name] = Table(folder, resource, [folder / file for file in files])

    def __getitem__(self, name: str) -> Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __getattr__(self, name: str) -> Table:
        try:
            return self.__dict__["_tables"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __dir__(self):
        return [*super().__dir__(), *self._tables]

    def __repr__(self) -> str:
        return f"Dataset({self.folder}: {', '.join(self._tables)})"


def load(folder: str | os.PathLike[str]) -> Dataset:
    """Opens a published dataset; tables are read when they are asked for.

    :raises InputError: when the folder holds no dataset.
    """
    from ._gouji import InputError

    folder = Path(folder)
    try:
        descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{folder}: no dataset is here ({error}); gouji.extract makes one") from error
    return Dataset(folder, descriptor)
