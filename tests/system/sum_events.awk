# SPDX-License-Identifier: MIT
#
# Replays the events of "mpdisc-probe --watch --time -f tsv" and prints the services that are listed
# after the last one, as "NAME". Each service needs a name and type of its own. Complains of events
# that can't be true, each in a line on stderr, and then ends with 1:
#
#   doubled  a service was added that is listed, or the first picture was complete twice
#   false    a service was changed or removed that is not listed
#   odd      this is no event
BEGIN { FS = "\t" }

function complain(what) {
    print FILENAME ":" FNR ": " what ": " $0 >"/dev/stderr"
    bad = 1
}

{ service = $3 FS $4 }
$1 == "synced" {
    if (synced++) complain("doubled")
    next
}
$1 == "added" {
    if (service in listed) complain("doubled")
    listed[service] = $3
    next
}
$1 == "changed" || $1 == "removed" {
    if (!(service in listed)) complain("false")
    if ($1 == "removed") delete listed[service]
    next
}
{ complain("odd") }

END {
    for (service in listed) print listed[service]
    exit bad
}
