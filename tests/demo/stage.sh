# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Sourced by the scripts in this directory: shows headings, commands and their output. A terminal
# gets colours, unless NO_COLOR is set, and pauses in which people read.
#
# MPDISC_DEMO_PACE: the seconds of each pause (default: 2); 0 turns the pauses off

bold='' green='' cyan='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
    bold=$'\e[1m' green=$'\e[32m' cyan=$'\e[36m' plain=$'\e[0m'
fi

fail() {
    printf '\nFAILED: %s\n' "$*" >&2
    exit 1
}

[[ ${MPDISC_DEMO_PACE:-2} =~ ^[0-9]+([.][0-9]+)?$ ]] || fail "MPDISC_DEMO_PACE must be a number of seconds"

heading() {
    printf '\n%s%s%s\n' "$bold" "$*" "$plain"
}

# result TEXT: shows what the last act brought.
result() {
    printf '%s%s%s\n' "$green" "$*" "$plain"
}

# pause: gives people the time to read.
pause() {
    [ ! -t 1 ] || sleep "${MPDISC_DEMO_PACE:-2}"
}

# print_command [-p PROMPT] COMMAND...: prints the command as a user types it.
print_command() {
    local prompt='$' word line
    if [ "$1" = -p ]; then
        prompt=$2
        shift 2
    fi
    line=$(basename "$1")
    for word in "${@:2}"; do
        case $word in
            *[!A-Za-z0-9_./:=,-]*) line+=" '$word'" ;;
            *) line+=" $word" ;;
        esac
    done
    printf '%s %s%s%s\n' "$prompt" "$cyan" "$line" "$plain"
}

# suggest COMMAND WHAT: shows what to type next, and what that does.
suggest() {
    printf '%s%-53s%s# %s\n' "$cyan" "$1" "$plain" "$2"
}

# suggest_page PAGE WHAT: the same for a manual page, where there is a program to read it.
suggest_page() {
    ! command -v man >/dev/null || suggest "man ./man/$1" "$2"
}

# fit: copies its input, and cuts each line that is too long for a terminal.
fit() {
    sed 's/^\(.\{77\}\)....*/\1.../'
}

# show COMMAND...: prints the command and its output.
show() {
    print_command "$@"
    "$@" || fail "it ended with exit code $?"
}

# wait_until COMMAND...: waits until COMMAND succeeds; fails after 10 s.
wait_until() {
    local end_us=$((${EPOCHREALTIME/[.,]/} + 10 * 1000000))
    until "$@"; do
        ((${EPOCHREALTIME/[.,]/} < end_us)) || return 1
        sleep 0.01
    done
}

# start_clock: elapsed_ms() counts from this moment.
start_clock() {
    start_us=${EPOCHREALTIME/[.,]/}
}

elapsed_ms() {
    echo $(((${EPOCHREALTIME/[.,]/} - start_us) / 1000))
}
