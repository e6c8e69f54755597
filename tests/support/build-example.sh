#!/bin/sh
# SPDX-License-Identifier: MIT
#
# build-example.sh LIBRARIES NAME...
#
# Makes a directory `examples` in the current directory, copies all examples to it, and builds the
# examples NAME... there, by the commands of their README. They use the libraries in the directory
# LIBRARIES, and the headers of this source tree. A warning of a compiler is an error.
set -eu

tree=$(cd "$(dirname "$0")/../.." && pwd)
libraries=$(cd "$1" && pwd)
shift

# pkg-config finds what is not installed.
mkdir -p pkgconfig
for file in mpdisc.pc mpdisc-c.pc; do
    sed -e "s|@PREFIX@|$tree|" -e "s|@LIBDIR@|$libraries|" -e "s|@INCLUDEDIR@|$tree/include|" \
        -e 's|@VERSION@|0|' -e 's|@LIBRARIES@||' "$tree/contrib/$file.in" >"pkgconfig/$file"
done
PKG_CONFIG_PATH=$PWD/pkgconfig
export PKG_CONFIG_PATH
cp -r "$tree/contrib/examples" "$tree/contrib/python" "$tree/contrib/rust" .
cd examples

warnings='-Wall -Wextra -Wpedantic -Werror'
for name; do
    command=$(grep -E "^[a-z].* -o $name " README.md)
    case $command in
        'cc '*) command="cc -std=c99 $warnings ${command#cc }" ;;
        'c++ '*) command="c++ $warnings ${command#c++ }" ;;
        'go '*) go vet "$name.go" ;;
        'rustc '*) command="rustc -D warnings ${command#rustc }" ;;
    esac
    eval "$command"
done
