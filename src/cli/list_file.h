// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "cli/poll_set.h"
#include "cli/probe_options.h"
#include "cli/text_buffer.h"
#include "cli/written_list.h"
#include "program/command.h"

namespace mpdisc::cli {

/// The file of --output, and the command of --on-update. The file is whole at any time: a new one
/// takes its place. The command runs after each write. If it runs at that time, it runs once more.
/// If it fails, it runs again after a pause.
class ListFile {
   public:
    /// A command that runs for longer is ended.
    static constexpr std::uint32_t command_ms_max = 60'000;

    /// Both arguments must outlive this object.
    ListFile(const ProbeArguments& arguments, WrittenList& written)
        : arguments_(arguments), written_(written) {}

    /// Replaces the file, unless the same text was written last. Returns 0 or the system's error
    /// number.
    [[nodiscard]] int write(const TextBuffer& text);
    /// Says on stderr why the file could not be written.
    void report(int error) const;

    /// Starts the command if it is due, and says on stderr how the last one failed. To be called
    /// after each write and each wait.
    void process(TimeUs now_us);
    /// Like process(), but starts no command.
    void note_end(TimeUs now_us);
    /// When to call process() at the latest, if nothing is readable before; never_us: never.
    [[nodiscard]] TimeUs next_deadline_us() const { return command_ ? never_us : command_due_us_; }
    [[nodiscard]] bool has_running() const { return command_.has_value(); }
    void add_poll_entry(PollSet& set) const {
        if (command_) set.add(command_->poll_entry());
    }

   private:
    /// The pause after a failure doubles from one to the next.
    static constexpr TimeUs pause_min_us = 1'000'000;
    static constexpr TimeUs pause_max_us = 64'000'000;

    void start_command(TimeUs now_us);
    void retry(TimeUs now_us);
    void report_command(const char* what, std::string_view how) const;

    const ProbeArguments& arguments_;
    WrittenList& written_;
    /// never_us: no command is due.
    TimeUs command_due_us_ = never_us;
    TimeUs pause_us_ = pause_min_us;
    std::optional<Command> command_;
};

}  // namespace mpdisc::cli
