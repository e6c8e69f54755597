// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "cli/format.h"
#include "cli/format_file.h"
#include "cli/options.h"
#include "cli/program.h"
#include "cli/settings.h"
#include "mpdisc/probe.h"
#include "mpdisc/status.h"
#include "mpdisc/watch.h"

namespace mpdisc::cli {

inline constexpr const char* probe_program = "mpdisc-probe";

enum class ProbeTask : std::uint8_t {
    /// Find services.
    search,
    /// Tell of services that appear, change or go.
    watch,
    /// Show the services on the terminal.
    live,
    /// Wait until enough services match.
    wait,
    /// Wait until too few services match.
    gone,
    /// List the hosts that offer services.
    hosts,
    /// Show the providers of this host.
    status,
    /// Show them again and again.
    status_watch,
    /// Say why a search finds nothing, or not everything.
    explain,
};

/// The command line of mpdisc-probe. Views point into its arguments.
struct ProbeArguments {
    std::array<std::string_view, limits::wanted_types_max> types;
    std::size_t type_count = 0;
    AttributeSet attributes;
    FixedString<limits::name_pattern_max> name_pattern;
    std::uint32_t count = 0;
    /// 0: without end, for ProbeTask::wait and ProbeTask::gone.
    std::uint32_t timeout_ms = limits::probe_timeout_ms_default;
    std::uint32_t patience_ms = limits::probe_patience_ms_default;
    bool local_only = false;
    std::array<Endpoint, limits::probe_targets_max> targets;
    /// A target that has a name here is the host of that name, and has no address until
    /// look_up_targets().
    std::array<std::string_view, limits::probe_targets_max> target_names;
    std::size_t target_count = 0;
    FixedString<limits::interface_name_max> interface_name;
    Family family = Family::any;
    std::uint16_t discovery_port = limits::discovery_port_default;
    /// 0: the system chooses the port to ask from.
    std::uint16_t source_port = 0;
    FileName key_file{};
    /// The keys of `key_file`; filled in when the file is read.
    KeySet keys;
    /// Default: a table on a terminal, else tsv; with NUL always tsv. Its titles and its ends are
    /// told by the next two.
    std::optional<Format> format;
    /// Of a format file.
    std::array<Setting, settings_max> settings;
    std::size_t setting_count = 0;
    std::optional<Field> sort_field;
    /// The whole list goes to this file. Empty: results go to stdout.
    FileName output{};
    /// A command for the shell, which runs after each write to `output`. Null: none.
    const char* on_update = nullptr;
    /// How long changes are gathered before `output` is written.
    std::uint32_t settle_ms = 100;
    bool with_titles = true;
    bool with_nul = false;
    /// The number of searches; 0: until interrupted.
    std::uint32_t repeat = 1;
    std::uint32_t interval_ms = 1000;
    ProbeTask task = ProbeTask::search;
    /// When the trace began; 0: there is none.
    TimeUs trace_start_us = 0;
    /// For watches.
    bool with_time = false;
    /// The program to run for each event and its arguments, with a null pointer after them. Empty:
    /// events are printed.
    Arguments command;
    std::uint32_t lost_after_ms = limits::lost_after_ms_default;

    [[nodiscard]] std::span<const Setting> given_settings() const {
        return std::span(settings).first(setting_count);
    }
    [[nodiscard]] std::span<const std::string_view> wanted_types() const {
        return std::span(types).first(type_count);
    }
    [[nodiscard]] bool has_output() const { return output.front() != '\0'; }
};

/// `arguments` do not include the program's name.
[[nodiscard]] Parsed parse_probe_options(Arguments arguments, ProbeArguments& out,
                                         TextBuffer& message);

/// The options for the library. They point into `arguments`.
[[nodiscard]] ProbeOptions probe_options(const ProbeArguments& arguments);
[[nodiscard]] WatchOptions watch_options(const ProbeArguments& arguments);
[[nodiscard]] StatusOptions status_options(const ProbeArguments& arguments);

}  // namespace mpdisc::cli
