// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "platform/file.h"

namespace mpdisc::platform {
namespace {

int read_all(int file, std::span<char> out, std::size_t& size) {
    size = 0;
    ssize_t taken;
    do {
        taken = read(file, out.data() + size, out.size() - size);
        if (taken > 0) size += static_cast<std::size_t>(taken);
    } while (taken > 0 || (taken < 0 && errno == EINTR));
    return taken < 0 ? errno : 0;
}

bool is_pipe(int file) {
    struct stat status {};
    return fstat(file, &status) == 0 && S_ISFIFO(status.st_mode);
}

}  // namespace

int read_file(const char* path, std::span<char> out, std::size_t& size, FileRead read) {
    const int wait = read == FileRead::at_once ? O_NONBLOCK : 0;
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | wait);
    if (file == -1) return errno;
    // A pipe without a writer would seem to be an empty file.
    const bool is_refused = read == FileRead::at_once && is_pipe(file);
    const int error = is_refused ? EOPNOTSUPP : read_all(file, out, size);
    close(file);
    return error;
}

int read_standard_input(std::span<char> out, std::size_t& size) {
    return read_all(STDIN_FILENO, out, size);
}

}  // namespace mpdisc::platform
