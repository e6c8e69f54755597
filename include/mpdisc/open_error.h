// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace mpdisc {

/// Why a Provider, Probe or StatusQuery could not be opened.
enum class OpenError : std::uint8_t {
    none,
    no_memory,
    /// No random numbers are to be had.
    no_entropy,
    /// A socket could not be made or bound; no way to go on.
    no_socket,
    /// The discovery port may not be bound by this user.
    port_forbidden,
    unknown_interface,
    /// An option is out of its documented range.
    bad_option,
};

/// One sentence without a full stop, for people.
[[nodiscard]] const char* to_text(OpenError error);

}  // namespace mpdisc
