// SPDX-License-Identifier: MIT
#include "cli/help.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

const char provider_help_head[] =
    "Usage: mpdisc-provider -t TYPE -p PORT [-n NAME] [-a KEY[=VALUE]]... [-t ...]\n"
    "                       [options] [-- COMMAND [ARG...]]\n"
    "       mpdisc-provider [-c FILE] [--config-dir DIR] [options]\n"
    "                       [-- COMMAND [ARG...]]\n"
    "Offers services on the local network: until stopped, or while COMMAND runs.\n"
    "\nServices (each -t begins a new one):\n";

constexpr char provider_option_help[] =
    "service type, such as _http._tcp\0"
    "port of the service\0"
    "instance name (default: the host's name)\0"
    "add an attribute; repeatable\0"
    "offer it only while tcp[:PORT] or exec:CMD works\0"
    "check every SEC (5)\0"
    "fail a check after SEC (1)\0"
    "stop offering after N failures in a row (1)\0"
    "offer again after N successes in a row (1)\0"
    "offer a service only once its port is open\n"
    "\nConfiguration:\0"
    "read settings and services from FILE\0"
    "read services from each DIR/*.conf\0"
    "check the configuration and exit\n"
    "\nNetwork:\0"
    "use UDP port N (default: 6737)\0"
    "answer only requests received on IF\0"
    "use IPv4 only\0"
    "use IPv6 only\0"
    "use the shared keys in FILE; ignore everyone else\0"
    "also answer requests from CIDR; repeatable\0"
    "send a heartbeat every SEC (30)\0"
    "drop a secondary SEC after its last heartbeat (60)\0"
    "most KiB per second sent to one client (4096)\0"
    "most KiB per second sent to all clients (16384)\0"
    "announce this host every SEC (60)\n"
    "\nLog and start:\0"
    "log secondaries and address changes, too\0"
    "log errors only\0"
    "log to the system log, not to stderr\0"
    "write a newline to descriptor N when ready\0"
    "show this help and exit\0"
    "show the version and exit";
static_assert(count_texts(provider_option_help) == provider_option_count);

const char provider_help_end[] =
    "\nExit status:\n"
    "  0  stopped by a signal\n"
    "  2  wrong usage or configuration\n"
    "  3  system error\n"
    "With COMMAND: its status, 126 if it cannot be run, 127 if it is not found.\n";

const char probe_help_head[] =
    "Usage: mpdisc-probe [options] [TYPE...]\n"
    "       mpdisc-probe --watch [options] [TYPE...] [--exec COMMAND [ARG...]]\n"
    "       mpdisc-probe --live|--wait|--gone|--explain [options] [TYPE...]\n"
    "       mpdisc-probe --hosts|--status [options]\n"
    "Finds services on the local network: all, or those of a TYPE like _http._tcp.\n"
    "\nWhat to find:\n";

constexpr char probe_option_help[] =
    "find only this type, like an operand; repeatable\0"
    "find only this name, such as web or Print*\0"
    "find only services with this attribute; repeatable\0"
    "stop after the first service, like -c 1\0"
    "stop after N services\n"
    "\nHow to ask:\0"
    "wait at most SEC (default: 1.0)\0"
    "wait SEC for unknown hosts (0.4)\0"
    "ask this host only\0"
    "ask this address or host only; repeatable\0"
    "ask on this interface only\0"
    "use IPv4 only\0"
    "use IPv6 only\0"
    "ask UDP port N (default: 6737)\0"
    "ask from UDP port N\0"
    "use the shared keys in FILE; ignore everyone else\n"
    "\nOutput:\0"
    "print a table, tsv, json, sh, @NAME or a template\0"
    "set {set.KEY} in a format file\0"
    "sort by name, type, host, address or port\0"
    "write the list to FILE once it is complete\0"
    "run COMMAND after each write to FILE\0"
    "with --watch: collect changes for MS (100)\0"
    "print no header above tables\0"
    "end results with NUL, not newline\n"
    "\nRepeat and watch:\0"
    "search N times (0: until interrupted)\0"
    "start again every SEC (1.0)\0"
    "report services that come, change and go\0"
    "show a live list on the terminal\0"
    "with --watch: show the time, too\0"
    "run the command that follows for each event\0"
    "wait until N services match (-c N, or 1)\0"
    "wait until fewer than N match (-c N, or 1)\0"
    "treat a silent host as gone after SEC (10)\n"
    "\nReports:\0"
    "list the hosts that offer services\0"
    "show this host's providers and counters\0"
    "explain why services are missing\0"
    "print each datagram to stderr\n\0"
    "show this help and exit\0"
    "show the version and exit";
static_assert(count_texts(probe_option_help) == probe_option_count);

const char probe_help_end[] =
    "\nThe default format is table on a terminal, else tsv. A template is a line like\n"
    "'{name} {endpoint} {attr.path}'. Fields: name, type, host, address, addresses,\n"
    "endpoint, port, attributes, attr.KEY, provider, role, interface, rtt_us; with\n"
    "--watch, event and time.\n"
    "\nExit status:\n"
    "  0  found all that was asked for, or --watch was stopped\n"
    "  1  found nothing or fewer than --count, or --wait or --gone timed out\n"
    "  2  wrong usage\n"
    "  3  system error, or no request could be sent\n"
    "  4  a host did not answer in full, or some networks were not asked\n"
    "With --exec: 126 if the command cannot be run, 127 if it is not found.\n";

}  // namespace mpdisc::cli
