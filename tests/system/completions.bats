#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Completion of command lines by bash, zsh and fish, each on a terminal of its own, with services on
# the link. A test presses keys and looks at the line that the shell has then.

# shellcheck disable=SC2154 # what bats and lab.bash set
load lab

setup() {
    open_lab
    hosts h
    completions=$BATS_TEST_DIRNAME/../../contrib/completions
    # Shells look for their files there.
    export HOME=$PWD XDG_CONFIG_HOME=$PWD XDG_DATA_HOME=$PWD ZDOTDIR=$PWD
    unset INPUTRC HISTFILE
}
teardown() { close_lab; }

# needs SHELL
needs() {
    command -v "$1" >/dev/null || skip "$1 is not here"
    [ "$1" != bash ] || [ -f /usr/share/bash-completion/bash_completion ] ||
        skip "the package bash-completion is not here"
}

# Each writes what its shell reads at its start. Ctrl-O then writes the line to a file.
prepare_bash() {
    cat >start <<EOF
. /usr/share/bash-completion/bash_completion
. '$completions/mpdisc-probe.bash'
. '$completions/mpdisc-provider.bash'
PS1='ready> '
set +o history
bind 'set completion-query-items 0'
bind 'set page-completions off'
write_line() { printf %s "\$READLINE_LINE" >line.new; mv line.new line; }
bind -x '"\C-o": write_line'
EOF
    shell_command=(bash --noprofile --rcfile start -i)
}

prepare_zsh() {
    cat >.zshrc <<EOF
fpath=('$completions' \$fpath)
autoload -U compinit
compinit -u -d dump
PS1='ready> '
write_line() { printf %s "\$BUFFER" >line.new; mv line.new line }
zle -N write_line
bindkey '^O' write_line
EOF
    shell_command=(zsh -d -i)
}

prepare_fish() {
    cat >start <<EOF
source '$completions/mpdisc-probe.fish'
source '$completions/mpdisc-provider.fish'
function fish_prompt; echo 'ready> '; end
function fish_title; end
bind \co 'commandline >line.new; mv line.new line'
EOF
    shell_command=(fish --no-config -C 'source start')
}

# open_shell SHELL: starts it on a terminal.
open_shell() {
    needs "$1"
    shell=$1
    "prepare_$1"
    mkfifo keys
    exec {keys}<>keys
    printf 'stty cols 200; exec %s\n' "${shell_command[*]@Q}" >run
    spawn h shell env TERM=xterm LC_ALL=C.UTF-8 \
        sh -c 'exec script -q -f -e -c "exec sh run" -E never screen <keys'
    await 20 grep -q -s 'ready>' screen
}

# press KEYS: clears the line and presses these keys, in the notation of printf %b. Sets line.
press() {
    rm -f line
    printf '\025%b\017' "$1" >&"$keys"
    await 10 test -e line
    line=$(<line)
}

# completes KEYS LINE: after these keys and a tab the line is LINE, but for blanks at its end.
completes() {
    press "$1\\t"
    same "$2" "${line%"${line##*[^ ]}"}" || { echo "in $shell, after: $1"; return 1; }
}

# offer_named NUMBER TYPE NAME: like offer(), for names that a file cannot have.
offer_named() {
    spawn h "service$1" mpdisc-provider -t "$2" -p 80 -n "$3"
    await_log "service$1" '^role: '
}

# shows TEXT: the terminal shows it.
shows() {
    grep -q -F -e "$1" screen
}

# What is the same in all shells.
completes_options_and_values() {
    open_shell "$1"
    completes 'mpdisc-probe --no-h' 'mpdisc-probe --no-header'
    completes 'mpdisc-probe --watch --ti' 'mpdisc-probe --watch --time'
    completes 'mpdisc-provider --wait' 'mpdisc-provider --wait-for-port'
    # The texts of options, as in the help.
    press 'mpdisc-probe --no\t\t'
    press 'mpdisc-provider --check-\t\t'
    await 5 shows 'offer again after N successes in a row (1)'
    press 'mpdisc-probe --lo\t\t'
    await 5 shows 'ask this host only'
    await 5 shows 'treat a silent host as gone after SEC (10)'

    touch key.file
    mkdir key.dir
    completes 'mpdisc-probe -f js' 'mpdisc-probe -f json'
    completes 'mpdisc-probe --format=ts' 'mpdisc-probe --format=tsv'
    completes 'mpdisc-probe -f @ng' 'mpdisc-probe -f @nginx-upstream'
    completes 'mpdisc-probe --format=@cs' 'mpdisc-probe --format=@csv'
    completes 'mpdisc-probe --output key.f' 'mpdisc-probe --output key.file'
    completes 'mpdisc-probe -i l' 'mpdisc-probe -i lo'
    completes 'mpdisc-probe -k key.f' 'mpdisc-probe -k key.file'
    completes 'mpdisc-provider --config-dir key.' 'mpdisc-provider --config-dir key.dir/'
    completes 'mpdisc-provider -c key.f' 'mpdisc-provider -c key.file'
    completes 'mpdisc-provider --check e' 'mpdisc-provider --check exec:'
    completes 'mpdisc-provider --check tc' 'mpdisc-provider --check tcp'
    # A number is not completed.
    completes 'mpdisc-probe -c key' 'mpdisc-probe -c key'
    # What follows is a command of its own.
    completes 'mpdisc-probe --watch --exec mktem' 'mpdisc-probe --watch --exec mktemp'
    completes 'mpdisc-probe --watch --exec -- mktem' 'mpdisc-probe --watch --exec -- mktemp'
    completes 'mpdisc-probe --watch --exec cat key.f' 'mpdisc-probe --watch --exec cat key.file'
    completes 'mpdisc-provider -p 80 -- mktem' 'mpdisc-provider -p 80 -- mktemp'
    completes 'mpdisc-provider -p 80 -- cat key.f' 'mpdisc-provider -p 80 -- cat key.file'
}

@test "bash completes options and their values" {
    completes_options_and_values bash
}

@test "zsh completes options and their values" {
    completes_options_and_values zsh
}

@test "fish completes options and their values" {
    completes_options_and_values fish
}

# Names that would be commands, patterns or more than one word if a shell read them. No two begin with
# the same character.
# shellcheck disable=SC1003,SC2016 # nothing is expanded here
hostile_names=(
    'a$(touch evil)' 'b`touch evil`' 'c;touch evil' 'd|touch evil' 'e&touch evil&' "f'touch evil'"
    'g"$(touch evil)"' 'h two  words ' 'i\ntouch evil' 'j\\' 'k!!' 'l*?[a-z]' 'm{1,2}' 'n~#%^' 'o:p=q@r'
    'p>evil' 'q<evil' "r\$'\\x41'" 's${IFS}x' $'t\u6253\u5370' '$(touch evil)' '~root' '#comment' '-1'
    "'quoted'" '"quoted"' '=ls' '*' '%1' '!1' '[x]' '\\'
)

# reads_back KEYS WORD: after these keys the last word of the line is WORD, as the shell reads it.
reads_back() {
    press "mpdisc-probe $1\\t"
    on h "$shell" -c "printf '%s|' ${line#mpdisc-probe }" >words
    same "$2|" "$(<words)" || { echo "in $shell: $line"; return 1; }
}

# reads_back_name NAME: the same for the value of --name, of which the first character is typed.
reads_back_name() {
    local first=${1:0:1}
    case $first in
        [a-z=%-]) ;;
        \\) first=$first$first$first$first ;;
        *) first="\\\\$first" ;;
    esac
    reads_back "--name=$first" "--name=$1"
}

completes_what_is_there() {
    local number name
    open_shell "$1"
    offer_named 1 _http._tcp web
    completes 'mpdisc-probe _h' 'mpdisc-probe _http._tcp'
    completes 'mpdisc-probe -l -t _h' 'mpdisc-probe -l -t _http._tcp'
    completes 'mpdisc-probe --type=_h' 'mpdisc-probe --type=_http._tcp'
    completes 'mpdisc-probe -n w' 'mpdisc-probe -n web'
    completes 'mpdisc-probe --name=w' 'mpdisc-probe --name=web'
    completes 'mpdisc-probe -n w' 'mpdisc-probe -n web'
    for number in "${!hostile_names[@]}"; do
        spawn h "hostile$number" mpdisc-provider -t _ipp._tcp -p 80 -n "${hostile_names[number]}"
    done
    for number in "${!hostile_names[@]}"; do await_log "hostile$number" '^role: '; done
    await 5 knows_its_providers h
    for name in "${hostile_names[@]}"; do
        reads_back_name "$name"
    done
    # Inside quotes, too.
    # shellcheck disable=SC2016
    reads_back "-n 'a" '-n|a$(touch evil)'
    reads_back '-n "h' '-n|h two  words '
    [ ! -e evil ]
    # Mirrored text is not shown as it is, so it cannot be typed either.
    offer_named 2 _http._tcp $'y\u202Etxt'
    completes 'mpdisc-probe -n y' 'mpdisc-probe -n y'
    [ ! -e evil ]
}

@test "bash completes the types and names that are there, whatever they are" {
    completes_what_is_there bash
}

@test "zsh completes the types and names that are there, whatever they are" {
    completes_what_is_there zsh
}

@test "fish completes the types and names that are there, whatever they are" {
    completes_what_is_there fish
}

# stays_free SHELL: completion takes a bounded time if nobody answers.
stays_free() {
    local begin_us
    open_shell "$1"
    begin_us=$(now_us)
    completes 'mpdisc-probe -n w' 'mpdisc-probe -n w'
    at_most 3000 $((($(now_us) - begin_us) / 1000)) "ms to complete without a provider"
    offer_named 1 _http._tcp web
    signal service1 STOP
    begin_us=$(now_us)
    completes 'mpdisc-probe -n w' 'mpdisc-probe -n w'
    at_most 3000 $((($(now_us) - begin_us) / 1000)) "ms to complete beside a primary that hangs"
    signal service1 CONT
}

@test "bash does not hang on a completion that nobody answers" {
    stays_free bash
}

@test "zsh does not hang on a completion that nobody answers" {
    stays_free zsh
}

@test "fish does not hang on a completion that nobody answers" {
    stays_free fish
}
