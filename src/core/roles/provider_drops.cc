// SPDX-License-Identifier: MIT
#include "core/roles/provider.h"

// What this provider remembers and tells of the messages that it drops.

namespace mpdisc::core {
namespace {

constexpr TimeUs drop_warning_interval_us = 600'000'000;

}  // namespace

void Provider::receive(TimeUs now_us, const Inbound& in) {
    const Counters before = messenger_.counters;
    handle(now_us, in);
    const std::optional<Counter> dropped =
        messenger_.drop_sources.note(now_us, in.from, before, messenger_.counters);
    if (dropped) warn_of_drop(now_us, *dropped, in.from);
}

void Provider::warn_of_drop(TimeUs now_us, Counter reason, const Endpoint& from) {
    switch (reason) {
        case Counter::drop_malformed:
        case Counter::drop_off_link:
        case Counter::drop_rate_limited:
        case Counter::drop_unauthenticated:
        case Counter::drop_replayed:
            break;
        default:
            return;
    }
    Cooldown& warnings = drop_warnings_[static_cast<std::size_t>(reason)];
    if (!warnings.start(now_us, drop_warning_interval_us)) return;
    state_.emit({ProviderEventType::messages_dropped, state_.role, {}, reason, from});
}

}  // namespace mpdisc::core
