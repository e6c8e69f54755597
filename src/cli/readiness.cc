// SPDX-License-Identifier: MIT
#include "cli/readiness.h"

#include "mpdisc/text.h"

namespace mpdisc::cli {

bool Readiness::tell(const char* text, std::string_view rest) const {
    return !wishes_.listens || tell_supervisor(text, rest);
}

void Readiness::announce_ready(std::string_view status) {
    // The supervisor must hear of the reload before it hears of its end.
    owes_ready_ = owes_reloading() || !tell("READY=1\nSTATUS=", status);
}

void Readiness::repeat() {
    if (owes_newline() && tell_ready(descriptor_)) descriptor_ = no_descriptor;
    if (owes_reloading() &&
        tell("RELOADING=1\nMONOTONIC_USEC=", NumberText(reload_began_us_).view())) {
        reload_began_us_ = never_us;
    }
    if (owes_ready_ && !owes_reloading()) owes_ready_ = !tell("READY=1");
}

void Readiness::note_role(Role role, std::string_view status) {
    if (role == Role::none || is_ready_) return note_status(status);
    is_ready_ = true;
    announce_ready(status);
}

void Readiness::note_status(std::string_view status) {
    (void)tell("STATUS=", status);
}

void Readiness::begin_reload(TimeUs now_us) {
    if (!is_ready_) return;
    reload_began_us_ = now_us;
    // The end of this reload says it.
    owes_ready_ = false;
    repeat();
}

void Readiness::end_reload(std::string_view status) {
    if (!is_ready_) return note_status(status);
    announce_ready(status);
}

void Readiness::note_stop() {
    (void)tell("STOPPING=1");
}

void Readiness::tick(TimeUs now_us) {
    if (now_us >= repeat_deadline_us()) {
        repeat();
        repeat_due_us_ = now_us + repeat_gap_us;
    }
    if (now_us < sign_deadline_us()) return;
    // Half the time, as sd_watchdog_enabled(3) recommends.
    constexpr TimeUs gap_us_min = 1'000;
    const TimeUs gap_us = std::max(wishes_.watchdog_us / 2, gap_us_min);
    sign_due_us_ = now_us + (tell("WATCHDOG=1") ? gap_us : std::min(gap_us, repeat_gap_us));
}

}  // namespace mpdisc::cli
