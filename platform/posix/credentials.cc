// SPDX-License-Identifier: MIT
#include "platform/posix/credentials.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "platform/posix/owner.h"

namespace mpdisc::platform {
namespace {

bool is_writable_by_others(const struct stat& directory) {
    return !is_owner_trusted(directory.st_uid) || (directory.st_mode & (S_IWGRP | S_IWOTH)) != 0;
}

}  // namespace

bool is_credential(const char* path, int file) {
    const char* const directory_name = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory_name == nullptr) return false;
    const int directory = open(directory_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return false;
    // `path` may lead anywhere, and later to another file. So the entry of the directory with the
    // last name of `path` must be the very file that is open.
    // Without a slash, rfind() returns -1.
    const char* const name = path + (std::string_view(path).rfind('/') + 1);
    struct stat status;
    struct stat entry;
    struct stat opened;
    const bool is_there = fstat(directory, &status) == 0 && !is_writable_by_others(status) &&
                          fstatat(directory, name, &entry, AT_SYMLINK_NOFOLLOW) == 0 &&
                          fstat(file, &opened) == 0 && entry.st_dev == opened.st_dev &&
                          entry.st_ino == opened.st_ino;
    close(directory);
    return is_there;
}

}  // namespace mpdisc::platform
