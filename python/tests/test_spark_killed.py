"""A machine that is switched off in the midst of the job costs time, and no row."""

import os
import shutil
import threading
import time

import pytest

import gouji

pytest.importorskip("pyspark")
pytest.importorskip("pyarrow")
if shutil.which("java") is None:
    pytest.skip("java is not here", allow_module_level=True)

import cluster as clusters  # noqa: E402
from tables import assert_equal  # noqa: E402


def killed_in_the_midst(spark, cluster, victim, done):
    """Kills a worker when some tasks of the first stage are done and others run; says so in ``done``."""
    tracker = spark.sparkContext.statusTracker()
    until = time.monotonic() + 120
    while time.monotonic() < until:
        for stage in tracker.getActiveStageIds():
            info = tracker.getStageInfo(stage)
            if info and info.numCompletedTasks > 0 and info.numActiveTasks > 1:
                cluster.kill(victim)
                done.append((info.name, info.numCompletedTasks, info.numTasks))
                return
        time.sleep(0.02)


def test_a_worker_that_is_killed_in_the_midst_costs_nothing(tmp_path):
    """Two thousand generated reports; half of the cluster is gone before they are read."""
    generated = os.environ.get("GOUJI_GENERATED")
    if not generated:
        pytest.skip("GOUJI_GENERATED names no folder of generated reports (scripts/corpus makes them)")
    from gouji.spark import extract

    gouji.extract(generated, tmp_path / "program")
    cluster = clusters.Cluster(tmp_path / "cluster")
    try:
        spark = cluster.session(**{"spark.executor.heartbeatInterval": "2s"})
        killed: list = []
        killer = threading.Thread(target=killed_in_the_midst, args=(spark, cluster, cluster.workers[1], killed), daemon=True)
        killer.start()
        extract(spark, generated, tmp_path / "job")
        killer.join()
        alive = spark.sparkContext._jsc.sc().statusTracker().getExecutorInfos()
        spark.stop()
    finally:
        cluster.stop()
    assert killed, "the job was over before a worker was killed"
    name, done, all_tasks = killed[0]
    assert 0 < done < all_tasks and cluster.workers[1].poll() is not None, name
    # The driver and one executor.
    assert len(alive) == 2
    counts = assert_equal(tmp_path / "job", tmp_path / "program")
    assert counts["filings"] >= 2_000
