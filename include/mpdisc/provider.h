// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/counters.h"
#include "mpdisc/keys.h"
#include "mpdisc/last_drop.h"
#include "mpdisc/limits.h"
#include "mpdisc/open_error.h"
#include "mpdisc/owned.h"
#include "mpdisc/poll.h"
#include "mpdisc/provider_event.h"
#include "mpdisc/service.h"
#include "mpdisc/service_set.h"
#include "mpdisc/types.h"

namespace mpdisc {

struct ProviderOptions {
    /// The UDP port, 1 to 65535. All providers and clients of a network use the same one.
    std::uint16_t discovery_port = limits::discovery_port_default;
    /// Answer only requests that come in by this interface or over loopback; empty: by any
    /// interface.
    std::string_view interface_name;
    /// Answer only requests over this family; `any`: over both.
    Family family = Family::any;
    /// The name of the host that clients see; empty: the system's name at the time of a request.
    std::string_view host_name;
    /// As primary: the heartbeat interval and the lease that secondaries are given. As secondary:
    /// these limit what the primary gives. 100 ms <= heartbeat < lease <= 24 hours.
    std::uint32_t heartbeat_ms = limits::heartbeat_ms_default;
    std::uint32_t lease_ms = limits::lease_ms_default;
    /// Further networks whose requests are answered, besides the link; at most
    /// limits::allowed_networks_max.
    std::span<const Network> allow;
    /// As primary: how many KiB of answers all providers of the host together may send in a second,
    /// to one client and to all clients. 0: no limit; otherwise limits::rate_kib_min to
    /// limits::rate_kib_max (mpdisc.7, SECURITY).
    std::uint32_t client_rate_kib = limits::client_rate_kib_default;
    std::uint32_t host_rate_kib = limits::host_rate_kib_default;
    /// As primary: seconds from one announcement of the host to the next if nothing changes, at
    /// most limits::announce_s_max. 0: the host announces nothing (mpdisc.7, NEIGHBOURHOOD).
    std::uint32_t announce_s = limits::announce_s_default;
    /// If this has keys, only messages that are sealed with one of them are answered, registered or
    /// believed. Must stay valid until open() returns.
    const KeySet* keys = nullptr;
};

/// Offers services (mpdisc.7). It never blocks, and owns its sockets. At most one thread may use an
/// object at a time; different objects are independent.
class Provider {
   public:
    Provider();
    ~Provider();
    Provider(Provider&& other) noexcept;
    Provider& operator=(Provider&& other) noexcept;
    Provider(const Provider&) = delete;
    Provider& operator=(const Provider&) = delete;

    /// Opens the sockets and starts to look for a role. Copies text and ranges of `options`. An
    /// open provider is closed first, as by close(). If open() fails, the object stays closed, and
    /// system_error() and bad_option() tell more.
    [[nodiscard]] OpenError open(const ProviderOptions& options);

    /// Offers one more service, replaces port and attributes of the one of that name and type, or
    /// removes it, at any time after open(). The primary learns of the change at once. Clients see
    /// the old service or the new one, and never neither, both or a mixture.
    ///
    /// If one of these fails, the services stay as they were. add() refuses a service of the same
    /// name and type (`duplicate`). add() and update() refuse a service that fits no datagram
    /// (`too_large`, see limits::service_content_max), and more services than a provider may have
    /// (`provider_full`). update() does nothing if nothing differs.
    [[nodiscard]] ServiceError add(const Service& service);
    [[nodiscard]] ServiceError update(const Service& service);
    [[nodiscard]] ServiceError remove(std::string_view name, std::string_view type);
    /// Replaces all services in one change: clients see all former services, or all of these.
    /// Copies them. Does nothing if these are the same services in the same order. Refuses only
    /// with `no_memory`.
    [[nodiscard]] ServiceError set_services(const ServiceSet& services);
    /// The same, but takes the services over instead of copying them, and so never fails.
    void take_services(ServiceSet services);
    /// Uses these keys instead of the former ones from now on. Other programs need one of them in
    /// common, as before. Refuses them if this provider was opened without keys and there are some
    /// in `keys`, or the other way round.
    [[nodiscard]] KeyChange set_keys(const KeySet& keys);
    /// Tells clients this host name from now on; an empty one stands for the system's, as in
    /// ProviderOptions::host_name. False, and nothing changes, if it is no name (is_name_text()) or
    /// has more than limits::host_name_max bytes.
    [[nodiscard]] bool set_host_name(std::string_view name);

    /// Reads the services of this provider one by one: begin with `position` 0, and call it again
    /// until it returns false. `position` and `out` are valid until the services change.
    [[nodiscard]] bool next_service(std::size_t& position, ServiceView& out) const;

    /// Writes the descriptors to wait for, and returns how many it wrote. There are at most
    /// limits::poll_entries_max. If `out` has less room, only the first ones are written, and what
    /// comes in by the others waits for the next process(). The descriptors change only in open(),
    /// process() and close().
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    /// When to call process() at the latest, even if nothing is readable.
    [[nodiscard]] TimeUs next_deadline_us() const;
    /// A descriptor that is readable while process() has work: one of poll_entries() is readable,
    /// or the deadline has come. It stays the same until close(), and belongs to this object: do
    /// not read from it and do not close it. A child that the program forks must exec, or close it.
    /// It is made by the first call. -1 if the system has no
    /// such descriptor (Windows), or no more descriptors. Then use poll_entries() and
    /// next_deadline_us().
    [[nodiscard]] int fd();
    /// Does the work that is due, of bounded amount. If work is left, a descriptor stays readable.
    void process();
    /// The next event, in order of occurrence. False if there is none.
    [[nodiscard]] bool next_event(ProviderEvent& out);

    /// Unregisters, or as primary leaves the port to the secondaries. Then closes the sockets.
    void close();

    [[nodiscard]] bool is_open() const { return static_cast<bool>(impl_); }
    [[nodiscard]] Role role() const;
    [[nodiscard]] ProviderId id() const;
    [[nodiscard]] Counters counters() const;
    /// The last messages that were dropped.
    [[nodiscard]] LastDrops last_drops() const;
    /// The operating system's error number for a failed open(); 0 if there is none.
    [[nodiscard]] int system_error() const { return system_error_; }
    /// The name of the option that the last open() refused with `bad_option`, such as "lease_ms" or
    /// "filter.type". Null if it refused none.
    [[nodiscard]] const char* bad_option() const { return bad_option_; }

   private:
    struct Impl;
    Owned<Impl> impl_;
    int system_error_ = 0;
    const char* bad_option_ = nullptr;
};

}  // namespace mpdisc
