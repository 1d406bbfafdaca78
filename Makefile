# make lab   installs everything, takes the solution of lesson 01 through check, approval and the virtual arm
# make test  runs every check and test; of those in a browser, a pupil's ways through the lessons
# make test-browser  runs every screen in a real Chromium, with real JupyterLab and real kernels
# make pictures  makes pictures of every screen in every state, and the one in the README

.PHONY: lab test test-browser pictures format clean
BIN := .venv/bin

lab:
	@.ci/environment lab
	@$(BIN)/cobot-lab demo
ifdef OPEN
	@$(BIN)/cobot-lab lab
else
	@echo "→ JupyterLab: make lab OPEN=1"
endif

test:
	@.ci/environment lab,test
	@echo "→ format and style (ruff)"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@echo "→ types (mypy, strict)"
	@$(BIN)/mypy
	@echo "→ types of the front-end (tsc, strict)"
	@$(BIN)/python cobot_lab/ui/js/hatch_build.py types
	@echo "→ rooms and their imports (import-linter)"
	@$(BIN)/lint-imports --no-cache
	@echo "→ tests (pytest)"
	@$(BIN)/python -m pytest -n 2 --ignore=tests/browser
	@echo "→ lessons in a browser (pytest, Chromium, JupyterLab)"
	@$(BIN)/python -m pytest tests/browser/lesson

test-browser:
	@.ci/environment lab,test
	@$(BIN)/python -m pytest tests/browser

pictures:
	@.ci/environment lab,test
	@$(BIN)/python tests/browser/screens.py pictures lessons/screen.png
	@$(BIN)/python tests/browser/console/screens.py pictures/gateway

format:
	@.ci/environment lab,test
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis dist cobot_lab/ui/static cobot_lab/ui/js/node_modules
