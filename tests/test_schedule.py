"""What runs without anybody watching: the workflows, and the snippets of docs/schedule.md."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lobra import command

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
GUIDE = (ROOT / "docs" / "schedule.md").read_text("utf-8")
HAS_BASH = bool(shutil.which("bash")) and os.name != "nt"
needs_bash = pytest.mark.skipif(not HAS_BASH, reason="bash is not installed here")


def workflow(name):
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def steps(name, job):
    return workflow(name)["jobs"][job]["steps"]


def commands(name, job):
    return [step["run"] for step in steps(name, job) if "run" in step]


# --- every workflow ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_few_rights_an_end_and_no_foreign_text_in_commands(path):
    found = yaml.safe_load(path.read_text("utf-8"))
    assert found["permissions"] == {"contents": "read"}
    assert found["concurrency"]
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 45
        assert not [step for step in job["steps"] if "${{" in step.get("run", "")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_the_hash_of_a_named_release(path):
    used = re.findall(r"uses: (.*)", path.read_text("utf-8"))
    assert used
    pinned = r"actions/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+"
    assert [one for one in used if not re.fullmatch(pinned, one)] == []


def test_an_action_has_one_hash_in_all_workflows():
    used = {one for path in WORKFLOWS for one in re.findall(r"uses: (.*)", path.read_text("utf-8"))}
    assert len(used) == len({one.partition("@")[0] for one in used})


def test_only_the_jobs_that_publish_or_tell_may_write():
    rights = {
        (path.stem, name): {right for right, what in job["permissions"].items() if what == "write"}
        for path in WORKFLOWS
        for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items()
        if "permissions" in job
    }
    assert rights == {
        ("report", "pages"): {"pages", "id-token"},
        ("report", "alarm"): {"issues"},
        ("watch", "watch"): {"issues"},
    }


def checked_by(program, *arguments, paths=WORKFLOWS):
    """What a program on the PATH or in this environment says of the workflows."""
    beside = Path(sys.executable).parent
    found = shutil.which(program, path=f"{beside}{os.pathsep}{os.environ['PATH']}")
    if not found:
        pytest.skip(f"{program} is not installed here")
    return subprocess.run(
        [found, *arguments, *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_actionlint_has_nothing_to_say():
    run = checked_by("actionlint", "-no-color")
    assert (run.returncode, run.stdout) == (0, "")


def test_the_workflows_have_the_shape_that_github_asks_for():
    run = checked_by("check-jsonschema", "--builtin-schema", "vendor.github-workflows")
    assert run.returncode == 0, run.stdout


def test_zizmor_finds_nothing_that_can_be_misused():
    run = checked_by("zizmor", "--offline", "--no-progress", "--quiet", "--format", "plain")
    assert run.returncode == 0, run.stdout


# --- report.yml ----------------------------------------------------------------------------------


def test_the_report_workflow_only_wraps_documented_commands():
    assert commands("report.yml", "report")[1:] == ["make check", "make report"]
    # YAML 1.1 reads the key "on" as true.
    assert set(workflow("report.yml")[True]) == {"schedule", "push", "workflow_dispatch"}


@needs_bash
@pytest.mark.parametrize(
    ("year", "is_year"),
    [
        ("--all --prune", True),
        ("2021", True),
        ("2018 2019", True),
        ("", False),
        ("2021; ls", False),
        ("$(shell ls)", False),
        ("2021\n2", False),
        ("--out /", False),
    ],
)
def test_the_report_workflow_refuses_a_year_that_is_none(year, is_year):
    check, *_ = commands("report.yml", "report")
    result = subprocess.run(["bash", "-e", "-c", check], env=os.environ | {"YEAR": year})
    assert (result.returncode == 0) is is_year


def test_the_report_workflow_takes_out_the_reports_that_the_last_run_put_by():
    names = [step.get("uses", "").split("@")[0] for step in steps("report.yml", "report")]
    run = [step.get("run") for step in steps("report.yml", "report")]
    out, by = names.index("actions/cache/restore"), names.index("actions/cache/save")
    assert out < run.index("make report") < by
    taken, put = (steps("report.yml", "report")[n]["with"] for n in (out, by))
    assert taken["path"] == put["path"] == "reports"
    assert put["key"].startswith(taken["restore-keys"])


def test_the_report_workflow_keeps_the_public_edition_and_publishes_it_by_a_switch():
    kept = next(s for s in steps("report.yml", "report") if s.get("name") == "Keep the reports")
    assert kept["with"]["path"].split() == [
        "reports/",
        "!reports/README.md",
        "!reports/*/*-intern/**",
        "!reports/**/*-misslyckad.ipynb",
    ]
    pages = workflow("report.yml")["jobs"]["pages"]
    assert "vars.LOBRA_PAGES == 'true'" in pages["if"]
    handed = [s for s in steps("report.yml", "report") if "upload-pages" in s.get("uses", "")]
    assert [step["if"] for step in handed] == [pages["if"]]
    assert "LOBRA_PAGES" in GUIDE


# --- the alarms ----------------------------------------------------------------------------------

# A gh that only pretends: it has the open issues and runs that the test says, and notes its calls.
GH = r"""#!/usr/bin/env bash
printf '%s\n' "$*" >> "$CALLS"
case "$1 $2" in
    "issue list") printf '%s\n' "$NUMBER" ;;
    "run view") printf '%s\n' "$FAILED" ;;
    "run list") printf '%s\n' "$LAST" ;;
esac
"""


@pytest.fixture
def alarm(tmp_path):
    """Runs a step that may raise the alarm; the calls of gh that change something."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "gh").write_text(GH)
    (programs / "gh").chmod(0o755)
    calls = tmp_path / "calls"

    def run(script, **environment):
        calls.write_text("")
        done = subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script],
            cwd=ROOT,
            env=os.environ
            | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "CALLS": str(calls)}
            | {"NUMBER": "", "FAILED": "", "LAST": "", "RUN": "7", "DAYS": "8"}
            | {"LINK": "https://example.se/7"}
            | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        text = calls.read_text()
        return text[text.index("issue c") :] if "issue c" in text else ""

    return run


@needs_bash
def test_a_failing_run_opens_an_issue_that_names_the_step(alarm):
    (script,) = commands("report.yml", "alarm")
    assert alarm(script, FAILED="report: Check the records") == (
        "issue create --title Rapporterna kunde inte byggas --body "
        "Det här steget gick inte: report: Check the records.\n\nhttps://example.se/7\n"
    )


@needs_bash
def test_while_the_issue_is_open_it_is_written_to(alarm):
    (script,) = commands("report.yml", "alarm")
    assert alarm(script, FAILED="report: Build the reports", NUMBER="12") == (
        "issue comment 12 --body "
        "Det här steget gick inte: report: Build the reports.\n\nhttps://example.se/7\n"
    )


def test_the_alarm_asks_for_names_of_steps_and_not_for_what_they_printed():
    (script,) = commands("report.yml", "alarm")
    assert re.findall(r"gh [a-z ]+", script) == ["gh run view "]
    assert "--log" not in script
    assert set(re.findall(r"\.([a-z]+)", script)) <= {
        "jobs",
        "name",
        "steps",
        "conclusion",
        "github",
    }
    condition = workflow("report.yml")["jobs"]["alarm"]["if"]
    assert "always()" in condition and "'failure'" in condition and "'cancelled'" in condition


@needs_bash
@pytest.mark.parametrize(
    ("days", "raises"), [("7 days ago", False), ("9 days ago", True), (None, True)]
)
def test_the_watch_tells_of_a_run_that_is_missing(alarm, days, raises):
    (script,) = commands("watch.yml", "watch")
    last = ""
    if days:
        made = ["date", "--utc", "--date", days, "+%Y-%m-%dT%H:%M:%SZ"]
        last = subprocess.run(made, capture_output=True, text=True, check=True).stdout.strip()
    told = alarm(script, LAST=last)
    assert told == (
        f"issue create --title Rapporterna har inte byggts --body Senaste lyckade bygge: "
        f"{last or 'inget'}. Det borde finnas ett från de senaste 8 dagarna.\n"
        if raises
        else ""
    )


def test_the_watch_waits_longer_than_the_schedule_of_the_reports():
    (when,) = workflow("report.yml")[True]["schedule"]
    assert when["cron"].split()[2:] == ["*", "*", "1"]
    (step,) = [step for step in steps("watch.yml", "watch") if "run" in step]
    assert int(step["env"]["DAYS"]) == 7 + 1


# --- docs/schedule.md ----------------------------------------------------------------------------


def snippets(language):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, flags=re.DOTALL)


DOCUMENTED = {"git pull --quiet --ff-only", "make check", "make report YEAR=--all"}


def test_the_crontab_has_five_fields_and_runs_the_documented_commands():
    (crontab,) = snippets("crontab")
    lines = [line for line in crontab.splitlines() if line and not line.startswith("#")]
    settings = [line for line in lines if re.match(r"[A-Z]+=", line)]
    (job,) = [line for line in lines if line not in settings]
    *when, run = job.split(maxsplit=5)
    bounds = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
    for field, (low, high) in zip(when, bounds, strict=True):
        assert field == "*" or all(low <= int(one) <= high for one in field.split(","))
    assert "%" not in run  # cron takes it for the end of the line
    into, *rest = run.split(" && ")
    assert into == "cd /srv/lobra"
    assert set(rest) == DOCUMENTED


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_takes_the_service_and_the_timer(tmp_path):
    service, timer = snippets("ini")
    # Whoever tries it has another user and folder than the guide's.
    service = service.replace("/srv/lobra", str(tmp_path)).replace("User=lobra", "User=root")
    (tmp_path / "lobra.service").write_text(service)
    (tmp_path / "lobra.timer").write_text(timer)
    units = [tmp_path / "lobra.service", tmp_path / "lobra.timer"]
    run = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    ours = [line for line in run.stderr.splitlines() if "lobra" in line]
    assert (run.returncode, ours) == (0, [])


def test_the_systemd_service_runs_the_documented_commands():
    service, timer = snippets("ini")
    assert {
        re.sub(r"^/usr/bin/", "", line) for line in re.findall(r"ExecStart=(.*)", service)
    } == DOCUMENTED
    assert re.search(r"^OnCalendar=.+$", timer, flags=re.MULTILINE)
    assert "Persistent=true" in timer


def test_the_gitlab_snippet_has_the_shape_that_gitlab_asks_for(tmp_path):
    (text,) = snippets("yaml")
    (tmp_path / "gitlab.yml").write_text(text, "utf-8")
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    run = checked_by("check-jsonschema", *schema, paths=[tmp_path / "gitlab.yml"])
    assert run.returncode == 0, run.stdout


def test_gitlab_runs_the_documented_commands_and_keeps_the_reports():
    (text,) = snippets("yaml")
    (job,) = [one for one in yaml.safe_load(text).values() if "script" in one]
    assert set(job["script"]) == DOCUMENTED - {"git pull --quiet --ff-only"}
    assert job["artifacts"]["paths"] == ["reports/"]
    assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}]


def test_windows_runs_what_make_runs():
    (script,) = snippets("powershell")
    (arguments,) = re.findall(r"-Argument '([^']+)'", script)
    run = shlex.split(arguments)
    assert run[:2] == ["-m", "lobra"]
    parsed = command._parser().parse_args(run[2:])
    assert (parsed.run.__name__, parsed.all) == ("_report", True)
    assert "-m lobra report $$YEAR" in (ROOT / "Makefile").read_text("utf-8")
    assert script.count("(") == script.count(")") and script.count("'") % 2 == 0


def test_the_commands_of_the_guide_exist():
    for line in re.findall(r"`lobra ([^`]+)`", GUIDE):
        words = [word for word in line.split() if word != "…"]
        known = command._parser()
        (choices,) = [one.choices for one in known._actions if isinstance(one.choices, dict)]
        assert words[0] in choices
        options = {name for one in choices[words[0]]._actions for name in one.option_strings}
        assert {word for word in words if word.startswith("--")} <= options
