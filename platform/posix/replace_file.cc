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

/// The path of the file itself, at the end of all symbolic links.
int resolve(const char* path, Path& out) {
    char* const real = realpath(path, nullptr);
    if (real == nullptr && errno != ENOENT) return errno;
    const char* const target = real == nullptr ? path : real;
    const std::size_t size = std::strlen(target) + 1;
    const bool fits = size <= out.size();
    if (fits) std::memcpy(out.data(), target, size);
    std::free(real);
    return fits ? 0 : ENAMETOOLONG;
}

/// `DIRECTORY/.NAME.mpdisc-PID`: in the same directory, so that it can be renamed. The process id
/// keeps several writers of one file apart.
int name_beside(std::string_view path, Path& out) {
    const std::size_t name_at = path.rfind('/') + 1;  // 0 if there is none.
    const NumberText process(static_cast<std::uint64_t>(getpid()));
    std::size_t size = 0;
    for (const std::string_view part :
         {slice(path, 0, name_at), std::string_view("."), slice(path, name_at),
          std::string_view(".mpdisc-"), process.view()}) {
        if (part.size() >= out.size() - size) return ENAMETOOLONG;
        std::memcpy(out.data() + size, part.data(), part.size());
        size += part.size();
    }
    out[size] = '\0';
    return 0;
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

/// Fills the new file. After a loss of power the disk has its content before its name.
int fill(int file, const struct stat* former, std::string_view content) {
    int error = former == nullptr ? 0 : take_attributes(file, *former);
    if (error == 0) error = write_whole(file, content);
    if (error == 0 && fsync(file) == -1) error = errno;
    if (close(file) == -1 && error == 0) error = errno;
    return error;
}

}  // namespace

int replace_file(const char* path, std::string_view content) {
    Path target;
    Path beside;
    int error = resolve(path, target);
    if (error == 0) error = name_beside(target.data(), beside);
    if (error != 0) return error;
    struct stat former {};
    const bool is_there = stat(target.data(), &former) == 0;
    if (!is_there && errno != ENOENT) return errno;
    if (is_there && !S_ISREG(former.st_mode)) return S_ISDIR(former.st_mode) ? EISDIR : EOPNOTSUPP;

    // A process of the same number may have been killed while it wrote.
    (void)unlink(beside.data());
    constexpr mode_t mode = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
    const int file =
        open(beside.data(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (file == -1) return errno;
    error = fill(file, is_there ? &former : nullptr, content);
    if (error == 0 && rename(beside.data(), target.data()) == -1) error = errno;
    if (error != 0) (void)unlink(beside.data());
    return error;
}

}  // namespace mpdisc::platform
