// SPDX-License-Identifier: MIT
#include "cli/provider_phrases.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

constexpr char provider_phrases[] =
    "\0"
    "UDP port %, which does not answer as an mpdisc primary; still trying\0"
    "primary % does not answer; still trying\0"
    "the registry of primary % is full; still trying\0"
    "secondary % registered\0"
    "secondary % left\0"
    "secondary % expired\0"
    "the addresses of this host changed\0"
    "secondary % died\0"
    "deputy: %\0"
    "deputy: none; no other provider of this user could take over if this one hung\0"
    "primary % hangs; took the port over\0"
    "primary % hangs, and the system refuses to let its port be taken over; "
    "still trying\0"
    "did not answer in time; % has taken over\0"
    "another provider of this host has other keys, or none: it is ignored\0"
    "interface % does not exist; waiting for it\0"
    "interface % went away; waiting for it\0"
    "interface % exists now\0"
    "this host has more addresses or interfaces than are used\0"
    "the system refuses netlink; interfaces and routes are known in part only\0"
    "the system refuses to list the interfaces; going by the last list\0"
    "no interface to the network has an address: only this host can find this "
    "provider\0"
    "UDP port %, a primary that has other keys than this provider, or none; "
    "still trying\0"
    "provider % of this host offers a service of the same name and type; clients find "
    "both\0"
    "the registry is full: a further provider of this host was refused\0"
    "dropped a message from %; further ones are only counted";

static_assert(count_texts(provider_phrases) == provider_event_count);

}  // namespace mpdisc::cli
