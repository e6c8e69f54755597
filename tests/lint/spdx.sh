#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Each file of code names its licence in its first line, or in the second one after a #! line.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

findings=$(project_files -name '*.h' -o -name '*.cc' -o -name '*.sh' -o -name '*.bash' \
    -o -name '*.bats' -o -name '*.mk' -o -name Makefile -o -name CMakeLists.txt -o -name '*.in' \
    -o -name '*.py' -o -name '*.service' -o -name .clang-tidy -o -path './man/*.[1-9]' -o -path ./.ci/run |
    while read -r file; do
        head -n 2 "$file" | sed '1{/^#!/d;};/./q' | grep -q 'SPDX-License-Identifier: MIT$' ||
            echo "$file: no SPDX-License-Identifier where it belongs"
    done)
report "$findings"
