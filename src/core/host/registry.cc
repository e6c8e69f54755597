// SPDX-License-Identifier: MIT
#include "core/host/registry.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "mpdisc/expects.h"
#include "mpdisc/limits.h"

namespace mpdisc::core {
namespace {

/// After the end of the former primary, most providers register within milliseconds. Some lose a
/// datagram or wait for a processor, and register a little later.
constexpr TimeUs complete_min_us = 250'000;
constexpr TimeUs complete_quiet_us = 100'000;
constexpr TimeUs complete_max_us = 2'000'000;
/// A provider that has lost its primary registers within this time.
constexpr TimeUs search_us = TimeUs{limits::primary_search_ms} * 1000 + complete_min_us;

/// Copies the SERVICE fields of a registration into new memory of exactly their size.
bool copy_services(const wire::ServiceList& list, std::uint32_t size, std::uint8_t*& out) {
    if (size == 0) return true;
    out = static_cast<std::uint8_t*>(std::malloc(size));
    if (out == nullptr) return false;
    std::uint8_t* at = out;
    wire::ServiceList::Reader copied = list.read();
    for (wire::ServiceList::Item item; copied.next(item);) {
        std::memcpy(at, item.encoded.data(), item.encoded.size());
        at += item.encoded.size();
    }
    return true;
}

}  // namespace

Registry::~Registry() {
    for (const Entry& entry : entries_.view()) std::free(entry.registrant.services);
}

void Registry::begin(TimeUs now_us, const ProviderId& former) {
    // This provider may have changed its services since it was the primary before.
    ++revision_;
    since_us_ = now_us;
    complete_us_ = now_us + complete_min_us;
    former_primary_ = former;
    has_former_ended_ = false;
}

void Registry::await_searchers(TimeUs now_us) {
    complete_us_ = std::max(complete_us_, now_us + search_us);
}

std::uint64_t Registry::hash_of(const Endpoint& address) const {
    return keyed_hash(hash_key_ + address.port, address.address.bytes);
}

Registry::Slot Registry::find(const Endpoint& address) const {
    return by_address_.find(hash_of(address), [&](std::uint32_t slot) {
        return entries_[slot].registrant.address == address;
    });
}

bool Registry::is_same(const Registrant& known, const wire::Registration& anew) {
    // The claim of a known user counts only if it renounces takeovers.
    const bool is_user_same = known.user_id == anew.user_id ||
                              (known.is_user_known && anew.user_id != wire::Registration::no_user);
    if (known.process_id != anew.process_id || known.reach != anew.reach || !is_user_same) {
        return false;
    }
    wire::Bytes left = known.encoded_services();
    wire::ServiceList::Reader services = anew.services.read();
    for (wire::ServiceList::Item item; services.next(item);) {
        const std::size_t size = item.encoded.size();
        if (size > left.size() || !std::ranges::equal(item.encoded, left.first(size))) return false;
        left = left.subspan(size);
    }
    return left.empty();
}

Registry::Offer Registry::measure(const wire::ServiceList& list) {
    Offer offer;
    wire::ServiceList::Reader measured = list.read();
    for (wire::ServiceList::Item item; measured.next(item); ++offer.count) {
        offer.size += static_cast<std::uint32_t>(item.encoded.size());
    }
    return offer;
}

void Registry::set_user(Slot slot, std::uint32_t user_id) {
    Registrant& registrant = entries_[slot].registrant;
    registrant.charged_user_id = user_id;
    // A registrant that says it cannot take over keeps `no_user`, so it never becomes the deputy.
    if (registrant.user_id == wire::Registration::no_user) return;
    registrant.user_id = user_id;
    registrant.is_user_known = true;
}

Registry::Outcome Registry::put(TimeUs now_us, const wire::Registration& registration,
                                const Endpoint& from, std::optional<std::uint32_t> user) {
    Slot slot = find(from);
    const bool known = slot != none;
    expects(!known || entries_[slot].registrant.id == registration.provider);
    if (known && is_same(entries_[slot].registrant, registration)) {
        renew_lease(now_us, slot);
        return Outcome::repeated;
    }

    const Offer offer = measure(registration.services);
    const std::uint32_t charge = offer.charge();
    const std::uint32_t freed = known ? entries_[slot].registrant.charge : 0;
    const std::uint64_t total = charged_ - freed + charge;
    // Shares count only beyond half of the memory: below, no user can have more than is left. A
    // registration that does not grow always keeps its place.
    if (charge > freed && total > limits::registry_bytes_max / 2) {
        if (!user) return Outcome::user_unknown;
        if (!has_share(*user, slot, total)) return Outcome::full;
    }
    std::uint8_t* services = nullptr;
    if (!copy_services(registration.services, offer.size, services)) return Outcome::no_memory;
    if (!known && by_address_.reserve_one()) slot = allocate_slot();
    std::uint32_t listings = ServiceIndex::none;
    if (slot == none || !services_.add(slot, {services, offer.size}, listings)) {
        std::free(services);
        if (!known && slot != none) release_slot(slot);
        return Outcome::no_memory;
    }
    Registrant& registrant = entries_[slot].registrant;
    if (!known) begin_entry(now_us, slot, registration, from);
    forget_offer(registrant);
    registrant.services = services;
    registrant.services_size = offer.size;
    registrant.service_count = offer.count;
    registrant.listings = listings;
    registrant.charge = charge;
    charged_ += charge;
    if (user) registrant.charged_user_id = *user;
    registrant.process_id = registration.process_id;
    // A registrant may always say that it cannot take over.
    if (!registrant.is_user_known || registration.user_id == wire::Registration::no_user) {
        registrant.user_id = registration.user_id;
        registrant.is_user_known = false;
    }
    registrant.reach = registration.reach;
    restricted_ += registrant.reach.is_restricted() ? 1 : 0;
    renew_lease(now_us, slot);
    ++revision_;
    return known ? Outcome::changed : Outcome::added;
}

void Registry::begin_entry(TimeUs now_us, Slot slot, const wire::Registration& registration,
                           const Endpoint& address) {
    by_address_.insert(hash_of(address), slot);
    link_newest(slot);
    Registrant& registrant = entries_[slot].registrant;
    registrant.id = registration.provider;
    registrant.address = address;
    registrant.registered_us = now_us;
    ++size_;
    trim_at_ = std::max(trim_at_, size_ / 2);
    if (registration.provider == former_primary_) has_former_ended_ = false;
    // Others of the former primary may follow soon. A provider that knows no host was none of them.
    if (!registration.host.is_known()) return;
    complete_us_ =
        std::max(complete_us_, std::min(now_us + complete_quiet_us, since_us_ + complete_max_us));
}

void Registry::forget_offer(const Registrant& registrant) {
    services_.remove(registrant.listings);
    std::free(registrant.services);
    charged_ -= registrant.charge;
    restricted_ -= registrant.reach.is_restricted() ? 1 : 0;
}

Registry::Slot Registry::find_duplicate(const ServiceView& service, const wire::Reach& reach,
                                        Slot except) const {
    const Filter filter{service.type, service.name, {}};
    std::uint32_t number = size_ == 0 ? ServiceIndex::none : services_.first(filter);
    for (std::size_t left = duplicate_candidates_max; number != ServiceIndex::none && left != 0;
         --left, number = services_[number].next) {
        const ServiceIndex::Listing& listing = services_[number];
        const Registrant& owner = entries_[listing.owner].registrant;
        if (listing.owner == except || !owner.reach.overlaps(reach)) continue;
        const wire::ServiceList list(owner.encoded_services().subspan(listing.offset));
        wire::ServiceList::Reader reader = list.read();
        wire::ServiceList::Item item;
        if (reader.next(item) && filter.matches(item.service)) return listing.owner;
    }
    return none;
}

void Registry::renew_lease(TimeUs now_us, Slot slot) {
    entries_[slot].registrant.last_heartbeat_us = now_us;
    if (slot == newest_) return;
    unlink(slot);
    link_newest(slot);
}

void Registry::remove(Slot slot) {
    const Entry& entry = entries_[slot];
    expects(entry.used);
    by_address_.erase(hash_of(entry.registrant.address), slot);
    unlink(slot);
    forget_offer(entry.registrant);
    release_slot(slot);
    --size_;
    ++revision_;
    if (size_ > trim_at_) return;
    trim_at_ = size_ / 2;
    trim();
}

Registry::Slot Registry::allocate_slot() {
    if (first_free_ == none) {
        if (!entries_.reserve(entries_.size() + 1)) return none;
        entries_.extend(1);
        release_slot(slot_count() - 1);
    }
    const Slot slot = first_free_;
    Entry& entry = entries_[slot];
    first_free_ = entry.later;
    entry.used = true;
    return slot;
}

void Registry::release_slot(Slot slot) {
    entries_[slot] = Entry{};
    entries_[slot].later = first_free_;
    first_free_ = slot;
}

void Registry::link_newest(Slot slot) {
    Entry& entry = entries_[slot];
    entry.earlier = newest_;
    entry.later = none;
    if (newest_ != none) entries_[newest_].later = slot;
    newest_ = slot;
    if (oldest_ == none) oldest_ = slot;
}

void Registry::unlink(Slot slot) {
    const Entry& entry = entries_[slot];
    (entry.earlier != none ? entries_[entry.earlier].later : oldest_) = entry.later;
    (entry.later != none ? entries_[entry.later].earlier : newest_) = entry.earlier;
}

}  // namespace mpdisc::core
