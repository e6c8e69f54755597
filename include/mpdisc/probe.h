// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"
#include "mpdisc/found_service.h"
#include "mpdisc/keys.h"
#include "mpdisc/limits.h"
#include "mpdisc/open_error.h"
#include "mpdisc/poll.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"

namespace mpdisc {

struct ProbeOptions {
    std::uint16_t discovery_port = limits::discovery_port_default;
    /// What to look for. The text is copied.
    Filter filter;
    /// End as soon as so many services were found, at most limits::found_services_max; 0: find all.
    std::uint32_t count = 0;
    /// 1 to limits::probe_timeout_ms_max.
    std::uint32_t timeout_ms = limits::probe_timeout_ms_default;
    /// At most limits::probe_timeout_ms_max. A search that asks many hosts at once, and has not
    /// found `count` services, runs for at least this time: hosts that sleep hear it late.
    std::uint32_t patience_ms = limits::probe_patience_ms_default;
    /// Ask this host alone.
    bool local_only = false;
    /// Ask these alone, by unicast or broadcast as the address says; a port of 0 is the discovery
    /// port. At most limits::probe_targets_max.
    std::span<const Endpoint> targets;
    /// Ask on this interface alone; empty: on all.
    std::string_view interface_name;
    Family family = Family::any;
    /// Where there are any, only answers of whoever has one of them are believed;
    /// Counter::drop_unauthenticated counts the others. Needed until open() returns.
    const KeySet* keys = nullptr;
};

/// Finds services (mpdisc.7, LIFE OF A REQUEST). One object is one search; for another, open
/// it again. Single-threaded, never blocks, owns its sockets.
class Probe {
   public:
    Probe() = default;
    ~Probe();
    Probe(Probe&& other) noexcept : impl_(other.impl_), system_error_(other.system_error_) {
        other.impl_ = nullptr;
    }
    Probe& operator=(Probe&& other) noexcept;
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    /// Sends the first request at the next process(). On an error the object stays closed.
    [[nodiscard]] OpenError open(const ProbeOptions& options);

    /// As Provider::poll_entries().
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    [[nodiscard]] TimeUs next_deadline_us() const;
    void process();
    /// Each service once, in order of arrival; false where there is none for now. What it views is
    /// valid until the next process() or close().
    [[nodiscard]] bool next_service(FoundService& out);
    /// `running` until the search has ended; then next_service() still gives what is left.
    [[nodiscard]] ProbeOutcome outcome() const;
    /// Hosts that offer more than arrived, and how much of theirs is missing.
    [[nodiscard]] std::uint32_t incomplete_hosts() const;
    [[nodiscard]] std::uint32_t missing_services() const;
    /// Each of these hosts once, from when the search has ended; false where there is none (more).
    [[nodiscard]] bool next_incomplete_host(IncompleteHost& out);
    /// Whether the link was to be asked, and no interface but loopback has an address.
    [[nodiscard]] bool has_no_link() const;
    /// Whether this host alone was asked, and has no provider: the system refused each request, for
    /// nobody has the discovery port.
    [[nodiscard]] bool has_no_provider() const;
    /// Whether this host is in more networks than one search asks, limits::probe_targets_max, and
    /// these were to be asked.
    [[nodiscard]] bool has_unasked_networks() const;
    /// The ways by which the system refused to send requests, each once; at most
    /// limits::unsent_paths_max of them. False where there is none (more).
    [[nodiscard]] bool next_unsent_path(UnsentPath& out);
    /// Counter::send_errors: how many requests the system refused to send; system_error() tells why
    /// it refused the last one.
    [[nodiscard]] Counters counters() const;
    void close();

    [[nodiscard]] bool is_open() const { return impl_ != nullptr; }
    /// The system's number of what kept open() from it, or a request from being sent; 0: none.
    [[nodiscard]] int system_error() const;

   private:
    struct Impl;
    Impl* impl_ = nullptr;
    int system_error_ = 0;
};

}  // namespace mpdisc
