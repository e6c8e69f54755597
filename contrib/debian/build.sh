#!/bin/sh
# SPDX-License-Identifier: MIT
#
# build.sh DIRECTORY
#
# Builds the Debian packages of this source tree in DIRECTORY. Requires debhelper.
set -eu

source=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$1"
cd "$1"
rm -rf mpdisc
mkdir mpdisc
cd "$source"
cp -R Makefile CMakeLists.txt LICENSE README.md CHANGELOG.md src include platform man tests contrib \
    "$OLDPWD/mpdisc"
cd "$OLDPWD/mpdisc"
# Debian expects its files in debian/.
cp -R contrib/debian debian
dpkg-buildpackage --no-sign --build=binary >../build.log 2>&1 ||
    { tail -n 40 ../build.log; exit 1; }
