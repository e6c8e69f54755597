#!/bin/sh
# SPDX-License-Identifier: MIT
#
# `make` alone, with clang++ where there is one, compiles without a warning; `make install` puts
# everything in its place, others find it by pkg-config, and `make uninstall` leaves nothing.
set -eu

cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root="$work/the root"

compiler=clang++
command -v clang++ >/dev/null || compiler=${CXX:-g++}

# run_make TARGET
run_make() {
    env -u MAKEFLAGS -u CPPFLAGS -u LDFLAGS make -j2 "$1" BUILD="$work/build" CXX="$compiler" \
        CXXFLAGS='-O0 -Werror' DESTDIR="$root" PREFIX=/usr LIBDIR=/usr/lib/any \
        >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}

# Nothing is built twice.
run_make all
run_make all
! grep -E 'CXX|AR|LINK' "$work/log" || { echo "the second make was not idle"; exit 1; }

run_make install
for file in sbin/mpdisc-provider bin/mpdisc-probe lib/any/libmpdisc.a include/mpdisc/probe.h; do
    [ -f "$root/usr/$file" ] || { echo "not installed: $file"; exit 1; }
done

# Nor anywhere else: a blank in the name does not make it two.
for path in "$work/the" root; do
    [ ! -e "$path" ] || { echo "installed outside of DESTDIR: $path"; exit 1; }
done

# pkg-config would escape the blank.
ln -s "$root" "$work/root"
export PKG_CONFIG_SYSROOT_DIR="$work/root" PKG_CONFIG_LIBDIR="$work/root/usr/lib/any/pkgconfig"
# shellcheck disable=SC2046 # lists of words
"$compiler" -std=c++20 -o "$work/embedder" tests/package/embedder.cc \
    $(pkg-config --cflags --libs mpdisc)
version=$("$work/embedder")
[ "$version" = "mpdisc $(pkg-config --modversion mpdisc)" ] || { echo "version: $version"; exit 1; }

run_make uninstall
left=$(find "$root" ! -type d)
[ -z "$left" ] || { echo "left by uninstall: $left"; exit 1; }
