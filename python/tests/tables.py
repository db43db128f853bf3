"""The tables of a job on a cluster against those of the program."""

from __future__ import annotations

import pathlib

import pyarrow as pa
from pyarrow import csv, parquet

#: Ordered by division and organ, where the program tells undecided filings first.
SORTED = {"organs", "coverage"}


def written(folder: pathlib.Path, table: str) -> pa.Table:
    """A table that the job wrote, its files in the order of their names."""
    files = sorted((folder / table).glob("*.parquet"))
    assert files, table
    return pa.concat_tables([parquet.read_table(file, partitioning=None) for file in files])


def told(folder: pathlib.Path, table: str, schema: pa.Schema) -> pa.Table:
    """A table that the program wrote, with the types of the other."""
    return csv.read_csv(
        folder / f"{table}.csv",
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(column_types=schema, strings_can_be_null=True, null_values=[""]),
    )


def assert_equal(job: pathlib.Path, program: pathlib.Path) -> dict[str, int]:
    """Table by table, row by row; returns how many rows each table has."""
    tables = sorted(path.stem for path in program.glob("*.csv"))
    assert len(tables) == 14
    counts = {}
    for table in tables:
        ours = written(job, table)
        theirs = told(program, table, ours.schema)
        assert ours.column_names == theirs.column_names, table
        if table in SORTED:
            order = [(name, "ascending") for name in ours.column_names]
            ours, theirs = ours.sort_by(order), theirs.sort_by(order)
        assert ours.num_rows == theirs.num_rows, table
        for name in ours.column_names:
            one, other = ours[name].combine_chunks(), theirs[name].combine_chunks()
            if not one.equals(other):
                at = next(at for at in range(len(one)) if one[at].as_py() != other[at].as_py())
                raise AssertionError(f"{table}.{name}, row {at}: {ours.slice(at, 1).to_pylist()} / {theirs.slice(at, 1).to_pylist()}")
        counts[table] = ours.num_rows
    return counts
