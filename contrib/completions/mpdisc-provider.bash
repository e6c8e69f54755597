# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Completion of mpdisc-provider for bash, with the package bash-completion. "make completions" writes
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

_mpdisc_provider() {
    local options=(
        '-t|--type|TYPE|service type, such as _http._tcp'
        '-p|--port|PORT|port of the service'
        '-n|--name|NAME|instance name (default: the host'\''s name)'
        '-a|--attr|KEY[=VALUE]|add an attribute; repeatable'
        '|--check|CHECK|offer it only while tcp[:PORT] or exec:CMD works'
        '|--check-interval|SEC|check every SEC (5)'
        '|--check-timeout|SEC|fail a check after SEC (1)'
        '|--check-fall|N|stop offering after N failures in a row (1)'
        '|--check-rise|N|offer again after N successes in a row (1)'
        '|--wait-for-port||offer a service only once its port is open'
        '-c|--config|FILE|read settings and services from FILE'
        '|--config-dir|DIR|read services from each DIR/*.conf'
        '|--check-config||check the configuration and exit'
        '-P|--discovery-port|N|use UDP port N (default: 6737)'
        '-i|--interface|IF|answer only requests received on IF'
        '-4|||use IPv4 only'
        '-6|||use IPv6 only'
        '-k|--key-file|FILE|use the shared keys in FILE; ignore everyone else'
        '|--allow|CIDR|also answer requests from CIDR; repeatable'
        '|--heartbeat|SEC|send a heartbeat every SEC (30)'
        '|--lease|SEC|drop a secondary SEC after its last heartbeat (60)'
        '|--client-rate|KIB|most KiB per second sent to one client (4096)'
        '|--host-rate|KIB|most KiB per second sent to all clients (16384)'
        '|--announce|SEC|announce this host every SEC (60)'
        '-v|--verbose||log secondaries and address changes, too'
        '-q|--quiet||log errors only'
        '|--syslog||log to the system log, not to stderr'
        '|--ready-fd|N|write a newline to descriptor N when ready'
        '-h|--help||show this help and exit'
        '-V|--version||show the version and exit'
    )
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -- ]] || continue
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
        DIR) _filedir -d ;;
        CHECK)
            compopt -o nospace
            _mpdisc_offer < <(printf '%s\n' tcp tcp: exec:)
            ;;
        '')
            [[ $split != true ]] || return
            if [[ $cur == -* ]]; then
                _mpdisc_options
            fi
            ;;
    esac
}

complete -F _mpdisc_provider mpdisc-provider
