// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "cli/config.h"

namespace mpdisc::cli {

inline constexpr std::size_t config_files_max = 256;

/// Reads the services of each file `*.conf` of the directory, in the byte order of the names.
/// Hidden files and others are passed over. A directory that cannot be read, or has more than
/// config_files_max such files, is a mistake.
void load_config_directory(const char* path, std::string_view default_name,
                           PlannedServices& services, Mistakes& mistakes);

}  // namespace mpdisc::cli
