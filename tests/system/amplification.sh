#!/bin/sh
# SPDX-License-Identifier: MIT
#
# amplification.sh LOG
#
# Shows what the requests of amplification.bats make a host send: to whom, for how many requests at
# once, the bytes of UDP payload, and how many bytes and datagrams for each that was asked. Beside
# them stands what others do. Fails if it is more than it may be; what is wrong is in LOG.
set -eu

form='%-34s %-22s %8s %9s %8s %8s\n'
# shellcheck disable=SC2059 # a format of ours
{
    printf "$form" "" "SOURCE" REQUESTS BYTES RATIO DATAGRAMS
    printf "$form" "SSDP (US-CERT TA14-017A)" anywhere 1 "" 30.8 ""
    printf "$form" "JSON over UDP, 4 providers" "on the link" 1 2474 17.8 4.0
}
here=$(dirname "$0")
exec "$here/show.sh" amplification "$1" "$here/amplification.bats"
