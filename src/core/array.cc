// SPDX-License-Identifier: MIT
#include "core/array.h"

#include <algorithm>

namespace mpdisc::core {

void* grow_memory(void* memory, std::size_t& capacity, std::size_t wanted, std::size_t item_size) {
    wanted = std::max(wanted, capacity * 2);
    void* const grown = std::realloc(memory, wanted * item_size);
    if (grown != nullptr) capacity = wanted;
    return grown;
}

}  // namespace mpdisc::core
