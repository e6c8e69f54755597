// SPDX-License-Identifier: MIT
#include "platform/poller.h"

#include <algorithm>
#include <array>
#include <cerrno>

#include "mpdisc/expects.h"
#include "mpdisc/limits.h"
#include "platform/posix/poll_call.h"

namespace mpdisc::platform {
namespace {

constexpr std::uint64_t seconds_max = INT32_MAX;  // fits every time_t

timespec to_timespec(std::uint64_t timeout_us) {
    timespec time{};
    time.tv_sec = static_cast<time_t>(std::min(timeout_us / 1'000'000, seconds_max));
    time.tv_nsec = static_cast<long>(timeout_us % 1'000'000 * 1'000);
    return time;
}

/// The entries as poll() takes them.
class Descriptors {
   public:
    explicit Descriptors(std::span<const PollEntry> entries) : count_(entries.size()) {
        expects(count_ <= all_.size());
        for (std::size_t i = 0; i < count_; ++i) {
            const short event = entries[i].is_connecting ? POLLOUT : POLLIN;
            all_[i] = {static_cast<int>(entries[i].handle), event, 0};
        }
    }

    /// Returns what poll() returns. Null: no time-out.
    int wait(const timespec* timeout) { return poll_descriptors({all_.data(), count_}, timeout); }
    [[nodiscard]] std::uint64_t ready() const {
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            if (all_[i].revents != 0) bits |= std::uint64_t{1} << i;
        }
        return bits;
    }

   private:
    std::array<pollfd, limits::wait_entries_max> all_;
    std::size_t count_;
};

}  // namespace

bool poll_wait(std::span<const PollEntry> entries, std::uint64_t timeout_us) {
    Descriptors descriptors(entries);
    // poll() counts in milliseconds, which is too coarse for the delays here.
    const timespec timeout = to_timespec(timeout_us);
    return descriptors.wait(timeout_us == UINT64_MAX ? nullptr : &timeout) >= 0 || errno == EINTR;
}

std::uint64_t poll_ready(std::span<const PollEntry> entries) {
    Descriptors descriptors(entries);
    const timespec at_once{};
    return descriptors.wait(&at_once) < 0 ? UINT64_MAX : descriptors.ready();
}

}  // namespace mpdisc::platform
