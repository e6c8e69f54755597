# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Messages as bytes, for tests that send what no program of ours would: those of tests/vectors.

# message NAME: the bytes of tests/vectors/NAME.hex.
message() {
    perl -ne 's/#.*//; s/\s//g; print pack("H*", $_)' "$BATS_TEST_DIRNAME/../vectors/$1.hex"
}

# write_messages DIRECTORY: all of them, each a file.
write_messages() {
    local file name
    mkdir -p "$1"
    for file in "$BATS_TEST_DIRNAME"/../vectors/*.hex; do
        name=$(basename "$file" .hex)
        message "$name" >"$1/$name"
    done
}
