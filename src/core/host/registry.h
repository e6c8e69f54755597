// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/host/service_index.h"
#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/control_messages.h"

namespace mpdisc::core {

/// A secondary, as the primary knows it.
struct Registrant {
    ProviderId id;
    /// Its control socket: where it registered from, and is notified.
    Endpoint address;
    std::uint32_t process_id = 0;
    /// As it claims, until it is known what the system says.
    std::uint32_t user_id = wire::Registration::no_user;
    bool is_user_known = false;
    /// Whom it counts for: the system's word alone, `no_user` as long as that is not there.
    std::uint32_t charged_user_id = wire::Registration::no_user;
    /// What it counts as, in bytes.
    std::uint32_t charge = 0;
    /// The end of its process will be told.
    bool is_watched = false;
    wire::Reach reach;
    TimeUs registered_us = 0;
    TimeUs last_heartbeat_us = 0;
    /// Its SERVICE fields, one behind the other; owned by the registry.
    std::uint8_t* services = nullptr;
    std::uint32_t services_size = 0;
    std::uint32_t service_count = 0;
    /// What stands for them in the registry's index.
    std::uint32_t listings = ServiceIndex::none;

    [[nodiscard]] wire::Bytes encoded_services() const { return {services, services_size}; }
    [[nodiscard]] wire::ServiceList services_list() const {
        return wire::ServiceList(encoded_services());
    }
};

/// The primary's table of secondaries (mpdisc.7, ROLES). The address identifies a registrant, for
/// the system vouches for it. A provider id does not: ids are public, and anybody can claim one, so
/// two registrants may have the same. Leases are kept in the order in which they end. All leases
/// are equally long, so this is the order of the last heartbeats. No message makes it scan the
/// table, but a registration for which there is hardly any room.
class Registry {
   public:
    /// Places of registrants; they do not change while the registrant stays.
    using Slot = std::uint32_t;
    static constexpr Slot none = UINT32_MAX;

    enum class Outcome : std::uint8_t {
        added,
        changed,
        repeated,
        full,
        no_memory,
        /// The share of its user decides, and the system is to be asked for the user first.
        user_unknown,
    };

    /// `hash_key` is secret, so that nobody can choose which entries share a place.
    explicit Registry(std::uint64_t hash_key) : hash_key_(hash_key), services_(hash_key) {}
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    /// The provider became primary. Others begin to register.
    void begin(TimeUs now_us);
    [[nodiscard]] TimeUs since_us() const { return since_us_; }
    /// Whether all providers of this host have had the time to register.
    [[nodiscard]] bool is_complete(TimeUs now_us) const { return now_us >= complete_us_; }

    /// Takes a registration in, or replaces the former one from the same address. One that says
    /// what the former one did is `repeated`: it only renews the lease. A provider with another id
    /// MUST NOT be registered from there. `user`: the one that the system tells,
    /// `Registration::no_user` if it does not; no number before it was asked.
    [[nodiscard]] Outcome put(TimeUs now_us, const wire::Registration& registration,
                              const Endpoint& from, std::optional<std::uint32_t> user = {});
    /// Whether so much is taken that it counts who takes it: more than one user may have.
    [[nodiscard]] bool is_half_full() const { return charged_ > limits::registry_bytes_max / 2; }
    /// Renews the lease.
    void renew_lease(TimeUs now_us, Slot slot);
    void remove(Slot slot);
    /// The system says that its socket belongs to that user.
    void set_user(Slot slot, std::uint32_t user_id);
    void set_watched(Slot slot, bool watched) { entries_[slot].registrant.is_watched = watched; }

    [[nodiscard]] Slot find(const Endpoint& address) const;
    /// The registrant whose last sign of life is the oldest; `none` in an empty table.
    [[nodiscard]] Slot oldest() const { return oldest_; }

    /// Slots are 0 to slot_count() - 1, some of them free.
    [[nodiscard]] Slot slot_count() const { return static_cast<Slot>(entries_.size()); }
    [[nodiscard]] bool is_used(Slot slot) const { return entries_[slot].used; }
    [[nodiscard]] const Registrant& operator[](Slot slot) const {
        return entries_[slot].registrant;
    }
    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// Whether a registrant is asked by some paths only.
    [[nodiscard]] bool any_restricted() const { return restricted_ != 0; }
    /// Calls `visit(slot, item)` for each service that matches the filter; all of a secondary's one
    /// behind the other. With an index it looks at few others where the filter has a type or a
    /// name.
    template <typename Visit>
    void for_each_matching(const Filter& filter, Visit visit) const;

    /// A registrant but `except` that offers a service of that name and type, and that clients can
    /// find by a way by which they also find a provider of that reach; `none` where there is none
    /// among the first `duplicate_candidates_max` services of that name.
    [[nodiscard]] Slot find_duplicate(const ServiceView& service, const wire::Reach& reach,
                                      Slot except) const;
    static constexpr std::size_t duplicate_candidates_max = 32;

    /// Grows with every change of who offers what.
    [[nodiscard]] std::uint32_t revision() const { return revision_; }
    /// What the primary itself offers has changed.
    void note_change() { ++revision_; }

   private:
    /// How much a registration brings.
    struct Offer {
        std::uint32_t size = 0;
        std::uint32_t count = 0;

        /// Memory for it: its services, their places in the index, its own place in the table.
        [[nodiscard]] std::uint32_t charge() const {
            const std::size_t bytes = sizeof(Entry) + 2 * HashIndex::entry_bytes_max + size +
                                      count * ServiceIndex::service_bytes_max;
            return static_cast<std::uint32_t>(std::max(bytes, limits::registrant_bytes_min));
        }
    };
    struct Entry {
        Registrant registrant;
        /// Neighbours in the order of leases; of a free entry `later` is the next free one.
        Slot earlier = none;
        Slot later = none;
        bool used = false;
    };

    [[nodiscard]] std::uint64_t hash_of(const Endpoint& address) const;
    [[nodiscard]] Slot allocate_slot();
    void release_slot(Slot slot);
    void forget_offer(const Registrant& registrant);
    [[nodiscard]] static bool is_same(const Registrant& known, const wire::Registration& anew);
    void note_join(TimeUs now_us);
    void link_newest(Slot slot);
    void unlink(Slot slot);
    [[nodiscard]] static Offer measure(const wire::ServiceList& list);
    /// Whether that user may have so much more than all of it is charged for by now but `freed`.
    [[nodiscard]] bool has_share(std::uint32_t user, std::uint32_t freed,
                                 std::uint32_t charge) const;
    /// Gives memory back, when the table has become small.
    void trim();
    void trim_entries();
    void rebuild_index();

    std::uint64_t hash_key_;
    Array<Entry> entries_;
    HashIndex by_address_;
    ServiceIndex services_;
    Slot first_free_ = none;
    Slot oldest_ = none;
    Slot newest_ = none;
    std::uint32_t size_ = 0;
    /// With so few registrants left, memory is given back: half as many as there were.
    std::uint32_t trim_at_ = 0;
    std::uint32_t restricted_ = 0;
    std::uint64_t charged_ = 0;
    std::uint32_t revision_ = 0;
    TimeUs since_us_ = 0;
    TimeUs complete_us_ = 0;
};

template <typename Visit>
void Registry::for_each_matching(const Filter& filter, Visit visit) const {
    const auto take = [&](Slot slot, wire::Bytes fields, bool just_first) {
        wire::ServiceList::Reader services = wire::ServiceList(fields).read();
        for (wire::ServiceList::Item item; services.next(item);) {
            if (filter.matches(item.service)) visit(slot, item);
            if (just_first) return;
        }
    };
    const bool is_for_all = filter.type.empty() && filter.name.empty();
    if (is_for_all || !ServiceIndex::is_kept()) {
        for (Slot slot = 0; slot < slot_count(); ++slot) {
            if (is_used(slot)) take(slot, entries_[slot].registrant.encoded_services(), false);
        }
        return;
    }
    if (size_ == 0) return;
    for (std::uint32_t n = services_.first(filter); n != ServiceIndex::none;) {
        const ServiceIndex::Listing& listing = services_[n];
        const Registrant& owner = entries_[listing.owner].registrant;
        take(listing.owner, owner.encoded_services().subspan(listing.offset), true);
        n = listing.next;
    }
}

}  // namespace mpdisc::core
