"""A Spark cluster on this machine: a standalone master and workers with executors of their own, on loopback."""

from __future__ import annotations

import os
import pathlib
import re
import signal
import subprocess
import time

import pyspark

BIN = pathlib.Path(pyspark.__file__).parent / "bin" / "spark-class"


class Cluster:
    """Master and workers as processes; ends what it started, and nothing else."""

    def __init__(self, folder: pathlib.Path, workers: int = 2):
        self.folder, self.workers, self.processes = folder, [], []
        folder.mkdir(parents=True, exist_ok=True)
        master = self._start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.url = self._said(master, r"Starting Spark master at (spark://\S+)")
        for number in range(workers):
            name = f"worker-{number}"
            worker = self._start(
                name, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1500m",
                "--webui-port", "0", "--work-dir", str(folder / name), self.url,
            )
            self._said(worker, r"(Successfully registered with master)")
            self.workers.append(worker)

    def _start(self, name: str, *command: str) -> subprocess.Popen:
        environment = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
        log = open(self.folder / f"{name}.log", "wb")
        # A group of its own, so that it ends with everything that it starts.
        process = subprocess.Popen([str(BIN), *command], stdout=log, stderr=log, env=environment, start_new_session=True)
        process.log = self.folder / f"{name}.log"
        self.processes.append(process)
        return process

    def _said(self, process: subprocess.Popen, pattern: str, seconds: float = 60) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until and process.poll() is None:
            found = re.search(pattern, process.log.read_text(errors="replace"))
            if found:
                return found.group(1)
            time.sleep(0.1)
        raise RuntimeError(f"{process.log.name} never said {pattern}:\n{process.log.read_text(errors='replace')[-2000:]}")

    def kill(self, process: subprocess.Popen) -> None:
        """Ends a worker with its executors, as a machine that is switched off."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for process in reversed(self.processes):
            if process.poll() is None:
                self.kill(process)

    def session(self, **settings: str):
        """A session of two executors with a core each; few partitions for small inputs."""
        from gouji import spark

        return spark.session(**{
            "spark.master": self.url, "spark.cores.max": "2", "spark.executor.cores": "1", "spark.executor.memory": "700m",
            "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "4", "spark.local.dir": str(self.folder / "local"),
        } | settings)
