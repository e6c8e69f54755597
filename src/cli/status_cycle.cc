// SPDX-License-Identifier: MIT
#include "cli/status_cycle.h"

#include "cli/status_text.h"

namespace mpdisc::cli {

OpenError StatusCycle::process() {
    is_new_ = false;
    if (!query_.is_open() && monotonic_us() >= due_us_) {
        if (const OpenError error = ask(); error != OpenError::none) return error;
    }
    if (query_.is_open()) take_answers();
    return OpenError::none;
}

OpenError StatusCycle::ask() {
    due_us_ = monotonic_us() + TimeUs{arguments_.interval_ms} * 1000;
    provider_count_ = 0;
    text_.clear();
    output_.emplace(format_, text_);
    return query_.open(status_options(arguments_));
}

void StatusCycle::take_answers() {
    query_.process();
    is_new_ = query_.outcome() != StatusOutcome::running;
    provider_count_ += append_providers(*output_, query_);
    if (!is_new_) return;
    append_status_end(*output_, query_);
    failure_.clear();
    append_status_failure(failure_, query_, arguments_);
    query_.close();
}

}  // namespace mpdisc::cli
