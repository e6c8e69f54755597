# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # what lab.bash sets
#
# Many providers on one host, and observations from outside.

# launch_crowd HOST FIRST LAST [OPTION...]: starts the providers pFIRST to pLAST.
launch_crowd() {
    local host=$1 first=$2 last=$3 number
    shift 3
    for ((number = first; number <= last; number++)); do launch "$host" "p$number" "$@"; done
}

# living [PATTERN]: prints the labels of all running providers that match, sorted, in one line.
living() {
    local label
    for label in "${!pid[@]}"; do
        # shellcheck disable=SC2053 # a pattern
        [[ $label != ${1:-*} ]] || has_ended "${pid[$label]}" || echo "$label"
    done | sort | paste -s -d ' '
}

# listed HOST: prints the processes in the host's registry, the primary first.
listed() {
    on "$1" mpdisc-probe --status -f tsv 2>/dev/null | awk -F '\t' '$1 == "provider" { print $4 }'
}

# lists_exactly HOST LABEL...: the registry has exactly these providers, each once.
lists_exactly() {
    local host=$1 label
    shift
    [ "$(listed "$host" | sort)" = "$(for label; do echo "${pid[$label]}"; done | sort)" ]
}

# holders HOST: prints the processes that hold the discovery port, one in each line.
holders() {
    on "$1" ss -H4ulnp 'sport = :6737' | sed -n 's/.*,pid=\([0-9]*\),.*/\1/p'
}

# primary_of HOST: prints the label of the primary in the registry.
primary_of() {
    local label process
    process=$(listed "$1" | head -n 1)
    for label in "${!pid[@]}"; do
        [ "${pid[$label]}" != "$process" ] || echo "$label"
    done
}

# deputy_of HOST: prints the deputy's process.
deputy_of() {
    on "$1" mpdisc-probe --status -f tsv | awk -F '\t' '$8 == "deputy" { print $4 }'
}

has_deputy() {
    [ "$(deputy_of "$1" | wc -l)" = 1 ]
}

# others_than LABEL LABEL...: prints the labels without the first one, in one line.
others_than() {
    local label out=()
    for label in "${@:2}"; do
        [ "$label" = "$1" ] || out+=("$label")
    done
    echo "${out[*]}"
}

# one_primary LABEL...: exactly one of these has logged that it is primary.
one_primary() {
    same 1 "$(awk '/^role: / { role[FILENAME] = $2 }
        END { for (each in role) count += role[each] == "primary"; print count + 0 }' "${@/%/.log}")"
}

# last_news_us LABEL...: prints the time of the last line in their logs. File times are coarse, so
# it is accurate only to some milliseconds.
last_news_us() {
    local label
    for label; do stat -c %.6Y "$label.log"; done | sort -n | tail -n 1 | tr -d .
}

# kill_all LABEL...: kills all of them at once.
kill_all() {
    local label processes=()
    for label; do processes+=("${pid[$label]}"); done
    kill -KILL "${processes[@]}"
    for label; do finish "$label"; done 2>/dev/null
}

# processor_ms LABEL...: prints their total processor time.
processor_ms() {
    local label sum=0 stat
    for label; do
        read -ra stat <"/proc/${pid[$label]}/stat"
        sum=$((sum + (stat[13] + stat[14]) * 1000 / $(getconf CLK_TCK)))
    done
    echo "$sum"
}

# are_calm LABEL...: none of them spends processor time while nothing happens.
are_calm() {
    local before
    before=$(processor_ms "$@")
    sleep 3
    at_most 100 $(($(processor_ms "$@") - before)) "ms of processor time of $# in 3 s"
}

# descriptors LABEL: prints the number of its open descriptors.
descriptors() {
    local found=("/proc/${pid[$1]}/fd/"*)
    echo ${#found[@]}
}

# memory_kib LABEL: prints its private memory. The kernel's other figures are estimates.
memory_kib() {
    awk '$1 == "Anonymous:" { print $2 }' "/proc/${pid[$1]}/smaps_rollup"
}
