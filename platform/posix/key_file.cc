// SPDX-License-Identifier: MIT
#include "platform/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "platform/posix/credentials.h"
#include "platform/posix/file_status.h"
#include "platform/posix/owner.h"

namespace mpdisc::platform {
namespace {

bool is_exposed(const char* path, int file, const FileStatus& status) {
    const mode_t of_others = status.mode & (S_IRWXG | S_IRWXO);
    return of_others != 0 && (of_others != S_IRGRP || !is_credential(path, file));
}

KeyError judge(const char* path, int file, std::size_t size_max) {
    FileStatus status;
    if (!read_status(file, status)) return KeyError::unreadable;
    if (!S_ISREG(status.mode)) return KeyError::not_regular;
    if (!is_owner_trusted(status.owner)) return KeyError::foreign_owner;
    if (is_exposed(path, file, status)) return KeyError::exposed;
    if (status.size > size_max) return KeyError::file_too_large;
    return KeyError::none;
}

}  // namespace

KeyFault read_key_file(const char* path, std::span<char> out, std::size_t& size) {
    // Without O_NONBLOCK, open() would wait for a writer if this is a pipe.
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    KeyError error = KeyError::unreadable;
    if (file >= 0) error = judge(path, file, out.size());
    if (error == KeyError::none) {
        // One read of a regular file gets everything.
        const ssize_t got = read(file, out.data(), out.size());
        size = static_cast<std::size_t>(got);
        if (got < 0) error = KeyError::unreadable;
    }
    const int system_error = error == KeyError::unreadable ? errno : 0;
    if (file >= 0) close(file);
    return {error, 0, system_error};
}

}  // namespace mpdisc::platform
