// SPDX-License-Identifier: MIT
#include "core/roles/provider.h"

// For builds that send no KEY_MISMATCH, and ignore it.

namespace mpdisc::core {

void Provider::answer_mismatch(TimeUs, const Inbound&, const wire::Header&) {}

void Provider::on_key_mismatch(const Message&) {
    messenger_.counters.add(Counter::drop_unexpected);
}

}  // namespace mpdisc::core
