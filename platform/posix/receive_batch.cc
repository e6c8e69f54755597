// SPDX-License-Identifier: MIT
#include <sys/mman.h>

#include "mpdisc/expects.h"
#include "platform/udp_socket.h"

namespace mpdisc::platform {
namespace {

// Pages that no datagram reaches need no memory, so no swap space is reserved for them.
#ifdef MAP_NORESERVE
constexpr int map_flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
#else
constexpr int map_flags = MAP_PRIVATE | MAP_ANONYMOUS;
#endif

// Linux frees the pages at once. The other systems ignore MADV_DONTNEED, but may free pages with
// MADV_FREE.
#ifdef __linux__
constexpr int advice_to_release = MADV_DONTNEED;
#else
constexpr int advice_to_release = MADV_FREE;
#endif

}  // namespace

ReceiveBatch::~ReceiveBatch() {
    if (memory_ != nullptr) munmap(memory_, capacity * datagram_max_);
}

bool ReceiveBatch::create(std::size_t datagram_max) {
    expects(datagram_max > 0 && datagram_max <= 65'536);
    if (datagram_max == datagram_max_) return true;
    void* const memory =
        mmap(nullptr, capacity * datagram_max, PROT_READ | PROT_WRITE, map_flags, -1, 0);
    if (memory == MAP_FAILED) return false;
    if (memory_ != nullptr) munmap(memory_, capacity * datagram_max_);
    memory_ = static_cast<std::uint8_t*>(memory);
    datagram_max_ = datagram_max;
    return true;
}

void ReceiveBatch::release() {
    (void)madvise(memory_, capacity * datagram_max_, advice_to_release);
}

}  // namespace mpdisc::platform
