# The two commands of the README are `make demo` and `make test`.
.PHONY: demo test lint bench
PORT ?= 8000

demo: ## Set up everything, load the demo into an empty database and open the portal
	@.ci/setup requirements.txt
	@.venv/bin/python manage.py up --demo --port $(PORT)

test: ## Set up and pass every check and test
	@.ci/setup requirements.txt .ci/requirements.txt
	@.venv/bin/python .ci/test.py

lint: ## Only the checks that need no service
	@.ci/setup requirements.txt .ci/requirements.txt
	@.venv/bin/python .ci/test.py --only-checks

bench: ## Measure against peers and limits; ONLY="read write" runs some of it
	@.ci/setup requirements.txt .ci/requirements.txt
	@.venv/bin/python -m benchmarks $(ONLY)
