// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace mpdisc::cli {

/// Of this process alone: tests run side by side.
inline std::string temporary_path(std::string_view name) {
    return testing::TempDir() + "mpdisc_cli_" + std::to_string(getpid()) + "_" + std::string(name);
}

}  // namespace mpdisc::cli
