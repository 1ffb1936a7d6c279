#!/usr/bin/env bash
# Builds build/achterwacht_VERSION_ARCH.deb from what is committed, for the Python of this Debian (docs/beheer/debian.md).
# The same source, on the same Debian, makes the same file: nothing of the day, the folder or who builds is in it.
#   tools/deb.sh     DEB_PYTHON=/usr/bin/python3.13 for another one
set -euo pipefail
cd "$(dirname "$0")/.."
python=${DEB_PYTHON:-/usr/bin/python3}
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
minor=$("$python" -c 'import sys; print(f"{sys.version_info[0]}.{sys.version_info[1]}")')
next=${minor%.*}.$((${minor#*.} + 1))
arch=$(dpkg --print-architecture)
folders=(achterwacht api cli documents foundation migrations notifications scheduler)
files=(alembic.ini LICENSE README.md CHANGELOG.md)
SOURCE_DATE_EPOCH=$(tools/source-date.sh)
export SOURCE_DATE_EPOCH # dpkg-deb reads it too
made=build/deb tree=build/deb/$version package=build/deb/package

rm -rf "$made"
mkdir -p "$tree/pwa" "$package"/{DEBIAN,usr/bin,usr/share/achterwacht,lib/systemd/system}
if [ -e .git ]; then git archive HEAD "${folders[@]}" "${files[@]}"; else tar -c --exclude=__pycache__ "${folders[@]}" "${files[@]}"; fi |
    tar -x -C "$tree"
cp -r pwa/dist "$tree/pwa/dist"

# A relocatable environment: each version is unpacked beside the one before it, and runs from its own place.
.tools/uv/bin/uv venv --quiet --relocatable --python "$python" "$tree/.venv"
.tools/uv/bin/uv pip sync --quiet --python "$tree/.venv/bin/python" --require-hashes --link-mode copy requirements.txt
cp deploy/debian/launcher "$tree/.venv/bin/achterwacht"
chmod 755 "$tree/.venv/bin/achterwacht"
# By the hash of a source, of which no time is kept, and in one process: what others compile before changes what is written.
PYTHONHASHSEED=0 "$tree/.venv/bin/python" -m compileall -q --invalidation-mode unchecked-hash \
    -s "$made" -p /opt/achterwacht "$tree" >/dev/null || true # templates of packages are not all Python
tar -C "$made" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --mode=u=rwX,go=rX --owner=0 --group=0 --numeric-owner \
    -cf - "$version" | xz -T1 -1 >"$package/usr/share/achterwacht/$version.tar.xz"

cp deploy/debian/achterwacht "$package/usr/bin/achterwacht"
cp deploy/debian/{as-service,env} "$package/usr/share/achterwacht/"
cp deploy/systemd/* "$package/lib/systemd/system/"
for script in postinst prerm postrm; do
    sed "s/@VERSION@/$version/g" "deploy/debian/$script" >"$package/DEBIAN/$script"
done
chmod 755 "$package/usr/bin/achterwacht" "$package/usr/share/achterwacht/as-service" "$package"/DEBIAN/{postinst,prerm,postrm}
cat >"$package/DEBIAN/control" <<CONTROL
Package: achterwacht
Version: $version
Architecture: $arch
Maintainer: Achterwacht <security@achterwacht.example>
Depends: python3 (>= $minor~), python3 (<< $next~), passwd, util-linux, xz-utils, ca-certificates, tzdata
Recommends: postgresql-client, caddy | nginx
Section: net
Priority: optional
Homepage: https://achterwacht.example
Description: watches over people who visit others at home for their work
 A worker checks in before the door; when a visit is overdue the alarm climbs from the worker to a
 colleague and a manager, until a human calls the police. Runs the protocol of an organisation by itself.
CONTROL
chmod -R u=rwX,go=rX "$package" # whatever the umask of who builds
dpkg-deb --root-owner-group -Znone --build "$package" "build/achterwacht_${version}_$arch.deb"
