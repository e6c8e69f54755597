// SPDX-License-Identifier: MIT
#include "cli/readiness.h"

#include <algorithm>

#include "mpdisc/text.h"

namespace mpdisc::cli {

void Readiness::tell(const char* text, std::string_view rest) const {
    if (wishes_.listens) tell_supervisor(text, rest);
}

void Readiness::note_role(Role role, std::string_view status) {
    const bool becomes_ready = role != Role::none && !is_ready_;
    tell(becomes_ready ? "READY=1\nSTATUS=" : "STATUS=", status);
    if (!becomes_ready) return;
    is_ready_ = true;
    if (descriptor_ != no_descriptor) tell_ready(descriptor_);
}

void Readiness::note_status(std::string_view status) {
    tell("STATUS=", status);
}

void Readiness::begin_reload(TimeUs now_us) {
    if (is_ready_) tell("RELOADING=1\nMONOTONIC_USEC=", NumberText(now_us).view());
}

void Readiness::end_reload() {
    if (is_ready_) tell("READY=1");
}

void Readiness::note_stop() {
    tell("STOPPING=1");
}

void Readiness::tick(TimeUs now_us) {
    if (now_us < next_deadline_us()) return;
    // Half the time, as sd_watchdog_enabled(3) recommends.
    constexpr TimeUs gap_us_min = 1'000;
    sign_due_us_ = now_us + std::max(wishes_.watchdog_us / 2, gap_us_min);
    tell("WATCHDOG=1");
}

}  // namespace mpdisc::cli
