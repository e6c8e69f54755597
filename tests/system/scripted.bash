# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2004,SC2034,SC2154 # what lab.bash has
#
# Providers whose services change on command (tests/support/scripted_provider.cc).

# The descriptors of the commands to each of them and of their answers.
declare -gA commands=() answers=()

# script HOST LABEL: starts such a provider, and waits until it has its role.
script() {
    local host=$1 label=$2 input output
    mkfifo "$label.commands" "$label.answers"
    # Opened for both directions, so that it does not wait for the other end.
    exec {input}<>"$label.commands" {output}<>"$label.answers"
    commands[$label]=$input
    answers[$label]=$output
    nsenter -t "${host_pid[$host]}" "${host_enter[@]}" -- scripted-provider \
        <"$label.commands" >"$label.answers" 2>"$label.log" 3>&- {input}>&- {output}>&- &
    pid[$label]=$!
    await_log "$label" '^role: '
}

# answer LABEL COMMAND: gives it the command, and prints its answer.
answer() {
    local line
    echo "$2" >&"${commands[$1]}"
    read -r -t 5 line <&"${answers[$1]}"
    echo "$line"
}

# tell LABEL COMMAND: gives it the command, which must succeed.
tell() {
    same ok "$(answer "$1" "$2")"
}
