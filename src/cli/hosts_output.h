// SPDX-License-Identifier: MIT
#pragma once

#include "cli/format.h"
#include "cli/table.h"
#include "mpdisc/known_host.h"

namespace mpdisc::cli {

/// Shows hosts as table, tsv or json: one line for each. Call flush() after the last one.
class HostsOutput {
   public:
    HostsOutput(const Format& format, TextBuffer& out)
        : kind_(format.kind), out_(out), table_(format) {}

    void add(const KnownHost& host);
    /// Prints the rows that a table holds. A table fits into lines of `line_cells`; 0: no limit.
    void flush(std::size_t line_cells);

   private:
    void append_row(TextBuffer& out, const KnownHost& host) const;
    void append_json(const KnownHost& host);

    FormatKind kind_;
    TextBuffer& out_;
    Table table_;
};

}  // namespace mpdisc::cli
