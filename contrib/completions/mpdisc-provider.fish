# SPDX-License-Identifier: MIT
#
# Completion of mpdisc-provider for fish. "make completions" writes this file.

# Prints the place of the command among the words before the cursor.
function __mpdisc_provider_command
    contains -i -- -- (commandline -opc)
end

function __mpdisc_provider_options
    not __mpdisc_provider_command >/dev/null
end

# Completes the command that follows, as fish does where it stands alone.
function __mpdisc_provider_complete_command
    set -l words (commandline -opc)
    set -e words[1..(__mpdisc_provider_command)]
    set -l line (string join ' ' -- (string escape -- $words) (commandline -ct))
    complete -C "$line"
end

complete -c mpdisc-provider -f
complete -c mpdisc-provider -n __mpdisc_provider_command -a '(__mpdisc_provider_complete_command)'
complete -c mpdisc-provider -n __mpdisc_provider_options -s t -l type -x -d 'service type, as _http._tcp'
complete -c mpdisc-provider -n __mpdisc_provider_options -s p -l port -x -d 'port where the service is reached'
complete -c mpdisc-provider -n __mpdisc_provider_options -s n -l name -x -d 'instance name (default: the host\'s name)'
complete -c mpdisc-provider -n __mpdisc_provider_options -s a -l attr -x -d 'attribute; may be given repeatedly'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check -x -a "tcp tcp: exec:" -d 'offer it while tcp[:PORT] or exec:COMMAND succeeds'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-interval -x -d 'between its checks (5)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-timeout -x -d 'when a check has failed (1)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-fall -x -d 'failures in a row that end the offer (1)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-rise -x -d 'successes in a row that begin it again (1)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l wait-for-port -d 'offer nothing before its port is open'
complete -c mpdisc-provider -n __mpdisc_provider_options -s c -l config -r -F -d 'settings, and any number of services'
complete -c mpdisc-provider -n __mpdisc_provider_options -l config-dir -x -a "(__fish_complete_directories)" -d 'services in each DIR/*.conf'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-config -d 'list what is wrong, and end'
complete -c mpdisc-provider -n __mpdisc_provider_options -s P -l discovery-port -x -d 'UDP port (default: 6737)'
complete -c mpdisc-provider -n __mpdisc_provider_options -s i -l interface -x -a "(__fish_print_interfaces)" -d 'answer only what comes in by IF'
complete -c mpdisc-provider -n __mpdisc_provider_options -s 4 -d 'answer over IPv4 only'
complete -c mpdisc-provider -n __mpdisc_provider_options -s 6 -d 'answer over IPv6 only'
complete -c mpdisc-provider -n __mpdisc_provider_options -s k -l key-file -r -F -d 'ignore peers without a key of FILE'
complete -c mpdisc-provider -n __mpdisc_provider_options -l allow -x -d 'answer this network too; repeatedly'
complete -c mpdisc-provider -n __mpdisc_provider_options -l heartbeat -x -d 'time between signs of life (30)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l lease -x -d 'time to live without any (60)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l client-rate -x -d 'to one client a second (4096)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l host-rate -x -d 'to all clients a second (16384)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l announce -x -d 'between announcements of the host (60)'
complete -c mpdisc-provider -n __mpdisc_provider_options -s v -l verbose -d 'tell of every secondary'
complete -c mpdisc-provider -n __mpdisc_provider_options -s q -l quiet -d 'tell of errors only'
complete -c mpdisc-provider -n __mpdisc_provider_options -l syslog -d 'write to the system\'s log, not to stderr'
complete -c mpdisc-provider -n __mpdisc_provider_options -l ready-fd -x -d 'write a newline to N once ready'
complete -c mpdisc-provider -n __mpdisc_provider_options -s h -l help -d 'show this, and end'
complete -c mpdisc-provider -n __mpdisc_provider_options -s V -l version -d 'show the version, and end'
