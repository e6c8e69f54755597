// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/counters.h"
#include "mpdisc/keys.h"
#include "mpdisc/limits.h"
#include "mpdisc/open_error.h"
#include "mpdisc/poll.h"
#include "mpdisc/provider_status.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"

namespace mpdisc {

struct StatusOptions {
    std::uint16_t discovery_port = limits::discovery_port_default;
    std::uint32_t timeout_ms = limits::probe_timeout_ms_default;
    /// Of which the primary must have one, if it has any; the same the other way round. Needed
    /// until open() returns.
    const KeySet* keys = nullptr;
};

/// Asks this host's primary for its registry and counters; for admins. Single-threaded, never
/// blocks, owns its sockets.
class StatusQuery {
   public:
    StatusQuery() = default;
    ~StatusQuery();
    StatusQuery(const StatusQuery&) = delete;
    StatusQuery& operator=(const StatusQuery&) = delete;

    [[nodiscard]] OpenError open(const StatusOptions& options);

    /// As Provider::poll_entries().
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    [[nodiscard]] TimeUs next_deadline_us() const;
    void process();
    /// The primary first, then the secondaries; false where there is none for now. Take all of
    /// them after each process(): the next page is asked for only then.
    [[nodiscard]] bool next_provider(ProviderStatus& out);
    /// The services of the provider that next_provider() gave last; false after the last one.
    /// Valid until the next call of process() or close().
    [[nodiscard]] bool next_service(ServiceView& out);
    [[nodiscard]] StatusOutcome outcome() const;
    /// The primary's; valid once the first provider has come.
    [[nodiscard]] Counters counters() const;
    /// How many answers were not believed, because they bore no key of the options.
    [[nodiscard]] std::uint64_t dropped_answers() const;
    void close();

    [[nodiscard]] bool is_open() const { return impl_ != nullptr; }
    /// The system's number of what kept open() from it, or a question from being sent; 0: none.
    [[nodiscard]] int system_error() const;

   private:
    struct Impl;
    Impl* impl_ = nullptr;
    int system_error_ = 0;
};

}  // namespace mpdisc
