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
    "no deputy: no other provider of this user can take over if this one hangs\0"
    "primary % hangs; took the port over\0"
    "primary % hangs, but the system forbids taking over its port; still trying\0"
    "this provider hung; % has taken over\0"
    "ignoring a provider of this host that has other keys, or none\0"
    "interface % does not exist; waiting for it\0"
    "interface % went away; waiting for it\0"
    "interface % exists now\0"
    "too many addresses or interfaces: some are not used\0"
    "the system refuses netlink: some interfaces and routes stay unknown\0"
    "cannot list the interfaces; using the last list\0"
    "no network interface has an address: only this host can find this provider\0"
    "UDP port %, a primary with other keys than this provider, or none; still trying\0"
    "provider % of this host offers the same name and type; clients find both\0"
    "the registry is full: another provider of this host was refused\0"
    "dropped a message from %; further ones are only counted";

static_assert(count_texts(provider_phrases) == provider_event_count);

}  // namespace mpdisc::cli
