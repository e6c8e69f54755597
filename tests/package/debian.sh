#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The packages of contrib/debian conform to Debian's rules. In a temporary copy of this system they
# install, their programs work, and their removal leaves no files.
set -eu

skip() {
    echo "skipped: $*"
    exit 77
}

# --- Inside a new mount and network namespace -----------------------------------------------------

# left_over: prints the files that the copy has and the system lacks. Some files may stay: the package
# manager's own, the loader's list of libraries, and the lists of users. A user is not removed, because
# another one would get its number.
left_over() {
    (cd "$upper" && find . \( -path ./var/lib/dpkg -o -path ./var/cache -o -path ./var/log -o \
        -path ./tmp -o -path './etc/*passwd*' -o -path './etc/*group*' -o -path './etc/*shadow*' -o \
        -path './etc/.pwd.lock' -o -path './etc/ld.so.cache' \) -prune -o -print) | while read -r path; do
        [ -d "/$path" ] || echo "$path"
    done
}

in_copy() {
    chroot "$root" env PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"
}

# use: runs the tests that come with the package, as autopkgtest(1) does, and builds programs by CMake.
use() {
    ip link set lo up
    mkdir -p "$root/tmp/source/tests"
    cp -R tests/package "$root/tmp/source/tests"
    for test in programs library; do
        cp "contrib/debian/tests/$test" "$root/tmp"
        in_copy sh -c "cd /tmp/source && /tmp/$test" || { echo "the package's test $test failed"; exit 1; }
    done
    command -v cmake >/dev/null || return 0
    in_copy sh -c 'cmake -S /tmp/source/tests/package -B /tmp/by-cmake &&
        cmake --build /tmp/by-cmake && /tmp/by-cmake/embedder && /tmp/by-cmake/c-embedder' \
        >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
}

try_packages() {
    mount -t tmpfs none "$work/over"
    root=$work/over/root
    upper=$work/over/upper
    mkdir "$root" "$upper" "$work/over/work"
    mount -t overlay none "$root" \
        -o "lowerdir=/,upperdir=$upper,workdir=$work/over/work" 2>/dev/null ||
        skip "no overlay can be made here"
    mount -t proc none "$root/proc"
    # In a container the copy may lack devices.
    mount --bind /dev "$root/dev"
    cp "$work"/*.deb "$root/tmp"
    in_copy sh -c 'exec dpkg --install /tmp/mpdisc_*.deb /tmp/libmpdisc*.deb'
    in_copy getent passwd mpdisc >"$work/user" || { echo "there is no user mpdisc"; exit 1; }
    use
    if command -v tshark >/dev/null; then
        in_copy tshark -G plugins 2>/dev/null | grep -q 'mpdisc[.]lua' ||
            { echo "Wireshark does not find the dissector"; exit 1; }
    fi
    in_copy dpkg --purge mpdisc libmpdisc-dev libmpdisc0
    left=$(left_over)
    [ -z "$left" ] || { printf 'left:\n%s\n' "$left"; exit 1; }
}

if [ "${1:-}" = try ]; then
    work=$2
    try_packages
    exit
fi

# --- Outside -------------------------------------------------------------------------------------

cd "$(dirname "$0")/../.."
command -v dh >/dev/null || skip "debhelper is not here"
unshare -m -n true 2>/dev/null || skip "it takes root to make namespaces"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/over"

contrib/debian/build.sh "$work"
version=$(sed -n 's/.*MPDISC_VERSION "\(.*\)"/\1/p' include/mpdisc/version.h)
set -- "$work/mpdisc_${version}_"*.deb
[ -f "$1" ] || { echo "the package has another version"; exit 1; }
if command -v lintian >/dev/null; then
    lintian --allow-root --fail-on error,warning "$work"/*.changes
fi
rm -f "$work"/*dbgsym*
unshare -m -n timeout 120 "$0" try "$work"
