// SPDX-License-Identifier: MIT
#include "core/roles/neighbours.h"

// For builds that know no other hosts.

namespace mpdisc::core {

Neighbours::Neighbours(Messenger& messenger, ProviderState& state, Responder& responder)
    : messenger_(messenger), state_(state), responder_(responder), table_(0, messenger.random) {}

void Neighbours::begin(TimeUs) {}
void Neighbours::end() {}

void Neighbours::clear_own_shares() {}
void Neighbours::add_own_share(const wire::HostDescription&, const InterfaceAddress&) {}

void Neighbours::summarize(TimeUs, std::uint32_t, const IpAddress&, wire::HostSummary& out) const {
    out.knows_neighbours = false;
}

void Neighbours::on_announcement(TimeUs, const Inbound&, const wire::Header&, wire::Bytes) {
    messenger_.counters.add(Counter::drop_unexpected);
}

void Neighbours::on_list(TimeUs, const Inbound&, const wire::Header&, wire::Bytes) {
    messenger_.counters.add(Counter::drop_unexpected);
}

void Neighbours::note_query(TimeUs, const Inbound&, const wire::HostQuery&, bool) {}

std::size_t Neighbours::send_list(TimeUs, const wire::Arrival&, const wire::HostQuery&,
                                  const wire::HostSummary&, std::uint64_t) {
    return 0;
}

void Neighbours::tick(TimeUs) {}

TimeUs Neighbours::next_deadline_us() const {
    return never_us;
}

bool Neighbours::is_query_due(TimeUs) {
    return false;
}

NeighbourhoodStatus Neighbours::status(TimeUs) const {
    return {};
}

}  // namespace mpdisc::core
