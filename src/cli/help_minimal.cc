// SPDX-License-Identifier: MIT
#include "cli/help.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

const char provider_help_head[] =
    "Usage: mpdisc-provider -t TYPE -p PORT [-n NAME] [-a KEY[=VALUE]]... [options]\n"
    "Offers services on the local network until stopped.\n\n";

constexpr char provider_option_help[] =
    "service type, like _http._tcp\0"
    "port of the service\0"
    "its name (default: the host's)\0"
    "attribute; repeatable\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "check the options and exit\0"
    "UDP port N (default: 6737)\0"
    "answer only requests received on IF\0"
    "use IPv4 only\0"
    "use IPv6 only\0"
    "use keys in FILE; ignore everyone else\0"
    "also answer CIDR; repeatable\0"
    "send heartbeats every SEC (30)\0"
    "drop secondaries silent for SEC (60)\0"
    "most KiB/s to one client (4096)\0"
    "most KiB/s to all clients (16384)\0"
    "\0"
    "log secondaries, too\0"
    "log errors only\0"
    "\0"
    "\0"
    "show this help and exit\0"
    "show the version and exit";
static_assert(count_texts(provider_option_help) == provider_option_count);

const char provider_help_end[] =
    "\nA minimal build has no --config, --check, --syslog, --ready-fd or COMMAND.\n"
    "\nExit status: 0 stopped by a signal, 2 wrong usage, 3 system error.\n";

const char probe_help_head[] =
    "Usage: mpdisc-probe [options] [TYPE...]\n"
    "Finds services on the local network: all, or those of a TYPE like _http._tcp.\n\n";

constexpr char probe_option_help[] =
    "find only this type, like an operand; repeatable\0"
    "find only this name, such as web or Print*\0"
    "only with this attribute; repeatable\0"
    "stop after the first service, like -c 1\0"
    "stop after N services\0"
    "wait at most SEC (default: 1.0)\0"
    "wait SEC for unknown hosts (0.4)\0"
    "ask this host only\0"
    "ask this address only; repeatable\0"
    "ask on this interface only\0"
    "use IPv4 only\0"
    "use IPv6 only\0"
    "UDP port N (default: 6737)\0"
    "ask from UDP port N\0"
    "use keys in FILE; ignore everyone else\0"
    "print tsv (default) or sh\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "\0"
    "end results with NUL, not newline\0"
    "search N times (0: until interrupted)\0"
    "start again every SEC (1.0)\0"
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
    "show this help and exit\0"
    "show the version and exit";
static_assert(count_texts(probe_option_help) == probe_option_count);

const char probe_help_end[] =
    "\nA minimal build has no --watch, --wait, --gone, --hosts, --status or --trace.\n"
    "\nExit status: 0 found all that was asked for, 1 nothing or fewer than --count,\n"
    "2 wrong usage, 3 system error, 4 a host did not answer in full.\n";

}  // namespace mpdisc::cli
