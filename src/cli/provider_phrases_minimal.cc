// SPDX-License-Identifier: MIT
#include "cli/provider_phrases.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

constexpr char provider_phrases[] =
    "\0"
    "UDP port %, no mpdisc primary; still trying\0"
    "primary % does not answer; still trying\0"
    "primary % is full; still trying\0"
    "secondary % registered\0"
    "secondary % left\0"
    "secondary % expired\0"
    "addresses changed\0"
    "secondary % died\0"
    "deputy: %\0"
    "no deputy\0"
    "primary % hangs; took the port over\0"
    "primary % hangs, its port cannot be taken over; still trying\0"
    "this provider hung; % has taken over\0"
    "ignoring a provider with other keys, or none\0"
    "interface % does not exist; waiting for it\0"
    "interface % went away; waiting for it\0"
    "interface % exists now\0"
    "some addresses or interfaces are not used\0"
    "the system refuses netlink; loopback only\0"
    "cannot list the interfaces\0"
    "no address on the network: only this host can find this provider\0"
    "UDP port %, a primary with other keys, or none; still trying\0"
    "provider % offers the same name and type\0"
    "the registry is full: a provider was refused\0";  // minimal builds do not tell of drops

static_assert(count_texts(provider_phrases) == provider_event_count);

}  // namespace mpdisc::cli
