# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what lab.bash sets
#
# Watches, and what their events add up to. A service needs a name of its own, and is the label of
# its provider.

# watch HOST LABEL [OPTION...]: starts a watch and waits until its first picture is complete.
# LABEL.out gets the events, each with its time.
watch() {
    spawn "$1" "$2" mpdisc-probe --watch --time -f tsv "${@:3}"
    await 10 is_synced "$2"
}

# watch_as HOST LABEL [PREFIX...]: the same with a prefix, as in "setpriv --reuid 65534".
watch_as() {
    spawn "$1" "$2" "${@:3}" "$(command -v mpdisc-probe)" --watch --time -f tsv
    await 10 is_synced "$2"
}

is_synced() {
    grep -q '^synced' "$1.out"
}

# sum LABEL: prints the sorted names of the services that the watch lists, in one line. Fails if an
# event is doubled or false.
sum() {
    local names
    names=$(awk -f "$BATS_TEST_DIRNAME/sum_events.awk" "$1.out") &&
        sort <<<"$names" | paste -s -d ' '
}

# sums_to LABEL "NAME...": the events of the watch add up to exactly these sorted names.
sums_to() {
    local names
    names=$(sum "$1") && same "$2" "$names"
}

# await_sum SECONDS LABEL "NAME...": the same, within that time. Says what is wrong.
await_sum() {
    await "$1" has_sum "$2" "$3" || sums_to "$2" "$3"
}

has_sum() {
    sums_to "$@" >/dev/null 2>&1
}

# count_events LABEL EVENT [NAME]: prints how often the watch told this event, of this service.
count_events() {
    awk -F '\t' -v event="$2" -v name="${3:-}" \
        '$1 == event && (name == "" || $3 == name) { count++ } END { print count + 0 }' "$1.out"
}

# tells LABEL EVENT NAME
tells() {
    [ "$(count_events "$@")" != 0 ]
}

# ever_removed LABEL NAME...: prints which of these services the watch once called removed.
ever_removed() {
    local label=$1 name
    for name in "${@:2}"; do
        ! tells "$label" removed "$name" || echo "$name"
    done | paste -s -d ' '
}
