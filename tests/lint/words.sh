#!/bin/sh
# SPDX-License-Identifier: MIT
#
# No file has marks of unfinished work, or mentions the machine it was written on.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

for_later='\<(TO''DO|FIX''ME|XX''X|HA''CK)\>'
machine='(^|[^A-Za-z0-9_.])/(ho''me|ro''ot|wo''rk)/'
findings=$(project_files | tr '\n' '\0' | xargs -0 grep -I -n -E -e "$for_later" -e "$machine" || true)
report "$findings"
