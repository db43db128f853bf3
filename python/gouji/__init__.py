"""gouji (勾稽): annual reports on open government information (政府信息公开工作年度报告) as data.

    >>> import gouji
    >>> page = "<h1>溪口县水务局2021年政府信息公开工作年度报告</h1><p>全年主动公开政府信息128条。</p>"
    >>> filing = gouji.read(page.encode(), name="溪口县水务局2021.html")
    >>> filing.identity.year
    2021
    >>> [str(quantity.value) for quantity in filing.quantities]
    ['128']

Values are :class:`decimal.Decimal`, exact as printed. A blank is not a zero: ``value`` is ``None`` where nothing was read,
and ``status`` says why.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterable, Iterator, Sequence, Union

from ._dataset import Dataset, Table, load
from ._gouji import (
    Figure,
    Filing,
    Finding,
    GoujiError,
    Identity,
    InputError,
    Quantity,
    RunFailed,
    __version__,
)
from . import _gouji

__all__ = [
    "Dataset", "Figure", "Filing", "Finding", "GoujiError", "Identity", "InputError", "Quantity", "RunFailed", "Table",
    "check_across", "codebook", "explain", "extract", "load", "read", "read_many",
]

PathLike = Union[str, "os.PathLike[str]"]


def read(source: Union[PathLike, bytes, bytearray, memoryview], *, name: str | None = None) -> Filing:
    """Reads one report from a path or from its bytes, in this process.

    ``name`` is the path or address under which it was published: evidence of organ and year; a path is its own name.
    Bytes that are no document give a filing whose verdict is ``"unreadable"``, never an exception.

    :raises InputError: when a path cannot be opened.
    """
    if isinstance(source, (bytes, bytearray, memoryview)):
        return _gouji.read_bytes(bytes(source), name or "")
    return _gouji.read_path(os.fspath(source), name)


def read_many(paths: Iterable[PathLike], *, jobs: int | None = None, isolated: bool = True) -> list[Filing]:
    """Reads files, folders and archives in parallel, without holding the interpreter.

    :param jobs: processes (or threads) at a time; as many as there are processors by default.
    :param isolated: read in worker processes of this package, so that a file that crashes, hangs or takes all memory costs
        only itself (its filing is ``unreadable`` and says why). ``False`` reads on threads of this process.
    :returns: the filings in the order of their names; an archive gives one for each member.
    :raises InputError: when a path is not there.
    """
    return _gouji.read_many([os.fspath(path) for path in paths], jobs, _worker_command() if isolated else None)


def extract(
    inputs: PathLike | Sequence[PathLike],
    output: PathLike,
    *,
    organs: PathLike | None = None,
    jobs: int | None = None,
    full: bool = False,
    isolated: bool = True,
) -> Dataset:
    """Makes or refreshes a dataset: the run of the program ``gouji extract``, with its cache, its lock and its switch.

    :param organs: a CSV file that lists who should file (columns ``organ``, ``division_code``, ``years``, ``pattern``).
    :param full: read every file again, whatever the cache knows.
    :param isolated: read in supervised worker processes, as the program does.
    :returns: the published dataset.
    :raises RunFailed: when the run failed; the dataset in ``output`` is then as it was.
    """
    inputs = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    worker = _worker_command() if isolated else None
    listed = None if organs is None else os.fspath(organs)
    _gouji.extract([os.fspath(path) for path in inputs], os.fspath(output), jobs, full, worker, listed)
    return load(output)


def check_across(filings: Iterable[Filing]) -> list[tuple[Filing, list[Finding]]]:
    """Holds filings against each other: years of one organ, copies, sums over a division.

    :returns: each filing with what the others say of it, in the order given.
    """
    filings = list(filings)
    return list(zip(filings, _gouji.check_across(filings)))


def codebook() -> list[dict[str, str]]:
    """Every variable and measure: code, labels, unit, definition, forms, comparable years."""
    import csv
    import io

    return list(csv.DictReader(io.StringIO(_gouji.codebook_csv().decode("utf-8"))))


def explain(code: str, lang: str = "en") -> str:
    """What a code of the catalogue means, in ``"zh"`` or ``"en"``.

    :raises KeyError: for a code that is in no catalogue.
    """
    text = _gouji.explain(code, lang)
    if text is None:
        raise KeyError(code)
    return text


def _worker_command() -> list[str]:
    """The command that starts a worker: this interpreter, isolated from the user's environment."""
    import sys

    return [sys.executable, "-I", "-m", "gouji._worker"]
