// SPDX-License-Identifier: MIT
#include "cli/help.h"

namespace mpdisc::cli {

const char provider_help_head[] =
    "Usage: mpdisc-provider -t TYPE -p PORT [-n NAME] [-a KEY[=VALUE]]... [options]\n"
    "                       [-- COMMAND [ARG...]]\n"
    "       mpdisc-provider -c FILE [options] [-- COMMAND [ARG...]]\n"
    "Offers services on the local network until it is stopped; or runs COMMAND, and\n"
    "offers them while it lives.\n\n";

const char provider_help_end[] =
    "\nExit status: 0 stopped by a signal; 2 bad usage or configuration; 3 system\n"
    "error; with COMMAND its own, 126 if it can't be run, 127 if it isn't there.\n";

const char probe_help_head[] =
    "Usage: mpdisc-probe [options] [TYPE]\n"
    "       mpdisc-probe --status [-l] [-P N] [-k FILE] [-w SEC] [-f table|tsv|json]\n"
    "Finds services on the local network: all, or those of a TYPE as _http._tcp.\n\n";

const char probe_help_end[] =
    "\nThe format is a table on a terminal, else tsv. A template is a line like\n"
    "'{name} {endpoint} {attr.path}'; there are name, type, host, address, addresses,\n"
    "endpoint, port, attributes, attr.KEY, provider, role, interface and rtt_us.\n"
    "\nExit status: 0 found all that was asked for; 1 nothing, or fewer than --count;\n"
    "2 bad usage; 3 system error; 4 found, but some host's list stayed incomplete.\n";

}  // namespace mpdisc::cli
