// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/text_buffer.h"
#include "mpdisc/counters.h"
#include "mpdisc/provider_status.h"

namespace mpdisc::cli {

/// Shows a primary's status as metrics: Prometheus's text format, with the last line of
/// OpenMetrics. No provider, service or host has a sample of its own, so the number of samples is
/// bounded.
class StatusMetrics {
   public:
    /// Counts the provider and its services.
    void add(const ProviderStatus& provider);

    /// The parts of the output, in this order. `is_up` tells whether the primary answered; if not,
    /// only the end follows.
    static void append_up(TextBuffer& out, bool is_up);
    /// For a status that has all providers: sums would be too small otherwise.
    void append_providers(TextBuffer& out) const;
    static void append_neighbourhood(TextBuffer& out, const NeighbourhoodStatus& neighbourhood);
    static void append_counters(TextBuffer& out, const Counters& counters);
    static void append_end(TextBuffer& out) { out.append("# EOF\n"); }

   private:
    std::uint64_t primary_age_ms_ = 0;
    std::uint64_t silence_max_ms_ = 0;
    std::uint32_t secondaries_ = 0;
    std::uint32_t deputies_ = 0;
    std::uint64_t services_ = 0;
};

}  // namespace mpdisc::cli
