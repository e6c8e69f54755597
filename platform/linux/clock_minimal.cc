// SPDX-License-Identifier: MIT
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <ctime>

#include "platform/clock.h"

namespace mpdisc::platform {
namespace {

// On processors of 32 bits the number without "64" has seconds of 32 bits.
#ifdef SYS_clock_gettime64
constexpr long clock_call = SYS_clock_gettime64;
#else
constexpr long clock_call = SYS_clock_gettime;
#endif

}  // namespace

// By a system call each time: to find the kernel's function that needs none takes musl a KiB.
TimeUs clock_us(Clock clock) {
    struct {
        std::int64_t seconds;
        std::int64_t nanoseconds;
    } now{};
    // Fails for an unknown clock alone.
    (void)syscall(clock_call, clock == Clock::monotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME, &now);
    return static_cast<TimeUs>(now.seconds) * 1'000'000 +
           static_cast<TimeUs>(now.nanoseconds) / 1'000;
}

}  // namespace mpdisc::platform
