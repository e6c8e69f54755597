// SPDX-License-Identifier: MIT
#pragma once

#include <sys/types.h>

#include <cstdint>

namespace mpdisc::platform {

/// What fstat(2) tells of an open file, as far as it is asked for.
struct FileStatus {
    mode_t mode = 0;
    uid_t owner = 0;
    std::uint64_t size = 0;
};

/// False, with errno set, where the system does not tell.
[[nodiscard]] bool read_status(int file, FileStatus& out);

}  // namespace mpdisc::platform
