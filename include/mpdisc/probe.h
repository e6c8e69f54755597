// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/client.h"
#include "mpdisc/counters.h"
#include "mpdisc/found_service.h"
#include "mpdisc/known_host.h"
#include "mpdisc/last_drop.h"
#include "mpdisc/limits.h"
#include "mpdisc/open_error.h"
#include "mpdisc/owned.h"
#include "mpdisc/poll.h"
#include "mpdisc/types.h"

namespace mpdisc {

struct ProbeOptions : ClientOptions {
    /// How many services end the search, at most limits::found_services_max. 0: find all. A search
    /// that has found so many ends at once, whatever its patience.
    std::uint32_t count = 0;
    /// When the search ends at the latest: 1 to limits::probe_timeout_ms_max.
    std::uint32_t timeout_ms = limits::probe_timeout_ms_default;
    /// Find hosts, and no services. The filter and `count` must be empty then, and so must
    /// `targets`.
    bool hosts_only = false;
};

/// Finds services (mpdisc.7, LIFE OF A REQUEST). One object makes one search at a time; open() it
/// again for another one. It never blocks, and owns its sockets. At most one thread may use it at a
/// time.
class Probe {
   public:
    Probe();
    ~Probe();
    Probe(Probe&& other) noexcept;
    Probe& operator=(Probe&& other) noexcept;
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    /// Prepares a search. An open one is closed first. The first process() sends the first request.
    /// If open() fails, the object stays closed.
    [[nodiscard]] OpenError open(const ProbeOptions& options);

    /// See Provider::poll_entries().
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    /// When to call process() at the latest; `never_us` if only a descriptor can bring work.
    [[nodiscard]] TimeUs next_deadline_us() const;
    /// See Provider::fd().
    [[nodiscard]] int fd();
    /// Does the work that is due, of bounded amount.
    void process();
    /// The next service, each one once, in the order of arrival. False if there is none now. The
    /// views in `out` are valid until the next process() or close().
    [[nodiscard]] bool next_service(FoundServiceView& out);
    /// `running` until the search has ended. After that, next_service() still gives the services
    /// that are left.
    [[nodiscard]] ProbeOutcome outcome() const;
    /// How many hosts offer more than arrived or are silent, and how many services of theirs are
    /// missing.
    [[nodiscard]] std::uint32_t incomplete_hosts() const;
    [[nodiscard]] std::uint32_t missing_services() const;
    /// The next of these hosts, each one once, after the search has ended. False if there is none
    /// left.
    [[nodiscard]] bool next_incomplete_host(IncompleteHost& out);
    /// The next host that the search knows, each one once, after the search has ended. False if
    /// there is none left.
    [[nodiscard]] bool next_host(KnownHost& out);
    /// Whether the search was to ask the link, but no interface except loopback has an address.
    [[nodiscard]] bool has_no_link() const;
    /// Whether the search asked only this host, and the system refused each request because no
    /// program has the discovery port.
    [[nodiscard]] bool has_no_provider() const;
    /// Whether the search was to ask all networks of this host, but there are more than
    /// limits::probe_targets_max.
    [[nodiscard]] bool has_unasked_networks() const;
    /// The next interface or address for which the system refused to send a request, each one once,
    /// at most limits::unsent_paths_max. False if there is none left.
    [[nodiscard]] bool next_unsent_path(UnsentPath& out);
    /// Counter::send_errors says how many requests the system refused to send. system_error() is
    /// the reason for the last one.
    [[nodiscard]] Counters counters() const;
    /// The last answers that were dropped.
    [[nodiscard]] LastDrops last_drops() const;
    void close();

    [[nodiscard]] bool is_open() const { return static_cast<bool>(impl_); }
    /// The operating system's error number for a failed open() or for a request that could not be
    /// sent; 0 if there is none.
    [[nodiscard]] int system_error() const;
    /// See Provider::bad_option().
    [[nodiscard]] const char* bad_option() const { return bad_option_; }

   private:
    struct Impl;
    Owned<Impl> impl_;
    int system_error_ = 0;
    const char* bad_option_ = nullptr;
};

}  // namespace mpdisc
