// SPDX-License-Identifier: MIT
#include "mpdisc/memory.h"

#include <cstdlib>
#include <cstring>

namespace mpdisc {

void* grow_memory(void* memory, std::size_t used, std::size_t wanted) {
    void* const grown = std::malloc(wanted);
    if (grown == nullptr) return nullptr;
    if (used != 0) std::memcpy(grown, memory, used);
    std::free(memory);
    return grown;
}

}  // namespace mpdisc
