// SPDX-License-Identifier: MIT
#include "runtime/datagram_tracer.h"

// For builds without traces.

namespace mpdisc::runtime {

void DatagramTracer::show_to(const DatagramTrace&) {}

bool DatagramTracer::is_active() const {
    return false;
}

void DatagramTracer::show(const platform::ReceivedDatagram&, std::string_view, const Counters&) {}

void DatagramTracer::show(const platform::DatagramToSend&, std::string_view) {}

}  // namespace mpdisc::runtime
