"""The job on a real cluster gives the rows of the program: on the corpus, with hostile files, skew, archives, lists."""

import io
import os
import shutil
import subprocess
import sys

import pytest

import gouji

pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")
if shutil.which("java") is None:
    pytest.skip("java is not here", allow_module_level=True)

import cluster as clusters  # noqa: E402
from tables import assert_equal, written  # noqa: E402


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    cluster = clusters.Cluster(tmp_path_factory.mktemp("cluster"))
    yield cluster
    cluster.stop()


@pytest.fixture(scope="module")
def spark(cluster):
    # Planted monsters are awake in the executors, where this build has them.
    spark = cluster.session(**{"spark.executorEnv.GOUJI_MONSTERS": "1"})
    yield spark
    spark.stop()


def test_the_corpus_gives_the_rows_of_the_program(spark, corpus, tmp_path):
    gouji.extract(corpus, tmp_path / "program")
    from gouji.spark import extract

    extract(spark, corpus, tmp_path / "job")
    counts = assert_equal(tmp_path / "job", tmp_path / "program")
    assert counts["filings"] > 60 and counts["figures"] > 5_000
    assert not (tmp_path / "job" / "_stages").exists()
    with pytest.raises(gouji.InputError, match="overwrite"):
        extract(spark, corpus, tmp_path / "job")
    loaded = gouji.load(tmp_path / "job")
    assert len(loaded["figures"]) == counts["figures"]


def records(pages: dict[str, bytes]) -> bytes:
    """A web archive (WARC 1.0) of these pages."""
    out = io.BytesIO()
    for address, page in pages.items():
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2022-02-01T00:00:00Z\r\n"
            f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        out.write(head.encode() + body + b"\r\n\r\n")
    return out.getvalue()


def page(organ: str, year: int, public: int) -> bytes:
    told = f"全年主动公开政府信息{public}条，其中政务动态{public // 2}条。" + "本机关依法公开，未收取任何费用。" * 30
    return f"<html><body><h1>{organ}{year}年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>{told}</p></body></html>".encode()


MONSTERS = {"overflow": "crashed", "abort": "crashed", "exit": "crashed", "allocate": "out_of_memory", "panic": "panicked"}


@pytest.fixture(scope="module")
def awake(tmp_path_factory):
    """Wakes planted monsters here and in the executors, where this build has them."""
    os.environ["GOUJI_MONSTERS"] = "1"
    folder = tmp_path_factory.mktemp("monster")
    (folder / "panic.txt").write_text("gouji-monster:panic")
    filing = gouji.read_many([folder])[0]
    yield filing.reason == "panicked"
    del os.environ["GOUJI_MONSTERS"]


def test_hostile_files_web_archives_and_skew(awake, spark, corpus, tmp_path):
    """One organ with very many files, copies, archives, and files that bring their worker down."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    pages = {f"http://www.example.cn/甲市/{number}.html": page("甲市水利局", 2012 + number % 11, number) for number in range(1500)}
    (inputs / "crawl.warc").write_bytes(records(pages))
    for path in sorted(corpus.iterdir())[:12]:
        for copy in ("a", "b"):
            (inputs / copy).mkdir(exist_ok=True)
            shutil.copy(path, inputs / copy / path.name)
    (inputs / "bomb.gz").write_bytes(b"\x1f\x8b\x08" + b"\0" * 40)
    (inputs / "empty.docx").write_bytes(b"")
    if awake:
        for word in MONSTERS:
            (inputs / f"{word}.txt").write_text(f"gouji-monster:{word}")
    from gouji.spark import extract

    gouji.extract(inputs, tmp_path / "program")
    extract(spark, inputs, tmp_path / "job")
    counts = assert_equal(tmp_path / "job", tmp_path / "program")
    assert counts["filings"] > 1500
    filings = written(tmp_path / "job", "filings").to_pylist()
    reasons = {row["path"].rsplit("/", 1)[-1]: (row["verdict"], row["reason"]) for row in filings}
    if not awake:
        pytest.skip("planted monsters are not in this build; the rest held")
    for word, reason in MONSTERS.items():
        assert reasons[f"{word}.txt"] == ("unreadable", reason)


def test_a_sequence_file_and_a_list_of_organs(spark, corpus, tmp_path):
    from gouji.spark import extract

    organs = tmp_path / "organs.csv"
    organs.write_text("organ,division_code,years\n宜昌市人民政府,,2019-2022\n某市无名局,110101,2021\n", encoding="utf-8")
    files = [path for path in sorted(corpus.iterdir()) if path.is_file()]
    pairs = spark.sparkContext.parallelize([(str(path), bytearray(path.read_bytes())) for path in files], 3)
    pairs.saveAsSequenceFile(str(tmp_path / "crawl.seq"))
    frame = spark.sparkContext.sequenceFile(str(tmp_path / "crawl.seq")).toDF("path string, content binary")
    extract(spark, frame, tmp_path / "job", organs=organs)
    gouji.extract(files, tmp_path / "program", organs=organs)
    counts = assert_equal(tmp_path / "job", tmp_path / "program")
    listed = [row for row in written(tmp_path / "job", "organs").to_pylist() if row["listed"]]
    assert {row["organ"] for row in listed} == {"宜昌市人民政府", "某市无名局"} and counts["coverage"] > 55


def test_the_command_line(corpus, tmp_path):
    """One file, as typed, on a session of its own; what is there is not replaced unasked."""
    report = corpus / "15-yichang-2021.docx"
    command = [sys.executable, "-m", "gouji.spark", str(report), str(tmp_path / "job"), "--master", "local[1]"]
    environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1"}
    subprocess.run(command, check=True, env=environment, capture_output=True, cwd=tmp_path)
    rows = written(tmp_path / "job", "filings").to_pylist()
    assert [(row["path"], row["verdict"]) for row in rows] == [(str(report), "flagged")]
    again = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert again.returncode == 2 and "something is here already" in again.stderr
