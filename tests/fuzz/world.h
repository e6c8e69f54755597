// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "core/kit/datagram.h"
#include "mpdisc/address.h"
#include "mpdisc/keys.h"
#include "mpdisc/types.h"
#include "tests/fuzz/input.h"
#include "wire/auth.h"

/// The networks that a fuzzed machine is on, and who else is on them.
namespace mpdisc::fuzz {

/// One of a few states in which the interfaces of its host may be.
[[nodiscard]] InterfaceList choose_interfaces(Input& input);

/// How a datagram comes in.
struct Arrival {
    Endpoint from;
    IpAddress to;
    std::uint32_t if_index = 0;
    /// It was sent to 255.255.255.255, and the system tells that.
    bool is_link_broadcast = false;

    /// It was sent on this host, as the system has it: so it may be a control message.
    [[nodiscard]] bool is_local() const;
};
[[nodiscard]] Arrival choose_arrival(Input& input);

/// An address that somebody may have, or pretend to have.
[[nodiscard]] const IpAddress& choose_address(Input& input);

/// The time of day, in milliseconds since 1970, at that time of a machine's owner.
[[nodiscard]] constexpr std::uint64_t time_of_day_ms(TimeUs now_us) {
    return 1'700'000'000'000 + now_us / 1000;
}

/// Keys as they are given, and as they are used.
struct Keys {
    KeySet set;
    wire::Keyring ring;
};
/// The keys of a machine that has some, or has none, as the input says; and those of others.
[[nodiscard]] const Keys& choose_keys(Input& input);
[[nodiscard]] const Keys& foreign_keys();

/// The network that --allow names, where a provider is given one.
[[nodiscard]] const Network& allowed_network();
/// Whether it may be one other host on a link.
[[nodiscard]] bool is_one_host(const IpAddress& address);
/// Whether it is one host, and on this host, on one of its links, or in the allowed network.
[[nodiscard]] bool may_be_answered(const IpAddress& address);

}  // namespace mpdisc::fuzz
