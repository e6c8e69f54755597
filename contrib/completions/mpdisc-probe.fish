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
complete -c mpdisc-probe -n __mpdisc_probe_options -s t -l type -x -a "(__mpdisc_found type)" -d 'only of this type, as the operand; repeatedly'
complete -c mpdisc-probe -n __mpdisc_probe_options -s n -l name -x -a "(__mpdisc_found name)" -d 'only services of this name, as web or Print*'
complete -c mpdisc-probe -n __mpdisc_probe_options -s a -l attr -x -d 'only with this attribute; repeatedly'
complete -c mpdisc-probe -n __mpdisc_probe_options -s 1 -l first -d 'end with the first service, as -c 1'
complete -c mpdisc-probe -n __mpdisc_probe_options -s c -l count -x -d 'end with the Nth service'
complete -c mpdisc-probe -n __mpdisc_probe_options -s w -l timeout -x -d 'longest time to wait (default: 1.0)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l patience -x -d 'how long to wait for unknown hosts (0.4)'
complete -c mpdisc-probe -n __mpdisc_probe_options -s l -l local -d 'ask this host alone'
complete -c mpdisc-probe -n __mpdisc_probe_options -l to -x -d 'ask this address or host alone; repeatedly'
complete -c mpdisc-probe -n __mpdisc_probe_options -s i -l interface -x -a "(__fish_print_interfaces)" -d 'ask on this interface alone'
complete -c mpdisc-probe -n __mpdisc_probe_options -s 4 -d 'ask over IPv4 only'
complete -c mpdisc-probe -n __mpdisc_probe_options -s 6 -d 'ask over IPv6 only'
complete -c mpdisc-probe -n __mpdisc_probe_options -s P -l discovery-port -x -d 'UDP port (default: 6737)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l from-port -x -d 'ask from this UDP port'
complete -c mpdisc-probe -n __mpdisc_probe_options -s k -l key-file -r -F -d 'ignore answers without a key of FILE'
complete -c mpdisc-probe -n __mpdisc_probe_options -s f -l format -x -a "table tsv json openmetrics sh @avahi-service @consul @csv @dnsmasq @dot @haproxy @hosts @nginx-upstream @nsupdate @prometheus-file-sd" -d 'table, tsv, json, sh, @FILE or a template'
complete -c mpdisc-probe -n __mpdisc_probe_options -l set -x -d 'for the {set.KEY} of a format file'
complete -c mpdisc-probe -n __mpdisc_probe_options -l sort -x -d 'sort by name, type, host, address or port'
complete -c mpdisc-probe -n __mpdisc_probe_options -l output -r -F -d 'write the list to FILE, whole or not at all'
complete -c mpdisc-probe -n __mpdisc_probe_options -l on-update -x -d 'run this after each write to FILE'
complete -c mpdisc-probe -n __mpdisc_probe_options -l settle -x -d 'with --watch: gather changes so long (100)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l no-header -d 'tables without their line of titles'
complete -c mpdisc-probe -n __mpdisc_probe_options -s 0 -l null -d 'end results with NUL, not with a newline'
complete -c mpdisc-probe -n __mpdisc_probe_options -l repeat -x -d 'probe N times; 0: until interrupted'
complete -c mpdisc-probe -n __mpdisc_probe_options -l interval -x -d 'from one start to the next (1.0)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l watch -d 'tell of services that come, change and go'
complete -c mpdisc-probe -n __mpdisc_probe_options -l live -d 'show the services on the terminal, as they are now'
complete -c mpdisc-probe -n __mpdisc_probe_options -l time -d 'with --watch: tell the time, too'
complete -c mpdisc-probe -n __mpdisc_probe_options -l exec -d 'run all that follows as a command for each event'
complete -c mpdisc-probe -n __mpdisc_probe_options -l wait -d 'end when -c N services match (1)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l gone -d 'end when fewer than -c N match (1)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l lost-after -x -d 'when a silent host counts as gone (10)'
complete -c mpdisc-probe -n __mpdisc_probe_options -l hosts -d 'list the hosts that offer services'
complete -c mpdisc-probe -n __mpdisc_probe_options -l status -d 'show this host\'s providers and counters'
complete -c mpdisc-probe -n __mpdisc_probe_options -l explain -d 'say why nothing, or not everything, is found'
complete -c mpdisc-probe -n __mpdisc_probe_options -l trace -d 'show each datagram on standard error'
complete -c mpdisc-probe -n __mpdisc_probe_options -s h -l help -d 'show this, and end'
complete -c mpdisc-probe -n __mpdisc_probe_options -s V -l version -d 'show the version, and end'
