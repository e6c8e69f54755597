#!/bin/sh
# SPDX-License-Identifier: MIT
#
# build-example.sh LIBRARIES NAME...
#
# Builds these examples in the current directory, by the commands of contrib/examples/README.md. They
# use the libraries in the directory LIBRARIES, and the headers of this source tree. C and C++ are
# compiled with warnings, which are errors.
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

warnings='-Wall -Wextra -Wpedantic -Werror'
for name; do
    cp "$tree/contrib/examples/$name."* .
    command=$(grep -E "^[a-z].* -o $name " "$tree/contrib/examples/README.md")
    case $command in
        'cc '*) command="cc -std=c99 $warnings ${command#cc }" ;;
        'c++ '*) command="c++ $warnings ${command#c++ }" ;;
    esac
    eval "$command"
done
