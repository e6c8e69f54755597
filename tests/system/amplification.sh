#!/bin/sh
# SPDX-License-Identifier: MIT
#
# amplification.sh LOG
#
# Shows what a host sends for the requests of amplification.bats. A row names the source and the
# number of requests, the bytes of UDP payload sent, and the bytes and datagrams sent for each byte
# and datagram received. Figures of other systems follow. Fails if a bound is exceeded; LOG says
# why.
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
