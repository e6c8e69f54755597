// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "mpdisc/text.h"
#include "platform/file.h"

namespace mpdisc::platform {
namespace {

/// The longest path, with its NUL.
constexpr std::size_t path_bytes_max = 4096;

using Path = std::array<char, path_bytes_max>;

/// The path of the file itself, at the end of all symbolic links. A link to nothing is refused.
int resolve(const char* path, Path& out) {
    char* const real = realpath(path, nullptr);
    struct stat status {};
    const bool is_new = real == nullptr && errno == ENOENT && lstat(path, &status) == -1;
    if (real == nullptr && !is_new) return errno == 0 ? ENOENT : errno;
    const char* const target = real == nullptr ? path : real;
    const std::size_t size = std::strlen(target) + 1;
    const bool fits = size <= out.size();
    if (fits) std::memcpy(out.data(), target, size);
    std::free(real);
    return fits ? 0 : ENAMETOOLONG;
}

/// Makes a file `DIRECTORY/.NAME.mpdisc-XXXXXX`, which nobody else can open, and gives its path. It
/// is in the same directory, so that it can be renamed. Returns its descriptor, or -1 with errno.
int open_beside(std::string_view path, Path& out) {
    const std::size_t name_at = path.rfind('/') + 1;  // 0 if there is none.
    std::size_t size = 0;
    for (const std::string_view part : {slice(path, 0, name_at), std::string_view("."),
                                        slice(path, name_at), std::string_view(".mpdisc-XXXXXX")}) {
        if (part.size() >= out.size() - size) {
            errno = ENAMETOOLONG;
            return -1;
        }
        std::memcpy(out.data() + size, part.data(), part.size());
        size += part.size();
    }
    out[size] = '\0';
    return mkostemp(out.data(), O_CLOEXEC);
}

int write_whole(int file, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = write(file, content.data(), content.size());
        if (written == -1 && errno != EINTR) return errno;
        if (written > 0) content = slice(content, static_cast<std::size_t>(written));
    }
    return 0;
}

/// Gives a new file the owner and the mode of the one that it replaces.
int take_attributes(int file, const struct stat& former) {
    struct stat status {};
    if (fstat(file, &status) == -1) return errno;
    const bool has_owner = status.st_uid == former.st_uid && status.st_gid == former.st_gid;
    if (!has_owner && fchown(file, former.st_uid, former.st_gid) == -1) return errno;
    return fchmod(file, former.st_mode & 07777) == -1 ? errno : 0;
}

/// Gives it the mode that open() would give it.
int take_default_mode(int file) {
    const mode_t mask = umask(0);
    (void)umask(mask);
    return fchmod(file, 0666 & ~mask) == -1 ? errno : 0;
}

/// Fills the new file. After a loss of power the disk has its content before its name.
int fill(int file, const struct stat* former, std::string_view content) {
    int error = former == nullptr ? take_default_mode(file) : take_attributes(file, *former);
    if (error == 0) error = write_whole(file, content);
    if (error == 0 && fsync(file) == -1) error = errno;
    if (close(file) == -1 && error == 0) error = errno;
    return error;
}

}  // namespace

int replace_file(const char* path, std::string_view content) {
    Path target;
    if (const int error = resolve(path, target); error != 0) return error;
    struct stat former {};
    const bool is_there = stat(target.data(), &former) == 0;
    if (!is_there && errno != ENOENT) return errno;
    if (is_there && !S_ISREG(former.st_mode)) return S_ISDIR(former.st_mode) ? EISDIR : EOPNOTSUPP;

    Path beside;
    const int file = open_beside(target.data(), beside);
    if (file == -1) return errno;
    int error = fill(file, is_there ? &former : nullptr, content);
    if (error == 0 && rename(beside.data(), target.data()) == -1) error = errno;
    if (error != 0) (void)unlink(beside.data());
    return error;
}

}  // namespace mpdisc::platform
