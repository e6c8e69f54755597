// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace mpdisc::cli {

/// A path that only this process uses, because tests run in parallel. It has slashes, which every
/// system accepts, because messages escape a backslash.
inline std::string temporary_path(std::string_view name) {
    std::string path = testing::TempDir();
    std::replace(path.begin(), path.end(), '\\', '/');
    return path + "mpdisc_cli_" + std::to_string(getpid()) + "_" + std::string(name);
}

}  // namespace mpdisc::cli
