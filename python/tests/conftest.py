"""Where the made-up reports of the project are."""

import os
import pathlib

import pytest

PROJECT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def corpus() -> pathlib.Path:
    return PROJECT / "corpus"


@pytest.fixture(scope="session")
def dataset(corpus, tmp_path_factory):
    import gouji

    return gouji.extract(corpus, tmp_path_factory.mktemp("dataset"))


@pytest.fixture(scope="session", autouse=True)
def day():
    """One day for all histories."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    yield
    os.environ.pop("SOURCE_DATE_EPOCH") if before is None else os.environ.update(SOURCE_DATE_EPOCH=before)
