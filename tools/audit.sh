#!/usr/bin/env bash
# Whether a vulnerability is known of what the product is made of. It asks services on the internet: run it each week.
#   tools/audit.sh     fails at a known one; what was looked at stands in build/sbom-*.json and build/licences.txt
set -euo pipefail
cd "$(dirname "$0")/.."
tools/sbom.sh
cat build/licences.txt
# Strict: a package that can't be looked up is not one of which nothing is known.
.tools/audit/bin/python -m pip_audit --strict --disable-pip --require-hashes --requirement requirements.txt
(cd pwa && ../tools/with-node.sh npm audit --omit dev)
