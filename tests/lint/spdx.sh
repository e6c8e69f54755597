#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each file of code names its licence in its first line, or in the second one after a #! line.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

findings=$(project_files -name '*.h' -o -name '*.cc' -o -name '*.c' -o -name '*.go' -o -name '*.rs' \
    -o -name '*.py' -o -name '*.lua' -o -name '*.sh' -o -name '*.bash' -o -name '*.bats' -o -name '*.mk' \
    -o -name Makefile -o -name CMakeLists.txt -o -name '*.in' -o -name '*.service' \
    -o -name .clang-tidy -o -path './man/*.[1-9]' -o -path './contrib/monitoring/*' \
    -o -path ./.ci/run |
    xargs awk '
        FNR == 1 || (FNR == 2 && is_behind) { if (/SPDX-License-Identifier: MIT( \*\/)?$/) tells[FILENAME] }
        FNR == 1 { is_behind = /^#!/ }
        END {
            for (n = 1; n < ARGC; n++) {
                if (!(ARGV[n] in tells)) print ARGV[n] ": no SPDX-License-Identifier where it belongs"
            }
        }')
report "$findings"
