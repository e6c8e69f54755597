// SPDX-License-Identifier: MIT
#include "cli/sorted_rows.h"

#include <algorithm>

#include "mpdisc/memory.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

void SortedRows::add(const Row& row) {
    if (!make_room()) return fail();
    places_[size_++] = {texts_.size(), row.group.size(), row.key.size(), row.text.size()};
    texts_.append(row.group).append(row.key).append(row.text);
    if (!ok()) fail();
}

void SortedRows::sort() {
    std::sort(places_, places_ + size_, [this](const Place& place, const Place& other) {
        const Row row = row_of(place);
        const Row next = row_of(other);
        const int order = row.group.compare(next.group);
        return order == 0 ? row.key < next.key : order < 0;
    });
}

void SortedRows::clear() {
    texts_.clear();
    size_ = 0;
}

bool SortedRows::make_room() {
    if (size_ < room_) return true;
    const std::size_t room = room_ == 0 ? 16 : 2 * room_;
    void* const grown = grow_memory(places_, size_ * sizeof(Place), room * sizeof(Place));
    if (grown == nullptr) return false;
    places_ = static_cast<Place*>(grown);
    room_ = room;
    return true;
}

SortedRows::Row SortedRows::row_of(const Place& place) const {
    const std::string_view rest = slice(texts_.view(), place.begin);
    return {slice(rest, 0, place.group_size), slice(rest, place.group_size, place.key_size),
            slice(rest, place.group_size + place.key_size, place.text_size)};
}

}  // namespace mpdisc::cli
