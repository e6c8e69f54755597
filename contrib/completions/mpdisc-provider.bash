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
        '-t|--type|TYPE|service type, as _http._tcp'
        '-p|--port|PORT|port where the service is reached'
        '-n|--name|NAME|instance name (default: the host'\''s name)'
        '-a|--attr|KEY[=VALUE]|attribute; may be given repeatedly'
        '|--check|CHECK|offer it while tcp[:PORT] or exec:COMMAND succeeds'
        '|--check-interval|SEC|between its checks (5)'
        '|--check-timeout|SEC|when a check has failed (1)'
        '|--check-fall|N|failures in a row that end the offer (1)'
        '|--check-rise|N|successes in a row that begin it again (1)'
        '|--wait-for-port||offer nothing before its port is open'
        '-c|--config|FILE|settings, and any number of services'
        '|--config-dir|DIR|services in each DIR/*.conf'
        '|--check-config||list what is wrong, and end'
        '-P|--discovery-port|N|UDP port (default: 6737)'
        '-i|--interface|IF|answer only what comes in by IF'
        '-4|||answer over IPv4 only'
        '-6|||answer over IPv6 only'
        '-k|--key-file|FILE|ignore peers without a key of FILE'
        '|--allow|CIDR|answer this network too; repeatedly'
        '|--heartbeat|SEC|time between signs of life (30)'
        '|--lease|SEC|time to live without any (60)'
        '|--client-rate|KIB|to one client a second (4096)'
        '|--host-rate|KIB|to all clients a second (16384)'
        '|--announce|SEC|between announcements of the host (60)'
        '-v|--verbose||tell of every secondary'
        '-q|--quiet||tell of errors only'
        '|--syslog||write to the system'\''s log, not to stderr'
        '|--ready-fd|N|write a newline to N once ready'
        '-h|--help||show this, and end'
        '-V|--version||show the version, and end'
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
