// SPDX-License-Identifier: MIT
#include "platform/linux/proc_lines.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "mpdisc/text.h"

namespace mpdisc::platform {

ProcLines::ProcLines(const char* path) : descriptor_(open(path, O_RDONLY | O_CLOEXEC)) {
    is_hidden_ = descriptor_ == -1 && (errno == ENOENT || errno == EACCES || errno == EPERM);
}

ProcLines::~ProcLines() {
    if (descriptor_ != -1) close(descriptor_);
}

bool ProcLines::next(std::string_view& line) {
    for (;;) {
        const std::string_view rest(buffer_.data() + begin_, end_ - begin_);
        const std::size_t size = rest.find('\n');
        if (size != std::string_view::npos) {
            line = slice(rest, 0, size);
            begin_ += size + 1;
            return true;
        }
        if (rest.size() < buffer_.size() && fill()) continue;
        line = rest;
        begin_ = end_;
        return !rest.empty();
    }
}

bool ProcLines::fill() {
    if (descriptor_ == -1) return false;
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    ssize_t taken;
    do {
        taken = read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
    } while (taken < 0 && errno == EINTR);
    if (taken <= 0) return false;
    end_ += static_cast<std::size_t>(taken);
    return true;
}

std::string_view take_word(std::string_view& line) {
    line = slice(line, std::min(line.find_first_not_of(' '), line.size()));
    const std::string_view word = slice(line, 0, line.find(' '));
    line = slice(line, word.size());
    return word;
}

bool parse_number(std::string_view word, unsigned base, std::uint64_t max, std::uint64_t& out) {
    if (word.empty()) return false;
    std::uint64_t number = 0;
    for (const char c : word) {
        // A character that is no digit has the value -1, which becomes a large number here.
        const auto digit = static_cast<unsigned>(hex_value(c));
        if (digit >= base || number > (max - digit) / base) return false;
        number = number * base + digit;
    }
    out = number;
    return true;
}

}  // namespace mpdisc::platform
