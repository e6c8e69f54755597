// SPDX-License-Identifier: MIT
#include "tests/bench/speed/bare_fan_out.h"

#include <algorithm>

#include "tests/bench/support/udp.h"

namespace mpdisc::bench {
namespace {

/// The kernel's limit to one sendmmsg (UIO_MAXIOV).
constexpr std::size_t batch_max = 1024;

}  // namespace

BareFanOut::BareFanOut(std::size_t size, const std::vector<std::uint16_t>& ports) : bytes_(size) {
    for (const std::uint16_t port : ports) to_.push_back(loopback(port));
    part_ = {bytes_.data(), bytes_.size()};
    messages_.resize(to_.size());
    for (std::size_t n = 0; n < to_.size(); ++n) {
        messages_[n].msg_hdr.msg_name = &to_[n];
        messages_[n].msg_hdr.msg_namelen = sizeof to_[n];
        messages_[n].msg_hdr.msg_iov = &part_;
        messages_[n].msg_hdr.msg_iovlen = 1;
    }
}

void BareFanOut::send(int descriptor) {
    for (std::size_t sent = 0; sent < messages_.size();) {
        const std::size_t count = std::min(messages_.size() - sent, batch_max);
        const int done = sendmmsg(descriptor, &messages_[sent], static_cast<unsigned>(count), 0);
        if (done <= 0) return;
        sent += static_cast<std::size_t>(done);
    }
}

}  // namespace mpdisc::bench
