// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace mpdisc::platform {

/// The arguments as one text, as Windows starts a process. It is quoted so that the C library of
/// the child splits it into the same arguments.
class CommandLine {
   public:
    /// `argv` must end with a null pointer.
    explicit CommandLine(char* const argv[]);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    /// The text in UTF-8, without a terminating NUL. Null if memory was short.
    [[nodiscard]] const char* data() const { return text_; }
    [[nodiscard]] std::size_t size() const { return size_; }

   private:
    void add(char c, std::size_t times = 1);
    void add_quoted(const char* argument);

    char* text_;
    std::size_t size_ = 0;
};

}  // namespace mpdisc::platform
