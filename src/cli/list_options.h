// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "cli/format.h"
#include "cli/format_file.h"
#include "cli/probe_option_table.h"
#include "cli/probe_options.h"

/// The options about whole lists: --set, --sort, --output, --on-update and --settle. A build
/// without them refuses them.
namespace mpdisc::cli {

/// Reads the value of such an option. Returns null, or the reason of the refusal.
[[nodiscard]] const char* read_list_option(ProbeOption option, std::string_view value,
                                           ProbeArguments& out);

/// Completes a format by these options and by what stdout shows, and reads its file into `file`.
/// `format` then points to `file` and into `arguments`.
[[nodiscard]] Parsed complete_format(const ProbeArguments& arguments, Format& format,
                                     FormatFile& file, TextBuffer& message);

}  // namespace mpdisc::cli
