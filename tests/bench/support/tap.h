// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "mpdisc/types.h"

namespace mpdisc::bench {

/// UDP datagrams in one direction, and their bytes with IP headers.
struct Flow {
    std::size_t datagrams = 0;
    std::size_t bytes = 0;
    /// How many of the datagrams go to a broadcast address of a network with 256 addresses, or to a
    /// group.
    std::size_t to_many = 0;
};

/// The traffic on the cable, from this host and to it.
struct Traffic {
    Flow out;
    Flow in;
    /// The first datagram that left this host: the wall-clock time, and its size.
    TimeUs first_out_us = never_us;
    std::size_t first_out_size = 0;
    /// Datagrams that the tap missed; if not 0, the counts are too low.
    std::size_t overlooked = 0;
};

/// Listens on an interface of this process's host; times are the kernel's.
class Tap {
   public:
    explicit Tap(const char* interface);
    ~Tap();
    Tap(const Tap&) = delete;
    Tap& operator=(const Tap&) = delete;

    /// The traffic since the last call, and until there is none for `quiet_us`.
    [[nodiscard]] Traffic collect(TimeUs quiet_us = 0);
    /// Waits until there is no traffic for `quiet_us`; false after `until_us`.
    [[nodiscard]] bool await_quiet(TimeUs quiet_us, TimeUs until_us);

   private:
    [[nodiscard]] bool is_readable(TimeUs timeout_us) const;

    int descriptor_;
};

}  // namespace mpdisc::bench
