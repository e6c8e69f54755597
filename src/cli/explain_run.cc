// SPDX-License-Identifier: MIT
#include "cli/explain_run.h"

#include <algorithm>

#include "cli/exit_code.h"
#include "cli/explain_causes.h"
#include "cli/result_output.h"
#include "cli/search_messages.h"
#include "mpdisc/status.h"
#include "program/broadcast_check.h"
#include "program/port_holder.h"
#include "program/time_of_day.h"

namespace mpdisc::cli {
namespace {

/// Asks all sides at the same time: the search itself, a search without its filter, the primary of
/// this host, and the network of this host.
class ExplainRun {
   public:
    explicit ExplainRun(const ProbeArguments& arguments) : arguments_(arguments) {}

    /// Returns exit_ok when all have answered or their time is up.
    [[nodiscard]] int ask();
    [[nodiscard]] const ExplainFacts& gather();
    [[nodiscard]] int exit_code() const;

   private:
    [[nodiscard]] int open();
    void process();
    void take_services();
    void take_status();
    [[nodiscard]] bool is_done(TimeUs now_us) const;
    [[nodiscard]] bool wait(TimeUs now_us);
    void gather_paths();
    void gather_interfaces();
    /// An interface may have several addresses.
    void add_interface(std::string_view name, bool loses_broadcasts);

    const ProbeArguments& arguments_;
    Probe search_;
    Probe unfiltered_;
    StatusQuery status_;
    BroadcastCheck broadcasts_;

    ExplainFacts facts_;
    std::array<UnsentPath, limits::unsent_paths_max> unsent_;
    std::array<IncompleteHost, hosts_named_max> incomplete_;
    std::array<AskedInterface, BroadcastCheck::addresses_max> interfaces_;
    std::size_t interface_count_ = 0;
    FixedString<127> port_holder_;
};

int ExplainRun::open() {
    const ProbeOptions wanted = probe_options(arguments_);
    if (const int exit_code = open_or_explain(search_, wanted, arguments_); exit_code != exit_ok) {
        return exit_code;
    }
    // It cannot share the port of the search.
    ProbeOptions all = wanted;
    all.filter = {};
    all.types = {};
    all.name_pattern = {};
    all.source_port = 0;
    if (const int exit_code = open_or_explain(unfiltered_, all, arguments_); exit_code != exit_ok) {
        return exit_code;
    }
    return open_or_explain(status_, status_options(arguments_), arguments_);
}

int ExplainRun::ask() {
    if (const int exit_code = open(); exit_code != exit_ok) return exit_code;
    broadcasts_.list();
    // It is over IPv4. A firewall may let in answers to the given port alone, which the search has.
    const bool tells_something = arguments_.family != Family::ipv6 && arguments_.source_port == 0;
    if (tells_something) broadcasts_.begin(monotonic_us());
    while (true) {
        process();
        const TimeUs now_us = monotonic_us();
        if (is_done(now_us)) return exit_ok;
        if (!wait(now_us)) {
            print_error(probe_program, wait_refused);
            return exit_system;
        }
    }
}

void ExplainRun::process() {
    search_.process();
    unfiltered_.process();
    status_.process();
    broadcasts_.process();
    take_services();
    take_status();
}

void ExplainRun::take_services() {
    FoundServiceView found;
    while (search_.next_service(found)) ++facts_.found;
    while (unfiltered_.next_service(found)) {
        facts_.on_link.add(found.service, arguments_);
    }
}

void ExplainRun::take_status() {
    ProviderStatus provider;
    ServiceView service;
    while (status_.next_provider(provider)) {
        while (status_.next_service(service)) facts_.on_host.add(service, arguments_);
    }
}

bool ExplainRun::is_done(TimeUs now_us) const {
    return search_.outcome() != ProbeOutcome::running &&
           unfiltered_.outcome() != ProbeOutcome::running &&
           status_.outcome() != StatusOutcome::running && !broadcasts_.is_running(now_us);
}

bool ExplainRun::wait(TimeUs now_us) {
    std::array<PollEntry, 3 * limits::poll_entries_max + 1> entries;
    static_assert(std::tuple_size_v<decltype(entries)> <= limits::wait_entries_max);
    std::size_t size = search_.poll_entries(entries);
    size += unfiltered_.poll_entries(std::span(entries).subspan(size));
    size += status_.poll_entries(std::span(entries).subspan(size));
    TimeUs deadline_us = std::min(
        {search_.next_deadline_us(), unfiltered_.next_deadline_us(), status_.next_deadline_us()});
    if (broadcasts_.is_running(now_us)) {
        entries[size++] = broadcasts_.poll_entry();
        deadline_us = std::min(deadline_us, broadcasts_.end_us());
    }
    return mpdisc::wait(std::span(entries).first(size), deadline_us);
}

const ExplainFacts& ExplainRun::gather() {
    facts_.outcome = search_.outcome();
    facts_.has_no_link = has_no_link(search_, arguments_);
    facts_.has_unasked_networks = search_.has_unasked_networks();
    facts_.system_error = search_.system_error();
    facts_.counters = search_.counters();
    facts_.last_drops = search_.last_drops();
    facts_.status = status_.outcome();
    facts_.primary_drops = status_.last_drops();
    if (facts_.status == StatusOutcome::no_answer) {
        port_holder_ = udp_port_holder(arguments_.discovery_port);
        facts_.port_holder = port_holder_.view();
    }
    facts_.time_of_day_ms = time_of_day_ms();
    gather_paths();
    gather_interfaces();
    return facts_;
}

void ExplainRun::gather_paths() {
    std::size_t count = 0;
    while (count < unsent_.size() && search_.next_unsent_path(unsent_[count])) ++count;
    facts_.unsent = std::span(unsent_).first(count);
    facts_.incomplete_count = search_.incomplete_hosts();
    count = 0;
    while (count < incomplete_.size() && search_.next_incomplete_host(incomplete_[count])) ++count;
    facts_.incomplete = std::span(incomplete_).first(count);
}

void ExplainRun::gather_interfaces() {
    const std::span<const InterfaceAddress> addresses = broadcasts_.addresses();
    bool loopback_works = false;
    for (std::size_t n = 0; n < addresses.size(); ++n) {
        if (addresses[n].is_loopback && broadcasts_.has_arrived(n)) loopback_works = true;
    }
    facts_.addresses = addresses;
    const std::string_view chosen = arguments_.interface_name.view();
    for (std::size_t n = 0; n < addresses.size(); ++n) {
        const std::string_view name = addresses[n].if_name.view();
        if (addresses[n].is_loopback || (!chosen.empty() && chosen != name)) continue;
        const bool is_lost = broadcasts_.is_sent(n) && !broadcasts_.has_arrived(n);
        add_interface(name, loopback_works && is_lost);
    }
    facts_.interfaces = std::span(interfaces_).first(interface_count_);
}

void ExplainRun::add_interface(std::string_view name, bool loses_broadcasts) {
    const std::span<AskedInterface> known = std::span(interfaces_).first(interface_count_);
    const auto same = std::ranges::find(known, name, &AskedInterface::name);
    if (same == known.end()) {
        interfaces_[interface_count_++] = {name, interface_kind(name), loses_broadcasts};
    } else if (loses_broadcasts) {
        same->loses_broadcasts = true;
    }
}

int ExplainRun::exit_code() const {
    switch (facts_.outcome) {
        case ProbeOutcome::running:
        case ProbeOutcome::complete:
            break;
        case ProbeOutcome::incomplete:
            return exit_incomplete;
        case ProbeOutcome::not_asked:
            return exit_system;
        case ProbeOutcome::not_found:
            return exit_not_found;
    }
    return exit_ok;
}

}  // namespace

int run_explain(const ProbeArguments& arguments, const Format& format) {
    ExplainRun run(arguments);
    if (const int exit_code = run.ask(); exit_code != exit_ok) return exit_code;
    TextBuffer text;
    ExplainOutput output(format.kind, text);
    explain(run.gather(), arguments, output);
    return write_result(text, probe_program) ? run.exit_code() : exit_system;
}

}  // namespace mpdisc::cli
