"""Write the software bill of materials, CycloneDX 1.6 in JSON: what the locks hold, and no more.

python3.11 go.py sbom -o FILE

Versions and hashes come from requirements/*.txt and frontend/package-lock.json, licences and who
needs a package from THIRD_PARTY.md, which a test keeps true to the locks.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

import tiig

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("dev.txt", "node.txt")
"""The locks that together hold every Python package; the smaller ones are parts of the first."""
NPM = "npm: "
ROW = re.compile(r"^\| ((?:npm: )?\S+) \| (\S+) \| (.+?) \| (core|server|more|front end|pages) \|$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)")
AT_RUN = frozenset({"core", "server", "pages"})
_ALGORITHMS = {"sha512": HashAlgorithm.SHA_512, "sha1": HashAlgorithm.SHA_1}


def listed() -> Iterator[tuple[str, str, str, str]]:
    """Yield package, version, licence and what needs it, from THIRD_PARTY.md."""
    for line in (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8").splitlines():
        if row := ROW.match(line):
            yield row[1], row[2], row[3], row[4]


def python_hashes() -> dict[str, list[HashType]]:
    """Return every file hash of every locked Python package."""
    found: dict[str, list[HashType]] = {}
    for lock in LOCKS:
        name = ""
        for line in (ROOT / "requirements" / lock).read_text(encoding="utf-8").splitlines():
            if pin := PIN.match(line):
                name = pin[1]
            elif hashed := HASH.search(line):
                one = HashType(alg=HashAlgorithm.SHA_256, content=hashed[1])
                found.setdefault(name, []).append(one)
    return found


def npm_hashes() -> dict[str, list[HashType]]:
    """Return the integrity of every package of the front end."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    found = {}
    for place, facts in lock["packages"].items():
        name = place.rpartition("node_modules/")[2]
        if name:
            algorithm, _, content = facts["integrity"].partition("-")
            told = base64.b64decode(content).hex()
            found[name] = [HashType(alg=_ALGORITHMS[algorithm], content=told)]
    return found


def components() -> Iterator[Component]:
    """Yield every dependency that is locked; what papers, building and testing need is optional."""
    licences, python, npm = LicenseFactory(), python_hashes(), npm_hashes()
    for name, version, licence, needed_by in listed():
        kind, hashes = ("npm", npm) if name.startswith(NPM) else ("pypi", python)
        package = name.removeprefix(NPM)
        namespace, _, short = package.rpartition("/")
        yield Component(
            type=ComponentType.LIBRARY,
            name=package,
            version=version,
            bom_ref=f"{kind}:{package}@{version}",
            purl=PackageURL(kind, namespace or None, short, version),
            hashes=hashes[package],
            licenses=[licences.make_from_string(licence)],
            scope=ComponentScope.REQUIRED if needed_by in AT_RUN else ComponentScope.OPTIONAL,
            properties=[Property(name="tiig:needed-by", value=needed_by)],
        )


def bill() -> Bom:
    """Return the bill; equal locks have equal serial numbers."""
    bom = Bom(components=components())
    own = Component(
        type=ComponentType.APPLICATION,
        name="tiig",
        version=tiig.__version__,
        bom_ref=f"tiig@{tiig.__version__}",
        licenses=[LicenseFactory().make_from_string("MIT")],
    )
    bom.metadata.component = own
    bom.register_dependency(own, bom.components)
    told = sorted(str(one.purl) for one in bom.components)
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join([str(own.bom_ref), *told]))
    return bom


def written(bom: Bom) -> str:
    """Return the bill as JSON, checked against the schema of CycloneDX 1.6."""
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        message = f"the bill does not fit the schema: {fault}"
        raise ValueError(message)
    return text


def main(arguments: list[str]) -> int:
    """Write the bill to the file that is named."""
    parser = argparse.ArgumentParser(prog="go.py sbom", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args(arguments)
    bom = bill()
    try:
        given.output.write_text(written(bom) + "\n", encoding="utf-8")
    except OSError:
        print("sbom: the file named with -o cannot be written", file=sys.stderr)
        return 1
    print(f"{given.output}: {len(bom.components)} components, CycloneDX 1.6")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
