#!/bin/sh
# SPDX-License-Identifier: MIT
#
# The types in the Python of contrib are right.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

command -v mypy >/dev/null || skip "mypy is not here"
# shellcheck disable=SC2046 # a list of words
MYPYPATH=contrib/python mypy --strict --no-error-summary --cache-dir=/dev/null \
    $(project_files -path './contrib/*.py')
