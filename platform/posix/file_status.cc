// SPDX-License-Identifier: MIT
#include "platform/posix/file_status.h"

#include <sys/stat.h>

namespace mpdisc::platform {

bool read_status(int file, FileStatus& out) {
    struct stat status;
    if (fstat(file, &status) != 0) return false;
    out = {status.st_mode, status.st_uid, static_cast<std::uint64_t>(status.st_size)};
    return true;
}

}  // namespace mpdisc::platform
