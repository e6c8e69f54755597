#!/bin/sh
# SPDX-License-Identifier: MIT
#
# `make` compiles without warnings, with clang++ if it is installed. `make install` installs
# everything, and other projects find it by pkg-config and CMake. `make install-strip` installs the
# programs without symbols. `make uninstall` leaves no files.
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
for file in sbin/mpdisc-provider bin/mpdisc-probe lib/any/libmpdisc.a lib/any/libmpdisc.so.0 \
    lib/any/libmpdisc.so include/mpdisc/probe.h include/mpdisc/c/mpdisc.h share/doc/mpdisc/examples/provider.conf \
    share/mpdisc/formats/hosts share/mpdisc/bridges/mpdisc-to-dns \
    share/mpdisc/monitoring/icinga2.conf share/mpdisc/monitoring/nagios.cfg \
    share/mpdisc/schema/service.schema.json share/mpdisc/schema/event.schema.json \
    share/mpdisc/schema/host.schema.json share/mpdisc/schema/status.schema.json \
    share/mpdisc/schema/explanation.schema.json \
    share/bash-completion/completions/mpdisc-probe share/bash-completion/completions/mpdisc-provider \
    share/zsh/site-functions/_mpdisc-probe share/zsh/site-functions/_mpdisc-provider \
    share/fish/vendor_completions.d/mpdisc-probe.fish \
    share/fish/vendor_completions.d/mpdisc-provider.fish \
    share/doc/mpdisc/wireshark/mpdisc.lua; do
    [ -f "$root/usr/$file" ] || { echo "not installed: $file"; exit 1; }
done
"$root/usr/share/mpdisc/monitoring/check_mpdisc" --help | grep -q '^Usage: check_mpdisc ' ||
    { echo "the plug-in does not run"; exit 1; }

# Headers and code that only the programs need are not installed.
for path in include/mpdisc/console.h include/mpdisc/process.h include/mpdisc/port_holder.h; do
    [ ! -e "$root/usr/$path" ] || { echo "installed: $path"; exit 1; }
done
! ar t "$root/usr/lib/any/libmpdisc.a" | grep -x 'command.*[.]o' || {
    echo "the library has code of the programs"
    exit 1
}

# Nothing is installed elsewhere, even if the directory's name has a blank.
for path in "$work/the" root; do
    [ ! -e "$path" ] || { echo "installed outside of DESTDIR: $path"; exit 1; }
done

# A link without a blank, because pkg-config would escape the blank.
ln -s "$root" "$work/root"
export PKG_CONFIG_SYSROOT_DIR="$work/root" PKG_CONFIG_LIBDIR="$work/root/usr/lib/any/pkgconfig"
# shellcheck disable=SC2046 # lists of words
"$compiler" -std=c++20 -o "$work/embedder" tests/package/embedder.cc \
    $(pkg-config --cflags --libs mpdisc)
version=$("$work/embedder")
[ "$version" = "mpdisc $(pkg-config --modversion mpdisc)" ] || { echo "version: $version"; exit 1; }

# shellcheck disable=SC2046 # lists of words
cc -std=c99 -Wall -Werror -o "$work/c-embedder" tests/package/embedder.c \
    $(pkg-config --cflags --libs mpdisc-c)
[ "$(LD_LIBRARY_PATH="$root/usr/lib/any" "$work/c-embedder")" = "$version" ] ||
    { echo "the C library has another version"; exit 1; }

# find_package PREFIX VERSION: CMake finds the package in this unusual LIBDIR.
find_package() {
    rm -rf "$work/cmake"
    cmake -S tests/package -B "$work/cmake" -Dmpdisc_DIR="$root/$1/lib/any/cmake/mpdisc" \
        -DMPDISC_WANTED="$2" -DCMAKE_CXX_COMPILER="$compiler" >"$work/log" 2>&1
}

# use_package PREFIX VERSION
use_package() {
    find_package "$1" "$2" || return
    cmake --build "$work/cmake" >>"$work/log" 2>&1 || return
    [ "$("$work/cmake/embedder")" = "$version" ]
}

if command -v cmake >/dev/null; then
    minor=${version#mpdisc }
    minor=${minor%.*}
    # The package still finds its files after it was moved as a whole, also through a link.
    mv "$root/usr" "$root/moved"
    mkdir "$root/links"
    ln -s ../moved/lib "$root/links/lib"
    for prefix in moved links; do
        for wanted in "" "$minor" "${version#mpdisc }"; do
            use_package "$prefix" "$wanted" || { cat "$work/log"; exit 1; }
        done
    done
    for wanted in "$minor.99" 99.0 "${minor%.*}.99"; do
        ! find_package moved "$wanted" || { echo "found as $wanted"; exit 1; }
    done
    mv "$root/moved" "$root/usr"
    rm -r "$root/links"
else
    echo "not looked for by CMake, which is not here"
fi

# has_symbols FILE
has_symbols() {
    readelf -S "$1" | grep -q '[.]symtab'
}

run_make install-strip
for file in sbin/mpdisc-provider bin/mpdisc-probe; do
    ! has_symbols "$root/usr/$file" || { echo "not stripped: $file"; exit 1; }
    has_symbols "$work/build/${file#*/}" || { echo "stripped where it was built: $file"; exit 1; }
    "$root/usr/$file" --version >"$work/version"
done
has_symbols "$root/usr/lib/any/libmpdisc.a" || { echo "the library has no symbols"; exit 1; }

run_make uninstall
left=$(find "$root" ! -type d)
[ -z "$left" ] || { echo "left by uninstall: $left"; exit 1; }
