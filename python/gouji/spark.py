"""A dataset on a Spark cluster: ``gouji.spark.extract(spark, input, output)`` or ``python -m gouji.spark INPUT OUTPUT``.

The rows are those of ``gouji extract`` on the same inputs, and the same core makes them; Spark decides where they are. Files are
read into filings by supervised worker processes of this package on every executor, so that a file that crashes, hangs or
takes all memory costs only itself. Comparisons across filings are group operations: what must be together (the filings of one
content, of one family of organ names, of one organ, of one province, with one table or band of prose) is shuffled together in
order and streamed through the core; nothing that grows with the inputs is collected on the driver.

Every executor needs this package and pyarrow. On Java 17 Arrow needs ``--add-opens=java.base/java.nio=ALL-UNNAMED`` for driver and
executors; the command line sets it.
"""

from __future__ import annotations

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterable, Iterator, Sequence, Union

from . import _gouji
from ._gouji import InputError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["extract", "session", "JAVA_OPTIONS"]

#: What Arrow needs on Java 17, for driver and executors.
JAVA_OPTIONS = "--add-opens=java.base/java.nio=ALL-UNNAMED"

#: Files up to this size are read; of larger ones there is a row that says so. A batch of Arrow's holds two gibibytes.
LARGEST = 1 << 30

#: Settings of the session in which the job runs: a task has so many bytes of files, and a batch so many of them.
_SETTINGS = {
    "spark.sql.files.maxPartitionBytes": "32m",
    "spark.sql.files.openCostInBytes": "16k",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.sql.execution.arrow.maxBytesPerBatch": "64m",
}

#: Tables that come of single filings, in the order in which they are written.
_OF_FILINGS = (
    "filings", "figures", "narrative", "findings", "outcomes", "panel", "panel_status", "indicators", "changes", "history",
)
#: The order of the dataset.
_ORDER = ("division", "organ", "year", "path")


def session(**settings: str) -> "SparkSession":
    """A session with what the job needs on Java 17; a running one is taken as it is. Executors use the interpreter of the driver,
    unless ``PYSPARK_PYTHON`` names another."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("gouji")
    for side in ("driver", "executor"):
        builder = builder.config(f"spark.{side}.extraJavaOptions", JAVA_OPTIONS)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def extract(
    spark: "SparkSession",
    input: Union[str, "os.PathLike[str]", Sequence[Union[str, "os.PathLike[str]"]], "DataFrame"],
    output: Union[str, "os.PathLike[str]"],
    *,
    organs: Union[str, "os.PathLike[str]", None] = None,
    overwrite: bool = False,
) -> None:
    """Makes a dataset of Parquet files, a folder for each table, described by ``datapackage.json``.

    :param input: files and folders as Spark names them (``s3a://...``, ``hdfs://...``, local ones), archives and web archives
        (WARC) among them; or a frame with the columns ``path`` (text, no two equal) and ``content`` (bytes), for instance of
        a sequence file. As for every source of Spark's, files are passed over whose names begin with ``_`` or ``.``.
    :param output: a folder that does not exist, or is empty; with ``overwrite`` what is there is replaced.
    :param organs: the list of organs, as for ``gouji extract --organs``; a local file.
    :raises InputError: when the output is there already, or the list cannot be read.

    The rows of each table are in the order of the program's, over the files in the order of their names, but for ``organs`` and
    ``coverage``, which are ordered by division and organ. Every run is a whole new dataset: all its filings are new.
    """
    Job(spark, os.fspath(output), _list(organs), overwrite).run(input)


def _list(organs: Any) -> tuple[str, bytes] | None:
    if organs is None:
        return None
    try:
        return os.fspath(organs), Path(organs).read_bytes()
    except OSError as error:
        raise InputError(f"{organs}: {error}") from error


class Job:
    """One run on the cluster."""

    def __init__(self, spark: "SparkSession", output: str, organs: tuple[str, bytes] | None, overwrite: bool):
        # A session of its own, so that the settings of the caller's stay.
        self.spark = spark.newSession()
        for name, value in _SETTINGS.items():
            self.spark.conf.set(name, value)
        self.output, self.organs, self.overwrite = output.rstrip("/"), organs, overwrite
        self.written: list[str] = []

    def run(self, input: Any) -> None:
        folder = _Folder(self.spark, self.output)
        if folder.is_filled():
            if not self.overwrite:
                raise InputError(f"{self.output}: something is here already; overwrite=True replaces it")
            folder.remove()
        read = self.stage("read", self.files(input))
        filings, organs = self.edition(read)
        rows = self.rows(read, filings, self.across(read, filings, organs)).persist(_disk())
        for table in _OF_FILINGS:
            self.write(table, _exploded(rows, table))
        self.write("rules", _summed(_exploded(rows, "rules")))
        covered = self.coverage(rows, organs).persist(_disk())
        for table in ("organs", "coverage"):
            self.write(table, _exploded(covered, table))
        covered.unpersist()
        rows.unpersist()
        codebook = self.spark.createDataFrame(_table(_gouji.spark_codebook())).coalesce(1)
        self.write("codebook", _exploded(codebook, "codebook"))
        folder.describe(self.written)
        folder.remove("_stages")

    def files(self, input: Any) -> "DataFrame":
        """Filings with all that later steps need, from files or from rows that hold them."""
        from pyspark.sql import functions as F

        if not hasattr(input, "mapInArrow"):
            paths = [input] if isinstance(input, (str, os.PathLike)) else list(input)
            roots = _distinct([(_Folder(self.spark, os.fspath(path)).qualified(), _shown(path)) for path in paths])
            reader = self.spark.read.format("binaryFile").option("recursiveFileLookup", "true")
            files = reader.load([root for root, _ in roots])
            small = files.where(F.col("length") <= LARGEST).select("path", "content", "length")
            nothing = F.lit(None).cast("binary").alias("content")
            input = small.unionAll(files.where(F.col("length") > LARGEST).select("path", nothing, "length"))
            input = input.unionAll(self.empty(files))
        else:
            roots = []
            input = input.select("path", "content", F.length("content").cast("long").alias("length"))
        return input.mapInArrow(partial(_read, roots, self.organs), _schema("read"))

    def empty(self, files: "DataFrame") -> "DataFrame":
        """Files without a byte, which Spark lists and does not read."""
        from pyspark.sql import DataFrame
        from pyspark.sql import functions as F

        listed = files._jdf.inputFiles()
        known = files.select("path")
        if len(listed) == known.count():
            names = self.spark.createDataFrame([], "path string")
        else:
            # The list is in the driver's file index anyway; it does not leave the Java side.
            jvm = self.spark._jvm
            names = self.spark._jsparkSession.createDataset(
                jvm.scala.collection.immutable.ArraySeq.unsafeWrapArray(listed), jvm.org.apache.spark.sql.Encoders.STRING()
            )
            names = DataFrame(names.toDF(), self.spark)
            # Listed as addresses (file:///a%20b), read as paths (file:/a b); a plus sign is one.
            plain = F.regexp_replace(F.replace("value", F.lit("+"), F.lit("%2B")), "^([^:/]+):///", "$1:/")
            names = names.select(F.url_decode(plain).alias("path"))
            names = names.join(known, "path", "left_anti")
        return names.select("path", F.lit(b"").alias("content"), F.lit(0).cast("long").alias("length"))

    def edition(self, read: "DataFrame") -> tuple["DataFrame", "DataFrame"]:
        """Every filing with its identifier, its organ and whether it stands for it; and the organs."""
        named = self.step(
            "identify", read.select("content", "key", "path", "family", "summary"), "content", "path", "key"
        )
        if self.organs is not None:
            families = [(family,) for family in sorted(set(_gouji.spark_families(self.organs)))]
            listed = self.spark.createDataFrame(families, "family string")
            named = named.unionByName(listed, allowMissingColumns=True)
        edition = self.stage("edition", self.step("families", named, "family", "path", "key", organs=self.organs))
        return edition.where("key is not null").drop("listed"), edition.where("key is null")

    def across(self, read: "DataFrame", filings: "DataFrame", organs: "DataFrame") -> "DataFrame":
        """What filings say of each other."""
        members = filings.where("related").join(read.select("key", "profile"), "key")
        own = self.stage("organs", self.step("organs", members, "group", "year", "path", "key"))
        # As long as the user's list, whatever the inputs.
        roster = [(row.division, row.organ) for row in organs.where("stands").select("division", "organ").collect()]
        shared = own.where("trace is not null")
        shared = self.step("traces", shared, "trace", *_ORDER, "about", "seq", roster=roster)
        return own.where("trace is null").unionByName(shared).select("about", "told", "seq", "payload")

    def rows(self, read: "DataFrame", filings: "DataFrame", said: "DataFrame") -> "DataFrame":
        """The rows of every filing, in the order of the dataset."""
        from pyspark.sql import functions as F

        said = self.stage("said", said)
        findings = said.where("told < 4").groupBy("about").agg(
            F.collect_list(F.struct("told", "seq", "payload")).alias("said")
        )
        revisions = said.where("told = 4").groupBy(F.col("about").alias("revised")).agg(
            F.collect_list(F.struct("payload")).alias("revisions")
        )
        whole = filings.join(read.select("key", "filing"), "key")
        whole = whole.join(findings, F.col("id") == F.col("about"), "left")
        whole = whole.join(revisions, F.col("first") == F.col("revised"), "left")
        ordered = whole.repartitionByRange(*_ORDER).sortWithinPartitions(*_ORDER, "key")
        return ordered.mapInArrow(partial(_step, "rows", {"day": _gouji.today()}), _schema("rows"))

    def coverage(self, rows: "DataFrame", organs: "DataFrame") -> "DataFrame":
        filed = rows.where("key is not null").select("group", "key", "stands", "summary")
        known = organs.select("group", "listed")
        both = filed.unionByName(known, allowMissingColumns=True)
        return self.step("coverage", both, "group", "key", organs=self.organs).orderBy("division", "organ")

    def step(self, name: str, frame: "DataFrame", group: str, *order: str, **options: Any) -> "DataFrame":
        """A step of the core over rows of which those with one ``group`` are together, in order."""
        together = frame.repartition(group).sortWithinPartitions(group, *order)
        return together.mapInArrow(partial(_step, name, options), _schema(name))

    def stage(self, name: str, frame: "DataFrame") -> "DataFrame":
        """A frame on disk: what was done for it is not done again, whatever happens to the machines that did it."""
        path = f"{self.output}/_stages/{name}"
        frame.write.parquet(path)
        return self.spark.read.parquet(path)

    def write(self, table: str, frame: "DataFrame") -> None:
        frame.write.option("compression", "zstd").parquet(f"{self.output}/{table}")
        self.written.append(table)


class _Folder:
    """A file or folder as the cluster sees it."""

    def __init__(self, spark: "SparkSession", path: str):
        self._spark, self._jvm = spark, spark._jvm
        self._path = self._jvm.org.apache.hadoop.fs.Path(path)
        self._system = self._path.getFileSystem(spark._jsc.hadoopConfiguration())

    def qualified(self) -> str:
        if not self._system.exists(self._path):
            raise InputError(f"{self._path}: no such file or folder")
        return self._system.makeQualified(self._path).toString().rstrip("/")

    def is_filled(self) -> bool:
        return self._system.exists(self._path) and len(self._system.listStatus(self._path)) > 0

    def remove(self, name: str | None = None) -> None:
        self._system.delete(self._inner(name) if name else self._path, True)

    def _inner(self, *names: str):
        path = self._path
        for name in names:
            path = self._jvm.org.apache.hadoop.fs.Path(path, name)
        return path

    def describe(self, tables: Sequence[str]) -> None:
        """Writes ``datapackage.json``, last of all: where it is, the dataset is whole."""
        described = {resource["name"]: resource for resource in json.loads(_gouji.descriptor())["resources"]}
        resources = []
        for table in tables:
            names = sorted(status.getPath().getName() for status in self._system.listStatus(self._inner(table)))
            files = [f"{table}/{name}" for name in names if name.endswith(".parquet")]
            resource = described[table] | {"path": files, "format": "parquet", "mediatype": "application/vnd.apache.parquet"}
            resources.append({name: value for name, value in resource.items() if name not in ("hash", "bytes", "encoding", "dialect")})
        package = json.loads(_gouji.descriptor()) | {"resources": resources}
        stream = self._system.create(self._inner("datapackage.json"), True)
        try:
            stream.write(bytearray(json.dumps(package, ensure_ascii=False, indent=2).encode("utf-8")))
        finally:
            stream.close()


def _shown(path: Any) -> str:
    """An input as the dataset shows it: as typed, without ``./`` in front and separators at the end."""
    path = os.fspath(path)
    return path if "://" in path else os.path.normpath(path)


def _distinct(roots: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The inputs without those that lie in another, which would be listed twice."""
    def covered(at: int) -> bool:
        path = roots[at][0]
        return any(
            path.startswith(f"{other}/") or (path == other and index < at)
            for index, (other, _) in enumerate(roots) if index != at
        )
    return [root for at, root in enumerate(roots) if not covered(at)]


def _disk():
    from pyspark import StorageLevel

    return StorageLevel.DISK_ONLY


def _schema(step: str):
    import pyarrow as pa
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(pa.schema(_gouji.spark_schema(step)))


def _table(batch: Any) -> "pa.Table":
    import pyarrow as pa

    return pa.Table.from_batches([pa.record_batch(batch)])


def _exploded(rows: "DataFrame", table: str) -> "DataFrame":
    from pyspark.sql import functions as F

    return rows.select(F.explode(table).alias("row")).select("row.*")


def _summed(rules: "DataFrame") -> "DataFrame":
    from pyspark.sql import functions as F

    key, counts = rules.columns[:3], rules.columns[3:]
    summed = rules.groupBy(*key).agg(*(F.sum(count).alias(count) for count in counts))
    return summed.orderBy(*key).coalesce(1)


def _read(
    roots: list[tuple[str, str]], organs: tuple[str, bytes] | None, batches: Iterable["pa.RecordBatch"]
) -> Iterator["pa.RecordBatch"]:
    """Files to filings, on an executor."""
    import tempfile

    import pyarrow as pa

    from . import _worker_command

    with tempfile.TemporaryDirectory(prefix="gouji-") as spool:
        for batch in batches:
            if batch.num_rows:
                shown = batch.set_column(batch.schema.get_field_index("path"), "path", _renamed(batch.column("path"), roots))
                yield pa.record_batch(_gouji.spark_read(shown, spool, _worker_command(), organs))


def _renamed(paths: "pa.Array", roots: list[tuple[str, str]]) -> "pa.Array":
    """Paths with the inputs as they were typed in front."""
    import pyarrow.compute as pc

    for root, shown in roots:
        typed = pc.utf8_replace_slice(paths, start=0, stop=len(root), replacement=shown)
        inside = pc.or_(pc.equal(paths, root), pc.starts_with(paths, f"{root}/"))
        paths = pc.if_else(inside, typed, paths)
    return paths


def _step(name: str, options: dict[str, Any], batches: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """A step of the core, on an executor."""
    import pyarrow as pa

    step = _gouji.Step(name, **options)
    for batch in batches:
        given = step.push(batch)
        if given is not None:
            yield pa.record_batch(given)
    yield pa.record_batch(step.finish())


def _main(arguments: Sequence[str]) -> int:
    import argparse

    parser = argparse.ArgumentParser(prog="python -m gouji.spark", description="Makes a dataset on a Spark cluster.")
    parser.add_argument("input", nargs="+", help="files and folders, as Spark names them")
    parser.add_argument("output", help="folder of the dataset")
    parser.add_argument("--organs", metavar="FILE.csv", help="list of organs")
    parser.add_argument("--overwrite", action="store_true", help="replace what is in the output folder")
    parser.add_argument("--master", help="Spark master (spark://host:port, yarn, local[4]); else as Spark is set up")
    typed = parser.parse_args(arguments)
    settings = {"spark.master": typed.master} if typed.master else {}
    spark = session(**settings)
    try:
        extract(spark, typed.input, typed.output, organs=typed.organs, overwrite=typed.overwrite)
    except _gouji.GoujiError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        spark.stop()
    return 0


if __name__ == "__main__":
    # Under its own name, so that what is sent to executors is found there.
    from gouji import spark as _spark

    sys.exit(_spark._main(sys.argv[1:]))
