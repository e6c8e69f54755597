// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "mpdisc/client.h"
#include "mpdisc/counters.h"
#include "mpdisc/found_service.h"
#include "mpdisc/limits.h"
#include "mpdisc/open_error.h"
#include "mpdisc/owned.h"
#include "mpdisc/poll.h"
#include "mpdisc/types.h"
#include "mpdisc/watch_event.h"

namespace mpdisc {

struct WatchOptions : ClientOptions {
    /// A host that is silent for so long counts as gone, with all its services:
    /// limits::lost_after_ms_min to limits::lost_after_ms_max.
    std::uint32_t lost_after_ms = limits::lost_after_ms_default;
};

/// Finds services, and tells of each one that appears, changes or goes, until close() (mpdisc.7,
/// WATCH). It never blocks, and owns its sockets. At most one thread may use it at a time.
///
/// The provider id, the name and the type together identify a service: a program that is started
/// anew offers another one. Without keys, two listed services may have all of these in common,
/// because any sender can claim an id. The events of one service are in order: `added` first, then
/// any number of `changed`, then `removed`. If a service changes several times before the owner
/// asks for events, these become one event with the latest state; a service that comes and goes
/// before that is not told at all. So the events take no more memory than the list itself, however
/// slowly the owner reads.
class Watch {
   public:
    Watch();
    ~Watch();
    Watch(Watch&& other) noexcept;
    Watch& operator=(Watch&& other) noexcept;
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    /// Prepares the watch. An open one is closed first. The first process() sends the first
    /// request. If open() fails, the object stays closed: `bad_option`, `unknown_interface`,
    /// `no_socket`, `no_memory` or `no_entropy`. An announcement port that another program has for
    /// itself is no error: then the watch asks the hosts from time to time.
    [[nodiscard]] OpenError open(const WatchOptions& options);

    /// See Provider::poll_entries().
    [[nodiscard]] std::size_t poll_entries(std::span<PollEntry> out) const;
    /// When to call process() at the latest; `never_us` if only a descriptor can bring work.
    [[nodiscard]] TimeUs next_deadline_us() const;
    /// See Provider::fd().
    [[nodiscard]] int fd();
    /// Does the work that is due, of bounded amount.
    void process();
    /// The next event. False if there is none now.
    [[nodiscard]] bool next_event(WatchEvent& out);

    /// Gives the listed services one by one, as they are now: begin with `cursor` 0, and call it
    /// again until it returns false. The list has a service already while its event waits in
    /// next_event(). Before `synced`, an event may also wait for the name of its host. The views in
    /// `out` are valid until the next process(), next_event() or close(). Between two calls, call
    /// neither process() nor next_event().
    [[nodiscard]] bool next_service(std::uint32_t& cursor, FoundServiceView& out) const;
    /// How many services are listed.
    [[nodiscard]] std::uint32_t service_count() const;
    /// Whether the first picture is complete.
    [[nodiscard]] bool is_synced() const;
    /// Gives the hosts that the first picture waits for, after the search that a watch begins with:
    /// one for each address. Used like next_service(). None if the picture is complete.
    [[nodiscard]] bool next_awaited_host(std::uint32_t& cursor, IncompleteHost& out) const;

    /// Whether the watch was to ask the link, but no interface except loopback has an address.
    [[nodiscard]] bool has_no_link() const;
    /// Whether the watch was to ask all networks of this host, but there are more than
    /// limits::probe_targets_max.
    [[nodiscard]] bool has_unasked_networks() const;
    /// The next interface or address for which the system refused to send a request, each one once,
    /// at most limits::unsent_paths_max. False if there is none left.
    [[nodiscard]] bool next_unsent_path(UnsentPath& out);
    /// Counter::send_errors says how many requests the system refused to send. system_error() is
    /// the reason for the last one.
    [[nodiscard]] Counters counters() const;
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
