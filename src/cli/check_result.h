// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/service_check.h"
#include "cli/text_buffer.h"

namespace mpdisc::cli {

struct CheckResult {
    enum class Outcome : std::uint8_t {
        pending,
        success,
        /// Nothing listens at the port.
        closed,
        /// The system gave no socket to find that out.
        no_socket,
        timed_out,
        /// The command ended with the status `number`.
        exited,
        /// The command was ended by the signal `number`.
        killed,
        /// The command could not be started, by the system's error `number`.
        not_started,
    };

    Outcome outcome = Outcome::pending;
    int number = 0;
};

/// Why the check has failed.
void append_reason(TextBuffer& out, const ServiceCheck& check, const CheckResult& result);

}  // namespace mpdisc::cli
