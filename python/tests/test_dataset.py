"""Datasets as tables."""

import datetime
import decimal

import pytest

import gouji

pa = pytest.importorskip("pyarrow")


def test_tables_have_the_types_of_the_package(dataset):
    figures = dataset["figures"].to_arrow()
    assert pa.types.is_decimal(figures.schema.field("value").type)
    assert pa.types.is_string(figures.schema.field("filing_id").type)
    assert figures.num_rows == len(dataset.figures)
    for name, table in dataset.items():
        assert table.to_arrow().column_names == [field["name"] for field in table.fields], name
        assert all(field.get("description") for field in table.fields), name


def test_codes_keep_their_zeros_and_missing_stays_missing(dataset):
    filings = dataset["filings"].to_arrow().to_pylist()
    codes = [row["division_code"] for row in filings if row["division_code"]]
    assert codes and all(isinstance(code, str) and len(code) == 6 for code in codes)
    blanks = [row for row in dataset["figures"].to_arrow().to_pylist() if row["status"] == "blank"]
    assert blanks and all(row["value"] is None for row in blanks)
    days = [row["published"] for row in filings if row["published"]]
    assert days and all(isinstance(day, datetime.date) for day in days)


def test_values_are_those_of_the_filing(dataset, corpus):
    filing = gouji.read(corpus / "15-yichang-2021.docx")
    rows = dataset["filings"].to_arrow().to_pylist()
    key = next(row["filing_id"] for row in rows if row["path"].endswith("15-yichang-2021.docx"))
    of_it = [row for row in dataset["figures"].to_arrow().to_pylist() if row["filing_id"] == key]
    values = {row["variable"]: row["value"] for row in of_it if row["value"] is not None}
    assert values == filing.values()
    assert all(isinstance(value, decimal.Decimal) for value in values.values())


def test_pandas_and_polars_take_them(dataset):
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    frame = dataset["panel"].to_pandas()
    assert len(frame) == len(dataset["panel"]) and isinstance(frame, pandas.DataFrame)
    assert dataset["panel"].to_polars().height == len(frame)
    # Through the C interface, without a method of ours being named.
    assert polars.DataFrame(dataset["panel"]).height == len(frame)


def test_no_dataset_is_an_error_that_says_what_to_do(tmp_path):
    with pytest.raises(gouji.InputError, match="gouji.extract makes one"):
        gouji.load(tmp_path)


def test_a_failed_run_leaves_the_dataset(dataset, tmp_path):
    before = (dataset.folder / "figures.csv").read_bytes()
    with pytest.raises(gouji.GoujiError):
        gouji.extract(tmp_path / "absent", dataset.folder)
    assert (dataset.folder / "figures.csv").read_bytes() == before


def test_codebook_names_every_variable():
    rows = gouji.codebook()
    codes = [row["variable"] for row in rows]
    assert len(codes) == len(set(codes)) > 300
    assert "req_new_tot" in codes
