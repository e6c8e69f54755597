// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "mpdisc/types.h"
#include "wire/auth.h"
#include "wire/client_messages.h"
#include "wire/header.h"
#include "wire/service_list.h"

/// The messages between the providers of one host. Decoded ones are views of the datagram.
namespace mpdisc::wire {

/// What all of them say but notifications: who speaks. PROVIDER_DISCOVERY_REQUEST,
/// PROVIDER_UNREGISTRATION and KEY_MISMATCH say nothing else.
struct Identity {
    std::uint64_t transaction = 0;
    ProviderId provider;
};

/// mpdisc-wire.7, PROVIDER_DISCOVERY_RESPONSE.
struct DiscoveryResponse : Identity {
    /// Of a primary with keys.
    Nonce nonce{};
};

/// What a provider wants to be asked about: interface and family of a request.
struct Reach {
    /// 0: any; `no_interface`: none but loopback.
    std::uint32_t if_index = 0;
    Family family = Family::any;

    static constexpr std::uint32_t no_interface = UINT32_MAX;

    [[nodiscard]] bool is_restricted() const { return if_index != 0 || family != Family::any; }

    /// Whether a request can be for both.
    [[nodiscard]] bool overlaps(const Reach& other) const {
        const bool shares_interface =
            if_index == 0 || other.if_index == 0 || if_index == other.if_index;
        const bool shares_family =
            family == Family::any || other.family == Family::any || family == other.family;
        return shares_interface && shares_family;
    }

    friend bool operator==(const Reach&, const Reach&) = default;
};

/// mpdisc-wire.7, PROVIDER_REGISTRATION. Replaces what was registered before.
struct Registration : Identity {
    std::uint32_t process_id = 0;
    /// A program of the same user may take the port over from one that hangs. This is a claim: the
    /// system may say otherwise. `no_user` where the system has no such numbers, or did not let
    /// this provider take over.
    std::uint32_t user_id = no_user;
    Reach reach;
    ServiceList services;

    static constexpr std::uint32_t no_user = UINT32_MAX;
};

enum class RegistrationResult : std::uint8_t { accepted = 1, registry_full = 2 };

/// mpdisc-wire.7, PROVIDER_REGISTRATION_ACK.
struct RegistrationAck : Identity {
    RegistrationResult result = RegistrationResult::accepted;
    std::uint32_t process_id = 0;
    std::uint32_t lease_ms = 0;
    std::uint32_t heartbeat_ms = 0;
    /// Another provider that offers a service of the same name and type; no id: none is known.
    ProviderId duplicate_of = {};
};

/// mpdisc-wire.7, PROVIDER_HEARTBEAT.
struct Heartbeat : Identity {
    /// A deputy's: which list of its peers it has.
    bool is_deputy = false;
    std::uint32_t peers_revision = 0;
    /// Of a deputy that asks by the line: where it is answered; else 0.
    std::uint16_t line_port = 0;
};

enum class HeartbeatResult : std::uint8_t { known = 1, register_again = 2 };

/// mpdisc-wire.7, PROVIDER_HEARTBEAT_ACK.
struct HeartbeatAck : Identity {
    HeartbeatResult result = HeartbeatResult::known;
};

/// How a client's request came to this host.
struct Arrival {
    /// Answers go there.
    Endpoint client;
    std::uint32_t if_index = 0;
    /// The local address to which the request came, and from which answers go. No address: the
    /// request came to a multicast group, from which nobody can answer; the system chooses.
    IpAddress local;
    /// No address or route puts the client on the link. But it sent a broadcast, which no router
    /// forwards.
    bool claims_link = false;
};

/// mpdisc-wire.7, PROVIDER_NOTIFICATION: a request that the primary passes on.
struct Notification {
    Arrival arrival;
    Roster roster;
    Request request;
};

enum class Change : std::uint8_t { leaving = 1, present = 2 };

/// mpdisc-wire.7, PRIMARY_CHANGE: a hint to look for the primary again.
struct PrimaryChange : Identity {
    Change change = Change::leaving;
};

/// mpdisc-wire.7, DEPUTY_APPOINTMENT: whom to tell should the primary hang.
struct Appointment : Identity {
    std::uint32_t peers_revision = 0;
    /// The control sockets' ports, two bytes each; the primary's own is the first.
    Bytes peers;
    /// The primary took the port over, and who hung may still hold it too.
    bool contested = false;
    /// The primary's end of the line; 0: there is none.
    std::uint16_t line_port = 0;
};

/// The n-th port of a list of peers.
[[nodiscard]] inline std::uint16_t peer_at(Bytes peers, std::size_t n) {
    return static_cast<std::uint16_t>(peers[n * 2] << 8 | peers[n * 2 + 1]);
}

[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Identity& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, DiscoveryResponse& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Registration& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, RegistrationAck& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Heartbeat& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, HeartbeatAck& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Notification& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, PrimaryChange& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, Appointment& out);

/// Each writes the message; returns its size, or 0 where `out` is too small.
[[nodiscard]] std::size_t encode(MessageType type, const Identity& identity,
                                 std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const DiscoveryResponse& response, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const Registration& registration, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const RegistrationAck& ack, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const Heartbeat& heartbeat, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const HeartbeatAck& ack, std::span<std::uint8_t> out);
/// A notification.
[[nodiscard]] std::size_t encode(const Arrival& arrival, const Roster& roster,
                                 const Request& request, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const PrimaryChange& change, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const Appointment& appointment, std::span<std::uint8_t> out);

}  // namespace mpdisc::wire
