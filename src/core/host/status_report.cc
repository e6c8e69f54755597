// SPDX-License-Identifier: MIT
#include "core/host/status_report.h"

namespace mpdisc::core {
namespace {

ProviderStatus status_of(const Registrant& registrant, bool is_deputy, TimeUs now_us) {
    return {registrant.id,
            Role::secondary,
            registrant.process_id,
            (now_us - registrant.registered_us) / 1000,
            (now_us - registrant.last_heartbeat_us) / 1000,
            registrant.service_count,
            is_deputy};
}

}  // namespace

std::size_t encode_page(const StatusReport& report, TimeUs now_us,
                        const wire::StatusRequest& request, std::span<std::uint8_t> out) {
    wire::StatusResponseWriter writer(out, request.transaction, report.self.id, report.counters,
                                      report.neighbourhood);
    report.drop_sources.add_to(writer, now_us);
    // Page 0 begins with the primary itself, and page n with slot n - 1.
    if (request.page == 0 && !writer.add(report.self, report.own_services)) return 0;
    Registry::Slot slot = request.page == 0 ? 0 : request.page - 1;
    for (; slot < report.registry.slot_count(); ++slot) {
        if (!report.registry.is_used(slot)) continue;
        const Registrant& registrant = report.registry[slot];
        if (!writer.add(status_of(registrant, slot == report.deputy, now_us),
                        registrant.encoded_services())) {
            return writer.finish(slot + 1);
        }
    }
    return writer.finish(0);
}

}  // namespace mpdisc::core
