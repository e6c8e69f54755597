// SPDX-License-Identifier: MIT
#include "core/host/registry.h"

// A registry that has become small frees the memory that it needed when it was large.

namespace mpdisc::core {

void Registry::trim() {
    if (size_ <= entries_.size() / 4) trim_entries();
    by_address_.trim();
    if (services_.is_sparse()) rebuild_index();
}

void Registry::trim_entries() {
    Slot count = slot_count();
    while (count != 0 && !entries_[count - 1].used) --count;
    entries_.erase(count, slot_count() - count);
    entries_.trim();
    first_free_ = none;
    for (Slot slot = count; slot-- != 0;) {
        if (entries_[slot].used) continue;
        entries_[slot].later = first_free_;
        first_free_ = slot;
    }
}

void Registry::rebuild_index() {
    ServiceIndex index(hash_key_);
    Array<std::uint32_t> listings;
    if (!listings.reserve(entries_.size())) return;
    for (Slot slot = 0; slot < slot_count(); ++slot) {
        std::uint32_t listed = ServiceIndex::none;
        const Entry& entry = entries_[slot];
        // A free entry has no services.
        if (!index.add(slot, entry.registrant.encoded_services(), listed)) return;
        (void)listings.push_back(listed);
    }
    for (Slot slot = 0; slot < slot_count(); ++slot) {
        entries_[slot].registrant.listings = listings[slot];
    }
    services_.swap(index);
}

}  // namespace mpdisc::core
