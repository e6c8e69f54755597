# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Completion of mpdisc-probe for bash, with the package bash-completion. "make completions" writes
# this file.

# _mpdisc_offer: offers those words of stdin, one a line, that continue what was typed, in the same sort
# of quotes. Whatever a word has in it, the shell reads it back as one word.
_mpdisc_offer() {
    local word quoted plain kept breaks=$'\1' char
    # Readline keeps what is before the last word break, and before an open quote.
    for char in '=' ':' '@'; do
        [[ $COMP_WORDBREAKS != *"$char"* ]] || breaks+=$char
    done
    plain=${cur//\\?/__}
    plain=${plain##*["$breaks"]}
    kept=$((${#cur} - ${#plain}))
    [[ $cur != [\'\"]* ]] || kept=1
    while IFS= read -r word; do
        case $cur in
            \'*)
                [[ $word != *\'* ]] || continue
                quoted="'$word"
                ;;
            \"*)
                [[ $word != *[\"\\\$\`!]* ]] || continue
                quoted="\"$word"
                ;;
            *) printf -v quoted %q "$word" ;;
        esac
        [[ $quoted != "$cur"* ]] || COMPREPLY+=("${quoted:kept}")
    done
}

# _mpdisc_found FIELD: prints this field of all services on the link. Characters that could mislead
# a terminal are escaped there; a text with such characters is left out.
_mpdisc_found() {
    local text
    mpdisc-probe -w 0.5 -f "{$1}" </dev/null 2>/dev/null | sort -u | while IFS= read -r text; do
        # shellcheck disable=SC1003 # backslashes, not quotes
        [[ ${text//'\\'/} == *'\'* ]] || printf '%s\n' "${text//'\\'/'\'}"
    done
}

# _mpdisc_options: offers the options. A mere list of them shows their texts, too.
_mpdisc_options() {
    local option short long text name
    for option in "${options[@]}"; do
        IFS='|' read -r short long _ text <<<"$option"
        for name in "$short" "$long"; do
            [[ $name && $name == "$cur"* ]] || continue
            # A long name is enough.
            [[ $name != "$short" || ! $long || $name == "$cur" ]] || continue
            ((COMP_TYPE != 63)) || printf -v name '%-16s  %s' "$name" "$text"
            COMPREPLY+=("$name")
        done
    done
}

_mpdisc_probe() {
    local options=(
        '-t|--type|TYPE|only of this type, as the operand; repeatedly'
        '-n|--name|NAME|only services of this name, as web or Print*'
        '-a|--attr|KEY[=VALUE]|only with this attribute; repeatedly'
        '-1|--first||end with the first service, as -c 1'
        '-c|--count|N|end with the Nth service'
        '-w|--timeout|SEC|longest time to wait (default: 1.0)'
        '|--patience|SEC|how long to wait for unknown hosts (0.4)'
        '-l|--local||ask this host alone'
        '|--to|ADDR[:PORT]|ask this address or host alone; repeatedly'
        '-i|--interface|IF|ask on this interface alone'
        '-4|||ask over IPv4 only'
        '-6|||ask over IPv6 only'
        '-P|--discovery-port|N|UDP port (default: 6737)'
        '|--from-port|N|ask from this UDP port'
        '-k|--key-file|FILE|ignore answers without a key of FILE'
        '-f|--format|FORMAT|table, tsv, json, sh, @FILE or a template'
        '|--set|KEY=VALUE|for the {set.KEY} of a format file'
        '|--sort|FIELD|sort by name, type, host, address or port'
        '|--output|FILE|write the list to FILE, whole or not at all'
        '|--on-update|COMMAND|run this after each write to FILE'
        '|--settle|MS|with --watch: gather changes so long (100)'
        '|--no-header||tables without their line of titles'
        '-0|--null||end results with NUL, not with a newline'
        '|--repeat|N|probe N times; 0: until interrupted'
        '|--interval|SEC|from one start to the next (1.0)'
        '|--watch||tell of services that come, change and go'
        '|--live||show the services on the terminal, as they are now'
        '|--time||with --watch: tell the time, too'
        '|--exec||run all that follows as a command for each event'
        '|--wait||end when -c N services match (1)'
        '|--gone||end when fewer than -c N match (1)'
        '|--lost-after|SEC|when a silent host counts as gone (10)'
        '|--hosts||list the hosts that offer services'
        '|--status||show this host'\''s providers and counters'
        '|--explain||say why nothing, or not everything, is found'
        '|--trace||show each datagram on standard error'
        '-h|--help||show this, and end'
        '-V|--version||show the version, and end'
    )
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == --exec ]] || continue
        ((i + 1 == COMP_CWORD)) || [[ ${COMP_WORDS[i + 1]} != -- ]] || ((++i))
        _command_offset $((i + 1))
        return
    done

    # shellcheck disable=SC2034 # for _init_completion
    local cur prev words cword split option rest value=
    _init_completion -s -n ':@' || return
    for option in "${options[@]}"; do
        [[ $prev && "|$option" == *"|$prev|"* ]] || continue
        rest=${option#*|*|}
        value=${rest%%|*}
        break
    done
    case $value in
        IF) _mpdisc_offer < <(cd /sys/class/net 2>/dev/null && printf '%s\n' */ | tr -d /) ;;
        FILE) _filedir ;;
        FORMAT) _mpdisc_offer < <(printf '%s\n' table tsv json openmetrics sh @avahi-service @consul @csv @dnsmasq @dot @haproxy @hosts @nginx-upstream @nsupdate @prometheus-file-sd) ;;
        TYPE) _mpdisc_offer < <(_mpdisc_found type) ;;
        NAME) _mpdisc_offer < <(_mpdisc_found name) ;;
        '')
            [[ $split != true ]] || return
            if [[ $cur == -* ]]; then
                _mpdisc_options
            else
                _mpdisc_offer < <(_mpdisc_found type)
            fi
            ;;
    esac
}

complete -F _mpdisc_probe mpdisc-probe
