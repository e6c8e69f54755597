// SPDX-License-Identifier: MIT
#include "cli/status_metrics.h"

#include <algorithm>

#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// The names of the gauges with their labels, and what they tell. A second sample of a family has
/// an empty text.
constexpr char gauges[] =
    "up\0Whether the primary of this host answered.\0"
    "primary_age_seconds\0Time since the primary got its role.\0"
    "providers{role=\"primary\"}\0Providers of this host.\0"
    "providers{role=\"secondary\"}\0\0"
    "deputies\0Secondaries that take over if the primary hangs.\0"
    "oldest_heartbeat_seconds\0Longest time since the last heartbeat of a secondary.\0"
    "services\0Services of all providers.\0"
    "neighbourhood_hosts\0Other hosts that the primary knows.\0"
    "neighbourhood_addresses\0Addresses at which other hosts were reached.\0"
    "neighbourhood_candidates\0Addresses to ask whether a host is there.\0"
    "neighbourhood_settled\0Whether the primary has had time to learn all hosts.";

enum Gauge : std::uint8_t {
    up,
    primary_age,
    primaries,
    secondaries,
    deputies,
    oldest_heartbeat,
    services,
    neighbourhood_hosts,
    neighbourhood_addresses,
    neighbourhood_candidates,
    neighbourhood_settled,
    gauge_count,
};
static_assert(count_texts(gauges) == 2 * gauge_count);

/// A text for each counter, in the order of the enumeration. Counters of drops have none.
constexpr char counter_help[] =
    "Client requests accepted.\0"
    "Advertisements sent.\0"
    "Requests passed on, counted once for each secondary.\0"
    "Registrations accepted, including renewals.\0"
    "Heartbeats acknowledged.\0"
    "Secondaries that left.\0"
    "Secondaries whose lease ran out.\0"
    "Events lost because they were not read in time.\0"
    "Datagrams that the system refused to send.\0"
    "Secondaries removed because nothing listens at their address.\0"
    "Takeovers of the port from a primary that hung.\0"
    "Requests answered only in part until the client asks again.";

constexpr std::string_view drop_prefix = "drop-";

/// The lines that begin a family: what it tells, and its type.
void append_family(TextBuffer& out, std::string_view family, const char* help, const char* type) {
    out.append("# HELP mpdisc_").append(family).append(" ").append(help);
    out.append("\n# TYPE mpdisc_").append(family).append(type);
}

void append_sample(TextBuffer& out, std::string_view name, std::uint64_t value) {
    out.append("mpdisc_").append(name).append(" ").append_number(value).append("\n");
}

void append_gauge(TextBuffer& out, Gauge gauge, std::uint64_t value) {
    const std::string_view name = nth_text(gauges, std::size_t{gauge} * 2);
    const char* const help = nth_text(gauges, std::size_t{gauge} * 2 + 1);
    if (*help != '\0') append_family(out, slice(name, 0, name.find('{')), help, " gauge\n");
    append_sample(out, name, value);
}

/// The name of a counter that counts no drops: "events-lost" becomes "events_lost_total".
void append_counter_name(TextBuffer& out, std::string_view counter) {
    for (const char c : counter) out.append_repeated(c == '-' ? '_' : c, 1);
    out.append("_total");
}

void append_events(TextBuffer& out, const Counters& counters) {
    const char* help = counter_help;
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        if (begins_with(to_text(counter), drop_prefix)) continue;
        TextBuffer name;
        append_counter_name(name, to_text(counter));
        append_family(out, name.view(), help, " counter\n");
        append_sample(out, name.view(), counters[counter]);
        if (!name.ok()) out.fail();
        help = nth_text(help, 1);
    }
}

void append_drops(TextBuffer& out, const Counters& counters) {
    append_family(out, "dropped_datagrams_total", "Datagrams that were dropped.", " counter\n");
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        const std::string_view name = to_text(counter);
        if (!begins_with(name, drop_prefix)) continue;
        out.append("mpdisc_dropped_datagrams_total{reason=\"");
        out.append(slice(name, drop_prefix.size())).append("\"} ");
        out.append_number(counters[counter]).append("\n");
    }
}

}  // namespace

void StatusMetrics::add(const ProviderStatus& provider) {
    services_ += provider.service_count;
    if (provider.role == Role::primary) {
        primary_age_ms_ = provider.age_ms;
        return;
    }
    ++secondaries_;
    deputies_ += provider.is_deputy ? 1 : 0;
    silence_max_ms_ = std::max(silence_max_ms_, provider.last_heartbeat_ms);
}

void StatusMetrics::append_up(TextBuffer& out, bool is_up) {
    append_gauge(out, up, is_up ? 1 : 0);
}

void StatusMetrics::append_providers(TextBuffer& out) const {
    append_gauge(out, primary_age, primary_age_ms_ / 1000);
    append_gauge(out, primaries, 1);
    append_gauge(out, secondaries, secondaries_);
    append_gauge(out, deputies, deputies_);
    append_gauge(out, oldest_heartbeat, silence_max_ms_ / 1000);
    append_gauge(out, services, services_);
}

void StatusMetrics::append_neighbourhood(TextBuffer& out,
                                         const NeighbourhoodStatus& neighbourhood) {
    append_gauge(out, neighbourhood_hosts, neighbourhood.hosts);
    append_gauge(out, neighbourhood_addresses, neighbourhood.addresses);
    append_gauge(out, neighbourhood_candidates, neighbourhood.candidates);
    append_gauge(out, neighbourhood_settled, neighbourhood.is_settled ? 1 : 0);
}

void StatusMetrics::append_counters(TextBuffer& out, const Counters& counters) {
    append_events(out, counters);
    append_drops(out, counters);
}

}  // namespace mpdisc::cli
