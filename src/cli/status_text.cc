// SPDX-License-Identifier: MIT
#include "cli/status_text.h"

#include "cli/search_messages.h"
#include "program/console.h"

namespace mpdisc::cli {

std::size_t append_providers(StatusOutput& output, StatusQuery& query) {
    std::size_t count = 0;
    ProviderStatus provider;
    ServiceView service;
    for (; query.next_provider(provider); ++count) {
        output.begin_provider(provider);
        while (query.next_service(service)) output.add_service(service);
        output.end_provider();
    }
    return count;
}

void append_status_end(StatusOutput& output, const StatusQuery& query) {
    const bool is_complete = query.outcome() == StatusOutcome::complete;
    if (!is_complete && query.outcome() != StatusOutcome::incomplete) {
        return output.add_no_answer();
    }
    output.end_providers(is_complete);
    output.add_neighbourhood(query.neighbourhood());
    output.add_counters(query.counters(), query.last_drops());
}

void append_status_failure(TextBuffer& out, const StatusQuery& query,
                           const ProbeArguments& arguments) {
    switch (query.outcome()) {
        case StatusOutcome::running:
        case StatusOutcome::complete:
            return;
        case StatusOutcome::incomplete:
            out.append("the primary did not answer in full");
            return;
        case StatusOutcome::not_asked:
            out.append("cannot send to the primary: ");
            out.append(system_error_text(query.system_error()).view());
            return;
        case StatusOutcome::other_keys:
            out.append("the primary on UDP port ").append_number(arguments.discovery_port);
            out.append(" has other keys than this program, or none");
            return;
        case StatusOutcome::no_answer:
            out.append("no provider of this host answers on UDP port ");
            out.append_number(arguments.discovery_port);
            return;
    }
}

}  // namespace mpdisc::cli
