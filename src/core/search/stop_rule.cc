// SPDX-License-Identifier: MIT
#include "core/search/stop_rule.h"

namespace mpdisc::core {

bool StopRule::has_all() const {
    const std::uint32_t found =
        wanted_ == Wanted::hosts ? lists_.known().size() : catalogue_.services().selected();
    return count_ == 0 && found != 0 && lacks_nothing();
}

bool StopRule::lacks_nothing() const {
    return catalogue_.hosts().incomplete_hosts() == 0 &&
           lists_.known().have_answered(catalogue_.hosts());
}

void StopRule::check(TimeUs now_us, bool has_asked) {
    const bool has_enough = count_ != 0 && catalogue_.services().selected() >= count_;
    const bool is_quiet = now_us >= pace_.due_us() && pace_.is_quiet(now_us);
    const bool has_each_host = now_us >= pace_.newcomers_until_us() && has_each_known_host();
    const bool is_final = has_each_host || (has_all() && (targets_.only_this_host() || is_quiet));
    if (has_enough) {
        outcome_ = ProbeOutcome::complete;
    } else if (is_final || now_us >= end_us_ || closed_port_.is_closed()) {
        outcome_ = outcome_without_count(has_asked);
    }
}

ProbeOutcome StopRule::outcome_without_count(bool has_asked) const {
    if (!has_asked) return ProbeOutcome::not_asked;
    if (!lacks_nothing() || targets_.is_truncated()) return ProbeOutcome::incomplete;
    return has_all() ? ProbeOutcome::complete : ProbeOutcome::not_found;
}

}  // namespace mpdisc::core
