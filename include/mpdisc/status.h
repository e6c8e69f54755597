// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/counters.h"
#include "mpdisc/keys.h"
#include "mpdisc/last_drop.h"
#include "mpdisc/limits.h"
#include "mpdisc/open_error.h"
#include "mpdisc/owned.h"
#include "mpdisc/poll.h"
#include "mpdisc/provider_status.h"
#include "mpdisc/service.h"
#include "mpdisc/trace.h"
#include "mpdisc/types.h"

namespace mpdisc {

struct StatusOptions {
    std::uint16_t discovery_port = limits::discovery_port_default;
    std::uint32_t timeout_ms = limits::probe_timeout_ms_default;
    /// The primary and this program must have a key in common, or both have none. Must stay valid
    /// until open() returns.
    const KeySet* keys = nullptr;
    /// See ClientOptions.
    DatagramTrace trace{};
};

/// Asks the primary of this host for its registry and counters. This is for administrators. It
/// never blocks, and owns its sockets. At most one thread may use it at a time.
class StatusQuery {
   public:
    StatusQuery();
    ~StatusQuery();
    StatusQuery(StatusQuery&& other) noexcept;
    StatusQuery& operator=(StatusQuery&& other) noexcept;
    StatusQuery(const StatusQuery&) = delete;
    StatusQuery& operator=(const StatusQuery&) = delete;

    /// Prepares a query. An open one is closed first. The first process() sends the first request.
    /// If open() fails, the object stays closed.
    [[nodiscard]] OpenError open(const StatusOptions& options);

    /// See Provider::poll_entries().
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    [[nodiscard]] TimeUs next_deadline_us() const;
    /// See Provider::fd().
    [[nodiscard]] int fd();
    void process();
    /// The next provider: first the primary, then the secondaries. False if there is none now. Take
    /// all of them after each process(), since only then the next part is asked for.
    [[nodiscard]] bool next_provider(ProviderStatus& out);
    /// The next service of the provider that next_provider() gave last. False after the last one.
    /// The views in `out` are valid until the next process() or close().
    [[nodiscard]] bool next_service(ServiceView& out);
    [[nodiscard]] StatusOutcome outcome() const;
    /// The counters of the primary. Valid once the first provider has arrived.
    [[nodiscard]] Counters counters() const;
    /// The last datagrams that the primary dropped. Valid at the same time.
    [[nodiscard]] LastDrops last_drops() const;
    /// What the primary knows of other hosts. Valid once the first provider has arrived.
    [[nodiscard]] NeighbourhoodStatus neighbourhood() const;
    /// How many answers were dropped because they were not sealed with a key of the options.
    [[nodiscard]] std::uint64_t dropped_answers() const;
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
