// SPDX-License-Identifier: MIT
#include "cli/check_list.h"

#include <algorithm>
#include <type_traits>

#include "mpdisc/memory.h"

namespace mpdisc::cli {

static_assert(std::is_trivially_copyable_v<CheckedService>, "they are moved as bytes");

bool CheckList::add(const ServiceView& service, const ServiceCheck& check) {
    CheckedService added;
    if (!added.name.assign(service.name) || !added.type.assign(service.type) ||
        !make_room(count_ + 1)) {
        return false;
    }
    added.check = check;
    services_[count_++] = added;
    return true;
}

bool CheckList::assign(const CheckList& other) {
    if (!make_room(other.count_)) return false;
    std::ranges::copy(other.all(), services_);
    count_ = other.count_;
    return true;
}

const CheckedService* CheckList::find(std::string_view name, std::string_view type) const {
    for (std::size_t n = 0; n < count_; ++n) {
        const std::size_t place = (likely_ + n) % count_;
        const CheckedService& each = services_[place];
        const ServiceView service{each.name.view(), each.type.view(), each.check.port, {}};
        if (!service.is_named(name, type)) continue;
        likely_ = place + 1;
        return &each;
    }
    return nullptr;
}

bool CheckList::make_room(std::size_t count) {
    if (count <= room_) return true;
    const std::size_t room = std::max(count, 2 * room_);
    void* const grown =
        grow_memory(services_, count_ * sizeof(CheckedService), room * sizeof(CheckedService));
    if (grown == nullptr) return false;
    services_ = static_cast<CheckedService*>(grown);
    room_ = room;
    return true;
}

}  // namespace mpdisc::cli
