# SPDX-License-Identifier: MIT
#
# Completion of mpdisc-probe for fish. "make completions" writes this file.

# Prints this field of all services on the link. Characters that could mislead a terminal are
# escaped there; a text with such characters is left out.
function __mpdisc_found -a field
    mpdisc-probe -w 0.5 -f "{$field}" </dev/null 2>/dev/null |
        string match -r '^(?:[^\\\\]|\\\\\\\\)+$' | string replace -a '\\\\' '\\' | sort -u
end

# Prints the place of the command among the words before the cursor.
function __mpdisc_probe_command
    contains -i -- --exec (commandline -opc)
end

function __mpdisc_probe_options
    not __mpdisc_probe_command >/dev/null
end

# Completes the command that follows, as fish does where it stands alone.
function __mpdisc_probe_complete_command
    set -l words (commandline -opc)
    set -e words[1..(__mpdisc_probe_command)]
    test "$words[1]" != --; or set -e words[1]
    set -l line (string join ' ' -- (string escape -- $words) (commandline -ct))
    complete -C "$line"
end

complete -c mpdisc-probe -f
complete -c mpdisc-probe -n __mpdisc_probe_options -a '(__mpdisc_found type)'
complete -c mpdisc-probe -n __mpdisc_probe_command -a '(__mpdisc_probe_complete_command)'
complete -c mpdisc-probe -n __mpdisc_probe_options -s t -l type -x -a "(__mpdisc_found type)" -d 'find only this type, like an operand; repeatable'
complete -c mpdisc-probe -n __mpdisc_probe_options -s n -l name -x -a "(__mpdisc_found name)" -d 'find only this name, such as web or Print*'
complete -c mpdisc-probe -n __mpdisc_probe_options -s a -l attr -x -d 'find only services with this attribute; repeatable'
complete -c mpdisc-probe -n __mpdisc_probe_options -s 1 -l first -d 'stop after the first service, like -c 1'
complete -c mpdisc-probe -n __mpdisc_probe_options -s c -l count -x -d 'stop after N services'
complete -c mpdisc-probe -n __mpdisc_probe_options -s w -l timeout -x -d 'wait at most SEC (default: 1.0)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l patience -x -d 'wait SEC for unknown hosts (0.4)'
complete -c mpdisc-probe -n __mpdisc_probe_options -s l -l local -d 'ask this host only'
complete -c mpdisc-probe -n __mpdisc_probe_options -l to -x -d 'ask this address or host only; repeatable'
complete -c mpdisc-probe -n __mpdisc_probe_options -s i -l interface -x -a "(__fish_print_interfaces)" -d 'ask on this interface only'
complete -c mpdisc-probe -n __mpdisc_probe_options -s 4 -d 'use IPv4 only'
complete -c mpdisc-probe -n __mpdisc_probe_options -s 6 -d 'use IPv6 only'
complete -c mpdisc-probe -n __mpdisc_probe_options -s P -l discovery-port -x -d 'ask UDP port N (default: 6737)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l from-port -x -d 'ask from UDP port N'
complete -c mpdisc-probe -n __mpdisc_probe_options -s k -l key-file -r -F -d 'use the shared keys in FILE; ignore everyone else'
complete -c mpdisc-probe -n __mpdisc_probe_options -s f -l format -x -a "table tsv json openmetrics sh @avahi-service @consul @csv @dnsmasq @dot @haproxy @hosts @nginx-upstream @nsupdate @prometheus-file-sd" -d 'print a table, tsv, json, sh, @NAME or a template'
complete -c mpdisc-probe -n __mpdisc_probe_options -l set -x -d 'set {set.KEY} in a format file'
complete -c mpdisc-probe -n __mpdisc_probe_options -l sort -x -d 'sort by name, type, host, address or port'
complete -c mpdisc-probe -n __mpdisc_probe_options -l output -r -F -d 'write the list to FILE once it is complete'
complete -c mpdisc-probe -n __mpdisc_probe_options -l on-update -x -d 'run COMMAND after each write to FILE'
complete -c mpdisc-probe -n __mpdisc_probe_options -l settle -x -d 'with --watch: collect changes for MS (100)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l no-header -d 'print no header above tables'
complete -c mpdisc-probe -n __mpdisc_probe_options -s 0 -l null -d 'end results with NUL, not newline'
complete -c mpdisc-probe -n __mpdisc_probe_options -l repeat -x -d 'search N times (0: until interrupted)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l interval -x -d 'start again every SEC (1.0)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l watch -d 'report services that come, change and go'
complete -c mpdisc-probe -n __mpdisc_probe_options -l live -d 'show a live list on the terminal'
complete -c mpdisc-probe -n __mpdisc_probe_options -l time -d 'with --watch: show the time, too'
complete -c mpdisc-probe -n __mpdisc_probe_options -l exec -d 'run the command that follows for each event'
complete -c mpdisc-probe -n __mpdisc_probe_options -l wait -d 'wait until N services match (-c N, or 1)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l gone -d 'wait until fewer than N match (-c N, or 1)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l lost-after -x -d 'treat a silent host as gone after SEC (10)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l hosts -d 'list the hosts that offer services'
complete -c mpdisc-probe -n __mpdisc_probe_options -l status -d 'show this host\'s providers and counters'
complete -c mpdisc-probe -n __mpdisc_probe_options -l explain -d 'explain why services are missing'
complete -c mpdisc-probe -n __mpdisc_probe_options -l trace -d 'print each datagram to stderr'
complete -c mpdisc-probe -n __mpdisc_probe_options -s h -l help -d 'show this help and exit'
complete -c mpdisc-probe -n __mpdisc_probe_options -s V -l version -d 'show the version and exit'
