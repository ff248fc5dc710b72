# Lobra's commands for Linux and macOS. Whatever they need is installed into .venv, once,
# from the locked lists (requirements.txt, requirements-test.txt). Set-up talks on stderr only,
# so that stdout holds nothing but the answer of the command.

.DEFAULT_GOAL := help
.PHONY: help report check lab test test-all test-fast lint form types audit sbom lock clean FORCE

RUN := .venv/bin/python
# Errors only (-qq): a warning from somebody's pip settings is not about Lobra.
PIP := $(RUN) -m pip install -qq --disable-pip-version-check --no-input
# One process a core (-n logical); one that has run out of tests takes some of another's.
# Bytecode is written even where the surroundings say not to: else each process compiles all anew.
TESTS := PYTHONDONTWRITEBYTECODE= $(RUN) -m pytest -q -n logical --maxprocesses 8 --dist worksteal
LOCK := uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)

help:
	@echo 'make report YEAR=2021          bygg verksamhetsberättelsen för ett år (HTML och PDF)'
	@echo 'make report YEAR="2018 2019"   … för flera år; YEAR=--all bygger alla'
	@echo 'make check                     kontrollera uppgifterna i lobra_data/records'
	@echo 'make lab                       öppna JupyterLab i mappen notebooks'
	@echo 'make test                      granska koden och kör testerna'
	@echo 'make test-all                  kör också de tester som tar lång tid och bara går igenom mer av samma sak'
	@echo 'make test-fast                 kör testerna som varken bygger rapporter eller öppnar en webbläsare'
	@echo 'make lint                      granska bara kodens form och typer'
	@echo 'make audit                     sök kända säkerhetshål i det som Lobra består av (kräver nätet)'
	@echo 'make sbom                      skriv förteckningen över det, build/sbom.json (CycloneDX)'
	@echo 'make lock                      lås om beroendena (kräver uv; UPGRADE=--upgrade tar nya versioner)'
	@echo 'make clean                     ta bort .venv och mellanlagrade filer; rapporterna ligger kvar'

# $$YEAR is read by the shell, not pasted in by make: what stands in it is never run.
report: $(if $(YEAR),.venv/run)
	@[ -n "$$YEAR" ] || { echo 'Ange ett eller flera år: make report YEAR=2021 eller make report YEAR="2018 2019".' >&2; exit 2; }
	@set -f; $(RUN) -m lobra report $$YEAR

check lab: .venv/run
	@$(RUN) -m lobra $@

# mypy works beside the tests; what it finds, it says at once.
test: form
	@$(MAKE) -s types & types=$$!; $(TESTS) -m "not thorough"; tests=$$?; wait $$types && exit $$tests

test-all: form
	@$(MAKE) -s types & types=$$!; $(TESTS); tests=$$?; wait $$types && exit $$tests

test-fast: .venv/test
	@$(TESTS) -m "not slow and not browser and not thorough"

lint: form types

form: .venv/test
	@$(RUN) -m ruff check --quiet .
	@$(RUN) -m ruff format --check --quiet .

types: .venv/test
	@$(RUN) -m mypy --no-error-summary

audit: .venv/supply
	@$(RUN) -m pip_audit --strict --progress-spinner off --require-hashes --disable-pip --requirement requirements.txt

# The same lock gives the same bytes.
sbom: .venv/supply
	@mkdir -p build && $(RUN) -W ignore::UserWarning -m cyclonedx_py requirements --output-reproducible \
		--pyproject pyproject.toml --output-file build/sbom.json requirements.txt && echo build/sbom.json

lock:
	@command -v uv >/dev/null || { echo 'uv saknas. Installera det (pip install uv) och kör make lock igen.' >&2; exit 1; }
	@$(LOCK) pyproject.toml --group build --output-file requirements.txt >/dev/null
	@$(LOCK) pyproject.toml --group build --group test --constraint requirements.txt --output-file requirements-test.txt >/dev/null
	@$(LOCK) --group installer --output-file requirements-installer.txt >/dev/null
	@$(LOCK) --group supply --constraint requirements-test.txt --output-file requirements-supply.txt >/dev/null
	@echo 'Låst. Kör make test: det säger om environment.yml eller .pre-commit-config.yaml ska ändras.' >&2

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache build lobra.egg-info

# --- Set-up ---------------------------------------------------------------------------------

.venv/run: requirements.txt requirements-installer.txt pyproject.toml .venv/path
	@echo 'Installerar det som Lobra behöver (bara första gången, någon minut) …' >&2
	@$(PIP) $(LOCKED) requirements-installer.txt >/dev/null 2>&1 || true
	@$(call install,requirements.txt)
	@$(PIP) --no-deps --no-build-isolation --editable . >&2
	@$(RUN) -m compileall -q lobra lobra_data
	@touch $@
	@echo 'Installationen är klar.' >&2

.venv/test: requirements-test.txt .venv/run
	@echo 'Installerar det som testerna behöver …' >&2
	@$(call install,requirements-test.txt)
	@touch $@

.venv/supply: requirements-supply.txt .venv/run
	@echo 'Installerar det som granskningen av beroenden behöver …' >&2
	@$(call install,requirements-supply.txt)
	@touch $@

# Wheels only: nothing is compiled, and no build pulls in packages that the list doesn't hold. uv is
# quicker, but knows nothing of pip's settings (another registry, a proxy): where it fails, pip does it.
# All is compiled when it is installed: else every process does it where Python may write no bytecode.
LOCKED := --require-hashes --only-binary :all: --requirement
UV := $(RUN) -m uv pip install --quiet --compile-bytecode --python $(RUN)
install = $(UV) $(LOCKED) $(1) >/dev/null 2>&1 || $(PIP) $(LOCKED) $(1) >&2 || { \
	echo 'Installationen misslyckades (se ovan). Kontrollera nätet (proxy: HTTPS_PROXY) och kör samma kommando igen.' >&2; exit 1; }

# A .venv that was copied from elsewhere points at the old folder's code, and one whose Python
# has been removed doesn't start: both are made anew.
ifneq ($(shell $(RUN) -c '' 2>/dev/null && [ "`cat .venv/path 2>/dev/null`" = "`pwd -P`" ] && echo fit),fit)
.venv/path: FORCE
endif

.venv/path:
	@if [ -n "$$PYTHON" ]; then set -- "$$PYTHON"; \
	else set -- python3.13 python3.12 python3.11 python3.14 python3 python; fi; \
	without_venv=; \
	for python do \
		"$$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1 || continue; \
		"$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || { without_venv=$$python; continue; }; \
		echo 'Skapar .venv …' >&2; \
		"$$python" -m venv --clear .venv >&2 && pwd -P > $@; \
		exit; \
	done; \
	if [ -n "$$without_venv" ]; then \
		echo "$$without_venv saknar modulen venv. På Debian och Ubuntu: sudo apt install python3-venv. Kör sedan samma kommando igen." >&2; \
	else \
		echo 'Python 3.11–3.14 saknas. Installera det (Debian och Ubuntu: sudo apt install python3 python3-venv; annars python.org), eller peka ut det med PYTHON=/sökväg/python3.12, och kör samma kommando igen.' >&2; \
	fi; \
	exit 1
