// SPDX-License-Identifier: MIT
#include "cli/help.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

const char provider_help_head[] =
    "Usage: mpdisc-provider -t TYPE -p PORT [-n NAME] [-a KEY[=VALUE]]... [-t ...]\n"
    "                       [options] [-- COMMAND [ARG...]]\n"
    "       mpdisc-provider [-c FILE] [--config-dir DIR] [options]\n"
    "                       [-- COMMAND [ARG...]]\n"
    "Offers services on the local network until it is stopped; or runs COMMAND, and\n"
    "offers them while it lives.\n\n";

constexpr char provider_option_help[] =
    "service type, as _http._tcp\0"
    "port where the service is reached\0"
    "instance name (default: the host's name)\0"
    "attribute; may be given repeatedly\0"
    "offer it while tcp[:PORT] or exec:COMMAND succeeds\0"
    "between its checks (5)\0"
    "when a check has failed (1)\0"
    "failures in a row that end the offer (1)\0"
    "successes in a row that begin it again (1)\0"
    "offer nothing before its port is open\0"
    "settings, and any number of services\0"
    "services in each DIR/*.conf\0"
    "list what is wrong, and end\0"
    "UDP port (default: 6737)\0"
    "answer only what comes in by IF\0"
    "answer over IPv4 only\0"
    "answer over IPv6 only\0"
    "ignore peers without a key of FILE\0"
    "answer this network too; repeatedly\0"
    "time between signs of life (30)\0"
    "time to live without any (60)\0"
    "to one client a second (4096)\0"
    "to all clients a second (16384)\0"
    "between announcements of the host (60)\0"
    "tell of every secondary\0"
    "tell of errors only\0"
    "write to the system's log, not to stderr\0"
    "write a newline to N once ready\0"
    "show this, and end\0"
    "show the version, and end";
static_assert(count_texts(provider_option_help) == provider_option_count);

const char provider_help_end[] =
    "\nExit status: 0 stopped by a signal; 2 bad usage or configuration; 3 system\n"
    "error; with COMMAND its own, 126 if it can't be run, 127 if it isn't there.\n";

const char probe_help_head[] =
    "Usage: mpdisc-probe [options] [TYPE...]\n"
    "       mpdisc-probe --watch [options] [TYPE...] [--exec COMMAND [ARG...]]\n"
    "       mpdisc-probe --live [options] [TYPE...]\n"
    "       mpdisc-probe [--watch] --output FILE [--on-update COMMAND] [-f FORMAT]\n"
    "                    [options] [TYPE...]\n"
    "       mpdisc-probe --wait|--gone [-c N] [-w SEC] [options] [TYPE...]\n"
    "       mpdisc-probe --hosts [-l] [-i IF] [-46] [-P N] [--from-port N] [-k FILE]\n"
    "                    [-w SEC] [--patience SEC] [-f table|tsv|json] [--no-header]\n"
    "       mpdisc-probe --status [-l] [-P N] [-k FILE] [-w SEC] [--no-header]\n"
    "                    [-f table|tsv|json|openmetrics]\n"
    "       mpdisc-probe --status --watch [--interval SEC] [-l] [-P N] [-k FILE]\n"
    "                    [-f table|tsv|json] [--no-header]\n"
    "       mpdisc-probe --explain [options] [TYPE...]\n"
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
    "ask this address or host alone; repeatedly\0"
    "ask on this interface alone\0"
    "ask over IPv4 only\0"
    "ask over IPv6 only\0"
    "UDP port (default: 6737)\0"
    "ask from this UDP port\0"
    "ignore answers without a key of FILE\0"
    "table, tsv, json, sh, @FILE or a template\0"
    "for the {set.KEY} of a format file\0"
    "sort by name, type, host, address or port\0"
    "write the list to FILE, whole or not at all\0"
    "run this after each write to FILE\0"
    "with --watch: gather changes so long (100)\0"
    "tables without their line of titles\0"
    "end results with NUL, not with a newline\0"
    "probe N times; 0: until interrupted\0"
    "from one start to the next (1.0)\0"
    "tell of services that come, change and go\0"
    "show the services on the terminal, as they are now\0"
    "with --watch: tell the time, too\0"
    "run all that follows as a command for each event\0"
    "end when -c N services match (1)\0"
    "end when fewer than -c N match (1)\0"
    "when a silent host counts as gone (10)\0"
    "list the hosts that offer services\0"
    "show this host's providers and counters\0"
    "say why nothing, or not everything, is found\0"
    "show each datagram on standard error\0"
    "show this, and end\0"
    "show the version, and end";
static_assert(count_texts(probe_option_help) == probe_option_count);

const char probe_help_end[] =
    "\nThe format is a table on a terminal, else tsv. A template is a line like\n"
    "'{name} {endpoint} {attr.path}'; there are name, type, host, address, addresses,\n"
    "endpoint, port, attributes, attr.KEY, provider, role, interface and rtt_us; with\n"
    "--watch also event and time.\n"
    "\nExit status: 0 found all that was asked for, or --watch was stopped; 1 nothing,\n"
    "or fewer than --count, or --wait or --gone timed out; 2 bad usage; 3 system\n"
    "error, or nobody could be asked; 4 some host did not answer, or its list stayed\n"
    "incomplete, or some networks were not asked; 126 the command of --exec can't be\n"
    "run, 127 it isn't there.\n";

}  // namespace mpdisc::cli
