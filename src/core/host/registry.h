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

/// What the primary knows of a secondary.
struct Registrant {
    ProviderId id;
    /// Its control socket. It registers from this address, and gets notifications there.
    Endpoint address;
    std::uint32_t process_id = 0;
    /// The user that it claims. Once `is_user_known`, the user that the system reported.
    std::uint32_t user_id = wire::Registration::no_user;
    bool is_user_known = false;
    /// The user whose share its memory counts for: as the system reported it, `no_user` before.
    std::uint32_t charged_user_id = wire::Registration::no_user;
    /// How much of the share it takes, in bytes.
    std::uint32_t charge = 0;
    /// The system reports the end of its process.
    bool is_watched = false;
    wire::Reach reach;
    TimeUs registered_us = 0;
    TimeUs last_heartbeat_us = 0;
    /// Its SERVICE fields, in sequence. The registry owns the memory.
    std::uint8_t* services = nullptr;
    std::uint32_t services_size = 0;
    std::uint32_t service_count = 0;
    /// Its entries in the index of services.
    std::uint32_t listings = ServiceIndex::none;

    [[nodiscard]] wire::Bytes encoded_services() const { return {services, services_size}; }
    [[nodiscard]] wire::ServiceList services_list() const {
        return wire::ServiceList(encoded_services());
    }
};

/// The primary's table of secondaries (mpdisc.7, ROLES). The address identifies a registrant,
/// because the system guarantees it. The provider id does not: ids are public, any program can
/// claim one, and two registrants may have the same. Leases are kept in the order in which they
/// end. All leases are equally long, so this is the order of the last heartbeats. A message causes
/// a scan of the whole table only if it is a registration, and the table is more than half full.
class Registry {
   public:
    /// The place of a registrant. It does not change while the registrant stays.
    using Slot = std::uint32_t;
    static constexpr Slot none = UINT32_MAX;

    enum class Outcome : std::uint8_t {
        added,
        changed,
        repeated,
        full,
        no_memory,
        /// The share of its user decides, and the system must be asked for the user first.
        user_unknown,
    };

    /// `hash_key` is secret, so that no sender can choose addresses that collide.
    explicit Registry(std::uint64_t hash_key) : hash_key_(hash_key), services_(hash_key) {}
    ~Registry();
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;

    /// This provider became the primary after `former`. Others begin to register.
    void begin(TimeUs now_us, const ProviderId& former = {});
    /// Some providers of this host may have lost their primary. They register when they next look
    /// for one.
    void await_searchers(TimeUs now_us);
    [[nodiscard]] TimeUs since_us() const { return since_us_; }
    /// Whether all providers of this host have had the time to register.
    [[nodiscard]] bool is_complete(TimeUs now_us) const { return now_us >= complete_us_; }
    [[nodiscard]] TimeUs complete_us() const { return complete_us_; }

    /// Adds a registration, or replaces the former one from the same address. If both are equal,
    /// the outcome is `repeated`, and only the lease is renewed. A provider with another id MUST
    /// NOT be registered from this address. `user`: as the system reported it,
    /// `Registration::no_user` if it reports none, empty if it was not asked.
    [[nodiscard]] Outcome put(TimeUs now_us, const wire::Registration& registration,
                              const Endpoint& from, std::optional<std::uint32_t> user = {});
    /// Whether more than half of the memory is used. From then on each user has a share.
    [[nodiscard]] bool is_half_full() const { return charged_ > limits::registry_bytes_max / 2; }
    void renew_lease(TimeUs now_us, Slot slot);
    void remove(Slot slot);
    /// The system reported that the socket of this registrant belongs to that user.
    void set_user(Slot slot, std::uint32_t user_id);
    void set_watched(Slot slot, bool watched) { entries_[slot].registrant.is_watched = watched; }

    [[nodiscard]] Slot find(const Endpoint& address) const;
    /// The registrant with the oldest heartbeat; `none` if the table is empty.
    [[nodiscard]] Slot oldest() const { return oldest_; }

    /// Slots are 0 to slot_count() - 1, some of them free.
    [[nodiscard]] Slot slot_count() const { return static_cast<Slot>(entries_.size()); }
    [[nodiscard]] bool is_used(Slot slot) const { return entries_[slot].used; }
    [[nodiscard]] const Registrant& operator[](Slot slot) const {
        return entries_[slot].registrant;
    }
    [[nodiscard]] std::uint32_t size() const { return size_; }
    /// Whether there is a registrant that only some paths reach.
    [[nodiscard]] bool any_restricted() const { return restricted_ != 0; }
    /// Calls `visit(slot, item)` for each service that matches the filter. The services of one
    /// secondary come in sequence. If the filter has a type or a name, the index leaves few other
    /// services to look at.
    template <typename Visit>
    void for_each_matching(const Filter& filter, Visit visit) const;

    /// A registrant other than `except` that offers a service of the same name and type, and whose
    /// reach has a path in common with `reach`. `none` if the first `duplicate_candidates_max`
    /// services of that name have no such registrant.
    [[nodiscard]] Slot find_duplicate(const ServiceView& service, const wire::Reach& reach,
                                      Slot except) const;
    static constexpr std::size_t duplicate_candidates_max = 32;

    /// The former primary has certainly ended.
    void note_former_ended() {
        has_former_ended_ = true;
        ++revision_;
    }
    /// The former primary, if it has certainly ended while other providers may still register.
    [[nodiscard]] const ProviderId* ended_primary(TimeUs now_us) const {
        return has_former_ended_ && !is_complete(now_us) ? &former_primary_ : nullptr;
    }

    /// Grows with each change of the providers or their services, and when the port becomes
    /// contested, is not contested any more, or the former primary has ended.
    [[nodiscard]] std::uint32_t revision() const { return revision_; }
    /// The services of the primary itself have changed, or the port has become contested, or is not
    /// contested any more.
    void note_change() { ++revision_; }

   private:
    /// The size of a registration.
    struct Offer {
        std::uint32_t size = 0;
        std::uint32_t count = 0;

        /// Its memory: the services, their entries in the index, and the entry of the registrant.
        [[nodiscard]] std::uint32_t charge() const {
            const std::size_t bytes = sizeof(Entry) + 2 * HashIndex::entry_bytes_max + size +
                                      count * ServiceIndex::service_bytes_max;
            return static_cast<std::uint32_t>(std::max(bytes, limits::registrant_bytes_min));
        }
    };
    struct Entry {
        Registrant registrant;
        /// The neighbours in the order of the leases. `later` of a free entry is the next free one.
        Slot earlier = none;
        Slot later = none;
        bool used = false;
    };

    [[nodiscard]] std::uint64_t hash_of(const Endpoint& address) const;
    [[nodiscard]] Slot allocate_slot();
    void release_slot(Slot slot);
    void forget_offer(const Registrant& registrant);
    [[nodiscard]] static bool is_same(const Registrant& known, const wire::Registration& anew);
    /// Enters a new registrant, whose offer follows.
    void begin_entry(TimeUs now_us, Slot slot, const wire::Registration& registration,
                     const Endpoint& address);
    void link_newest(Slot slot);
    void unlink(Slot slot);
    [[nodiscard]] static Offer measure(const wire::ServiceList& list);
    /// Whether `user` has the share that a registration in this slot needs. `total`: the bytes of
    /// all registrants with it.
    [[nodiscard]] bool has_share(std::uint32_t user, Slot slot, std::uint64_t total) const;
    /// Frees memory, because the table has become small.
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
    /// If no more registrants than this are left, memory is freed: half of the number at the peak,
    /// or at the last trim.
    std::uint32_t trim_at_ = 0;
    std::uint32_t restricted_ = 0;
    std::uint64_t charged_ = 0;
    std::uint32_t revision_ = 0;
    TimeUs since_us_ = 0;
    TimeUs complete_us_ = 0;
    ProviderId former_primary_;
    bool has_former_ended_ = false;
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
