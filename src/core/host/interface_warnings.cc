// SPDX-License-Identifier: MIT
#include "core/host/interface_warnings.h"

#include <algorithm>

namespace mpdisc::core {
namespace {

constexpr std::array events = {ProviderEventType::interfaces_unlisted,
                               ProviderEventType::interfaces_partial,
                               ProviderEventType::interfaces_truncated, ProviderEventType::no_link};

}  // namespace

void InterfaceWarnings::note_list(TimeUs now_us) {
    static_assert(events.size() == kind_count);
    set(now_us, Kind::unlisted, false);
    set(now_us, Kind::partial, state_.interfaces.is_partial());
    set(now_us, Kind::truncated, state_.interfaces.is_truncated());
    set(now_us, Kind::no_link, !has_link(), grace_us);
}

bool InterfaceWarnings::has_link() const {
    const InterfaceTable& interfaces = state_.interfaces;
    const ProviderConfig& config = state_.config;
    // A missing interface has an event of its own. The loopback interface was chosen on purpose.
    if (config.one_interface) {
        const std::uint32_t chosen = interfaces.chosen();
        if (chosen == 0 || interfaces.is_loopback(chosen)) return true;
    }
    return std::ranges::any_of(interfaces.all(), [&](const InterfaceAddress& entry) {
        const bool is_chosen = !config.one_interface || entry.if_index == interfaces.chosen();
        const bool suits = config.family == Family::any || config.family == entry.address.family;
        return !entry.is_loopback && is_chosen && suits;
    });
}

void InterfaceWarnings::set(TimeUs now_us, Kind kind, bool holds, TimeUs after_us) {
    Warning& warning = warnings_[static_cast<std::size_t>(kind)];
    if (holds && !warning.holds) warning.due_us = std::max(warning.due_us, now_us + after_us);
    warning.holds = holds;
}

void InterfaceWarnings::tick(TimeUs now_us) {
    for (std::size_t n = 0; n < warnings_.size(); ++n) {
        Warning& warning = warnings_[n];
        if (!warning.holds || now_us < warning.due_us) continue;
        warning.due_us = now_us + interval_us;
        state_.emit(events[n], {});
    }
}

TimeUs InterfaceWarnings::next_deadline_us() const {
    TimeUs next_us = never_us;
    for (const Warning& warning : warnings_) {
        if (warning.holds) next_us = std::min(next_us, warning.due_us);
    }
    return next_us;
}

}  // namespace mpdisc::core
