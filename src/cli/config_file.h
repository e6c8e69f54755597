// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/config.h"
#include "cli/mistakes.h"
#include "cli/text_buffer.h"
#include "program/console.h"

namespace mpdisc::cli {

inline constexpr std::size_t config_file_bytes_max = 1024 * 1024;

enum class ConfigKind : std::uint8_t {
    file,
    /// Standard input. The path is only its name in messages.
    input,
    /// A file of a directory, which has services only.
    drop_in,
};

/// A file of the configuration.
struct ConfigFile {
    const char* path;
    ConfigKind kind = ConfigKind::file;
    FileRead read = FileRead::waits;
};

/// Adds the mistake that this file or directory cannot be read.
void refuse_config(const char* path, std::string_view reason, Mistakes& mistakes);

/// Reads the whole file. If the file can't be read or is larger than config_file_bytes_max, returns
/// false and adds a mistake that names the file.
[[nodiscard]] bool read_config_file(const ConfigFile& file, TextBuffer& out, Mistakes& mistakes);

/// Reads the configuration file and parses it with parse_config().
void load_config(const ConfigFile& file, std::string_view default_name, ProviderSettings& settings,
                 PlannedServices& services, Mistakes& mistakes);

}  // namespace mpdisc::cli
