// SPDX-License-Identifier: MIT
#include "platform/port_holder.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "mpdisc/text.h"
#include "platform/linux/proc_lines.h"

// The kernel lists sockets with their inode and user but not their process; that is found by its
// descriptors, links to "socket:[INODE]", which only root and the process's user may read.

namespace mpdisc::platform {
namespace {

using Text = FixedString<127>;

struct Socket {
    std::uint64_t inode = 0;
    std::uint32_t user = 0;
};

/// All of ours fits: numbers, and names of 15 bytes.
void append(Text& text, std::string_view more) {
    (void)text.append(more);
}

void append(Text& text, std::uint64_t number) {
    std::array<char, 20> digits;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    append(text, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
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

/// Reads `SL ADDRESS:PORT REMOTE STATE QUEUES TIMER RETRANSMITS USER TIMEOUT INODE ...`.
bool parse_socket(std::string_view line, std::uint16_t& port, Socket& out) {
    (void)take_word(line);
    const std::string_view local = take_word(line);
    const std::size_t colon = local.rfind(':');
    if (colon == std::string_view::npos || !parse_number(slice(local, colon + 1), 16, port)) {
        return false;  // the headline, among others
    }
    for (int i = 0; i < 5; ++i) (void)take_word(line);
    if (!parse_number(take_word(line), 10, out.user)) return false;
    (void)take_word(line);
    return parse_number(take_word(line), 10, out.inode);
}

std::optional<Socket> find_socket(const char* table, std::uint16_t wanted_port) {
    ProcLines lines(table);
    std::string_view line;
    while (lines.next(line)) {
        Socket socket;
        std::uint16_t port = 0;
        if (parse_socket(line, port, socket) && port == wanted_port) return socket;
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
    std::optional<Socket> socket = find_socket("/proc/net/udp", port);
    if (!socket) socket = find_socket("/proc/net/udp6", port);
    if (!socket) return {};
    const std::optional<std::uint32_t> process = find_process(socket->inode);
    return process ? describe_process(*process) : join_text("user ", socket->user);
}

}  // namespace mpdisc::platform
