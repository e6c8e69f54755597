#!/bin/sh
# SPDX-License-Identifier: MIT
#
# contrib/completions is what its generator makes of the options and their texts.
# shellcheck source=tests/lint/common.sh
. "$(dirname "$0")/common.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
contrib/completions/generate.sh "$work"
findings=$(cd "$work" && for file in *; do
    cmp -s "$file" "$OLDPWD/contrib/completions/$file" ||
        echo "contrib/completions/$file is not current; \"make completions\" writes it"
done)
report "$findings"
