// SPDX-License-Identifier: MIT
#include "cli/help.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

const char provider_help_head[] =
    "Usage: mpdisc-provider -t TYPE -p PORT [-n NAME] [-a KEY[=VALUE]]... [options]\n"
    "Offers services on the local network until it is stopped.\n\n";

constexpr char provider_option_help[] =
    "service type, as _http._tcp\0"
    "port of the service\0"
    "its name (default: the host's)\0"
    "attribute; repeatedly\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "check all options, and end\0"
    "UDP port (default: 6737)\0"
    "answer only what comes in by IF\0"
    "answer over IPv4 only\0"
    "answer over IPv6 only\0"
    "ignore peers without a key of FILE\0"
    "answer this network too; repeatedly\0"
    "between signs of life (30)\0"
    "time to live without any (60)\0"
    "to one client a second (4096)\0"
    "to all clients a second (16384)\0"
    "\0"
    "tell of every secondary\0"
    "tell of errors only\0"
    "\0"
    "\0"
    "show this, and end\0"
    "show the version, and end";
static_assert(count_texts(provider_option_help) == provider_option_count);

const char provider_help_end[] =
    "\nA minimal build: no --config, --check, --syslog or --ready-fd, and no COMMAND.\n"
    "\nExit status: 0 stopped by a signal; 2 bad usage; 3 system error.\n";

const char probe_help_head[] =
    "Usage: mpdisc-probe [options] [TYPE...]\n"
    "Finds services on the local network: all, or those of a TYPE as _http._tcp.\n\n";

constexpr char probe_option_help[] =
    "only of this type, as the operand; repeatedly\0"
    "only services of this name, as web or Print*\0"
    "only with this attribute; repeatedly\0"
    "end with the first service, as -c 1\0"
    "end with the Nth service\0"
    "longest time to wait (default: 1.0)\0"
    "how long to wait for unknown hosts (0.4)\0"
    "ask this host alone\0"
    "ask this address alone; repeatedly\0"
    "ask on this interface alone\0"
    "ask over IPv4 only\0"
    "ask over IPv6 only\0"
    "UDP port (default: 6737)\0"
    "ask from this UDP port\0"
    "ignore answers without a key of FILE\0"
    "tsv or sh\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "end results with NUL, not with a newline\0"
    "probe N times; 0: until interrupted\0"
    "from one start to the next (1.0)\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "show this, and end\0"
    "show the version, and end";
static_assert(count_texts(probe_option_help) == probe_option_count);

const char probe_help_end[] =
    "\nA minimal build: it has the formats tsv, by default, and sh; no --watch, --wait\n"
    "and --gone, no --hosts, --status and --trace.\n"
    "\nExit status: 0 found all that was asked for; 1 nothing, or fewer than --count;\n"
    "2 bad usage; 3 system error; 4 some host did not tell all.\n";

}  // namespace mpdisc::cli
