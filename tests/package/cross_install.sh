#!/bin/sh
# SPDX-License-Identifier: MIT
#
# `make CROSS_COMPILE=... SYSROOT=... install` installs a build for another processor to DESTDIR. The
# build uses the headers of SYSROOT.
set -eu

cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for triplet in arm-linux-gnueabihf s390x-linux-gnu aarch64-linux-gnu riscv64-linux-gnu none; do
    command -v "$triplet-g++" >/dev/null && break
done
[ "$triplet" != none ] || { echo "skipped: there is no cross compiler"; exit 77; }

# A header that exists only there shows that the build uses the directory; Debian's compilers find
# all other headers by themselves.
mkdir -p "$work/sysroot/usr/include"
echo '#define FOUND_IN_SYSROOT 1' >"$work/sysroot/usr/include/only_there.h"

env -u MAKEFLAGS -u LDFLAGS -u CXX -u AR \
    make -j2 install CROSS_COMPILE="$triplet-" SYSROOT="$work/sysroot" \
    CPPFLAGS='-include only_there.h' BUILD="$work/build" CXXFLAGS='-O0 -Werror' \
    DESTDIR="$work/root" PREFIX=/usr >"$work/log" 2>&1 || { tail -20 "$work/log"; exit 1; }

machine=$("$triplet-gcc" -dumpmachine)
for file in sbin/mpdisc-provider bin/mpdisc-probe; do
    "$triplet-readelf" -h "$work/root/usr/$file" >"$work/header"
    readelf -h /proc/self/exe >"$work/own"
    ! [ "$(grep Machine: "$work/header")" = "$(grep Machine: "$work/own")" ] ||
        { echo "$file is not for $machine"; exit 1; }
done
[ -f "$work/root/usr/lib/libmpdisc.a" ] || { echo "not installed: libmpdisc.a"; exit 1; }
