// SPDX-License-Identifier: MIT
#include "cli/status_output.h"

#include "cli/colour.h"
#include "cli/duration.h"
#include "cli/escape.h"
#include "cli/fields.h"
#include "cli/json.h"
#include "cli/status_counters.h"
#include "cli/table.h"

namespace mpdisc::cli {

namespace {

constexpr std::uint8_t role_width = 9;
constexpr std::uint8_t id_width = 32;
constexpr std::uint8_t pid_width = 7;
constexpr std::uint8_t age_width = 6;
constexpr std::uint8_t heartbeat_width = 9;
constexpr std::uint8_t neighbours_width = 10;
constexpr std::uint8_t addresses_width = 9;
constexpr std::uint8_t candidates_width = 10;

void append_duration_cell(TextBuffer& out, std::uint64_t ms, std::size_t width) {
    const std::size_t start = out.size();
    append_duration(out, ms);
    end_cell(out, start, width);
}

constexpr Title provider_titles[] = {
    {"ROLE", role_width},           {"ID", id_width}, {"PID", pid_width}, {"AGE", age_width},
    {"HEARTBEAT", heartbeat_width}, {"SERVICES", 0}};
constexpr Title neighbourhood_titles[] = {{"HOST", id_width},
                                          {"NEIGHBOURS", neighbours_width},
                                          {"ADDRESSES", addresses_width},
                                          {"CANDIDATES", candidates_width},
                                          {"SETTLED", 0}};

void append_service_words(TextBuffer& out, const ServiceView& service) {
    append_escaped(out, service.name);
    out.append(" ");
    append_escaped(out, service.type);
    out.append(" ").append_number(service.port);
}

void append_service_json(TextBuffer& out, const ServiceView& service) {
    out.append("{\"name\":");
    append_json_string(out, service.name);
    out.append(",\"type\":");
    append_json_string(out, service.type);
    out.append(",\"port\":").append_number(service.port);
    out.append(",\"attributes\":");
    append_json_attributes(out, service.attributes);
    out.append("}");
}

void append_service_tsv(TextBuffer& out, const ProviderId& provider, const ServiceView& service) {
    out.append("service\t").append(to_text(provider).view()).append("\t");
    append_escaped(out, service.name);
    out.append("\t");
    append_escaped(out, service.type);
    out.append("\t").append_number(service.port).append("\t");
    append_attributes(out, service.attributes);
    out.append("\n");
}

void append_neighbourhood_table(TextBuffer& out, const NeighbourhoodStatus& neighbourhood,
                                TableLook look) {
    out.append("\n");
    append_titles(out, neighbourhood_titles, look);
    append_cell(out, to_text(neighbourhood.host).view(), id_width);
    append_number_cell(out, neighbourhood.hosts, neighbours_width);
    append_number_cell(out, neighbourhood.addresses, addresses_width);
    append_number_cell(out, neighbourhood.candidates, candidates_width);
    out.append(neighbourhood.is_settled ? "yes\n" : "no\n");
}

void append_neighbourhood_tsv(TextBuffer& out, const NeighbourhoodStatus& neighbourhood) {
    out.append("neighbourhood\t").append(to_text(neighbourhood.host).view());
    out.append("\t").append_number(neighbourhood.hosts);
    out.append("\t").append_number(neighbourhood.addresses);
    out.append("\t").append_number(neighbourhood.candidates);
    out.append(neighbourhood.is_settled ? "\tsettled\n" : "\t-\n");
}

void append_neighbourhood_json(TextBuffer& out, const NeighbourhoodStatus& neighbourhood) {
    out.append("{\"neighbourhood\":{\"host\":");
    append_json_string(out, to_text(neighbourhood.host).view());
    out.append(",\"hosts\":").append_number(neighbourhood.hosts);
    out.append(",\"addresses\":").append_number(neighbourhood.addresses);
    out.append(",\"candidates\":").append_number(neighbourhood.candidates);
    out.append(neighbourhood.is_settled ? ",\"settled\":true}}\n" : ",\"settled\":false}}\n");
}

}  // namespace

void StatusOutput::begin_provider(const ProviderStatus& provider) {
    provider_ = provider.id;
    has_service_ = false;
    switch (kind_) {
        case FormatKind::tsv:
            begin_tsv(provider);
            return;
        case FormatKind::json:
            begin_json(provider);
            return;
        case FormatKind::openmetrics:
            metrics_.add(provider);
            return;
        default:
            begin_table_row(provider);
            return;
    }
}

void StatusOutput::add_service(const ServiceView& service) {
    switch (kind_) {
        case FormatKind::tsv:
            append_service_tsv(out_, provider_, service);
            break;
        case FormatKind::json:
            if (has_service_) out_.append(",");
            append_service_json(out_, service);
            break;
        case FormatKind::openmetrics:
            return;
        default:
            if (has_service_) out_.append(", ");
            append_service_words(out_, service);
            break;
    }
    has_service_ = true;
}

void StatusOutput::end_provider() {
    switch (kind_) {
        case FormatKind::tsv:
        case FormatKind::openmetrics:
            return;
        case FormatKind::json:
            out_.append("]}\n");
            return;
        default:
            out_.append(has_service_ ? "\n" : "-\n");
            return;
    }
}

void StatusOutput::end_providers(bool is_complete) {
    if (kind_ != FormatKind::openmetrics) return;
    StatusMetrics::append_up(out_, true);
    if (is_complete) metrics_.append_providers(out_);
}

void StatusOutput::add_neighbourhood(const NeighbourhoodStatus& neighbourhood) {
    if (!neighbourhood.host.is_known()) return;
    switch (kind_) {
        case FormatKind::tsv:
            append_neighbourhood_tsv(out_, neighbourhood);
            return;
        case FormatKind::json:
            append_neighbourhood_json(out_, neighbourhood);
            return;
        case FormatKind::openmetrics:
            StatusMetrics::append_neighbourhood(out_, neighbourhood);
            return;
        default:
            append_neighbourhood_table(out_, neighbourhood, look_);
            return;
    }
}

void StatusOutput::add_counters(const Counters& counters, const LastDrops& last_drops) {
    if (kind_ == FormatKind::openmetrics) {
        StatusMetrics::append_counters(out_, counters);
        StatusMetrics::append_end(out_);
    } else {
        append_counters(out_, kind_, look_, counters, last_drops);
    }
}

void StatusOutput::add_no_answer() {
    if (kind_ != FormatKind::openmetrics) return;
    StatusMetrics::append_up(out_, false);
    StatusMetrics::append_end(out_);
}

void StatusOutput::begin_table_row(const ProviderStatus& provider) {
    if (!has_provider_) append_titles(out_, provider_titles, look_);
    has_provider_ = true;
    const bool stands_out = look_.has_colours && provider.role == Role::primary;
    append_style(out_, Style::green, stands_out);
    append_cell(out_, provider.is_deputy ? "deputy" : to_text(provider.role), role_width);
    append_style(out_, Style::plain, stands_out);
    append_cell(out_, to_text(provider.id).view(), id_width);
    append_number_cell(out_, provider.process_id, pid_width);
    append_duration_cell(out_, provider.age_ms, age_width);
    if (provider.role == Role::primary) {
        append_cell(out_, "-", heartbeat_width);
    } else {
        append_duration_cell(out_, provider.last_heartbeat_ms, heartbeat_width);
    }
}

void StatusOutput::begin_json(const ProviderStatus& provider) {
    out_.append("{\"role\":");
    append_json_string(out_, to_text(provider.role));
    out_.append(",\"id\":");
    append_json_string(out_, to_text(provider.id).view());
    out_.append(",\"pid\":").append_number(provider.process_id);
    out_.append(",\"age_ms\":").append_number(provider.age_ms);
    out_.append(",\"last_heartbeat_ms\":").append_number(provider.last_heartbeat_ms);
    out_.append(provider.is_deputy ? ",\"deputy\":true" : ",\"deputy\":false");
    out_.append(",\"services\":[");
}

void StatusOutput::begin_tsv(const ProviderStatus& provider) {
    out_.append("provider\t").append(to_text(provider.role));
    out_.append("\t").append(to_text(provider.id).view());
    out_.append("\t").append_number(provider.process_id);
    out_.append("\t").append_number(provider.age_ms);
    out_.append("\t").append_number(provider.last_heartbeat_ms);
    out_.append("\t").append_number(provider.service_count);
    out_.append(provider.is_deputy ? "\tdeputy\n" : "\t-\n");
}

}  // namespace mpdisc::cli
