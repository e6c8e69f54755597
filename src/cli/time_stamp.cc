// SPDX-License-Identifier: MIT
#include "cli/time_stamp.h"

#include <algorithm>
#include <array>

#include "mpdisc/expects.h"

namespace mpdisc::cli {

namespace {

constexpr std::uint64_t day_ms = 86'400'000;
/// The last millisecond of the year 9999.
constexpr std::uint64_t last_ms = 253'402'300'799'999;

struct Date {
    std::uint64_t year;
    std::uint64_t month;
    std::uint64_t day;
};

bool is_leap(std::uint64_t year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

std::uint64_t days_of_month(const Date& date) {
    constexpr std::array<std::uint8_t, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[date.month - 1] + (date.month == 2 && is_leap(date.year) ? 1U : 0U);
}

/// The date that is so many days after 1970-01-01.
Date date_of(std::uint64_t days) {
    Date date = {1970, 1, 1};
    for (; days >= (is_leap(date.year) ? 366U : 365U); ++date.year) {
        days -= is_leap(date.year) ? 366 : 365;
    }
    for (; days >= days_of_month(date); ++date.month) days -= days_of_month(date);
    date.day += days;
    return date;
}

/// Appends the last `digits` digits of the number, and `end`.
void append_part(TimeStamp& out, std::uint64_t number, std::size_t digits, char end) {
    std::array<char, 5> text{};
    text[digits] = end;
    for (std::size_t i = digits; i != 0; number /= 10) {
        text[--i] = static_cast<char>('0' + number % 10);
    }
    [[maybe_unused]] const bool fits = out.append({text.data(), digits + 1});
    expects(fits);
}

}  // namespace

TimeStamp time_stamp(std::uint64_t unix_ms) {
    const std::uint64_t ms = std::min(unix_ms, last_ms);
    const Date date = date_of(ms / day_ms);
    TimeStamp out;
    append_part(out, date.year, 4, '-');
    append_part(out, date.month, 2, '-');
    append_part(out, date.day, 2, 'T');
    append_part(out, ms / 3'600'000 % 24, 2, ':');
    append_part(out, ms / 60'000 % 60, 2, ':');
    append_part(out, ms / 1'000 % 60, 2, '.');
    append_part(out, ms % 1'000, 3, 'Z');
    return out;
}

}  // namespace mpdisc::cli
