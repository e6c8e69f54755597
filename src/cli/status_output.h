// SPDX-License-Identifier: MIT
#pragma once

#include "cli/format.h"
#include "cli/status_metrics.h"
#include "cli/table_titles.h"
#include "cli/text_buffer.h"
#include "mpdisc/status.h"

namespace mpdisc::cli {

/// Shows a primary's status as table, tsv, json or openmetrics. For each provider, call begin, add
/// its services, and call end; its lines are then complete. After the last provider come
/// end_providers(), the neighbourhood and the counters; or add_no_answer(), if there is no status.
class StatusOutput {
   public:
    StatusOutput(const Format& format, TextBuffer& out)
        : kind_(format.kind), look_{format.with_titles, format.has_colours}, out_(out) {}

    void begin_provider(const ProviderStatus& provider);
    void add_service(const ServiceView& service);
    void end_provider();
    /// `is_complete`: no provider is missing.
    void end_providers(bool is_complete);
    void add_neighbourhood(const NeighbourhoodStatus& neighbourhood);
    void add_counters(const Counters& counters, const LastDrops& last_drops);
    void add_no_answer();

   private:
    void begin_table_row(const ProviderStatus& provider);
    void begin_json(const ProviderStatus& provider);
    void begin_tsv(const ProviderStatus& provider);

    FormatKind kind_;
    TableLook look_;
    TextBuffer& out_;
    StatusMetrics metrics_;
    ProviderId provider_;
    bool has_provider_ = false;
    bool has_service_ = false;
};

}  // namespace mpdisc::cli
