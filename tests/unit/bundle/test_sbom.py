"""The bill of materials names every locked package, once, with its hashes and licence."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent.parent
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    """Import the program from where it lies."""
    path = CHECKOUT / "bundle" / "sbom.py"
    spec = importlib.util.spec_from_file_location("sbom_under_test", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bill(sbom: ModuleType) -> Any:  # noqa: ANN401 - what JSON holds
    """The bill, which its own schema has been asked about."""
    return json.loads(sbom.written(sbom.bill()))


def test_every_locked_package_stands_in_it(bill: Any) -> None:  # noqa: ANN401
    """Each pin of each lock, and each package of the front end, with at least one hash."""
    pins = {
        pin
        for lock in (CHECKOUT / "requirements").glob("*.txt")
        for pin in PIN.findall(lock.read_text())
    }
    front = json.loads((CHECKOUT / "frontend" / "package-lock.json").read_text())["packages"]
    wanted = {(name.replace(".", "-"), version) for name, version in pins}
    wanted |= {
        (place.rpartition("node_modules/")[2], facts["version"])
        for place, facts in front.items()
        if place
    }

    named = {(one["name"].replace(".", "-"), one["version"]) for one in bill["components"]}
    assert {(name.replace(".", "-"), version) for name, version in wanted} == named
    assert all(one["hashes"] and one["licenses"] for one in bill["components"])


def test_what_a_hospital_runs_is_told_apart(bill: Any) -> None:  # noqa: ANN401
    """The core is required, what builds and tests is optional; each says what needs it."""
    by_name = {one["name"]: one for one in bill["components"]}

    assert by_name["polars"]["scope"] == "required"
    assert by_name["polars"]["properties"] == [{"name": "tiig:needed-by", "value": "core"}]
    assert by_name["pytest"]["scope"] == "optional"
    assert by_name["maplibre-gl"]["purl"].startswith("pkg:npm/maplibre-gl@")


def test_equal_locks_have_equal_serial_numbers(sbom: ModuleType) -> None:
    """The serial number is made from the content."""
    assert sbom.bill().serial_number == sbom.bill().serial_number


def test_no_host_is_named(bill: Any) -> None:  # noqa: ANN401
    """Packages are named by purl, which names no server."""
    assert "://" not in json.dumps(bill["components"])


def test_it_is_written_to_a_file(sbom: ModuleType, tmp_path: Path) -> None:
    """The command writes the bill, or says that it cannot."""
    assert sbom.main(["-o", str(tmp_path / "sbom.json")]) == 0
    assert json.loads((tmp_path / "sbom.json").read_text())["specVersion"] == "1.6"
    assert sbom.main(["-o", str(tmp_path / "none" / "sbom.json")]) == 1
