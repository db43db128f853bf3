"""Where the made-up reports of the project are."""

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
