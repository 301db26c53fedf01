"""Where it is measured: the machine, its disk and its memory file system, and whether there is room."""

import os
import platform
import shutil
import tempfile
from pathlib import Path

# What an explainer takes at most of a file system: content and output of each tool, our output a second time while it is
# switched, and once more for the floors.
ROOM = 300_000
# And what it takes on disk for each round more, since nothing is deleted before the end.
ROUND = 200_000
# What an explainer takes at most of memory in the tool that takes most.
HELD = 250_000
MEMORY = Path("/dev/shm")


class Place:
    """A folder of a file system that is measured on."""

    def __init__(self, name, folder, syncs):
        self.name, self.folder, self.syncs = name, folder, syncs
        self.kind = file_system(folder)

    def settle(self):
        """Brings to the disk what was written, so that the next run does not pay for the last."""
        if self.syncs:
            os.sync()

    def put_away(self, folder):
        """Takes a folder out of the way. On disk it is deleted in the end: ext4 gives files that were just deleted a wide
        berth for minutes, and to look for others costs a build more than all of its own work."""
        if not folder.exists():
            return
        if not self.syncs:
            return shutil.rmtree(folder)
        away = self.folder / "away"
        away.mkdir(exist_ok=True)
        folder.rename(away / str(len(list(away.iterdir()))))

    def lacks(self, size, runs):
        """Why so many explainers cannot be measured here, if they cannot."""
        free, needed = shutil.disk_usage(self.folder).free, size * ROOM
        if self.syncs:
            return lack(f"the disk with {self.folder}", needed + size * ROUND * (runs - 1), free)
        return lack("the memory file system", needed, free) or lack("memory", needed + size * HELD, available())

    def clear(self):
        for child in [child for child in self.folder.iterdir() if child.name != "away"]:
            self.put_away(child)

    def remove(self):
        shutil.rmtree(self.folder)


def disk(root):
    root.mkdir(parents=True, exist_ok=True)
    return Place("disk", root, True)


def memory():
    """A folder in the memory file system, or nothing where there is none."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or file_system(MEMORY) != "tmpfs":
        return None
    return Place("memory", Path(tempfile.mkdtemp(prefix="backstory-bench-", dir=MEMORY)), False)


def lack(what, needed, free):
    if free is None or free >= needed:
        return None
    return f"{what} has {free / 1e9:.1f} GB free, of {needed / 1e9:.1f} GB"


def machine():
    """What figures depend on, as lines of text."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    total = meminfo("MemTotal")
    return {
        "processor": f"{cores} cores, {model()}",
        "memory": f"{total / 2**30:.1f} GiB" if total else "unknown",
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "load at the beginning": "{:.1f}".format(os.getloadavg()[0]) if hasattr(os, "getloadavg") else "unknown",
    }


def model():
    named = (line.partition(":")[2].strip() for line in lines("/proc/cpuinfo") if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")


def available():
    """How many bytes of memory can be had, where the system tells."""
    return meminfo("MemAvailable")


def meminfo(name):
    told = (int(line.split()[1]) * 1024 for line in lines("/proc/meminfo") if line.startswith(name + ":"))
    return next(told, None)


def file_system(folder):
    """The kind of file system that a folder is on: the longest place where one is mounted that it stands under."""
    found = ("", "unknown")
    for line in lines("/proc/mounts"):
        mounted, kind = line.split()[1:3]
        if Path(mounted) in [folder, *folder.resolve().parents] and len(mounted) >= len(found[0]):
            found = (mounted, kind)
    return found[1]


def lines(path):
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
