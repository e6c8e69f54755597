// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "cli/exit_code.h"
#include "cli/poll_set.h"
#include "cli/probe_options.h"
#include "cli/text_buffer.h"
#include "mpdisc/probe.h"
#include "program/console.h"

/// Messages that searches for services, searches for hosts, watches and the status have in common.
namespace mpdisc::cli {

/// Waits, and says on stderr if the system refuses. Returns false then.
[[nodiscard]] bool wait_or_explain(const PollSet& set, TimeUs deadline_us);
/// Says on stderr why a search, a watch or a query could not be opened. Returns the exit code.
[[nodiscard]] int report_open_error(OpenError error, int system_error,
                                    const ProbeArguments& arguments);
/// Says on stderr how many answers failed authentication, if any did.
void report_dropped(std::uint64_t answers);
/// Says on stderr that this host has too many networks.
void report_unasked();
/// Whether a search was to ask all links of this host, and there are none.
[[nodiscard]] bool has_no_link(const Probe& probe, const ProbeArguments& arguments);
/// Says that this host alone was asked, because it has no link.
void append_no_link(TextBuffer& out);
/// The same on stderr.
void report_no_link();

/// The most interfaces and addresses that one message names.
inline constexpr std::size_t paths_named_max = 8;
static_assert(paths_named_max < limits::unsent_paths_max,
              "so that the message knows whether there are others");

/// Opens a search, a watch or a query. Returns exit_ok, or another exit code after a message.
template <class Client, class Options>
[[nodiscard]] int open_or_explain(Client& client, const Options& options,
                                  const ProbeArguments& arguments) {
    const OpenError error = client.open(options);
    if (error == OpenError::none) return exit_ok;
    return report_open_error(error, client.system_error(), arguments);
}

/// Appends the interface or address of a request that could not be sent: the first one has the
/// number 0. False if it is too much for one message.
[[nodiscard]] bool append_unsent_path(TextBuffer& out, const UnsentPath& path, std::size_t number);

/// Says on stderr which requests could not be sent, if there were any. `Client` is Probe or Watch.
template <class Client>
void report_unsent(Client& client) {
    if (client.counters()[Counter::send_errors] == 0) return;
    TextBuffer message;
    message.append("some requests could not be sent");
    UnsentPath path;
    std::size_t named = 0;
    while (client.next_unsent_path(path) && append_unsent_path(message, path, named)) ++named;
    message.append(named == 0 ? ": " : "): ");
    message.append(system_error_text(client.system_error()).view());
    print_error(probe_program, message.view());
}

/// The most hosts that one message names.
inline constexpr int hosts_named_max = 8;
/// Appends `HOST at ADDRESS on INTERFACE`, without what is not known.
void append_host(TextBuffer& out, const IncompleteHost& host);

/// Says on stderr what was not believed, and unless nobody was asked, what was not asked: answers
/// that failed authentication, networks, requests that could not be sent. `Client` is Probe or
/// Watch.
template <class Client>
void report_losses(Client& client, bool was_asked) {
    report_dropped(client.counters()[Counter::drop_unauthenticated]);
    if (!was_asked) return;
    if (client.has_unasked_networks()) report_unasked();
    report_unsent(client);
}
/// The same at the end of a search.
void report_search(Probe& probe);
/// Why no request could be sent: the error of the system; if it is 0, there was no interface to ask
/// by.
void append_not_asked(TextBuffer& out, int system_error, const ProbeArguments& arguments);
/// That fewer services were found than wanted, or none.
void append_too_few(TextBuffer& out, std::uint32_t found, std::uint32_t wanted);
/// After `no services found` and the like: why, if the search knows.
void append_not_found(TextBuffer& out, const Probe& probe, const ProbeArguments& arguments);

}  // namespace mpdisc::cli
