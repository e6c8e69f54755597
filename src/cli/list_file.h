// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "cli/poll_set.h"
#include "cli/probe_options.h"
#include "cli/text_buffer.h"
#include "program/command.h"

namespace mpdisc::cli {

/// The file of --output, and the command of --on-update. The file is whole at any time: a new one
/// takes its place. The command runs after each write; one that runs at that time runs once more.
class ListFile {
   public:
    /// A command that runs for longer is ended.
    static constexpr std::uint32_t command_ms_max = 60'000;

    /// `arguments` must outlive this object.
    explicit ListFile(const ProbeArguments& arguments) : arguments_(arguments) {}

    /// Replaces the file, unless this object has written the same text before. Returns 0 or the
    /// system's error number.
    [[nodiscard]] int write(const TextBuffer& text);
    /// Says on stderr why the file could not be written.
    void report(int error) const;

    /// Starts the command if it is due, and says on stderr how the last one failed. To be called
    /// after each write and each wait.
    void process();
    [[nodiscard]] bool has_running() const { return command_.has_value(); }
    void add_poll_entry(PollSet& set) const {
        if (command_) set.add(command_->poll_entry());
    }

   private:
    void start_command();
    void report_command(const char* what, std::string_view how) const;

    const ProbeArguments& arguments_;
    TextBuffer written_;
    bool has_written_ = false;
    bool is_command_due_ = false;
    std::optional<Command> command_;
};

}  // namespace mpdisc::cli
