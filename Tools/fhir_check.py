"""Checks bundles of `diagnose --fhir` against the FHIR data models of a third party, and what a server asks beside them.

    pip install 'fhir.resources==7.1.0'
    python3 Tools/fhir_check.py BUNDLE...

The models are those of R4B (4.3.0), whose Bundle, Device, Observation, RiskAssessment, Communication, DiagnosticReport,
QuestionnaireResponse and Media have every element that is used here as R4 (4.0.1) has it. Values of required bindings,
references and the rules of a transaction are checked here. This is not the official validator.
"""

import importlib
import json
import re
import sys

URN = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CODE = re.compile(r"[^\s]+(\s[^\s]+)*")
# HL7 FHIR R4, required bindings of what a report fills.
STATUS = {
    "Observation": {"registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"},
    "DiagnosticReport": {"registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled",
                         "entered-in-error", "unknown"},
    "RiskAssessment": {"registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"},
    "Communication": {"preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"},
    "QuestionnaireResponse": {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
    "Media": {"preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"},
}


def faults(bundle):
    """What is wrong with a bundle."""
    found = []
    module = importlib.import_module("fhir.resources.R4B.bundle")
    try:
        module.Bundle.parse_obj(bundle)
    except Exception as error:  # The library raises errors of its own and of pydantic.
        found.append(f"Bundle: {error}")
    addresses = [entry["fullUrl"] for entry in bundle["entry"]]
    if bundle.get("type") != "transaction" or len(set(addresses)) != len(addresses):
        found.append("no transaction, or an address twice")
    for entry in bundle["entry"]:
        resource, request = entry["resource"], entry.get("request", {})
        kind = resource["resourceType"]
        try:
            importlib.import_module("fhir.resources.R4B." + kind.lower()).__dict__[kind].parse_obj(resource)
        except Exception as error:
            found.append(f"{kind}: {error}")
        if request.get("method") != "POST" or request.get("url") != kind or entry["fullUrl"] not in request.get("ifNoneExist", ""):
            found.append(f"{kind}: its request does not make it once")
        if not URN.fullmatch(entry["fullUrl"]):
            found.append(f"{kind}: address {entry['fullUrl']}")
        if kind in STATUS and resource.get("status") not in STATUS[kind]:
            found.append(f"{kind}: status {resource.get('status')}")
        found += [f"{kind}: {fault}" for fault in walk(resource, addresses)]
    return found


def walk(value, addresses):
    """What is wrong anywhere inside a resource."""
    if value is None or value == "" or value == [] or value == {}:
        yield "an empty value"
    if isinstance(value, dict):
        reference = value.get("reference")
        if reference is not None and reference not in addresses and not reference.startswith(("Patient/", "Patient?identifier=")):
            yield f"reference {reference}"
        if "system" in value and "code" in value and not CODE.fullmatch(value["code"]):
            yield f"code {value['code']!r}"
        for part in value.values():
            yield from walk(part, addresses)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part, addresses)


def main():
    wrong = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            found = faults(json.load(file))
        wrong += bool(found)
        print(f"{path}: {'right' if not found else '; '.join(found)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
