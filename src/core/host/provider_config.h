// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/kit/random.h"
#include "mpdisc/address.h"
#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/auth.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

struct AnswerRates {
    /// Bytes in a second to one client, and to all clients together; 0: no limit.
    std::uint64_t client = std::uint64_t{limits::client_rate_kib_default} * 1024;
    std::uint64_t host = std::uint64_t{limits::host_rate_kib_default} * 1024;
};

struct ProviderConfig {
    ProviderId id;
    /// The id of the host, if this provider becomes primary before another primary has told it one.
    HostId host;
    std::uint32_t process_id = 0;
    /// Programs of this user may take the port over from each other; `Registration::no_user`: none.
    std::uint32_t user_id = wire::Registration::no_user;
    std::uint16_t discovery_port = limits::discovery_port_default;
    FixedString<limits::host_name_max> host_name;
    /// Answers only on the interface that the owner has chosen, and on loopback.
    bool one_interface = false;
    Family family = Family::any;
    std::uint32_t heartbeat_ms = limits::heartbeat_ms_default;
    std::uint32_t lease_ms = limits::lease_ms_default;
    std::array<Network, limits::allowed_networks_max> allowed{};
    std::size_t allowed_count = 0;
    AnswerRates rates;
    /// Seconds from one announcement to the next if nothing changes. 0: this provider never
    /// announces its host.
    std::uint32_t announce_s = limits::announce_s_default;
    wire::Keyring keys;
    Random::Seed seed{};
    /// Random bytes of the kernel. They seed the hashes and tokens that others must not predict.
    std::array<std::uint64_t, 2> secret{};
};

}  // namespace mpdisc::core
