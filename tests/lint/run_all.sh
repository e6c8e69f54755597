#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs every lint script, without ctest.
set -eu

failed=0
for script in "$(dirname "$0")"/*.sh; do
    name=$(basename "$script" .sh)
    case $name in common | run_all) continue ;; esac
    code=0
    findings=$("$script" 2>&1) || code=$?
    case $code in
        0) printf '  ok       %s\n' "$name" ;;
        77) printf '  skipped  %s\n' "$name" ;;
        *)
            printf '  FAILED   %s\n%s\n' "$name" "$findings"
            failed=1
            ;;
    esac
done
exit "$failed"
