// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace mpdisc::cli {

/// Of this process alone: tests run side by side. Every system takes slashes, while messages would
/// cite a backslash doubled.
inline std::string temporary_path(std::string_view name) {
    std::string path = testing::TempDir();
    std::replace(path.begin(), path.end(), '\\', '/');
    return path + "mpdisc_cli_" + std::to_string(getpid()) + "_" + std::string(name);
}

}  // namespace mpdisc::cli
