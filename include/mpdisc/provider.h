// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"
#include "mpdisc/keys.h"
#include "mpdisc/limits.h"
#include "mpdisc/open_error.h"
#include "mpdisc/poll.h"
#include "mpdisc/provider_event.h"
#include "mpdisc/service.h"
#include "mpdisc/types.h"

namespace mpdisc {

struct ProviderOptions {
    /// UDP, 1 to 65535; all providers and clients that shall meet use the same.
    std::uint16_t discovery_port = limits::discovery_port_default;
    /// Answer only what came in by this interface, or over loopback; empty: by any.
    std::string_view interface_name;
    /// Answer only what came over this family; `any`: both.
    Family family = Family::any;
    /// The host's name as clients see it; empty: the system's, as it is when a client asks.
    std::string_view host_name;
    /// As primary: what secondaries are told. 100 ms <= heartbeat < lease <= a day.
    std::uint32_t heartbeat_ms = limits::heartbeat_ms_default;
    std::uint32_t lease_ms = limits::lease_ms_default;
    /// Networks beyond the link that are answered too; at most limits::allowed_networks_max.
    std::span<const Network> allow;
    /// As primary: KiB of answers a second, of all providers of the host, to one client and to all
    /// of them; 0: no limit, else limits::rate_kib_min to limits::rate_kib_max (mpdisc.7,
    /// SECURITY).
    std::uint32_t client_rate_kib = limits::client_rate_kib_default;
    std::uint32_t host_rate_kib = limits::host_rate_kib_default;
    /// Where there are any, whoever has none of them is not answered, registered or believed.
    /// Needed until open() returns.
    const KeySet* keys = nullptr;
};

/// Offers services (mpdisc.7). Single-threaded: one thread at a time calls into one object;
/// different objects are independent. Never blocks. Owns its sockets.
class Provider {
   public:
    Provider() = default;
    ~Provider();
    Provider(Provider&& other) noexcept : impl_(other.impl_), system_error_(other.system_error_) {
        other.impl_ = nullptr;
    }
    Provider& operator=(Provider&& other) noexcept;
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;

    /// Makes the sockets and starts to look for a role. Text and ranges in `options` are copied.
    /// On an error the object stays closed, and system_error() tells more.
    [[nodiscard]] OpenError open(const ProviderOptions& options);

    /// Offers one more service, or none of that name and type any more; at any time after open().
    /// The change is registered with the primary at once. Refused: a service of the same name and
    /// type (`duplicate`), one that fits no datagram (`too_large`: see
    /// limits::service_content_max), more than a provider may have (`provider_full`).
    [[nodiscard]] ServiceError add(const Service& service);
    [[nodiscard]] ServiceError remove(std::string_view name, std::string_view type);

    /// Writes the descriptors to wait for, and returns how many it wrote. There are at most
    /// limits::poll_entries_max. Where `out` has room for fewer, the first ones are written: then
    /// what comes by the others waits for the next process(). They change only in open(), process()
    /// and close().
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    /// When process() is to be called even if nothing is readable.
    [[nodiscard]] TimeUs next_deadline_us() const;
    /// Does all that is due. A bounded amount of work: what is left makes poll return at once.
    void process();
    /// The next event, in order; false where there is none.
    [[nodiscard]] bool next_event(ProviderEvent& out);

    /// Leaves: unregisters, or hands the port over to the secondaries, and closes the sockets.
    void close();

    [[nodiscard]] bool is_open() const { return impl_ != nullptr; }
    [[nodiscard]] Role role() const;
    [[nodiscard]] ProviderId id() const;
    [[nodiscard]] Counters counters() const;
    /// The operating system's number of the error that made open() fail; 0 where it was none.
    [[nodiscard]] int system_error() const { return system_error_; }

   private:
    struct Impl;
    Impl* impl_ = nullptr;
    int system_error_ = 0;
};

}  // namespace mpdisc
