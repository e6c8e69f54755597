// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "mpdisc/cxx20.h"

namespace mpdisc {

/// Why a Provider, Probe, Watch or StatusQuery could not be opened.
enum class OpenError : std::uint8_t {
    none,
    no_memory,
    /// The system gives no random numbers.
    no_entropy,
    /// The system refused to make or bind a socket.
    no_socket,
    /// This user may not bind the discovery port, or the source port of a client.
    port_forbidden,
    unknown_interface,
    /// An option has a value that is not allowed. bad_option() of the object says which one.
    bad_option,
    /// Another program uses the source port of the options.
    port_in_use,
};

/// One sentence for people, without a full stop.
[[nodiscard]] const char* to_text(OpenError error);

}  // namespace mpdisc
