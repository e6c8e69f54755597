// SPDX-License-Identifier: MIT
#include "runtime/datagram_tracer.h"

#include "core/kit/drop_sources.h"

namespace mpdisc::runtime {

void DatagramTracer::show_to(const DatagramTrace& trace) {
    trace_ = trace;
}

bool DatagramTracer::is_active() const {
    return trace_.on_datagram != nullptr;
}

void DatagramTracer::show(const platform::ReceivedDatagram& datagram,
                          std::string_view interface_name, const Counters& counted) {
    TracedDatagram traced;
    const std::optional<Counter> reason = core::find_drop(counted_, counted);
    traced.fate = reason ? TracedDatagram::Fate::dropped : TracedDatagram::Fate::received;
    traced.reason = reason.value_or(Counter{});
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
