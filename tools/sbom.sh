#!/usr/bin/env bash
# What the product is made of (CycloneDX), and under which licences: part of tools/check.sh. Asks nobody anything.
#   tools/sbom.sh     writes build/sbom-python.json, build/sbom-screens.json and build/licences.txt
# Fails at a licence that EUPL-1.2 does not go with, or that nobody knows.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p build
tools/uv.sh .tools/audit tools/audit-requirements.txt

if ! .venv/bin/python tools/licences.py requirements.txt pwa/package-lock.json >build/licences.txt; then
    grep '^?' build/licences.txt >&2 || true
    exit 1
fi
(cd pwa && ../tools/with-node.sh npm sbom --omit dev --sbom-format cyclonedx --package-lock-only >../build/sbom-screens.json)
.tools/audit/bin/cyclonedx-py requirements requirements.txt --output-reproducible -o build/sbom-python.json
