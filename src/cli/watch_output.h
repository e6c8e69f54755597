// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/format.h"
#include "cli/service_output.h"
#include "cli/table.h"
#include "cli/text_buffer.h"
#include "mpdisc/types.h"
#include "mpdisc/watch_event.h"

namespace mpdisc::cli {

/// Prints the events of a watch in a format. Each event is one whole line, as each service of a
/// search is (ServiceOutput). A table holds its rows until the first picture is complete, so that
/// its columns fit them, but not for longer than a search does. After that its titles are there,
/// and it prints each row at once.
class WatchOutput {
   public:
    /// `format` must outlive this object. With `has_time`, each line has the time of its event;
    /// templates have it anyway. The watch begins at `now_us`.
    WatchOutput(const Format& format, bool has_time, TimeUs now_us)
        : format_(format),
          has_time_(has_time),
          table_(format),
          due_us_(format.kind == FormatKind::table ? now_us + ServiceOutput::held_max_us
                                                   : never_us) {}

    /// `time` is the time of the event as text.
    void add(TextBuffer& out, const WatchEvent& event, std::string_view time, TimeUs now_us);
    /// When flush() is due; never_us if neither titles nor rows are held.
    [[nodiscard]] TimeUs due_us() const { return due_us_; }
    /// Prints what a table holds. It fits into lines of `line_cells`; 0: no limit.
    void flush(TextBuffer& out, std::size_t line_cells);

   private:
    void add_row(const WatchEvent& event, std::string_view time, TimeUs now_us);
    void append_tsv_line(TextBuffer& out, const WatchEvent& event, std::string_view time) const;
    void append_json_line(TextBuffer& out, const WatchEvent& event, std::string_view time) const;
    void append_sh_line(TextBuffer& out, const WatchEvent& event, std::string_view time) const;
    void append_template_line(TextBuffer& out, const WatchEvent& event,
                              std::string_view time) const;
    void print_table(TextBuffer& out, std::size_t line_cells);

    const Format& format_;
    bool has_time_;
    bool is_synced_ = false;
    Table table_;
    TimeUs due_us_;
};

/// Appends the variables of an event: its type, the time unless `time` is empty, and the service if
/// there is one.
void append_event_variables(TextBuffer& out, const WatchEvent& event, std::string_view time);

}  // namespace mpdisc::cli
