// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "core/search/change_list.h"
#include "core/search/origin_shares.h"
#include "mpdisc/address.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// A service as a search found it.
struct FoundRecord {
    ProviderId provider;
    Role role = Role::none;
    /// Its host's number in HostRosters; `none` if that has no room for the host.
    std::uint32_t host = HashIndex::none;
    /// The latest attempt that it answered.
    std::uint32_t attempt = 0;
    /// The sender of the answer.
    IpAddress source;
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

    [[nodiscard]] wire::Bytes encoded() const { return {bytes, service_size}; }
    [[nodiscard]] ServiceView service() const;
    [[nodiscard]] std::string_view host_name() const;
    /// Whether the same socket sent both.
    [[nodiscard]] bool has_sender_of(const FoundRecord& other) const {
        return source == other.source && port == other.port && if_index == other.if_index;
    }
    /// Whether an answer of the same sender names an address that `known` does not list, or another
    /// one to use. One that names fewer says nothing: a provider leaves addresses out for want of
    /// room.
    [[nodiscard]] bool names_other_addresses(const FoundRecord& known) const;
};

/// The services that were found, each once, and the changes of which the reader is not told yet.
/// When there are limits::found_services_max, the service that came last from the origin with the
/// most (OriginShares) makes room for one of an origin that has fewer. A provider id is public, and
/// anybody can claim one. So a service whose provider, name and type are known is the known one
/// only if its bytes are the same, or it comes from the same port of the same host: then the
/// provider has changed it. Otherwise both are kept, for one of them may be forged.
class FoundServices {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    explicit FoundServices(std::uint64_t hash_key) : hash_key_(hash_key) {}
    ~FoundServices();
    FoundServices(const FoundServices&) = delete;
    FoundServices& operator=(const FoundServices&) = delete;

    /// The number of the service that came with `record`; `none` if it is new.
    [[nodiscard]] std::uint32_t find(const FoundRecord& record,
                                     const wire::ServiceList::Item& item) const;
    /// The origin of what that sender of a group sent.
    [[nodiscard]] AnswerOrigin origin_of(std::uint64_t group, const IpAddress& address,
                                         std::uint16_t port) const;

    enum class Outcome : std::uint8_t { added, replaced, full, no_memory };
    struct Added {
        Outcome outcome = Outcome::no_memory;
        /// Of the service that was removed to make room, if one was.
        std::uint32_t former_host = none;
    };
    /// Adds a new service; `record` is complete but for its bytes.
    [[nodiscard]] Added add(const FoundRecord& record, const AnswerOrigin& origin,
                            const wire::ServiceList::Item& item, std::string_view host_name);
    /// Takes in a later answer of a known service: replaces the record in place if the service has
    /// changed, or if its sender has other addresses now. False for want of memory; then the record
    /// stays as it was.
    [[nodiscard]] bool update(std::uint32_t number, FoundRecord record,
                              const wire::ServiceList::Item& item, std::string_view host_name);
    /// If the reader knows the service, the record stays until the reader was told of the removal.
    void remove(std::uint32_t number);
    /// The host's number is about to belong to another host: the record keeps the host's name by
    /// itself, if it has none. For want of memory it has no name then.
    void detach_host(std::uint32_t number, std::string_view host_name);

    /// The service that the reader is told of next; `none` if nothing has changed.
    [[nodiscard]] std::uint32_t first_change(ChangeKind& kind) const {
        return changes_.first(kind);
    }
    /// The reader was told of that one. A removed record stays until the next removal.
    void pop_change() { changes_.pop(); }

    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// All numbers are less; some of them may not be in use.
    [[nodiscard]] std::uint32_t end() const { return changes_.end(); }
    [[nodiscard]] bool is_live(std::uint32_t number) const { return changes_.is_live(number); }
    [[nodiscard]] const FoundRecord& operator[](std::uint32_t number) const {
        return records_[number];
    }

   private:
    /// Makes room for `record`, or for what takes the place of `victim`.
    [[nodiscard]] bool reserve_one(const FoundRecord& record, std::uint32_t victim);
    void clear(std::uint32_t number);
    [[nodiscard]] static bool copy_bytes(FoundRecord& record, const wire::ServiceList::Item& item,
                                         std::string_view host_name);
    [[nodiscard]] std::uint64_t hash_of(const ProviderId& provider,
                                        const ServiceView& service) const;

    std::uint64_t hash_key_;
    Array<FoundRecord> records_;
    std::uint32_t size_ = 0;
    HashIndex index_;
    OriginShares shares_;
    ChangeList changes_;
};

}  // namespace mpdisc::core
