// SPDX-License-Identifier: MIT
#include "cli/probe_option_rules.h"

#include "cli/format_template.h"
#include "cli/target.h"

namespace mpdisc::cli {

namespace {

/// Options that may be given with --status. --local is harmless: the status is always local.
constexpr ProbeOptionSet options_of_status =
    bit(option_status) | bit(option_timeout) | bit(option_format) | bit(option_no_header) |
    bit(option_discovery_port) | bit(option_local) | bit(option_key_file) | bit(option_trace) |
    bit(option_watch);
constexpr ProbeOptionSet options_of_hosts =
    bit(option_hosts) | bit(option_timeout) | bit(option_patience) | bit(option_local) |
    bit(option_interface) | bit(option_ipv4) | bit(option_ipv6) | bit(option_discovery_port) |
    bit(option_from_port) | bit(option_key_file) | bit(option_format) | bit(option_no_header) |
    bit(option_trace);

constexpr ProbeOptionSet options_of_explain =
    bit(option_explain) | bit(option_type) | bit(option_name) | bit(option_attribute) |
    bit(option_timeout) | bit(option_patience) | bit(option_local) | bit(option_to) |
    bit(option_interface) | bit(option_ipv4) | bit(option_ipv6) | bit(option_discovery_port) |
    bit(option_from_port) | bit(option_key_file) | bit(option_format) | bit(option_trace);

/// Two options that exclude each other, because one of them would have no effect.
struct Pair {
    ProbeOption option;
    ProbeOption other;
};

constexpr Pair refused_pairs[] = {
    {option_local, option_interface}, {option_local, option_to},
    {option_watch, option_first},     {option_watch, option_count},
    {option_watch, option_timeout},   {option_watch, option_repeat},
    {option_watch, option_wait},      {option_watch, option_gone},
    {option_wait, option_gone},       {option_gone, option_first},
    {option_wait, option_repeat},     {option_gone, option_repeat},
    {option_gone, option_format},     {option_exec, option_format},
    {option_patience, option_wait},   {option_patience, option_local},
    {option_patience, option_first},  {option_patience, option_count},
    {option_patience, option_to},     {option_output, option_exec},
    {option_output, option_time},     {option_output, option_wait},
    {option_output, option_first},    {option_output, option_count},
    {option_output, option_gone},     {option_sort, option_gone},
    {option_null, option_no_header},  {option_gone, option_no_header},
    {option_exec, option_no_header},  {option_gone, option_null},
    {option_exec, option_null},       {option_live, option_watch},
    {option_live, option_first},      {option_live, option_count},
    {option_live, option_timeout},    {option_live, option_repeat},
    {option_live, option_wait},       {option_live, option_gone},
    {option_live, option_output},     {option_live, option_format},
    {option_live, option_null},       {option_live, option_trace},
};

/// An option that has an effect only beside one of some others.
struct Need {
    ProbeOption option;
    ProbeOptionSet others;
    const char* reason;
};

constexpr Need needs[] = {
    {option_interval, bit(option_repeat) | bit(option_status),
     "--interval needs --repeat, or --status --watch"},
    {option_time, bit(option_watch), "--time needs --watch"},
    {option_exec, bit(option_watch), "--exec needs --watch"},
    {option_on_update, bit(option_output), "--on-update needs --output"},
    {option_settle, bit(option_output), "--settle needs --output"},
    {option_settle, bit(option_watch), "--settle needs --watch"},
    {option_lost_after, bit(option_watch) | bit(option_live) | bit(option_wait) | bit(option_gone),
     "--lost-after needs --watch, --live, --wait or --gone"},
};

/// Whether --status, --hosts or --explain, which `report` is, has this format.
bool has_format(ProbeOption report, FormatKind kind) {
    return kind <= FormatKind::json || (kind == FormatKind::openmetrics && report == option_status);
}

class Rules {
   public:
    Rules(ProbeOptionSet given, const ProbeArguments& arguments, TextBuffer& message)
        : given_(given), arguments_(arguments), message_(message) {}

    [[nodiscard]] Parsed check();

   private:
    /// Checks the options beside --status, --hosts or --explain; `others` names those that may be
    /// given.
    [[nodiscard]] Parsed check_report(ProbeOption report, ProbeOptionSet allowed,
                                      const char* others);
    [[nodiscard]] Parsed check_pairs();
    [[nodiscard]] Parsed check_needs();
    [[nodiscard]] Parsed check_times();
    [[nodiscard]] Parsed check_format();
    [[nodiscard]] Parsed check_lines();
    [[nodiscard]] Parsed check_template();
    [[nodiscard]] Parsed check_targets();
    [[nodiscard]] Parsed check_source_port();
    [[nodiscard]] Parsed refuse(const char* reason);

    [[nodiscard]] bool is_given(ProbeOption option) const { return (given_ & bit(option)) != 0; }
    /// The format that was asked for, or table.
    [[nodiscard]] FormatKind kind() const {
        return arguments_.format ? arguments_.format->kind : FormatKind::table;
    }
    [[nodiscard]] bool shows_events() const {
        return is_task(ProbeTask::watch) && !is_given(option_output);
    }
    [[nodiscard]] bool is_task(ProbeTask task) const { return arguments_.task == task; }

    ProbeOptionSet given_;
    const ProbeArguments& arguments_;
    TextBuffer& message_;
};

Parsed Rules::check() {
    Parsed parsed = Parsed::run;
    if (is_given(option_status)) {
        const ProbeOptionSet more = is_given(option_watch) ? bit(option_interval) : 0;
        parsed =
            check_report(option_status, options_of_status | more,
                         "-P, -k, -w, -l, -f, --no-header, --trace, and --watch with --interval");
    } else if (is_given(option_hosts)) {
        parsed =
            check_report(option_hosts, options_of_hosts,
                         "-P, -k, -w, -i, -4, -6, -l, -f, --from-port, --no-header, --patience "
                         "and --trace");
    } else if (is_given(option_explain)) {
        parsed = check_report(option_explain, options_of_explain,
                              "a filter, -P, -k, -w, -i, -4, -6, -l, -f, --to, --from-port, "
                              "--patience and --trace");
    }
    if (parsed == Parsed::run) parsed = check_pairs();
    if (parsed == Parsed::run) parsed = check_needs();
    if (parsed == Parsed::run) parsed = check_times();
    if (parsed == Parsed::run) parsed = check_format();
    if (parsed == Parsed::run) parsed = check_lines();
    if (parsed == Parsed::run) parsed = check_template();
    if (parsed == Parsed::run) parsed = check_targets();
    if (parsed == Parsed::run) parsed = check_source_port();
    return parsed;
}

Parsed Rules::check_report(ProbeOption report, ProbeOptionSet allowed, const char* others) {
    const bool has_filter = report != option_explain && arguments_.type_count != 0;
    const bool has_others = (given_ & ~allowed) != 0 || has_filter;
    const bool is_known = !arguments_.format || has_format(report, arguments_.format->kind);
    if (!has_others && is_known) return Parsed::run;
    append_option_name(message_, probe_option_specs[report]);
    if (!has_others) {
        message_.append(" has the formats table, tsv");
        return refuse(report == option_status ? ", json and openmetrics only" : " and json only");
    }
    message_.append(" allows ").append(others);
    return refuse(" only");
}

Parsed Rules::check_pairs() {
    for (const Pair& pair : refused_pairs) {
        if (!is_given(pair.option) || !is_given(pair.other)) continue;
        append_option_name(message_, probe_option_specs[pair.option]);
        message_.append(" conflicts with ");
        append_option_name(message_, probe_option_specs[pair.other]);
        return Parsed::usage_error;
    }
    return Parsed::run;
}

Parsed Rules::check_needs() {
    for (const Need& need : needs) {
        if (is_given(need.option) && (given_ & need.others) == 0) return refuse(need.reason);
    }
    return Parsed::run;
}

Parsed Rules::check_times() {
    const bool may_be_endless = is_task(ProbeTask::wait) || is_task(ProbeTask::gone);
    const bool is_endless = arguments_.timeout_ms == 0;
    if (is_endless && !may_be_endless) {
        return refuse("a --timeout of 0 needs --wait or --gone");
    }
    const bool has_end = !is_endless && !is_task(ProbeTask::watch) && !is_task(ProbeTask::live);
    if (has_end && is_given(option_patience) && arguments_.patience_ms > arguments_.timeout_ms) {
        return refuse("--patience must not be longer than --timeout");
    }
    return Parsed::run;
}

Parsed Rules::check_format() {
    if (kind() == FormatKind::openmetrics && !is_task(ProbeTask::status)) {
        return refuse("--format openmetrics needs --status without --watch");
    }
    const bool is_by_file = kind() == FormatKind::by_file;
    if (!is_by_file && is_given(option_set)) {
        return refuse("--set needs a format file: -f @NAME");
    }
    if (!shows_events() || (!is_by_file && !is_given(option_sort))) return Parsed::run;
    return refuse("--watch needs --output with -f @NAME or --sort: they show whole lists");
}

Parsed Rules::check_lines() {
    if (is_given(option_no_header) && (kind() != FormatKind::table || !has_tables())) {
        return refuse("--no-header needs the format table");
    }
    const bool has_lines = kind() == FormatKind::tsv || kind() == FormatKind::json ||
                           kind() == FormatKind::by_template;
    if (!is_given(option_null) || !arguments_.format || has_lines) return Parsed::run;
    return refuse("--null needs the format tsv, json or a template");
}

Parsed Rules::check_template() {
    if (kind() != FormatKind::by_template) return Parsed::run;
    if (is_given(option_time)) return refuse("--time does not change a template: use {time}");
    if (shows_events() || !has_event_fields({arguments_.format->text})) return Parsed::run;
    return refuse("the fields {event} and {time} need --watch without --output");
}

Parsed Rules::check_targets() {
    bool needs_port = arguments_.target_count == 0;
    for (const Endpoint& target : std::span(arguments_.targets).first(arguments_.target_count)) {
        needs_port = needs_port || target.port == 0;
        // Its name has not been looked up yet.
        if (target.address.family == Family::any) continue;
        const char* reason = nullptr;
        if (needs_interface(target.address) && arguments_.interface_name.empty()) {
            reason = "it needs --interface";
        } else if (arguments_.family != Family::any && arguments_.family != target.address.family) {
            reason = "-4 or -6 excludes it";
        }
        if (reason != nullptr) {
            append_bad_value(message_, target_word, to_text(target.address).view(), reason);
            return Parsed::usage_error;
        }
    }
    if (needs_port || !is_given(option_discovery_port)) return Parsed::run;
    return refuse("-P has no effect: each --to has a port");
}

Parsed Rules::check_source_port() {
    const bool is_of_providers = arguments_.source_port == arguments_.discovery_port ||
                                 arguments_.source_port == arguments_.discovery_port + 1;
    if (!is_of_providers) return Parsed::run;
    return refuse("--from-port must be neither the discovery port nor the next one");
}

Parsed Rules::refuse(const char* reason) {
    message_.append(reason);
    return Parsed::usage_error;
}

}  // namespace

Parsed check_probe_rules(ProbeOptionSet given, const ProbeArguments& arguments,
                         TextBuffer& message) {
    return Rules(given, arguments, message).check();
}

}  // namespace mpdisc::cli
