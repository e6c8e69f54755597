// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/header.h"
#include "wire/reader.h"
#include "wire/type_filter.h"
#include "wire/writer.h"

/// The messages by which hosts, and clients, learn which hosts there are.
namespace mpdisc::wire {

/// mpdisc-wire.7, SUMMARY.
struct HostSummary {
    /// Grows with each change of the services, as long as the primary is the same.
    std::uint32_t revision = 0;
    /// The services of the whole host.
    std::uint32_t services = 0;
    /// What the host knows of its neighbourhood: digest_of() itself and of each confirmed
    /// neighbour at each of its addresses, combined by XOR.
    std::uint64_t digest = 0;
    /// The primary knows all providers of its host.
    bool settled = true;
    /// The primary has had the time to learn its neighbourhood, and keeps one.
    bool knows_neighbours = true;

    friend bool operator==(const HostSummary&, const HostSummary&) = default;
};

/// One host, as its primary describes it.
struct HostDescription {
    HostId host;
    ProviderId primary;
    HostSummary summary;
    /// The types of all its services.
    TypeFilter types;
};

/// The part of a host at this address in the digest of a neighbourhood. It changes with the primary
/// and with the revision.
[[nodiscard]] std::uint64_t digest_of(const HostDescription& host, const IpAddress& address);

/// mpdisc-wire.7, HOST_ANNOUNCEMENT.
struct HostAnnouncement : HostDescription {
    std::uint64_t transaction = 0;
    /// How long a listener may rely on it; 0: the host leaves.
    std::uint32_t lifetime_s = 0;
    /// The token with which the receiver may ask for the list; 0: none.
    std::uint64_t address_token = 0;
};

/// mpdisc-wire.7, HOST_QUERY.
struct HostQuery {
    std::uint64_t transaction = 0;
    /// Hosts answer after a random time of at most this; 0: at once.
    std::uint16_t window_ms = 0;
    /// Asks for HOST_LIST from `page` on; 0 is the first page.
    bool wants_list = false;
    std::uint32_t page = 0;
    /// The token that a HOST_ANNOUNCEMENT gave to the sender; 0: none.
    std::uint64_t address_token = 0;
    /// The sender could not reach this neighbour of the receiver.
    HostId silent = {};
};

/// An address of a host, and the interface of the listing host that leads there; 0 in a list for
/// another host.
struct HostSource {
    IpAddress address;
    std::uint32_t if_index = 0;

    friend bool operator==(const HostSource&, const HostSource&) = default;
};

/// mpdisc-wire.7, NEIGHBOUR.
struct Neighbour : HostDescription {
    /// How long ago the listing host heard it.
    std::uint32_t age_s = 0;
    /// At least one.
    std::array<HostSource, limits::neighbour_addresses_max> sources{};
    std::size_t source_count = 0;
};

/// mpdisc-wire.7, HOST_LIST. A view of the datagram.
struct HostList {
    std::uint64_t transaction = 0;
    /// The listing host.
    HostId host;
    HostSummary summary;
    /// The page to ask for next; 0: this was the last page.
    std::uint32_t next_page = 0;
    Bytes fields;
};

/// Returns the hosts of a decoded list one by one.
class NeighbourReader {
   public:
    explicit NeighbourReader(const HostList& list) : fields_(list.fields) {}

    [[nodiscard]] bool next(Neighbour& out);

   private:
    FieldReader fields_;
};

[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, HostAnnouncement& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, HostQuery& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, HostList& out);

/// A HOST_ANNOUNCEMENT and a HOST_QUERY have at most this many bytes, also when they are sealed.
inline constexpr std::size_t host_message_size_max = 256;

/// Writes the message; returns its size, or 0 if `out` is too small. pad_request() pads a query.
[[nodiscard]] std::size_t encode(const HostAnnouncement& announcement, std::span<std::uint8_t> out);
[[nodiscard]] std::size_t encode(const HostQuery& query, std::span<std::uint8_t> out);

/// Builds a HOST_LIST host by host.
class HostListWriter {
   public:
    HostListWriter(std::span<std::uint8_t> out, std::uint64_t transaction, const HostId& host,
                   const HostSummary& summary);

    /// False, and nothing is added, if there would be no room left for the page number.
    [[nodiscard]] bool add(const Neighbour& neighbour);
    [[nodiscard]] std::size_t finish(std::uint32_t next_page);

   private:
    std::size_t capacity_;
    MessageWriter writer_;
};

}  // namespace mpdisc::wire
