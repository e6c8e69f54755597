// SPDX-License-Identifier: MIT
#include "platform/poller.h"

#include <algorithm>
#include <array>

#include "mpdisc/expects.h"
#include "mpdisc/limits.h"
#include "platform/clock.h"
#include "platform/win32/handle.h"
#include "platform/win32/winsock.h"

// Waits for sockets and events together. During a wait all sockets signal one event, which is
// waited for like the others. A timer is among them, too, because the time-outs of the system count
// in ticks of up to 16 ms.

namespace mpdisc::platform {
namespace {

static_assert(MAXIMUM_WAIT_OBJECTS == limits::wait_entries_max, "as many as the contract allows");

constexpr std::uint64_t part_max_us = 1'000'000'000;  // a longer wait is made in parts

// Closed entries have the handle -1 and are ignored.
bool is_socket(const PollEntry& entry) {
    return entry.is_socket && entry.handle != -1;
}
bool is_event(const PollEntry& entry) {
    return !entry.is_socket && entry.handle != -1;
}

/// Which sockets are readable, connected or have an error now. The lowest bit is for the first
/// socket. All bits are set if the system refuses.
std::uint64_t ready_sockets(std::span<const PollEntry> entries) {
    std::array<WSAPOLLFD, limits::wait_entries_max> sockets;
    ULONG count = 0;
    for (const PollEntry& entry : entries) {
        const SHORT event = entry.is_connecting ? POLLWRNORM : POLLRDNORM;
        if (is_socket(entry)) sockets[count++] = {to_socket(entry.handle), event, 0};
    }
    if (count == 0) return 0;
    if (WSAPoll(sockets.data(), count, 0) < 0) return UINT64_MAX;
    std::uint64_t bits = 0;
    for (ULONG i = 0; i < count; ++i) {
        if (sockets[i].revents != 0) bits |= std::uint64_t{1} << i;
    }
    return bits;
}

/// The events of one wait.
class Waiting {
   public:
    explicit Waiting(std::span<const PollEntry> entries) : entries_(entries) {
        for (const PollEntry& entry : entries) {
            if (is_event(entry)) add(to_handle(entry.handle));
        }
        if (std::ranges::any_of(entries, is_socket)) {
            sockets_ = CreateEventW(nullptr, TRUE, FALSE, nullptr);
            is_ok_ = sockets_ != nullptr && watch_sockets(sockets_, FD_READ | FD_CONNECT);
            add(sockets_);
        }
        // With 64 entries there may be no room. Then the wait counts in ticks.
        if (count_ == all_.size()) return;
        timer_ = CreateWaitableTimerExW(nullptr, nullptr, high_resolution, TIMER_ALL_ACCESS);
        if (timer_ == nullptr) timer_ = CreateWaitableTimerW(nullptr, TRUE, nullptr);
        if (timer_ != nullptr) add(timer_);
    }
    ~Waiting() {
        if (sockets_ != nullptr) (void)watch_sockets(nullptr, 0);
        if (sockets_ != nullptr) CloseHandle(sockets_);
        if (timer_ != nullptr) CloseHandle(timer_);
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;

    /// False if the system refused.
    [[nodiscard]] bool is_ok() const { return is_ok_; }

    /// Waits until something is ready or about `timeout_us` have passed. WAIT_FAILED if the system
    /// refuses.
    DWORD wait(std::uint64_t timeout_us) {
        const bool is_timed = timeout_us != UINT64_MAX;
        DWORD timeout_ms = INFINITE;
        if (is_timed && !set_timer(timeout_us)) {
            timeout_ms = static_cast<DWORD>((timeout_us + 999) / 1000);
        }
        if (count_ == 0) {
            Sleep(timeout_ms);
            return WAIT_TIMEOUT;
        }
        const DWORD result = WaitForMultipleObjects(count_, all_.data(), FALSE, timeout_ms);
        const bool by_timer = timer_ != nullptr && result == WAIT_OBJECT_0 + count_ - 1;
        return by_timer ? WAIT_TIMEOUT : result;
    }

   private:
    /// A flag since Windows 10 1803. Older systems refuse it.
    static constexpr DWORD high_resolution = 2;

    /// Adds each handle once, since the system refuses a handle that is there twice.
    void add(HANDLE handle) {
        const auto end = all_.begin() + count_;
        if (std::find(all_.begin(), end, handle) == end) all_[count_++] = handle;
    }

    bool watch_sockets(HANDLE event, long what) {
        bool all_taken = true;
        for (const PollEntry& entry : entries_) {
            if (is_socket(entry) && WSAEventSelect(to_socket(entry.handle), event, what) != 0) {
                all_taken = false;
            }
        }
        return all_taken;
    }

    /// The time is in tenths of a microsecond. A negative one counts from now.
    bool set_timer(std::uint64_t timeout_us) {
        LARGE_INTEGER due;
        due.QuadPart = -static_cast<LONGLONG>(timeout_us * 10);
        return timer_ != nullptr && SetWaitableTimer(timer_, &due, 0, nullptr, nullptr, FALSE) != 0;
    }

    std::span<const PollEntry> entries_;
    std::array<HANDLE, MAXIMUM_WAIT_OBJECTS> all_;
    DWORD count_ = 0;
    HANDLE sockets_ = nullptr;
    HANDLE timer_ = nullptr;
    bool is_ok_ = true;
};

}  // namespace

bool poll_wait(std::span<const PollEntry> entries, std::uint64_t timeout_us) {
    expects(entries.size() <= MAXIMUM_WAIT_OBJECTS);
    const TimeUs start_us = clock_us();
    Waiting waiting(entries);
    if (!waiting.is_ok()) return false;
    // Some versions do not signal the event for data that came before WSAEventSelect().
    if (timeout_us == 0 || ready_sockets(entries) != 0) return true;
    std::uint64_t left_us = timeout_us;
    do {
        const bool is_timed = timeout_us != UINT64_MAX;
        const DWORD result = waiting.wait(is_timed ? std::min(left_us, part_max_us) : UINT64_MAX);
        if (result == WAIT_FAILED) return false;
        if (result != WAIT_TIMEOUT) return true;
        // Because of the ticks, a wait may end a little early.
        const std::uint64_t passed_us = clock_us() - start_us;
        left_us = passed_us < timeout_us ? timeout_us - passed_us : 0;
    } while (left_us != 0);
    return true;
}

std::uint64_t poll_ready(std::span<const PollEntry> entries) {
    expects(entries.size() <= MAXIMUM_WAIT_OBJECTS);
    std::uint64_t sockets = ready_sockets(entries);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        bool is_ready = false;
        if (is_socket(entries[i])) {
            is_ready = (sockets & 1) != 0;
            sockets >>= 1;
        } else if (is_event(entries[i])) {
            is_ready = WaitForSingleObject(to_handle(entries[i].handle), 0) != WAIT_TIMEOUT;
        }
        if (is_ready) bits |= std::uint64_t{1} << i;
    }
    return bits;
}

}  // namespace mpdisc::platform
