// SPDX-License-Identifier: MIT
#include <algorithm>

#include "platform/interfaces.h"

namespace mpdisc::platform {

void InterfaceLosses::add(std::uint32_t if_index) {
    if (has(if_index)) return;
    if (count_ == indices_.size()) return add_all();
    indices_[count_++] = if_index;
}

bool InterfaceLosses::has(std::uint32_t if_index) const {
    const auto known = std::span(indices_).first(count_);
    return has_all_ || std::ranges::find(known, if_index) != known.end();
}

}  // namespace mpdisc::platform
