# Recipes for maintainers; each calls what `python3.11 go.py test` calls.
# just is optional: pip install rust-just

bin := ".venv/bin"

# list the recipes
default:
    @just --list

# make or mend .venv
devenv:
    python3.11 go.py setup

# contracts, lint, types, dependencies
check: devenv
    {{bin}}/lint-imports --no-cache
    {{bin}}/ruff check
    {{bin}}/mypy
    {{bin}}/deptry src

# format and mend what can be mended by machine
fix: devenv
    {{bin}}/ruff check --fix
    {{bin}}/ruff format

# everything, as CI runs it
test *arguments:
    python3.11 go.py test {{arguments}}

# one kind of test: just test-kind spec
test-kind kind *arguments:
    python3.11 go.py test tests/{{kind}} {{arguments}}

test-spec *arguments: (test-kind "spec" arguments)
test-unit *arguments: (test-kind "unit" arguments)
test-property *arguments: (test-kind "property" arguments)
test-oracle *arguments: (test-kind "oracle" arguments)
test-integration *arguments: (test-kind "integration" arguments)
test-faults *arguments: (test-kind "faults" arguments)
test-journey *arguments: (test-kind "journey" arguments)
test-golden *arguments: (test-kind "golden" arguments)
test-guard *arguments: (test-kind "guard" arguments)
test-corpus *arguments: (test-kind "corpus" arguments)
test-fuzz *arguments: (test-kind "fuzz" arguments)

# take the pictures of docs/images again, from a finished demonstration (needs Chromium)
pictures workspace="demo-workspace":
    {{bin}}/python docs/pictures.py {{workspace}}

# also what takes minutes: set-up from nothing
test-slow:
    TIIG_REQUIRE=slow python3.11 go.py test

# kills and faults of the disk, many of them, with a report: just soak 1000
soak count *arguments: devenv
    {{bin}}/python -m tests.faults.soak {{count}} {{arguments}}

# mutated files into gate and readers, with a report: just soak-fuzz 1000000 --seed 1
soak-fuzz count *arguments: devenv
    {{bin}}/python -m tests.fuzz.soak {{count}} {{arguments}}

# run the tests of every control and write docs/evidence.md
evidence: devenv
    {{bin}}/python docs/evidence.py

# the software bill of materials
sbom file="sbom.json":
    python3.11 go.py sbom -o {{file}}

# branch coverage
coverage: devenv
    {{bin}}/coverage run -m pytest
    {{bin}}/coverage combine
    {{bin}}/coverage report

# renew the locks and the list of licences (needs uv)
lock *arguments:
    requirements/lock {{arguments}}
    python3.11 go.py setup
    {{bin}}/python tests/guard/licences.py

# a million rows under new keys, killed twenty times on the way (takes minutes)
soak-keys:
    TIIG_REQUIRE=slow {{bin}}/pytest tests/journey/test_rekey_soak.py -q -s
