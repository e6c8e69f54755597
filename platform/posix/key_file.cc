// SPDX-License-Identifier: MIT
#include "platform/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "platform/posix/file_status.h"

namespace mpdisc::platform {
namespace {

KeyError judge(const FileStatus& status, std::size_t size_max) {
    if (!S_ISREG(status.mode)) return KeyError::not_regular;
    if (status.owner != geteuid() && status.owner != 0) return KeyError::foreign_owner;
    if ((status.mode & (S_IRWXG | S_IRWXO)) != 0) return KeyError::exposed;
    if (status.size > size_max) return KeyError::file_too_large;
    return KeyError::none;
}

}  // namespace

KeyFault read_key_file(const char* path, std::span<char> out, std::size_t& size) {
    // Without O_NONBLOCK a pipe would wait for somebody who writes.
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    FileStatus status;
    KeyError error = KeyError::unreadable;
    if (file >= 0 && read_status(file, status)) error = judge(status, out.size());
    if (error == KeyError::none) {
        // A regular file gives at once what it has.
        const ssize_t got = read(file, out.data(), out.size());
        size = static_cast<std::size_t>(got);
        if (got < 0) error = KeyError::unreadable;
    }
    const int system_error = error == KeyError::unreadable ? errno : 0;
    if (file >= 0) close(file);
    return {error, 0, system_error};
}

}  // namespace mpdisc::platform
