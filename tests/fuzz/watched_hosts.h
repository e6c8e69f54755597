// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "core/kit/datagram.h"
#include "core/kit/outbox.h"
#include "tests/fuzz/input.h"
#include "tests/unit/core/watched_host.h"
#include "wire/auth.h"

namespace mpdisc::fuzz {

/// Honest hosts in the networks of a fuzzed watch: they answer it as mpdisc-wire.7 says. The input
/// chooses what happens on them, and which requests and answers pass.
class WatchedHosts {
   public:
    /// The watch gets a datagram.
    using Deliver = std::function<void(const core::Inbound&)>;

    WatchedHosts(const wire::Keyring& keys, Deliver deliver);

    void set_time(std::uint64_t time_ms) { time_ms_ = time_ms; }
    /// A datagram of the watch is on its way.
    void note(const core::Outbound& sent);
    /// Something happens on one of the hosts.
    void change(Input& input);
    /// One of the hosts announces itself, or says that it leaves.
    void announce(Input& input);
    /// The datagrams that are on their way reach the hosts. The input loses some of them.
    void answer(Input& input);

    /// All faults have ended, and all hosts announce themselves.
    void recover();
    /// All datagrams that are on their way reach the hosts.
    void answer_all();
    /// Provider, name, type and port of a service.
    using Key = std::tuple<std::array<std::uint8_t, 16>, std::string, std::string, std::uint16_t>;
    /// The services that match, of all hosts.
    [[nodiscard]] std::set<Key> offered(const Filter& filter) const;

   private:
    struct Request {
        std::size_t host = 0;
        std::size_t path = 0;
        test::Bytes bytes;
    };
    void add_service(Input& input, test::WatchedHost& host);
    void change_service(Input& input, test::WatchedHost& host);
    void change_host(Input& input, test::WatchedHost& host);
    void reply(const Request& request, Input* loses);
    void send(std::size_t host, std::size_t path, core::Channel channel, std::uint16_t port,
              wire::Bytes bytes) const;

    Deliver deliver_;
    std::uint64_t time_ms_ = 0;
    std::vector<test::WatchedHost> hosts_;
    /// The address of each path of each host.
    std::vector<std::vector<IpAddress>> addresses_;
    std::deque<Request> under_way_;
    std::uint32_t made_ = 0;
};

}  // namespace mpdisc::fuzz
