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
complete -c mpdisc-provider -n __mpdisc_provider_options -s t -l type -x -d 'service type, such as _http._tcp'
complete -c mpdisc-provider -n __mpdisc_provider_options -s p -l port -x -d 'port of the service'
complete -c mpdisc-provider -n __mpdisc_provider_options -s n -l name -x -d 'instance name (default: the host\'s name)'
complete -c mpdisc-provider -n __mpdisc_provider_options -s a -l attr -x -d 'add an attribute; repeatable'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check -x -a "tcp tcp: exec:" -d 'offer it only while tcp[:PORT] or exec:CMD works'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-interval -x -d 'check every SEC (5)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-timeout -x -d 'fail a check after SEC (1)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-fall -x -d 'stop offering after N failures in a row (1)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-rise -x -d 'offer again after N successes in a row (1)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l wait-for-port -d 'offer a service only once its port is open'
complete -c mpdisc-provider -n __mpdisc_provider_options -s c -l config -r -F -d 'read settings and services from FILE'
complete -c mpdisc-provider -n __mpdisc_provider_options -l config-dir -x -a "(__fish_complete_directories)" -d 'read services from each DIR/*.conf'
complete -c mpdisc-provider -n __mpdisc_provider_options -l check-config -d 'check the configuration and exit'
complete -c mpdisc-provider -n __mpdisc_provider_options -s P -l discovery-port -x -d 'use UDP port N (default: 6737)'
complete -c mpdisc-provider -n __mpdisc_provider_options -s i -l interface -x -a "(__fish_print_interfaces)" -d 'answer only requests received on IF'
complete -c mpdisc-provider -n __mpdisc_provider_options -s 4 -d 'use IPv4 only'
complete -c mpdisc-provider -n __mpdisc_provider_options -s 6 -d 'use IPv6 only'
complete -c mpdisc-provider -n __mpdisc_provider_options -s k -l key-file -r -F -d 'use the shared keys in FILE; ignore everyone else'
complete -c mpdisc-provider -n __mpdisc_provider_options -l allow -x -d 'also answer requests from CIDR; repeatable'
complete -c mpdisc-provider -n __mpdisc_provider_options -l heartbeat -x -d 'send a heartbeat every SEC (30)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l lease -x -d 'drop a secondary SEC after its last heartbeat (60)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l client-rate -x -d 'most KiB per second sent to one client (4096)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l host-rate -x -d 'most KiB per second sent to all clients (16384)'
complete -c mpdisc-provider -n __mpdisc_provider_options -l announce -x -d 'announce this host every SEC (60)'
complete -c mpdisc-provider -n __mpdisc_provider_options -s v -l verbose -d 'log secondaries and address changes, too'
complete -c mpdisc-provider -n __mpdisc_provider_options -s q -l quiet -d 'log errors only'
complete -c mpdisc-provider -n __mpdisc_provider_options -l syslog -d 'log to the system log, not to stderr'
complete -c mpdisc-provider -n __mpdisc_provider_options -l ready-fd -x -d 'write a newline to descriptor N when ready'
complete -c mpdisc-provider -n __mpdisc_provider_options -s h -l help -d 'show this help and exit'
complete -c mpdisc-provider -n __mpdisc_provider_options -s V -l version -d 'show the version and exit'
