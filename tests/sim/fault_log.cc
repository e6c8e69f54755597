// SPDX-License-Identifier: MIT
#include "tests/sim/fault_log.h"

#include <algorithm>

namespace mpdisc::sim {
namespace {

bool is_disturbance(Fault fault) {
    switch (fault) {
        case Fault::suspend:
        case Fault::jump:
        case Fault::loopback_cut:
        case Fault::loopback_down:
            return true;
        default:
            return false;
    }
}

}  // namespace

void FaultLog::note(const Host& host, Fault fault) {
    OfHost& of_host = hosts_[host.label];
    of_host.records.push_back({host.world.now_us(), fault});
    if (is_disturbance(fault)) of_host.last_disturbance_us = host.world.now_us();
}

void FaultLog::begin(const Host& host, Fault fault) {
    note(host, fault);
    ++hosts_[host.label].lasting[fault];
}

void FaultLog::end(const Host& host, Fault fault) {
    note(host, fault);
    --hosts_[host.label].lasting[fault];
}

std::vector<Fault> FaultLog::since(const Host& host, TimeUs when_us) const {
    std::vector<Fault> found;
    const auto at = hosts_.find(host.label);
    if (at == hosts_.end()) return found;
    for (auto record = at->second.records.rbegin();
         record != at->second.records.rend() && record->when_us >= when_us; ++record) {
        found.push_back(record->fault);
    }
    for (const auto& [fault, count] : at->second.lasting) {
        if (count > 0) found.push_back(fault);
    }
    return found;
}

bool FaultLog::lasts(const Host& host, Fault fault) const {
    const auto at = hosts_.find(host.label);
    if (at == hosts_.end()) return false;
    const auto lasting = at->second.lasting.find(fault);
    return lasting != at->second.lasting.end() && lasting->second > 0;
}

TimeUs FaultLog::last_disturbance_us(const Host& host) const {
    const auto at = hosts_.find(host.label);
    return at == hosts_.end() ? 0 : at->second.last_disturbance_us;
}

TimeUs FaultLog::last_us(const Host& host, std::initializer_list<Fault> faults) const {
    const auto at = hosts_.find(host.label);
    if (at == hosts_.end()) return 0;
    const auto counts = [&](Fault fault) {
        return std::ranges::find(faults, fault) != faults.end();
    };
    for (const Fault fault : faults) {
        if (lasts(host, fault)) return host.world.now_us();
    }
    const std::vector<Record>& records = at->second.records;
    const auto last = std::find_if(records.rbegin(), records.rend(),
                                   [&](const Record& record) { return counts(record.fault); });
    return last == records.rend() ? 0 : last->when_us;
}

std::size_t FaultLog::size(const Host& host) const {
    const auto at = hosts_.find(host.label);
    return at == hosts_.end() ? 0 : at->second.records.size();
}

}  // namespace mpdisc::sim
