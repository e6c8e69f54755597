// SPDX-License-Identifier: MIT
#include "platform/clock.h"

#include "platform/win32/system.h"

namespace mpdisc::platform {
namespace {

/// The time from 1601, where the clock of the system begins, to 1970.
constexpr std::uint64_t epoch_us = 11'644'473'600'000'000;

TimeUs monotonic_us() {
    LARGE_INTEGER frequency;
    LARGE_INTEGER count;
    // Neither can fail since Windows XP.
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&count);
    const auto ticks = static_cast<std::uint64_t>(count.QuadPart);
    const auto per_second = static_cast<std::uint64_t>(frequency.QuadPart);
    // The division is made in two parts: the product of all ticks would overflow after some weeks.
    return ticks / per_second * 1'000'000 + ticks % per_second * 1'000'000 / per_second;
}

TimeUs time_of_day_us() {
    FILETIME time;
    GetSystemTimePreciseAsFileTime(&time);
    const std::uint64_t tenths = std::uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime;
    const std::uint64_t us = tenths / 10;
    return us > epoch_us ? us - epoch_us : 0;
}

}  // namespace

TimeUs clock_us(Clock clock) {
    return clock == Clock::monotonic ? monotonic_us() : time_of_day_us();
}

}  // namespace mpdisc::platform
