// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <linux/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "platform/posix/file_status.h"

namespace mpdisc::platform {

// musl's fstat() has a KiB of code for kernels before 4.11, which lack statx(2).
bool read_status(int file, FileStatus& out) {
    struct statx status;
    constexpr unsigned wanted = STATX_TYPE | STATX_MODE | STATX_UID | STATX_SIZE;
    if (syscall(SYS_statx, file, "", AT_EMPTY_PATH, wanted, &status) != 0) return false;
    out = {status.stx_mode, status.stx_uid, status.stx_size};
    return true;
}

}  // namespace mpdisc::platform
