// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace mpdisc::platform {

/// The arguments as the one text that a process is started with here, quoted so that its C library
/// takes them apart again as they were.
class CommandLine {
   public:
    /// `argv` ends with a null pointer.
    explicit CommandLine(char* const argv[]);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    /// In UTF-8, without a terminating NUL; null for want of memory.
    [[nodiscard]] const char* data() const { return text_; }
    [[nodiscard]] std::size_t size() const { return size_; }

   private:
    void add(char c, std::size_t times = 1);
    void add_quoted(const char* argument);

    char* text_;
    std::size_t size_ = 0;
};

}  // namespace mpdisc::platform
