// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "core/search/origin_shares.h"
#include "mpdisc/address.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// A service as a probe found it.
struct FoundRecord {
    ProviderId provider;
    Role role = Role::none;
    /// The latest attempt that was answered with it.
    std::uint32_t attempt = 0;
    /// From which it came.
    std::uint16_t port = 0;
    std::uint32_t if_index = 0;
    std::uint32_t rtt_us = 0;
    std::uint32_t lifetime_s = 0;
    IpAddress address;
    wire::AddressList addresses{};
    std::size_t address_count = 0;
    /// The SERVICE field, then the host's name; owned by FoundServices.
    std::uint8_t* bytes = nullptr;
    std::size_t service_size = 0;
    std::size_t host_name_size = 0;
    /// It came in the place of a service that was told of, and waits to be told of itself.
    bool is_late = false;

    [[nodiscard]] wire::Bytes encoded() const { return {bytes, service_size}; }
    [[nodiscard]] ServiceView service() const;
    [[nodiscard]] std::string_view host_name() const;
};

/// The services that a probe found, each once. When there are limits::found_services_max, the
/// service that came last from the origin with the most (OriginShares) makes room for one of an
/// origin that has fewer. A provider id is public, and anybody can claim one. So a service whose
/// provider, name and type are known is the known one only if its bytes are the same, or it comes
/// from the same port of the same host: then the provider has changed it. Otherwise both are kept,
/// for one of them may be forged.
class FoundServices {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    explicit FoundServices(std::uint64_t hash_key) : hash_key_(hash_key) {}
    ~FoundServices();
    FoundServices(const FoundServices&) = delete;
    FoundServices& operator=(const FoundServices&) = delete;

    /// The number of the service that came with `record`; `none` where it is new.
    [[nodiscard]] std::uint32_t find(const FoundRecord& record, std::uint32_t host,
                                     const wire::ServiceList::Item& item) const;
    /// The origin of what that sender of a group sent.
    [[nodiscard]] AnswerOrigin origin_of(std::uint64_t group, const IpAddress& address,
                                         std::uint16_t port) const;

    enum class Outcome : std::uint8_t { added, replaced, full, no_memory };
    struct Added {
        Outcome outcome = Outcome::no_memory;
        /// Of the service that made room, if one has.
        std::uint32_t former_host = none;
    };
    /// Adds a new one, of that host (its number in HostRosters); `record` with everything but its
    /// bytes.
    [[nodiscard]] Added add(const FoundRecord& record, std::uint32_t host,
                            const AnswerOrigin& origin, const wire::ServiceList::Item& item,
                            std::string_view host_name);
    /// The same service has come again, perhaps changed. False without memory; it stays as it was.
    [[nodiscard]] bool renew(std::uint32_t number, FoundRecord record,
                             const wire::ServiceList::Item& item, std::string_view host_name);
    [[nodiscard]] std::uint32_t host_of(std::uint32_t number) const { return hosts_[number]; }

    /// The number of the service to be told of next, in order of arrival; `none`: all were.
    [[nodiscard]] std::uint32_t next_untold() const;
    /// That one was told of.
    void note_told();
    [[nodiscard]] std::uint32_t told() const { return told_; }

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(records_.size()); }
    [[nodiscard]] FoundRecord& operator[](std::uint32_t number) { return records_[number]; }
    [[nodiscard]] const FoundRecord& operator[](std::uint32_t number) const {
        return records_[number];
    }

   private:
    /// Whose place a new service takes; its own number where there is room.
    [[nodiscard]] std::uint32_t find_place(const AnswerOrigin& origin);
    [[nodiscard]] bool reserve_place(std::uint32_t place);
    void clear_place(std::uint32_t place);
    [[nodiscard]] bool is_told(std::uint32_t number) const {
        return number < told_once_ && !records_[number].is_late;
    }
    [[nodiscard]] static bool keep(FoundRecord& record, const wire::ServiceList::Item& item,
                                   std::string_view host_name);
    [[nodiscard]] std::uint64_t hash_of(const ProviderId& provider,
                                        const ServiceView& service) const;

    std::uint64_t hash_key_;
    Array<FoundRecord> records_;
    /// Of each record; by itself, for it is gone through again and again.
    Array<std::uint32_t> hosts_;
    HashIndex index_;
    OriginShares shares_;
    /// How many services were told of, and how many places were, each at least once.
    std::uint32_t told_ = 0;
    std::uint32_t told_once_ = 0;
    /// Those of them that came later, in the place of another one, and are to be told of.
    Array<std::uint32_t> late_;
};

}  // namespace mpdisc::core
