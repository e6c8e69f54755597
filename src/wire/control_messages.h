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

/// The messages between the providers of one host. Decoded messages are views of the datagram.
namespace mpdisc::wire {

/// The sender, in all messages except notifications. PROVIDER_DISCOVERY_REQUEST,
/// PROVIDER_UNREGISTRATION and KEY_MISMATCH contain nothing else.
struct Identity {
    std::uint64_t transaction = 0;
    ProviderId provider;
};

/// mpdisc-wire.7, PROVIDER_DISCOVERY_RESPONSE.
struct DiscoveryResponse : Identity {
    /// All zeros from a primary without keys.
    Nonce nonce{};
};

/// The requests that a provider answers, by interface and address family.
struct Reach {
    /// 0: any interface; `no_interface`: loopback alone.
    std::uint32_t if_index = 0;
    Family family = Family::any;

    static constexpr std::uint32_t no_interface = UINT32_MAX;

    [[nodiscard]] bool is_restricted() const { return if_index != 0 || family != Family::any; }

    /// Whether one request can be within both.
    [[nodiscard]] bool overlaps(const Reach& other) const {
        const bool shares_interface =
            if_index == 0 || other.if_index == 0 || if_index == other.if_index;
        const bool shares_family =
            family == Family::any || other.family == Family::any || family == other.family;
        return shares_interface && shares_family;
    }

    friend bool operator==(const Reach&, const Reach&) = default;
};

/// mpdisc-wire.7, PROVIDER_REGISTRATION. Replaces the earlier registration of the provider.
struct Registration : Identity {
    std::uint32_t process_id = 0;
    /// A program of the same user may take over the port of a hung program. This is only a claim,
    /// which the system may contradict. `no_user` if the system does not number its users, has no
    /// takeover, or has refused one to this provider.
    std::uint32_t user_id = no_user;
    Reach reach;
    ServiceList services;
    /// The id of the host, as an earlier primary told it; not known if there was none.
    HostId host = {};

    static constexpr std::uint32_t no_user = UINT32_MAX;
};

enum class RegistrationResult : std::uint8_t { accepted = 1, registry_full = 2 };

/// mpdisc-wire.7, PROVIDER_REGISTRATION_ACK.
struct RegistrationAck : Identity {
    RegistrationResult result = RegistrationResult::accepted;
    std::uint32_t process_id = 0;
    std::uint32_t lease_ms = 0;
    std::uint32_t heartbeat_ms = 0;
    /// Another provider that offers a service of the same name and type; all zeros: none is known.
    ProviderId duplicate_of = {};
    /// The id that all primaries of this host hand on; not known if the primary tells none.
    HostId host = {};
    /// The port of the primary's control socket; 0 if the primary tells none.
    std::uint16_t control_port = 0;
};

/// mpdisc-wire.7, PROVIDER_HEARTBEAT.
struct Heartbeat : Identity {
    /// The sender is the deputy, and `peers_revision` says which list of peers it has.
    bool is_deputy = false;
    std::uint32_t peers_revision = 0;
    /// In a heartbeat to the line: the port of the deputy's end, which gets the answer; else 0.
    std::uint16_t line_port = 0;
};

enum class HeartbeatResult : std::uint8_t { known = 1, register_again = 2 };

/// mpdisc-wire.7, PROVIDER_HEARTBEAT_ACK.
struct HeartbeatAck : Identity {
    HeartbeatResult result = HeartbeatResult::known;
};

/// By which way a client's request reached this host.
struct Arrival {
    /// The receiver of the answers.
    Endpoint client;
    std::uint32_t if_index = 0;
    /// The local address that received the request and that sends the answers. No address if the
    /// request came to a multicast group; the system then chooses the source.
    IpAddress local;
    /// No address or route says that the client is on the link. But it sent a broadcast, which no
    /// router forwards.
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

/// mpdisc-wire.7, DEPUTY_APPOINTMENT: the peers that the deputy must inform after a takeover.
struct Appointment : Identity {
    std::uint32_t peers_revision = 0;
    /// The ports of the control sockets, two bytes each. The first is the primary's own.
    Bytes peers;
    /// The primary took the port over, and its hung predecessor may still hold it, too.
    bool contested = false;
    /// The port of the primary's end of the line, a socket that receives from the deputy only; 0:
    /// no line.
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

/// Each writes the message and returns its size, or 0 if `out` is too small.
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
