# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what lab.bash sets
#
# Many providers on one host, and what is to be seen of them from outside.

# launch_crowd HOST FIRST LAST [OPTION...]: starts the providers p100 and on.
launch_crowd() {
    local host=$1 first=$2 last=$3 number
    shift 3
    for ((number = first; number <= last; number++)); do launch "$host" "p$number" "$@"; done
}

# living [PATTERN]: the labels, of those that match, of all that have not ended; a line, sorted.
living() {
    local label
    for label in "${!pid[@]}"; do
        # shellcheck disable=SC2053 # a pattern
        [[ $label != ${1:-*} ]] || has_ended "${pid[$label]}" || echo "$label"
    done | sort | paste -s -d ' '
}

# listed HOST: the processes that the host's registry names, its primary first.
listed() {
    on "$1" mpdisc-probe --status -f tsv 2>/dev/null | awk -F '\t' '$1 == "provider" { print $4 }'
}

# lists_just HOST LABEL...: it names these, each once.
lists_just() {
    local host=$1 label
    shift
    [ "$(listed "$host" | sort)" = "$(for label; do echo "${pid[$label]}"; done | sort)" ]
}

# holders HOST: the processes that have the discovery port, one a line.
holders() {
    on "$1" ss -H4ulnp 'sport = :6737' | sed -n 's/.*,pid=\([0-9]*\),.*/\1/p'
}

# primary_of HOST: its label, by the registry.
primary_of() {
    local label process
    process=$(listed "$1" | head -n 1)
    for label in "${!pid[@]}"; do
        [ "${pid[$label]}" != "$process" ] || echo "$label"
    done
}

# deputy_of HOST: its process.
deputy_of() {
    on "$1" mpdisc-probe --status -f tsv | awk -F '\t' '$8 == "deputy" { print $4 }'
}

has_deputy() {
    [ "$(deputy_of "$1" | wc -l)" = 1 ]
}

# others_than LABEL LABEL...: the latter without the former, in a line.
others_than() {
    local label out=()
    for label in "${@:2}"; do
        [ "$label" = "$1" ] || out+=("$label")
    done
    echo "${out[*]}"
}

# one_primary LABEL...: of these, one has that role by its own account.
one_primary() {
    same 1 "$(awk '/^role: / { role[FILENAME] = $2 }
        END { for (each in role) count += role[each] == "primary"; print count + 0 }' "${@/%/.log}")"
}

# last_news_us LABEL...: when the last of their logs was written to, give or take some
# milliseconds: file times are coarse.
last_news_us() {
    local label
    for label; do stat -c %.6Y "$label.log"; done | sort -n | tail -n 1 | tr -d .
}

# kill_all LABEL...: at once.
kill_all() {
    local label processes=()
    for label; do processes+=("${pid[$label]}"); done
    kill -KILL "${processes[@]}"
    for label; do finish "$label"; done 2>/dev/null
}

# processor_ms LABEL...: how long they have run.
processor_ms() {
    local label sum=0 stat
    for label; do
        read -ra stat <"/proc/${pid[$label]}/stat"
        sum=$((sum + (stat[13] + stat[14]) * 1000 / $(getconf CLK_TCK)))
    done
    echo "$sum"
}

# are_calm LABEL...: none of them is busy with nothing.
are_calm() {
    local before
    before=$(processor_ms "$@")
    sleep 3
    at_most 100 $(($(processor_ms "$@") - before)) "ms of processor time of $# in 3 s"
}

# descriptors LABEL
descriptors() {
    local found=("/proc/${pid[$1]}/fd/"*)
    echo ${#found[@]}
}

# memory_kib LABEL: its own. Other figures of the kernel's are estimates.
memory_kib() {
    awk '$1 == "Anonymous:" { print $2 }' "/proc/${pid[$1]}/smaps_rollup"
}
