"""Single reports and many."""

import decimal
import subprocess
import sys
import threading

import pytest

import gouji


def test_a_path_and_its_bytes_give_the_same(corpus):
    path = corpus / "15-yichang-2021.docx"
    one, other = gouji.read(path), gouji.read(path.read_bytes(), name=str(path))
    assert one.verdict == other.verdict == "flagged"
    assert one.values() == other.values()
    assert len(one.figures) == 200
    assert {figure.status for figure in one.figures} <= {
        "reported", "blank", "na_mark", "text", "decoded", "not_found", "recognised",
    }
    assert all(isinstance(value, decimal.Decimal) for value in one.values().values())


def test_a_blank_is_no_zero(corpus):
    blanks = [f for path in sorted(corpus.glob("*.docx")) for f in gouji.read(path).figures if f.status == "blank"]
    assert blanks
    assert all(figure.value is None for figure in blanks)


def test_what_is_no_document_is_a_filing():
    filing = gouji.read(b"\x00\x01\x02", name="x.bin")
    assert filing.verdict == "unreadable"
    assert filing.findings[0].message_en


def test_a_missing_path_is_an_error_of_its_own_kind(tmp_path):
    with pytest.raises(gouji.InputError, match="absent.docx"):
        gouji.read(tmp_path / "absent.docx")
    with pytest.raises(gouji.InputError):
        gouji.read_many([tmp_path / "absent.docx"])
    assert issubclass(gouji.InputError, gouji.GoujiError)


def test_findings_speak_both_languages(corpus):
    hard = [f for f in gouji.read(corpus / "15-yichang-2021.docx").findings if f.severity == "hard"]
    assert hard and all(f.message_zh and f.message_en and f.message_zh != f.message_en for f in hard)
    assert all(gouji.explain(f.code) for f in hard)
    with pytest.raises(KeyError):
        gouji.explain("NO-SUCH-CODE")


def test_the_notebook_shows_the_page(corpus):
    shown = gouji.read(corpus / "15-yichang-2021.docx")._repr_html_()
    assert shown.startswith("<iframe") and "sandbox" in shown and "254" in shown


@pytest.mark.parametrize("isolated", [True, False])
def test_many_are_what_each_is(corpus, isolated):
    many = gouji.read_many([corpus], jobs=2, isolated=isolated)
    assert len(many) > 60
    by_name = {filing.name.rsplit("/", 1)[-1]: filing for filing in many}
    for name in ("15-yichang-2021.docx", "08-gansu-2021.shtml", "44-tongxiang-shiling-2021.txt"):
        assert by_name[name].values() == gouji.read(corpus / name).values()
    assert any("!/" in filing.name for filing in many), "members of archives are filings"


def test_reading_many_lets_other_threads_run(corpus):
    ticks, done = [], threading.Event()

    def tick():
        while not done.wait(0.001):
            ticks.append(1)

    thread = threading.Thread(target=tick)
    thread.start()
    gouji.read_many([corpus], jobs=1, isolated=False)
    done.set()
    thread.join()
    assert len(ticks) > 3


def test_years_of_one_organ_are_held_against_each_other(corpus):
    filings = gouji.read_many([corpus])
    said = {finding.code for _, findings in gouji.check_across(filings) for finding in findings}
    assert any(code.startswith(("LON-", "DUP-", "HIER-")) for code in said), said


def test_import_is_light():
    code = "import sys, gouji; print([m for m in ('pandas', 'pyarrow', 'polars', 'pyspark') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
