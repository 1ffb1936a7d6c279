#!/usr/bin/env bash
# Prints when what is built here was last changed, in seconds since 1970: two builds of the same source are the same, bit
# for bit, whenever and wherever they are made (docs/beheer/debian.md).
#   SOURCE_DATE_EPOCH=$(tools/source-date.sh)     what is set already is said again
set -euo pipefail
cd "$(dirname "$0")/.."
# `git archive`, and so every tarball that a forge makes, puts the time of its commit here (.gitattributes).
archived='$Format:%ct$'

if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
    echo "$SOURCE_DATE_EPOCH"
elif [ -e .git ]; then
    git log -1 --format=%ct
elif [ -z "${archived//[0-9]/}" ]; then
    echo "$archived"
else
    echo "Neither git nor an archive of it: say of when this is. SOURCE_DATE_EPOCH=\$(date +%s -d 2026-01-31)" >&2
    exit 1
fi
