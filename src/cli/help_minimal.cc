// SPDX-License-Identifier: MIT
#include "cli/help.h"

namespace mpdisc::cli {

const char provider_help_head[] =
    "Usage: mpdisc-provider -t TYPE -p PORT [-n NAME] [-a KEY[=VALUE]]... [options]\n"
    "Offers services on the local network until it is stopped.\n\n";

const char provider_help_end[] =
    "\nA minimal build: it has no --config and no --syslog, and runs no command.\n"
    "\nExit status: 0 stopped by a signal; 2 bad usage; 3 system error.\n";

const char probe_help_head[] =
    "Usage: mpdisc-probe [options] [TYPE]\n"
    "Finds services on the local network: all, or those of a TYPE as _http._tcp.\n\n";

const char probe_help_end[] =
    "\nA minimal build: of the formats it has tsv, by default, and sh; no --status.\n"
    "\nExit status: 0 found all that was asked for; 1 nothing, or fewer than --count;\n"
    "2 bad usage; 3 system error; 4 found, but some host's list stayed incomplete.\n";

}  // namespace mpdisc::cli
