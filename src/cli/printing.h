// SPDX-License-Identifier: MIT
#pragma once

#include "cli/format.h"
#include "cli/probe_options.h"
#include "cli/result_output.h"
#include "cli/service_output.h"
#include "cli/text_buffer.h"
#include "mpdisc/types.h"

namespace mpdisc::cli {

/// Prints the results that are there. Results that come together are written together. `add_next`
/// adds the next result to the output, and returns false if there is none. If `has_ended`, also
/// prints the rows that a table holds. Returns false if stdout failed. `Output` is ServiceOutput or
/// WatchOutput.
template <class Output, class AddNext>
[[nodiscard]] bool print_results(Output& output, TextBuffer& text, TimeUs now_us, bool has_ended,
                                 AddNext add_next) {
    while (add_next()) {
        if (output.due_us() <= now_us) output.flush(text, output_line_cells());
        if (text.size() > written_together_max && !write_result(text, probe_program)) return false;
    }
    if (has_ended || output.due_us() <= now_us) output.flush(text, output_line_cells());
    return (text.ok() && text.size() == 0) || write_result(text, probe_program);
}

}  // namespace mpdisc::cli
