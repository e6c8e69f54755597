// SPDX-License-Identifier: MIT
#include "core/roles/neighbours.h"

// For builds without a neighbourhood.

namespace mpdisc::core {

Neighbours::Neighbours(Messenger& messenger, ProviderState& state, const Registry& registry,
                       Responder& responder)
    : messenger_(messenger),
      state_(state),
      registry_(registry),
      responder_(responder),
      table_(0, messenger.random),
      announcer_(0) {}

void Neighbours::begin(TimeUs) {}
void Neighbours::end() {}
void Neighbours::say_farewell(TimeUs) {}
void Neighbours::interfaces_changed(TimeUs) {}

void Neighbours::on_announcement(TimeUs, const Inbound&, const wire::Header&, wire::Bytes) {
    messenger_.counters.add(Counter::drop_unexpected);
}

void Neighbours::on_query(TimeUs, const Inbound&, const wire::Header&, wire::Bytes) {
    messenger_.counters.add(Counter::drop_unexpected);
}

void Neighbours::on_list(TimeUs, const Inbound&, const wire::Header&, wire::Bytes) {
    messenger_.counters.add(Counter::drop_unexpected);
}

void Neighbours::tick(TimeUs) {}

TimeUs Neighbours::next_deadline_us() const {
    return never_us;
}

}  // namespace mpdisc::core
