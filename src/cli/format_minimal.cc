// SPDX-License-Identifier: MIT
#include "cli/format.h"
#include "cli/format_sh.h"
#include "cli/format_template.h"
#include "cli/format_tsv.h"
#include "cli/service_output.h"

// For minimal builds: only tsv and sh.

namespace mpdisc::cli {

bool parse_format(std::string_view text, Format& out, TextBuffer& reason) {
    if (text == "tsv" || text == "sh") {
        out.kind = text == "sh" ? FormatKind::sh : FormatKind::tsv;
        return true;
    }
    reason.append("this build has only tsv and sh");
    return false;
}

bool has_tables() {
    return false;
}

bool has_event_fields(const Template&) {
    return false;
}

// The default format, which is a table on a terminal, is tsv here, too.
void ServiceOutput::add(TextBuffer& out, const FoundServiceView& found, TimeUs) {
    if (format_.kind == FormatKind::sh) {
        append_as_sh(out, found);
    } else {
        append_as_tsv(out, found);
    }
    if (format_.with_nul) out.replace_last('\0');
}

void ServiceOutput::flush(TextBuffer&, std::size_t) {}

std::size_t output_line_cells() {
    return 0;
}

}  // namespace mpdisc::cli
