#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The lint scripts find faults planted in a small test tree, and find nothing in a good tree.
set -eu

lint=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0
export MPDISC_BIN="$tree/build"

wrong() {
    echo "$*"
    failed=1
}

# put FILE LINE...: adds to a file of the tree.
put() {
    file=$tree/$1
    shift
    mkdir -p "$(dirname "$file")"
    printf '%s\n' "$@" >>"$file"
}

# put_program NAME SECTION OPTION...: writes a program whose --help shows these options, and its page.
put_program() {
    program=$1
    page=man/$1.$2
    shift 2
    put "build/$program" '#!/bin/sh' "echo 'usage: $program [options]'"
    put "$page" '.\" SPDX-License-Identifier: MIT'
    for option in "$@"; do
        put "build/$program" "echo '  $option N  does it'"
        put "$page" ".It Fl ${option#-} Ar N"
    done
    chmod +x "$tree/build/$program"
}

# put_archive NAME: makes the core's archive, which needs that C function.
put_archive() {
    put build/a.cc "extern \"C\" int $1(...);" "int use() { return $1(0); }"
    "${CXX:-g++}" -w -c -o "$tree/build/a.o" "$tree/build/a.cc"
    ar qc "$tree/build/libmpdisc-core.a" "$tree/build/a.o"
}

# put_programs OPTION...: compiles both programs with the right options and these.
put_programs() {
    rm -f "$tree"/build/mpdisc-*
    put build/b.cc '#include <syslog.h>' '#include <cstdlib>' 'int main(int, char** args) {' \
        'char text[64]; realpath(args[0], text); syslog(0, "%s", text); }' \
        '#if defined(PLANTED)' '__asm__(PLANTED);' '#endif'
    for program in mpdisc-provider mpdisc-probe; do
        "${CXX:-g++}" -w -O1 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIC -pie \
            -static-libgcc -Wl,--as-needed,-z,relro,-z,now "$@" \
            -o "$tree/build/$program" "$tree/build/b.cc"
    done
}

# make_tree: makes a tree without faults.
make_tree() {
    rm -rf "${tree:?}"/*
    spdx='SPDX-License-Identifier: MIT'
    put src/sources.mk "# $spdx" 'FLAGS_INCLUDE = -Iinclude -Isrc' \
        "A = src/types/a.cc src/wire/a.cc src/core/kit/a.cc" \
        "B = src/runtime/a.cc src/program/a.cc src/cli/a.cc platform/linux/a.cc"
    put include/mpdisc/types.h "// $spdx" '#pragma once'
    put include/mpdisc/limits.h "// $spdx" 'inline constexpr std::size_t things_max = 3;'
    put platform/linux/a.cc "// $spdx" '#include <poll.h>' '#ifdef __linux__' '#endif'
    for layer in types wire core/kit runtime program cli; do
        put "src/$layer/a.cc" "// $spdx" '#include <span>' '' '#include "mpdisc/types.h"'
    done
    cp "$lint/../../.clang-tidy" "$tree"
    put tests/a.sh '#!/bin/sh' "# $spdx" 'set -eu'
    put tests/unit/a_test.cc "// $spdx" 'int things() { return 3; }' \
        'EXPECT_EQ(things(), limits::things_max);' 'check_it();'
    # shellcheck disable=SC2016 # Markdown
    put README.md 'Read `src/core/kit/a.cc`, `include/mpdisc/*.h` and [a test](tests/a.sh). Then' \
        'tests/unit/a_test.cc:things() and include/mpdisc/limits.h:things_max decide.'
    put_program mpdisc-provider 8 -n --name
    put_program mpdisc-probe 1 -w --no-more
}

# finds SCRIPT FINDING: the script must fail and print the finding.
finds() {
    if findings=$("$lint/$1.sh" "$tree" 2>&1); then
        wrong "$1 overlooks: $2"
    elif ! printf '%s\n' "$findings" | grep -q -F -e "$2"; then
        wrong "$1 fails, but does not say '$2': $findings"
    fi
}

# planted_program SCRIPT FINDING OPTION...: the script must print the finding for programs that are
# compiled with these options.
planted_program() {
    script=$1
    finding=$2
    shift 2
    make_tree
    put_programs "$@"
    finds "$script" "build/mpdisc-provider$finding"
}

# has COMMAND: the command is installed; without it, its lint script finds nothing.
has() {
    command -v "$1" >/dev/null
}

# can_check SCRIPT: the script has the tools that it needs.
can_check() {
    make_tree
    "$lint/$1.sh" "$tree" >/dev/null 2>&1 || [ $? -ne 77 ]
}

# planted SCRIPT FILE LINE: the script must name the file after that line is added.
planted() {
    make_tree
    put "$2" "$3"
    finds "$1" "$2"
}

make_tree
put_archive memcpy
for script in layers sources spdx words shell options core_symbols limits planted examples prose tour \
    tidy cppcheck; do
    findings=$("$lint/$script.sh" "$tree" 2>&1) || [ $? -eq 77 ] ||
        wrong "$script fails a good tree: $findings"
done

put_programs
for script in hardened needed; do
    findings=$("$lint/$script.sh" "$tree" 2>&1) || wrong "$script fails good programs: $findings"
done

planted layers src/cli/a.cc '#include "core/roles/primary.h"'
planted layers src/cli/a.cc '#include "platform/clock.h"'
planted layers src/cli/a.cc '#  include "../core/roles/primary.h"'
planted layers src/cli/a.cc '#include <unistd.h>'
planted layers src/cli/a.cc '#include <iterator>'
planted layers src/core/kit/a.cc '#include <cerrno>'
planted layers src/core/a.cc "// outside of the stories"
planted layers src/core/kit/a.cc '#include "core/host/registry.h"'
planted layers src/core/search/a.cc '#include "core/roles/provider.h"'
planted layers src/core/answers/a.cc '#include "core/takeover/deputy.h"'
planted layers src/runtime/a.cc '#include "cli/options.h"'
planted layers src/runtime/a.cc '#include <sys/socket.h>'
planted layers src/runtime/a.cc '#include "program/console.h"'
planted layers src/program/a.cc '#include "cli/options.h"'
planted layers src/program/a.cc '#include "runtime/owned.h"'
planted layers src/program/a.cc '#include "core/roles/primary.h"'
planted layers src/program/a.cc '#include <unistd.h>'
planted layers src/core/kit/a.cc '#include "program/console.h"'
planted layers src/core/kit/a.cc '#include "runtime/loop.h"'
planted layers src/core/kit/a.cc '#include "mpdisc/provider.h"'
planted layers src/core/kit/a.cc '#include "platform/clock.h"'
planted layers src/core/kit/a.cc '#include <random>'
planted layers src/core/kit/a.cc '#include <chrono>'
planted layers src/core/kit/a.cc ' #include <time.h>'
planted layers src/wire/a.cc '#include "core/roles/primary.h"'
planted layers src/wire/a.cc '#include <netinet/in.h>'
planted layers src/types/a.cc '#include "wire/reader.h"'
planted layers src/types/a.cc '#include <arpa/inet.h>'
planted layers platform/linux/a.cc '#include "wire/reader.h"'
planted layers platform/linux/a.cc '#include "program/console.h"'
planted layers platform/linux/a.cc '#include "mpdisc/poll.h"'
planted layers include/mpdisc/types.h '#include "wire/reader.h"'
planted layers include/mpdisc/types.h '#ifdef __linux__'
planted layers src/runtime/a.cc '#if defined(_WIN32)'
planted layers src/other/a.cc '// nobody knows this layer'
planted sources src/core/kit/new.cc '// not listed'
planted spdx src/core/kit/new.cc '// no licence'
planted spdx contrib/examples/new.rs '// no licence'
planted examples contrib/examples/new.c '// not in the README'
planted words src/core/kit/a.cc '// TO''DO: everything'
planted words src/core/kit/a.cc '// see /ho''me/somebody/notes'
planted left_out tests/cross/CMakeLists.txt '    Suite.has_another_name_now'
planted limits include/mpdisc/limits.h 'inline constexpr std::size_t things_maximal ='
planted shell tests/a.sh "echo \$1"
planted man man/mpdisc-probe.1 '.Xr mpdisc-lost 7'
if can_check prose; then
    long='a system that waits for all of the hosts that other hosts have told it about before'
    planted prose README.md "It is $long and that is $long, which is why it is slow."
    planted prose README.md 'Whoever lacks the key is ignored.'
    planted prose man/mpdisc-probe.1 'Programms search.'
    planted prose build/mpdisc-probe "echo '  -x  searches anew'"
fi
planted tour README.md 'Begin at ./src/core/kit/gone.cc.'
planted tour README.md '[A page](man/gone.7)'
planted tour contrib/examples/README.md '[A part of a page](../../INSTALL.md#build)'
planted tour CONTRIBUTING.md 'tests/unit/a_test.cc:gone() decides.'
planted tour CONTRIBUTING.md 'tests/unit/a_test.cc:things_max() is no function.'
planted tour CONTRIBUTING.md 'tests/unit/a_test.cc:check_it() is only called.'
planted tour CONTRIBUTING.md 'include/mpdisc/limits.h:things is a part of a name.'
planted planted tests/sim/planted/a.patch 'the sources have changed'

make_tree
put src/sources.mk 'C = src/core/kit/gone.cc'
finds sources src/core/kit/gone.cc
put src/sources.mk 'D = src/core/kit/a.cc'
finds sources 'src/core/kit/a.cc: listed twice'

make_tree
put man/mpdisc-probe.1 '.It Fl x , Fl -extra'
finds options 'mpdisc-probe --help lacks --extra'
put build/mpdisc-provider "echo '  -y, --more'"
finds options 'mpdisc-provider.8 lacks -y'

make_tree
# shellcheck disable=SC2016 # for make
put Makefile "# $spdx" 'parts := part' '.PHONY: $(parts) all check hidden' 'all check hidden part:' \
    'help:' "	@printf '  %s  x\\n' make help check gone" '.PHONY: help'
finds help '"hidden"'
finds help '"gone"'

if has python3; then
    # A picture was changed by hand, or its numbers were.
    for changed in four-providers.svg cost.tsv; do
        make_tree
        mkdir -p "$tree/contrib"
        cp -R "$lint/../../contrib/pictures" "$tree/contrib"
        put "contrib/pictures/$changed" ' '
        finds pictures "${changed%.*}.svg is not current"
    done
fi

for function in socket poll clock_gettime getrandom rand time printf; do
    make_tree
    put_archive "$function"
    finds core_symbols "$function"
done

if has clang-tidy; then
    planted tidy src/core/kit/a.cc 'int f(int n) { int m; return n == 0 ? n : m; }'
    planted tidy include/mpdisc/types.h 'inline int f(const void* p) { return *(const int*)p; }'
fi
if has cppcheck; then
    planted cppcheck platform/linux/a.cc 'int f() { int a[2] = {}; return a[2]; }'
fi

# sizes_are BUDGET: sets the size budget of both programs.
sizes_are() {
    make_tree
    put_programs
    put tests/lint/size_budgets "# $spdx" "default mpdisc-provider $1" "default mpdisc-probe $1"
}

sizes_are 1000000
findings=$("$lint/size.sh" "$tree" 2>&1) || [ $? -eq 77 ] ||
    wrong "size fails small programs: $findings"
if [ "$(uname -m)" = x86_64 ]; then
    sizes_are 1000
    finds size OVER
fi

planted_program hardened ': not position-independent' -no-pie
planted_program hardened ': no relocations become read-only' -Wl,-z,norelro
planted_program hardened ': not all symbols are bound at the start' -Wl,-z,lazy
planted_program hardened ': the stack is executable' -Wl,-z,execstack
planted_program hardened ': a segment is writable and executable' \
    '-DPLANTED=".section both,\"awx\"\n.byte 0\n.text"'
planted_program hardened ': the loader changes code' \
    '-DPLANTED=".text\n.quad main"' -Wl,-z,notext
planted_program hardened ': libraries are looked for elsewhere' -Wl,-rpath,/nowhere
planted_program hardened ': the stack is not guarded' -fno-stack-protector
planted_program hardened ': not fortified: syslog' -U_FORTIFY_SOURCE
planted_program needed ' needs libm.so.6' -Wl,--no-as-needed -lm

exit "$failed"
