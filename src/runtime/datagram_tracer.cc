// SPDX-License-Identifier: MIT
#include "runtime/datagram_tracer.h"

#include "mpdisc/text.h"

namespace mpdisc::runtime {
namespace {

bool is_drop(Counter counter) {
    return begins_with(to_text(counter), "drop-");
}

/// The reason for a drop that was counted in between. False if there is none.
bool find_drop(const Counters& before, const Counters& after, Counter& reason) {
    for (std::size_t n = 0; n < counter_count; ++n) {
        const auto counter = static_cast<Counter>(n);
        if (before[counter] == after[counter] || !is_drop(counter)) continue;
        reason = counter;
        return true;
    }
    return false;
}

}  // namespace

void DatagramTracer::show_to(const DatagramTrace& trace) {
    trace_ = trace;
}

bool DatagramTracer::is_active() const {
    return trace_.on_datagram != nullptr;
}

void DatagramTracer::show(const platform::ReceivedDatagram& datagram,
                          std::string_view interface_name, const Counters& counted) {
    TracedDatagram traced;
    const bool is_dropped = find_drop(counted_, counted, traced.reason);
    traced.fate = is_dropped ? TracedDatagram::Fate::dropped : TracedDatagram::Fate::received;
    traced.is_cut = datagram.truncated;
    traced.peer = datagram.from;
    traced.interface_name = interface_name;
    traced.bytes = datagram.bytes;
    trace_.on_datagram(trace_.context, traced);
}

void DatagramTracer::show(const platform::DatagramToSend& datagram,
                          std::string_view interface_name) {
    TracedDatagram traced;
    traced.fate = datagram.is_sent ? TracedDatagram::Fate::sent : TracedDatagram::Fate::not_sent;
    traced.peer = datagram.to;
    traced.interface_name = interface_name;
    traced.bytes = datagram.bytes;
    trace_.on_datagram(trace_.context, traced);
}

}  // namespace mpdisc::runtime
