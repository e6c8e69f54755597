// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "platform/file.h"

namespace mpdisc::platform {

int read_file(const char* path, std::span<char> out, std::size_t& size) {
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (file == -1) return errno;
    size = 0;
    ssize_t taken;
    do {
        taken = read(file, out.data() + size, out.size() - size);
        if (taken > 0) size += static_cast<std::size_t>(taken);
    } while (taken > 0 || (taken < 0 && errno == EINTR));
    const int error = taken < 0 ? errno : 0;
    close(file);
    return error;
}

}  // namespace mpdisc::platform
