// SPDX-License-Identifier: MIT
#include "cli/search_messages.h"

#include "cli/escape.h"
#include "cli/fields.h"

namespace mpdisc::cli {
namespace {

constexpr const char* no_link = "no network interface is up with an address";

/// The port of the first --to address, or else the discovery port.
std::uint16_t asked_port(const ProbeArguments& arguments) {
    const std::uint16_t given = arguments.target_count == 0 ? 0 : arguments.targets[0].port;
    return given == 0 ? arguments.discovery_port : given;
}

}  // namespace

bool wait_or_explain(const PollSet& set, TimeUs deadline_us) {
    if (set.wait(deadline_us)) return true;
    print_error(probe_program, wait_refused);
    return false;
}

int report_open_error(OpenError error, int system_error, const ProbeArguments& arguments) {
    TextBuffer message;
    if (error == OpenError::port_in_use) {
        message.append("another program uses UDP port ").append_number(arguments.source_port);
        return end_with_error(probe_program, message, exit_system);
    }
    const int exit_code =
        explain_open_error(message, error, system_error, arguments.interface_name.view());
    return end_with_error(probe_program, message, exit_code);
}

void report_unasked() {
    TextBuffer message;
    message.append("some networks were not asked: this host has more than ");
    message.append_number(limits::probe_targets_max);
    print_error(probe_program, message.view());
}

bool has_no_link(const Probe& probe, const ProbeArguments& arguments) {
    return arguments.interface_name.empty() && probe.has_no_link();
}

void append_no_link(TextBuffer& out) {
    out.append("only this host was asked: ").append(no_link);
}

void report_no_link() {
    TextBuffer message;
    append_no_link(message);
    print_error(probe_program, message.view());
}

bool append_unsent_path(TextBuffer& out, const UnsentPath& path, std::size_t number) {
    if (number == paths_named_max) {
        out.append(", and others");
        return false;
    }
    out.append(number == 0 ? " (" : ", ");
    if (path.interface_name.empty()) {
        out.append(to_text(path.address).view());
    } else {
        append_escaped_word(out, path.interface_name);
    }
    return true;
}

void append_host(TextBuffer& out, const IncompleteHost& host) {
    if (!host.host.empty()) {
        append_escaped_word(out, host.host);
        out.append(" at ");
    }
    append_escaped_word(out, to_text(host.address, host.interface_name).view());
    const bool has_scope = host.address.family == Family::ipv6 && host.address.is_link_local();
    if (!has_scope && !host.interface_name.empty()) {
        out.append(" on ");
        append_escaped_word(out, host.interface_name);
    }
}

void report_dropped(std::uint64_t answers) {
    if (answers == 0) return;
    TextBuffer message;
    message.append("dropped answers without a shared key: ").append_number(answers);
    print_error(probe_program, message.view());
}

void report_search(Probe& probe) {
    report_losses(probe, probe.outcome() != ProbeOutcome::not_asked);
}

void append_not_asked(TextBuffer& out, int system_error, const ProbeArguments& arguments) {
    out.append("no request could be sent: ");
    if (system_error != 0) {
        out.append(system_error_text(system_error).view());
    } else if (arguments.interface_name.empty()) {
        out.append("no interface has an address");
    } else {
        out.append("the interface is down or has no address: ");
        append_cited(out, arguments.interface_name.view());
    }
}

void append_too_few(TextBuffer& out, std::uint32_t found, std::uint32_t wanted) {
    if (found == 0) {
        out.append("no services found");
    } else {
        out.append("services found: ").append_number(found);
        out.append(", asked for: ").append_number(wanted);
    }
}

void append_not_found(TextBuffer& out, const Probe& probe, const ProbeArguments& arguments) {
    if (has_no_link(probe, arguments)) {
        out.append(" on this host; ").append(no_link);
    } else if (probe.has_no_provider()) {
        out.append(": no provider is running on this host (UDP port ");
        out.append_number(asked_port(arguments)).append(")");
    }
}

}  // namespace mpdisc::cli
