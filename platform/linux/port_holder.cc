// SPDX-License-Identifier: MIT
#include "platform/port_holder.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "mpdisc/text.h"
#include "platform/linux/proc_lines.h"
#include "platform/linux/udp_table.h"

// The kernel lists sockets with their inode and user but not their process; that is found by its
// descriptors, links to "socket:[INODE]", which only root and the process's user may read.

namespace mpdisc::platform {
namespace {

using Text = FixedString<127>;

/// All of ours fits: numbers, and names of 15 bytes.
void append(Text& text, std::string_view more) {
    (void)text.append(more);
}

void append(Text& text, std::uint64_t number) {
    append(text, NumberText(number).view());
}

template <class... Parts>
Text join_text(Parts... parts) {
    Text text;
    (append(text, parts), ...);
    return text;
}

/// For calls that want a terminating NUL.
class Path {
   public:
    template <class... Parts>
    explicit Path(Parts... parts) : text_(join_text(parts..., std::string_view("\0", 1))) {}
    [[nodiscard]] const char* c_str() const { return text_.view().data(); }

   private:
    Text text_;
};

std::optional<UdpTableEntry> find_socket(Family family, std::uint16_t port) {
    UdpTable table(family);
    UdpTableEntry entry;
    while (table.next(entry)) {
        if (entry.port == port) return entry;
    }
    return std::nullopt;
}

/// The entries of a directory; none where it cannot be read.
class Directory {
   public:
    explicit Directory(const char* path) : handle_(opendir(path)) {}
    ~Directory() {
        if (handle_ != nullptr) closedir(handle_);
    }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    /// Null at the end.
    [[nodiscard]] const char* next() {
        const dirent* const entry = handle_ == nullptr ? nullptr : readdir(handle_);
        return entry == nullptr ? nullptr : entry->d_name;
    }
    [[nodiscard]] int descriptor() const { return dirfd(handle_); }

   private:
    DIR* handle_;
};

bool has_link(const char* directory_path, std::string_view target) {
    Directory directory(directory_path);
    std::array<char, 64> link;
    while (const char* const name = directory.next()) {
        const ssize_t size = readlinkat(directory.descriptor(), name, link.data(), link.size());
        if (size > 0 && std::string_view(link.data(), static_cast<std::size_t>(size)) == target) {
            return true;
        }
    }
    return false;
}

std::optional<std::uint32_t> find_process(std::uint64_t inode) {
    const Text target = join_text("socket:[", inode, "]");
    Directory processes("/proc");
    while (const char* const name = processes.next()) {
        std::uint32_t process = 0;
        if (!parse_number(name, 10, process)) continue;
        if (has_link(Path("/proc/", process, "/fd").c_str(), target.view())) return process;
    }
    return std::nullopt;
}

Text describe_process(std::uint32_t process) {
    ProcLines lines(Path("/proc/", process, "/comm").c_str());
    std::string_view name;
    // The name is whatever the program chose to be called.
    if (!lines.next(name) || name.empty() || !is_name_text(name)) {
        return join_text("pid ", process);
    }
    return join_text(name, " (pid ", process, ")");
}

}  // namespace

FixedString<127> udp_port_holder(std::uint16_t port) {
    std::optional<UdpTableEntry> socket = find_socket(Family::ipv4, port);
    if (!socket) socket = find_socket(Family::ipv6, port);
    if (!socket) return {};
    const std::optional<std::uint32_t> process = find_process(socket->inode);
    return process ? describe_process(*process) : join_text("user ", socket->user);
}

}  // namespace mpdisc::platform
