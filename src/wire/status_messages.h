// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/counters.h"
#include "mpdisc/last_drop.h"
#include "mpdisc/provider_status.h"
#include "wire/client_messages.h"
#include "wire/header.h"

/// The messages between a program that asks for the status and the primary of its host.
namespace mpdisc::wire {

/// mpdisc-wire.7, STATUS_REQUEST. The registry comes in pages: 0 asks for the first page, and each
/// response says which page is the next.
struct StatusRequest {
    std::uint64_t transaction = 0;
    std::uint32_t page = 0;
};

/// mpdisc-wire.7, STATUS_RESPONSE: providers, each followed by its services. A view of the
/// datagram.
struct StatusResponse {
    std::uint64_t transaction = 0;
    ProviderId primary;
    Counters counters;
    LastDrops last_drops;
    NeighbourhoodStatus neighbourhood;
    /// The page to ask for next; 0: this was the last page.
    std::uint32_t next_page = 0;
    Bytes fields;
};

/// Returns the providers of a status response one by one, and the services of each.
class StatusReader {
   public:
    StatusReader() : fields_(Bytes{}) {}
    explicit StatusReader(const StatusResponse& response) : fields_(response.fields) {}

    [[nodiscard]] bool next_provider(ProviderStatus& out);
    /// The next service of the provider that next_provider() returned last.
    [[nodiscard]] bool next_service(ServiceView& out);

   private:
    FieldReader fields_;
    /// The fields after that provider.
    FieldReader services_{Bytes{}};
};

[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, StatusRequest& out);
[[nodiscard]] DecodeError decode(const Header& header, Bytes fields, StatusResponse& out);

[[nodiscard]] std::size_t encode(const StatusRequest& request, std::span<std::uint8_t> out);

/// Builds a status response piece by piece.
class StatusResponseWriter {
   public:
    StatusResponseWriter(std::span<std::uint8_t> out, std::uint64_t transaction,
                         const ProviderId& primary, const Counters& counters,
                         const NeighbourhoodStatus& neighbourhood = {});

    /// The last drop for that reason. Before the first provider.
    void add(Counter reason, const LastDrop& drop);
    /// False, and nothing is added, if there would be no room left for the page number.
    [[nodiscard]] bool add(const ProviderStatus& provider, Bytes services);
    [[nodiscard]] std::size_t finish(std::uint32_t next_page);

   private:
    std::size_t capacity_;
    MessageWriter writer_;
};

}  // namespace mpdisc::wire
