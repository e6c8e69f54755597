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
        '-t|--type|TYPE|find only this type, like an operand; repeatable'
        '-n|--name|NAME|find only this name, such as web or Print*'
        '-a|--attr|KEY[=VALUE]|find only services with this attribute; repeatable'
        '-1|--first||stop after the first service, like -c 1'
        '-c|--count|N|stop after N services'
        '-w|--timeout|SEC|wait at most SEC (default: 1.0)'
        '|--patience|SEC|wait SEC for unknown hosts (0.4)'
        '-l|--local||ask this host only'
        '|--to|ADDR[:PORT]|ask this address or host only; repeatable'
        '-i|--interface|IF|ask on this interface only'
        '-4|||use IPv4 only'
        '-6|||use IPv6 only'
        '-P|--discovery-port|N|ask UDP port N (default: 6737)'
        '|--from-port|N|ask from UDP port N'
        '-k|--key-file|FILE|use the shared keys in FILE; ignore everyone else'
        '-f|--format|FORMAT|print a table, tsv, json, sh, @NAME or a template'
        '|--set|KEY=VALUE|set {set.KEY} in a format file'
        '|--sort|FIELD|sort by name, type, host, address or port'
        '|--output|FILE|write the list to FILE once it is complete'
        '|--on-update|COMMAND|run COMMAND after each write to FILE'
        '|--settle|MS|with --watch: collect changes for MS (100)'
        '|--no-header||print no header above tables'
        '-0|--null||end results with NUL, not newline'
        '|--repeat|N|search N times (0: until interrupted)'
        '|--interval|SEC|start again every SEC (1.0)'
        '|--watch||report services that come, change and go'
        '|--live||show a live list on the terminal'
        '|--time||with --watch: show the time, too'
        '|--exec||run the command that follows for each event'
        '|--wait||wait until N services match (-c N, or 1)'
        '|--gone||wait until fewer than N match (-c N, or 1)'
        '|--lost-after|SEC|treat a silent host as gone after SEC (10)'
        '|--hosts||list the hosts that offer services'
        '|--status||show this host'\''s providers and counters'
        '|--explain||explain why services are missing'
        '|--trace||print each datagram to stderr'
        '-h|--help||show this help and exit'
        '-V|--version||show the version and exit'
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
