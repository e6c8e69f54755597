// SPDX-License-Identifier: MIT
#include "core/roles/provider.h"

// Providers of one host that have no key in common accept no messages from each other. They only
// find out that their keys differ, and tell their owners.

namespace mpdisc::core {
namespace {

/// A flood of requests must not cause a flood of answers. A provider without an answer asks again.
constexpr TimeUs mismatch_gap_us = 10'000;

}  // namespace

void Provider::answer_mismatch(TimeUs now_us, const Inbound& in, const wire::Header& header) {
    const bool is_asked = in.channel == Channel::discovery && state_.role == Role::primary;
    if (!is_asked || !mismatch_answers_.start(now_us, mismatch_gap_us)) return;
    messenger_.send_short(Channel::discovery, in.from, wire::MessageType::key_mismatch,
                          {header.transaction, state_.config.id});
}

void Provider::on_key_mismatch(const Message& message) {
    // No program can prove that it has other keys. But only the holder of the port can send from
    // the port, and a program that hangs sends nothing.
    if (message.in.from != state_.discovery_endpoint() ||
        !secondary_.on_key_mismatch(message.now_us, message.header.transaction)) {
        messenger_.counters.add(Counter::drop_unexpected);
    }
}

}  // namespace mpdisc::core
