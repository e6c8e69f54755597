// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace mpdisc::platform {

/// The part of fstat(2) that is needed here.
struct FileStatus {
    mode_t mode = 0;
    uid_t owner = 0;
    std::uint64_t size = 0;
};

/// On an error returns false with errno set.
[[nodiscard]] bool read_status(int file, FileStatus& out);

}  // namespace mpdisc::platform
