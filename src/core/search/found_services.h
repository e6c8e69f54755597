// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "core/search/change_list.h"
#include "core/search/origin_shares.h"
#include "core/search/selection.h"
#include "mpdisc/address.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// A service as a search found it.
struct FoundRecord {
    ProviderId provider;
    Role role = Role::none;
    /// The number of its host in HostRosters; `none` if there was no room for the host.
    std::uint32_t host = HashIndex::none;
    /// The latest attempt that brought the service.
    std::uint32_t attempt = 0;
    /// Where the answer came from.
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
    /// Whether both have the same addresses, and the same one to use.
    [[nodiscard]] bool has_addresses_of(const FoundRecord& other) const;
    /// Whether this record of the same sender has an address that `known` does not list, or another
    /// address to use. Fewer addresses mean nothing: a provider leaves some out if a datagram has
    /// no room for them.
    [[nodiscard]] bool names_other_addresses(const FoundRecord& known) const;
};

/// The services that were found, each once, and the changes that the reader has not got yet. The
/// reader gets nothing of services that are not selected.
///
/// The table has room for limits::found_services_max services. If it is full, an origin with few
/// services gets the place of one from the origin with the most (OriginShares).
///
/// A provider id is public, so any sender can claim it. If the provider, name and type of a service
/// are known, it is the known service in two cases: its bytes are the same, or it comes from the
/// same port of the same host. In the second case the provider has changed it. In all other cases
/// both services are kept, because one of them may be forged. The index has a hash for each of the
/// two cases. So in a search no hash has more than one service, and a forger cannot make it slow.
/// A watch may keep several services of one provider, name and type that its paths claim.
class FoundServices {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    /// `selection` must outlive this object.
    FoundServices(const Selection& selection, std::uint64_t hash_key)
        : selection_(selection), hash_key_(hash_key) {}
    ~FoundServices();
    FoundServices(const FoundServices&) = delete;
    FoundServices& operator=(const FoundServices&) = delete;

    /// The number of the service that came with `record`; `none` if it is new.
    [[nodiscard]] std::uint32_t find(const FoundRecord& record,
                                     const wire::ServiceList::Item& item) const;
    /// The origin of the services that this sender of a group sends.
    [[nodiscard]] AnswerOrigin origin_of(std::uint64_t group, const IpAddress& address,
                                         std::uint16_t port) const;

    enum class Outcome : std::uint8_t { added, replaced, full, no_memory };
    struct Added {
        Outcome outcome = Outcome::no_memory;
        /// The host of the service that was removed to make room, if one was.
        std::uint32_t former_host = none;
        /// The number of the new service.
        std::uint32_t number = none;
    };
    /// Adds a new service. `record` has everything except its bytes.
    [[nodiscard]] Added add(const FoundRecord& record, const AnswerOrigin& origin,
                            const wire::ServiceList::Item& item, std::string_view host_name);
    /// Merges a later answer with a known service. Replaces the record in place if the service has
    /// changed, or if the sender has other addresses now. False if there is no memory; then the
    /// record stays as it was.
    [[nodiscard]] bool update(std::uint32_t number, FoundRecord record,
                              const wire::ServiceList::Item& item, std::string_view host_name);
    /// Replaces a known service, wherever the answer comes from. It is a change if anything differs
    /// that the reader sees of it. `record` has the host that is to be the service's. False if
    /// there is no memory; then the record stays as it was.
    [[nodiscard]] bool replace(std::uint32_t number, FoundRecord record,
                               const wire::ServiceList::Item& item, std::string_view host_name);
    /// If the reader knows the service, its record stays until the reader knows of the removal.
    void remove(std::uint32_t number);
    /// Marks all other services with the provider, name and type of this removed one as changed. A
    /// reader may know them as one service, and must not lose it.
    void tell_twins_of(std::uint32_t removed);
    /// The number of the service's host will belong to another host. A record without a host's name
    /// keeps this one; if there is no memory for that, it has no name any more.
    void detach_host(std::uint32_t number, std::string_view host_name);

    /// The service whose change comes next; `none` if there is no change.
    [[nodiscard]] std::uint32_t first_change(ChangeKind& kind);
    /// The reader has got this change. A removed record stays until the next removal.
    void pop_change() { changes_.pop(); }

    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// How many of them are selected.
    [[nodiscard]] std::uint32_t selected() const { return selected_; }
    /// Whether this one is.
    [[nodiscard]] bool is_selected(std::uint32_t number) const {
        return selection_.is_all() || selection_.includes(records_[number].service());
    }
    /// All numbers are less than this. Some numbers may not be in use.
    [[nodiscard]] std::uint32_t end() const { return changes_.end(); }
    [[nodiscard]] bool is_live(std::uint32_t number) const { return changes_.is_live(number); }
    /// Whether the reader knows the service.
    [[nodiscard]] bool is_known(std::uint32_t number) const { return !changes_.is_unknown(number); }
    [[nodiscard]] const FoundRecord& operator[](std::uint32_t number) const {
        return records_[number];
    }

   private:
    /// Makes sure that there is a place for `record`, once `victim` is removed.
    [[nodiscard]] bool reserve_one(const FoundRecord& record, std::uint32_t victim);
    void clear(std::uint32_t number);
    /// Puts a record of the same service in the place of the known one.
    void put_in_place(std::uint32_t number, const FoundRecord& record);
    /// Enters both hashes of a record. The index must have room for them.
    void index(std::uint32_t number);
    void unindex(std::uint32_t number);
    [[nodiscard]] static bool copy_bytes(FoundRecord& record, const wire::ServiceList::Item& item,
                                         std::string_view host_name);
    [[nodiscard]] std::uint64_t hash_of_bytes(const ProviderId& provider,
                                              wire::Bytes encoded) const;
    /// The hash of the provider, name and type of a service, and of the port and host it came from.
    [[nodiscard]] std::uint64_t hash_of_name(const FoundRecord& record,
                                             const ServiceView& service) const;

    const Selection& selection_;
    std::uint64_t hash_key_;
    Array<FoundRecord> records_;
    std::uint32_t size_ = 0;
    std::uint32_t selected_ = 0;
    HashIndex index_;
    OriginShares shares_;
    ChangeList changes_;
};

}  // namespace mpdisc::core
