"""The lists of dependencies agree, make sets up once and quietly, and the wheel is whole."""

import ast
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = [
    "requirements.txt",
    "requirements-test.txt",
    "requirements-supply.txt",
    "requirements-installer.txt",
]
PACKAGES = ["lobra_data", "lobra"]
CONDA_NAMES = {
    "matplotlib-base": "matplotlib",
    "nbconvert-core": "nbconvert",
    "python-duckdb": "duckdb",
}


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def requirements(entries):
    """Distribution name -> version specifier."""
    parsed = [Requirement(entry) for entry in entries]
    return {canonicalize_name(requirement.name): requirement.specifier for requirement in parsed}


RUN = requirements(PYPROJECT["project"]["dependencies"])
EXTRA = requirements(
    entry for extra in PYPROJECT["project"]["optional-dependencies"].values() for entry in extra
)
BUILD = requirements(PYPROJECT["dependency-groups"]["build"])
TEST = requirements(PYPROJECT["dependency-groups"]["test"])
SUPPLY = requirements(PYPROJECT["dependency-groups"]["supply"])
INSTALLER = requirements(PYPROJECT["dependency-groups"]["installer"])


def locked(text):
    """Name -> (version, number of hashes) for every entry of a compiled requirements file."""
    entries = {}
    for entry in re.split(r"^(?=\S)", text, flags=re.MULTILINE):
        if not entry or entry.startswith("#"):
            continue
        name, version = re.match(r"([a-z0-9-]+)==([^\s;\\]+)", entry).groups()
        assert name not in entries, f"{name} is locked twice"
        entries[name] = (Version(version), len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)))
    return entries


def conda_pins():
    """Name on PyPI -> version, for both sections of environment.yml."""
    *conda, pip = yaml.safe_load(text_of("environment.yml"))["dependencies"]
    pins = dict(entry.split("=") for entry in conda if entry != "pip")
    pins.pop("python")
    pins |= dict(entry.split("==") for entry in pip["pip"] if entry != "-e .")
    return {
        canonicalize_name(CONDA_NAMES.get(name, name)): Version(version)
        for name, version in pins.items()
    }


# --- pyproject.toml, the locks, environment.yml ------------------------------------------------


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("requirements.txt", RUN | BUILD),
        ("requirements-test.txt", RUN | BUILD | TEST),
        ("requirements-supply.txt", SUPPLY),
        ("requirements-installer.txt", INSTALLER),
    ],
)
def test_every_declared_dependency_is_locked_within_its_bounds(lock, declared):
    versions = {name: version for name, (version, _) in locked(text_of(lock)).items()}
    wrong = [
        f"{name}{bounds}: {versions.get(name, 'not locked')}"
        for name, bounds in declared.items()
        if name not in versions or versions[name] not in bounds
    ]
    assert wrong == [], "run make lock"


def test_the_locks_pin_the_same_versions():
    run, test, supply, _ = (locked(text_of(lock)) for lock in LOCKS)
    assert run == {name: test.get(name) for name in run}
    assert {name: pin for name, pin in supply.items() if test.get(name, pin) != pin} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock):
    assert [name for name, (_, n_hashes) in locked(text_of(lock)).items() if not n_hashes] == []


@pytest.mark.parametrize("file", [*LOCKS, "environment.yml", "pyproject.toml"])
def test_no_list_of_dependencies_names_a_host_or_a_folder(file):
    option = r"^\s*--?(index|extra|find|trusted|f\b|i\b)"
    place = r"://|@ |(^|\s)[~/]\w|^\s*[A-Z]:|\b\w+\.(org|com|net|io|dev)\b"
    lines = text_of(file).splitlines()
    assert [line for line in lines if re.search(f"{option}|{place}", line)] == []


def test_environment_yml_pins_the_run_time_dependencies_as_locked():
    lock = locked(text_of("requirements.txt"))
    assert conda_pins() == {name: lock[name][0] for name in RUN}


def test_environment_yml_installs_the_project_from_conda_forge_alone():
    environment = yaml.safe_load(text_of("environment.yml"))
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    assert environment["dependencies"][-1]["pip"][-1] == "-e ."
    python = next(d for d in environment["dependencies"] if d.startswith("python="))
    assert Version(python.removeprefix("python=")) >= Version("3.11")


def test_installing_the_project_needs_only_locked_build_tools():
    assert requirements(PYPROJECT["build-system"]["requires"]) == BUILD


def test_pre_commit_runs_the_locked_versions():
    lock = locked(text_of("requirements-test.txt"))
    config = yaml.safe_load(text_of(".pre-commit-config.yaml"))
    revisions = {repo["repo"].rsplit("/", 1)[-1]: repo["rev"] for repo in config["repos"]}
    assert revisions["ruff-pre-commit"] == f"v{lock['ruff'][0]}"
    assert revisions["nbstripout"] == str(lock["nbstripout"][0])


# --- licences ----------------------------------------------------------------------------------

# Of the licences that a package may name itself under: SPDX, the old classifiers, or free words.
FREE = {
    "0BSD", "APACHE", "ARTISTIC", "BSD", "CC0", "CNRI", "HPND", "ISC", "ISCL", "MIT", "MOZILLA",
    "MPL", "PSF", "PSFL", "PYTHON", "UNLICENSE", "ZLIB", "ZPL",
}  # fmt: skip
COPYLEFT = re.compile(r"\b[AL]?GPL|GNU|AFFERO", re.IGNORECASE)
# Its licence isn't in its metadata: read in its licence file.
READ_BY_HAND = {"pyphen": "MPL-1.1"}  # one of three to choose from, as its LICENSE says


def licence(name):
    """What an installed distribution says of its licence: the most exact of the three ways."""
    about = importlib.metadata.metadata(name)
    classes = [one for one in about.get_all("Classifier", []) if one.startswith("License ::")]
    said = about.get("License-Expression") or "; ".join(
        one.rpartition(" :: ")[2] for one in classes
    )
    return said or (about.get("License") or "").strip().partition("\n")[0]


def is_allowed(said):
    """Whether a licence is one of those that ask nothing of who uses Lobra but to name them."""
    words = {word for word in re.split(r"[^A-Z0-9]+", said.upper()) if word}
    return bool(words & FREE) and not COPYLEFT.search(said)


def test_no_dependency_is_under_gpl_or_agpl():
    said = {}
    for name in locked(text_of("requirements.txt")):
        try:
            said[name] = READ_BY_HAND.get(name) or licence(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system or Python
    assert len(said) > len(RUN)
    assert {name: text for name, text in said.items() if not is_allowed(text)} == {}


@pytest.mark.parametrize(
    ("said", "allowed"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("GPL-3.0-or-later", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("AGPL-3.0-only", False),
        ("MIT AND GPL-2.0-only", False),
        ("LGPLv2+", False),
        ("Proprietary", False),
        ("", False),
    ],
)
def test_only_free_licences_without_conditions_on_the_rest_are_allowed(said, allowed):
    assert is_allowed(said) is allowed


# --- imports -----------------------------------------------------------------------------------


def imported_modules(source):
    """Top-level names that a piece of Python imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def sources(folder):
    """File -> its Python; of a notebook the code cells, without IPython's own commands."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / folder).rglob("*.ipynb")):
        if ".ipynb_checkpoints" not in path.parts:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
            yield path, re.sub(r"^\s*[%!].*$", "pass", "\n".join(code), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("folder", "declared"),
    [("lobra_data", RUN), ("lobra", RUN | EXTRA), ("notebooks", RUN), ("tests", RUN | TEST)],
)
def test_every_import_is_a_declared_dependency(folder, declared):
    distributions = importlib.metadata.packages_distributions()
    own = {"lobra", "lobra_data", "tests"} | {path.stem for path in (ROOT / "tests").glob("*.py")}
    ours = sys.stdlib_module_names | own

    def is_declared(module):
        names = distributions.get(module, [module])
        return any(canonicalize_name(name) in declared for name in names)

    undeclared = [
        f"{path.relative_to(ROOT)}: {module}"
        for path, source in sources(folder)
        for module in sorted(set(imported_modules(source)) - ours)
        if not is_declared(module)
    ]
    assert undeclared == []


# --- what is installed -------------------------------------------------------------------------


def wheel_of(folder):
    """Builds a wheel of a copy of the checkout in a folder; the copy and the wheel."""
    if Version(importlib.metadata.version("setuptools")) not in BUILD["setuptools"]:
        pytest.skip(f"setuptools{BUILD['setuptools']} is not installed here: run make test")
    tree = folder / "tree"
    tree.mkdir()
    for name in ["pyproject.toml", "setup.py", "README.md", "LICENSE"]:
        shutil.copy(ROOT / name, tree)
    ignore = shutil.ignore_patterns("__pycache__", ".*")
    for name in [*PACKAGES, "notebooks"]:
        shutil.copytree(ROOT / name, tree / name, ignore=ignore)
    build = "from setuptools import build_meta as b; b.build_wheel('wheel')"
    subprocess.run([sys.executable, "-c", build], cwd=tree, check=True, capture_output=True)
    (wheel,) = (tree / "wheel").glob("lobra-*.whl")
    return tree, wheel


def test_the_wheel_holds_every_file_of_the_package(tmp_path):
    tree, wheel = wheel_of(tmp_path)
    files = [path for name in PACKAGES for path in tree.glob(f"{name}/**/*") if path.is_file()]
    expected = {path.relative_to(tree).as_posix() for path in files}
    notebooks = {f"lobra/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert len(notebooks) >= 4

    names = zipfile.ZipFile(wheel).namelist()

    assert {name for name in names if not name.startswith("lobra-")} == expected | notebooks


def test_entry_points_lead_to_something():
    points = [("lobra", PYPROJECT["project"]["scripts"]["lobra"])]
    points += PYPROJECT["project"]["entry-points"]["nbconvert.exporters"].items()
    for name, value in points:
        assert callable(importlib.metadata.EntryPoint(name, value, "").load()), name


# --- the Makefile ------------------------------------------------------------------------------

needs_make = pytest.mark.skipif(
    not shutil.which("make") or os.name == "nt", reason="make is not installed here"
)

# A Python that only pretends: it notes how it was called, and makes .venv with a copy of itself.
FAKE_PYTHON = """#!/bin/sh
case "$*" in
    *version_info*) exit {too_old} ;;
    *ensurepip*) exit {no_venv} ;;
    "-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
esac
echo "$*" >> calls
case "$*" in *"-m uv"*) exit {no_uv} ;; *"-m {fails}"*) exit 1 ;; esac
case "$*" in *"lobra report"*) echo reports/rapport.html ;; esac
case "$*" in *"pip install"*) echo chatter ;; esac
"""


@pytest.fixture
def checkout(tmp_path):
    """A folder with the Makefile, no .venv, and a PATH on which only fake Pythons can be found."""
    folder = tmp_path / "en mapp"
    programs = folder / "bin"
    programs.mkdir(parents=True)
    for name in ["Makefile", "pyproject.toml", *LOCKS]:
        shutil.copy(ROOT / name, folder)
    for program in ["sh", "make", "cat", "cp", "mkdir", "touch", "rm"]:
        (programs / program).symlink_to(shutil.which(program))

    class Checkout:
        path = folder

        def add_python(self, name, **does):
            """`too_old`, `no_venv`, `no_uv`: 1 where it is so; `fails`: what ends with 1."""
            asked = {"too_old": 0, "no_venv": 0, "no_uv": 0, "fails": "nothing"}
            text = FAKE_PYTHON.format_map(asked | does)
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)

        def make(self, *arguments, at=folder):
            return subprocess.run(
                ["make", *arguments],
                cwd=at,
                env={"PATH": str(programs)},
                capture_output=True,
                text=True,
                encoding="utf-8",
            )

        def calls(self, at=folder):
            """What the Pythons were asked to do since the last time."""
            noted = (at / "calls").read_text().splitlines() if (at / "calls").exists() else []
            (at / "calls").unlink(missing_ok=True)
            return [call for call in noted if not call.startswith("-c")]

    return Checkout()


@needs_make
def test_make_report_prints_only_the_answer_of_lobra_report(checkout):
    checkout.add_python("python3")
    result = checkout.make("report", "YEAR=2021")
    assert (result.returncode, result.stdout) == (0, "reports/rapport.html\n")
    assert "Installationen är klar." in result.stderr


@needs_make
def test_make_installs_with_hashes_once_and_the_second_time_only_runs(checkout):
    checkout.add_python("python3")
    checkout.make("report", "YEAR=2021")
    venv, installer, packages, project, compiled, report = checkout.calls()
    assert compiled == "-m compileall -q lobra lobra_data"
    assert venv == "-m venv --clear .venv"
    locked_only = "--require-hashes --only-binary :all: --requirement"
    assert f"{locked_only} requirements-installer.txt" in installer
    assert packages.startswith("-m uv pip install --quiet --compile-bytecode ")
    assert packages.endswith(f"{locked_only} requirements.txt")
    assert "--no-deps --no-build-isolation --editable ." in project
    assert report == "-m lobra report 2021"

    again = checkout.make("report", "YEAR=2021")
    assert checkout.calls() == ["-m lobra report 2021"]
    assert again.stderr == ""


@needs_make
def test_where_the_quick_installer_fails_pip_installs_the_same(checkout):
    checkout.add_python("python3", no_uv=1)
    result = checkout.make("report", "YEAR=2021")
    assert (result.returncode, result.stdout) == (0, "reports/rapport.html\n")
    *_, tried, packages, _, _, _ = checkout.calls()
    locked_only = "--require-hashes --only-binary :all: --requirement requirements.txt"
    assert tried.startswith("-m uv pip install") and tried.endswith(locked_only)
    assert packages.startswith("-m pip install") and packages.endswith(locked_only)


@needs_make
def test_make_test_installs_what_the_tests_need_too(checkout):
    checkout.add_python("python3")
    assert checkout.make("test").returncode == 0
    calls = checkout.calls()
    start = calls.index("-m ruff check --quiet .")
    assert "--requirement requirements-test.txt" in calls[start - 1]
    assert calls[start + 1] == "-m ruff format --check --quiet ."
    assert {*calls[start + 2 :]} == {  # beside each other
        "-m mypy --no-error-summary",
        "-m pytest -q -n logical --maxprocesses 8 --dist worksteal -m not thorough",
    }


@needs_make
@pytest.mark.parametrize("target", ["test", "test-all"])
@pytest.mark.parametrize("wrong", ["ruff format", "mypy", "pytest"])
def test_make_test_fails_when_one_of_its_parts_does(checkout, target, wrong):
    checkout.add_python("python3", fails=wrong)
    assert checkout.make(target).returncode != 0


@needs_make
def test_make_test_all_leaves_nothing_out(checkout):
    checkout.add_python("python3")
    assert checkout.make("test-all").returncode == 0
    assert "-m pytest -q -n logical --maxprocesses 8 --dist worksteal" in checkout.calls()[-2:]


@needs_make
def test_make_test_fast_leaves_out_what_builds_reports_and_opens_browsers(checkout):
    checkout.add_python("python3")
    assert checkout.make("test-fast").returncode == 0
    assert checkout.calls()[-1] == (
        "-m pytest -q -n logical --maxprocesses 8 --dist worksteal "
        "-m not slow and not browser and not thorough"
    )


def test_windows_ci_and_the_guide_run_what_make_test_runs():
    steps = yaml.safe_load(text_of(".github/workflows/tests.yml"))["jobs"]["windows"]["steps"]
    by_ci = [step["run"].split(" -m ", 1)[1] for step in steps if " -m " in step.get("run", "")]
    guide = re.findall(r"^    \S*python -m (.+)$", text_of("CONTRIBUTING.md"), flags=re.MULTILINE)
    recipe = re.findall(r"^\t@\$\(RUN\) -m (ruff .+|mypy.*)$", text_of("Makefile"), re.MULTILINE)
    made = [re.sub(r" --(quiet|no-error-summary)", "", line) for line in recipe]
    assert [line for line in by_ci if line.startswith(("ruff", "mypy"))] == made
    assert [line for line in guide if line.startswith(("ruff", "mypy"))] == made


def test_ci_tries_every_python_that_the_readme_promises():
    first, last = re.search(r"Python 3\.(\d+)–3\.(\d+)", text_of("README.md")).groups()
    promised = [f"3.{minor}" for minor in range(int(first), int(last) + 1)]
    jobs = yaml.safe_load(text_of(".github/workflows/tests.yml"))["jobs"]
    matrices = {name: job["strategy"]["matrix"] for name, job in jobs.items() if "strategy" in job}
    tried = {name: matrix["python"] for name, matrix in matrices.items()}
    assert tried == {"linux": promised, "windows": promised}


@needs_make
def test_make_audit_and_sbom_read_the_lock_and_install_their_tools_from_one(checkout):
    checkout.add_python("python3")
    assert checkout.make("audit").returncode == 0
    *_, tools, audit = checkout.calls()
    assert "--require-hashes --only-binary :all: --requirement requirements-supply.txt" in tools
    assert audit.startswith("-m pip_audit --strict")
    assert audit.endswith("--requirement requirements.txt")
    made = checkout.make("sbom")
    assert (made.returncode, made.stdout) == (0, "build/sbom.json\n")
    (sbom,) = checkout.calls()
    assert "cyclonedx_py requirements" in sbom
    assert sbom.endswith("--output-file build/sbom.json requirements.txt")


@needs_make
def test_make_report_takes_several_years_and_never_runs_what_stands_in_them(checkout):
    checkout.add_python("python3")
    checkout.make("report", "YEAR=2018 2019")
    assert checkout.calls()[-1] == "-m lobra report 2018 2019"
    checkout.make("report", "YEAR=2021; touch harm")
    assert checkout.calls()[-1] == "-m lobra report 2021; touch harm"
    assert not (checkout.path / "harm").exists()


@needs_make
def test_make_report_without_a_year_says_how_before_it_installs_anything(checkout):
    checkout.add_python("python3")
    result = checkout.make("report")
    assert result.returncode != 0
    assert "Ange ett eller flera år: make report YEAR=2021" in result.stderr
    assert checkout.calls() == []


@needs_make
def test_a_changed_lock_is_installed(checkout):
    checkout.add_python("python3")
    checkout.make("check")
    checkout.calls()
    newer = (checkout.path / ".venv/run").stat().st_mtime + 10
    os.utime(checkout.path / "requirements.txt", (newer, newer))
    checkout.make("check")
    calls = checkout.calls()
    assert [call for call in calls if "--requirement requirements.txt" in call] != []
    assert "-m venv --clear .venv" not in calls


@needs_make
def test_a_venv_copied_from_another_folder_is_made_anew(checkout, tmp_path):
    checkout.add_python("python3")
    checkout.make("check")
    checkout.calls()
    copy = tmp_path / "kopia"
    shutil.copytree(checkout.path, copy)
    checkout.make("check", at=copy)
    assert checkout.calls(at=copy)[0] == "-m venv --clear .venv"


@needs_make
def test_make_skips_a_python_that_is_too_old_or_lacks_venv(checkout):
    checkout.add_python("python3.13", no_venv=1)
    checkout.add_python("python3", too_old=1)
    checkout.add_python("python")
    assert checkout.make("check").returncode == 0


@needs_make
@pytest.mark.parametrize(
    ("python", "message"),
    [
        ({"too_old": 1}, "Python 3.11–3.14 saknas. Installera det"),
        ({"no_venv": 1}, "python3 saknar modulen venv. På Debian och Ubuntu: sudo apt install"),
    ],
)
def test_make_says_what_to_do_when_no_python_will_do(checkout, python, message):
    checkout.add_python("python3", **python)
    result = checkout.make("check")
    assert result.returncode != 0
    assert result.stdout == ""
    assert result.stderr.startswith(message)
    assert not (checkout.path / ".venv").exists()


def test_every_make_command_in_the_documents_exists():
    targets = set(re.findall(r"^([a-z ]+):(?!=)", text_of("Makefile"), flags=re.MULTILINE))
    known = {target for group in targets for target in group.split()}
    for document in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "reports/README.md"]:
        named = set(re.findall(r"(?:`|^\s+)make ([a-z]+)", text_of(document), flags=re.MULTILINE))
        assert named - known == set(), document


# --- CI ----------------------------------------------------------------------------------------


def test_ci_runs_the_test_command_of_the_readme():
    assert text_of(".ci/run").splitlines()[-1] == "exec make test"
    assert "make test" in text_of("README.md")


def test_built_reports_are_ignored_by_git_but_not_the_note_on_them():
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")

    def is_ignored(path):
        return subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT).returncode == 0

    assert is_ignored("reports/hagersten-alvsjo/2021/verksamhetsberattelse.html")
    assert is_ignored("reports/index.html")
    assert not is_ignored("reports/README.md")
    assert not is_ignored("lobra_data/records/hagersten-alvsjo/meetings.csv")
