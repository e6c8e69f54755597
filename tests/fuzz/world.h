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

/// The networks of a fuzzed machine, and the other hosts on them. The input chooses among them.
namespace mpdisc::fuzz {

/// One of a few lists of interfaces that the host may have.
[[nodiscard]] InterfaceList choose_interfaces(Input& input);

/// How a datagram arrives.
struct Arrival {
    Endpoint from;
    IpAddress to;
    std::uint32_t if_index = 0;
    /// It was sent to 255.255.255.255, and the system reports this.
    bool is_link_broadcast = false;

    /// The system says that it was sent on this host, so it may be a control message.
    [[nodiscard]] bool is_local() const;
};
[[nodiscard]] Arrival choose_arrival(Input& input);

/// An address that a sender may have or forge.
[[nodiscard]] const IpAddress& choose_address(Input& input);

/// The time of day, in milliseconds since 1970, at `now_us` of the machine's clock.
[[nodiscard]] constexpr std::uint64_t time_of_day_ms(TimeUs now_us) {
    return 1'700'000'000'000 + now_us / 1000;
}

/// The same keys as a set and as a keyring.
struct Keys {
    KeySet set;
    wire::Keyring ring;
};
/// The keys of the machine: some or none.
[[nodiscard]] const Keys& choose_keys(Input& input);
/// Keys that the machine never has.
[[nodiscard]] const Keys& foreign_keys();

/// The network in a provider's option --allow.
[[nodiscard]] const Network& allowed_network();
/// Whether the address may belong to one other host on a link.
[[nodiscard]] bool is_one_host(const IpAddress& address);
/// Whether the address is one host, and is on this host, on one of its links, or in the allowed
/// network.
[[nodiscard]] bool may_be_answered(const IpAddress& address);

}  // namespace mpdisc::fuzz
