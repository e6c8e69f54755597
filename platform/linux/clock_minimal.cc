// SPDX-License-Identifier: MIT
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <ctime>

#include "platform/clock.h"

namespace mpdisc::platform {
namespace {

// On 32-bit processors the call without "64" in its name gives 32-bit seconds.
#ifdef SYS_clock_gettime64
constexpr long clock_call = SYS_clock_gettime64;
#else
constexpr long clock_call = SYS_clock_gettime;
#endif

}  // namespace

// Makes a system call each time. The function in the vDSO needs none, but musl has a KiB of code to
// find it.
TimeUs clock_us(Clock clock) {
    struct {
        std::int64_t seconds;
        std::int64_t nanoseconds;
    } now{};
    // This fails only for an unknown clock.
    (void)syscall(clock_call, clock == Clock::monotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME, &now);
    return static_cast<TimeUs>(now.seconds) * 1'000'000 +
           static_cast<TimeUs>(now.nanoseconds) / 1'000;
}

}  // namespace mpdisc::platform
