// SPDX-License-Identifier: MIT
#include "platform/port_holder.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <optional>

#include "mpdisc/text.h"
#include "platform/linux/proc_lines.h"
#include "platform/linux/udp_table.h"

// The kernel lists sockets with their inode and user, but not their process. The process is found
// by its descriptors, which are links to "socket:[INODE]". Only root and the user of the process
// may read them.

namespace mpdisc::platform {
namespace {

/// A text made of parts. All texts made here fit: they are numbers, and names of 15 bytes.
class Text {
   public:
    Text& add(std::string_view part) {
        (void)text_.append(part);
        return *this;
    }
    Text& add(const char* part) { return add(std::string_view(part)); }
    Text& add(std::uint64_t number) { return add(NumberText(number).view()); }

    [[nodiscard]] const FixedString<127>& get() const { return text_; }

   private:
    FixedString<127> text_;
};

/// The path of a file of a process, with a NUL at the end for system calls.
class ProcPath {
    static constexpr char nul = '\0';

   public:
    ProcPath(std::uint32_t process, const char* file) {
        text_.add("/proc/").add(process).add(file).add({&nul, 1});
    }
    [[nodiscard]] const char* c_str() const { return text_.get().view().data(); }

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

/// The entries of a directory; none if it cannot be read. Unlike readdir(3), it allocates no
/// memory.
class Directory {
   public:
    explicit Directory(const char* path)
        : descriptor_(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}
    ~Directory() { close(descriptor_); }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    /// The next name, valid until the next call; null at the end.
    [[nodiscard]] const char* next() {
        if (begin_ == end_) {
            const long size =
                syscall(SYS_getdents64, descriptor_, entries_.data(), entries_.size());
            if (size <= 0) return nullptr;
            begin_ = 0;
            end_ = size;
        }
        // getdents64(2): inode, offset, size of the entry, type and name.
        const char* const entry = &entries_[static_cast<std::size_t>(begin_)];
        std::uint16_t size;
        std::memcpy(&size, entry + 16, sizeof size);
        begin_ += size;
        return entry + 19;
    }
    [[nodiscard]] int descriptor() const { return descriptor_; }

   private:
    int descriptor_;
    long begin_ = 0;
    long end_ = 0;
    std::array<char, 1024> entries_;
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
    Text target;
    target.add("socket:[").add(inode).add("]");
    Directory processes("/proc");
    while (const char* const name = processes.next()) {
        std::uint32_t process = 0;
        if (!parse_number(name, 10, process)) continue;
        if (has_link(ProcPath(process, "/fd").c_str(), target.get().view())) return process;
    }
    return std::nullopt;
}

void describe_process(Text& out, std::uint32_t process) {
    ProcLines lines(ProcPath(process, "/comm").c_str());
    std::string_view name;
    // A program can choose any bytes as its name.
    if (!lines.next(name) || name.empty() || !is_name_text(name)) {
        out.add("pid ").add(process);
    } else {
        out.add(name).add(" (pid ").add(process).add(")");
    }
}

}  // namespace

FixedString<127> udp_port_holder(std::uint16_t port) {
    std::optional<UdpTableEntry> socket = find_socket(Family::ipv4, port);
    if (!socket) socket = find_socket(Family::ipv6, port);
    if (!socket) return {};
    const std::optional<std::uint32_t> process = find_process(socket->inode);
    Text text;
    if (process) {
        describe_process(text, *process);
    } else {
        text.add("user ").add(socket->user);
    }
    return text.get();
}

}  // namespace mpdisc::platform
