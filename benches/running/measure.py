"""Runs the tools in turn and takes down what each run cost: the whole process, from its start to its end.

The runs of a round: `cold` into an empty folder, `again` with nothing changed, `all changed` after another title of the
site, which every page shows, over what is there. Content is in the page cache always: it was just written or read.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from . import places, tools

RUNS = ("cold", "again", "all changed")


class Failed(Exception):
    """A tool did not do what was measured."""


class Bench:
    """All that is measured of one size in one place."""

    def __init__(self, place, size, given, own):
        self.place, self.size, self.tools, self.own = place, size, given, own
        self.records = {(tool.name, run): record(tool, run) for tool in given for run in RUNS}
        self.floors = {}
        self.titles = {}
        self.unmeasured = []

    def run(self, runs, with_floors):
        for tool in self.tools:
            self.lay_out(tool)
        self.place.settle()
        for round_ in range(runs):
            tools.tell(f"{self.size} explainers, {self.place.name}: round {round_ + 1} of {runs}")
            running = [tool for tool in self.tools if round_ < tool.rounds(runs, self.size)]
            for run in RUNS:
                for tool in running:
                    self.measure(tool, run)
            if with_floors:
                self.measure_floors()

    def site(self, tool):
        return self.place.folder / tool.name / "site"

    def out(self, tool):
        return self.place.folder / tool.name / "out" / "public"

    def lay_out(self, tool):
        site = self.site(tool)
        site.mkdir(parents=True)
        tool.prepare(site)
        command = [self.own["corpora"], str(site), str(self.size), tool.layout]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        self.titles[tool.name] = 0

    def measure(self, tool, run):
        site, out = self.site(tool), self.out(tool)
        if run == "cold":
            self.place.put_away(out.parent)
            out.parent.mkdir()
        if run == "all changed":
            self.change_title(tool)
        self.place.settle()
        wall, cpu, peak = child(tool.command(site, out), site, tool.environment)
        self.look(tool, out)
        record = self.records[tool.name, run]
        for name, value in (("wall", wall), ("cpu", cpu), ("peak", peak)):
            record[name].append(value)
        record.update(contents(out))

    def change_title(self, tool):
        settings = self.site(tool) / tool.settings
        before = self.titles[tool.name]
        text = settings.read_text()
        settings.write_text(text.replace(tools.TITLES[before], tools.TITLES[1 - before]))
        self.titles[tool.name] = 1 - before

    def look(self, tool, out):
        """What was not built is not measured."""
        home = out / "index.html"
        title = tools.TITLES[self.titles[tool.name]]
        if not home.exists() or title not in home.read_text():
            raise Failed(f"{tool.name} wrote no home page that says “{title}”")

    def measure_floors(self):
        """Those of the first tool, which is ours."""
        tool = self.tools[0]
        scratch = self.place.folder / "floors"
        held = self.records[tool.name, "cold"]["bytes"]
        memory = places.available()
        if memory is not None and memory < 2 * held:
            self.unmeasured.append(f"floors: the output does not fit in memory ({held / 1e9:.1f} GB)")
            return
        command = [self.own["floors"], str(self.site(tool) / "content"), str(self.out(tool)), str(scratch)]
        self.place.settle()
        told = subprocess.run(
            command + ["sync"] * self.place.syncs, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        self.place.put_away(scratch)
        for line in told.splitlines():
            floor = json.loads(line)
            kept = self.floors.setdefault(floor["floor"], {"floor": floor["floor"], "wall": [], "cpu": []})
            kept.update(files=floor["files"], bytes=floor["bytes"])
            kept["wall"].append(floor["wall"])
            kept["cpu"].append(floor["cpu"])

    def result(self):
        return {
            "size": self.size,
            "place": self.place.name,
            "file system": self.place.kind,
            "runs": list(self.records.values()),
            "floors": list(self.floors.values()),
            "not measured": sorted(set(self.unmeasured)),
        }


def record(tool, run):
    return {"tool": tool.name, "run": run, "wall": [], "cpu": [], "peak": []}


def child(command, folder, environment):
    """Runs a command; gives seconds of wall time, seconds of CPU and the most bytes it held."""
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    # Read to its end, so that no tool waits for us.
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        words = said.decode(errors="replace")[-2000:]
        raise Failed(f"`{' '.join(command)}` ended with {process.returncode}:\n{words}")
    # Kibibytes on Linux, bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit


def contents(out):
    """How many files a built site has, how many of them are pages, and how large they are together."""
    files = pages = size = 0
    for folder, _, names in os.walk(out):
        for name in names:
            files += 1
            pages += name.endswith(".html")
            size += os.path.getsize(Path(folder) / name)
    return {"files": files, "pages": pages, "bytes": size}
