// SPDX-License-Identifier: MIT
#include "mpdisc/expects.h"
#include "platform/udp_socket.h"
#include "platform/win32/system.h"

namespace mpdisc::platform {

ReceiveBatch::~ReceiveBatch() {
    if (memory_ != nullptr) VirtualFree(memory_, 0, MEM_RELEASE);
}

bool ReceiveBatch::create(std::size_t datagram_max) {
    expects(datagram_max > 0 && datagram_max <= 65'536);
    if (datagram_max == datagram_max_) return true;
    // The pages are reserved here, and allocated when they are touched.
    void* const memory =
        VirtualAlloc(nullptr, capacity * datagram_max, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (memory == nullptr) return false;
    if (memory_ != nullptr) VirtualFree(memory_, 0, MEM_RELEASE);
    memory_ = static_cast<std::uint8_t*>(memory);
    datagram_max_ = datagram_max;
    return true;
}

void ReceiveBatch::release() {
    if (memory_ == nullptr) return;
    // The contents are not needed any more, so the system need not write them to the page file.
    (void)VirtualAlloc(memory_, capacity * datagram_max_, MEM_RESET, PAGE_READWRITE);
    (void)VirtualUnlock(memory_, capacity * datagram_max_);
}

}  // namespace mpdisc::platform
