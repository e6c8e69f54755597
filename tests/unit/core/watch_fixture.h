// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/watch/watch.h"
#include "tests/unit/core/watched_host.h"

namespace mpdisc::test {

using Told = std::vector<std::string>;

/// The owner of a watch. It has the clock, plays the network, and reads each event at once.
class WatchOwner {
   protected:
    static constexpr TimeUs ms = 1'000;
    static constexpr TimeUs second = 1'000'000;
    static constexpr std::uint64_t wall_ms_at_0 = 1'800'000'000'000;

    /// A datagram on its way to the watch, or from it.
    struct Datagram {
        WatchedHost* host = nullptr;
        std::size_t path = 0;
        Bytes bytes;
        std::uint16_t port = WatchedHost::discovery_port;
    };

    // --- Hosts ---

    WatchedHost& add_host(const std::vector<WatchedHost::Path>& paths) {
        WatchedHost& made = hosts.emplace_back();
        made.paths = paths;
        made.id = static_cast<std::uint32_t>(hosts.size());
        made.primary = 1'000 * made.id;
        return made;
    }
    WatchedHost& add_host(const std::string& address = "192.0.2.20") {
        return add_host(std::vector<WatchedHost::Path>{{address}});
    }
    void announce(WatchedHost& host, std::size_t path = 0) {
        send_announcement(host, path, host.announcement());
    }
    void say_farewell(WatchedHost& host) { send_announcement(host, 0, host.announcement(0)); }
    void send_announcement(WatchedHost& host, std::size_t path, const Bytes& bytes) {
        hear({&host, path, bytes}, core::Channel::announcement);
        after_input();
    }
    /// An announcement from any address.
    void forge_announcement(const std::string& from, const Bytes& bytes,
                            std::uint16_t port = WatchedHost::discovery_port) {
        watch->receive(now_us, {core::Channel::announcement, endpoint(from, port), ip("192.0.2.10"),
                                eth0, bytes});
        after_input();
    }
    static void cut(WatchedHost& host, bool is_cut = true) {
        for (WatchedHost::Path& each : host.paths) each.is_cut = is_cut;
    }

    // --- Running ---

    void start(core::WatchConfig config = {}) {
        config.seed = {11, 22, 33, 44};
        watch.emplace(config);
        ASSERT_TRUE(watch->set_interfaces(now_us, list_of(interfaces, chosen)));
        watch->set_wall_clock(now_us, wall_ms());
        watch->start(now_us);
        after_input();
    }
    /// Starts, and runs until the first picture is complete.
    void start_synced(const core::WatchConfig& config = {}) {
        start(config);
        run_for(second);
        ASSERT_TRUE(watch->is_synced());
        told.clear();
        forget_traffic();
    }
    /// The program has ended. Another one can begin.
    void end() {
        watch.reset();
        under_way.clear();
        known.clear();
    }
    void set_interfaces(const std::vector<InterfaceAddress>& list) {
        interfaces = list;
        EXPECT_TRUE(watch->set_interfaces(now_us, list_of(interfaces, chosen)));
        after_input();
    }
    void run_until(TimeUs end_us) {
        while (true) {
            const TimeUs arrival_us = under_way.empty() ? never_us : under_way.begin()->first;
            const TimeUs next_us = std::min(arrival_us, watch->next_deadline_us());
            if (next_us > end_us) break;
            now_us = std::max(now_us, next_us);
            if (arrival_us <= now_us) {
                const auto arrives = std::move(under_way.begin()->second);
                under_way.erase(under_way.begin());
                arrives();
            } else {
                tick();
            }
            after_input();
        }
        now_us = end_us;
    }
    void run_for(TimeUs duration_us) { run_until(now_us + duration_us); }
    void tick() {
        ++ticks;
        ticks_at_once = now_us == ticked_us ? ticks_at_once + 1 : 1;
        ticked_us = now_us;
        watch->set_wall_clock(now_us, wall_ms());
        watch->tick(now_us);
        ASSERT_LT(ticks_at_once, 4U) << "what is due must be done";
    }
    /// This computer is suspended: no part of it runs.
    void suspend_for(TimeUs duration_us) {
        now_us += duration_us;
        under_way.clear();
    }

    // --- What has happened ---

    /// The events since the last call: `+name:port`, `~name:port`, `-name:port` or `synced`.
    Told events() { return std::exchange(told, {}); }
    Told events_after(TimeUs duration_us) {
        run_for(duration_us);
        return events();
    }
    /// The list as the watch gives it, by names.
    [[nodiscard]] std::set<std::string> list() const {
        std::set<std::string> names;
        FoundServiceView each;
        for (std::uint32_t cursor = 0; watch->next_service(cursor, each);) {
            EXPECT_TRUE(names.emplace(each.service.name).second) << each.service.name;
        }
        return names;
    }
    [[nodiscard]] FoundServiceView listed(std::string_view name) const {
        FoundServiceView each;
        for (std::uint32_t cursor = 0; watch->next_service(cursor, each);) {
            if (each.service.name == name) return each;
        }
        ADD_FAILURE() << name << " is not listed";
        return {};
    }
    [[nodiscard]] std::multiset<std::uint16_t> ports_of(std::string_view name) const {
        std::multiset<std::uint16_t> ports;
        FoundServiceView each;
        for (std::uint32_t cursor = 0; watch->next_service(cursor, each);) {
            if (each.service.name == name) ports.insert(each.service.port);
        }
        return ports;
    }
    void forget_traffic() {
        requests.clear();
        answers.clear();
        sent_to_nobody = 0;
        queries = 0;
    }
    [[nodiscard]] std::size_t datagrams() const { return requests.size() + answers.size(); }
    [[nodiscard]] std::size_t requests_to(const WatchedHost& host, std::size_t path = 0) const {
        return static_cast<std::size_t>(std::ranges::count_if(requests, [&](const Datagram& each) {
            return each.host == &host && each.path == path;
        }));
    }
    [[nodiscard]] std::uint64_t count(Counter counter) { return watch->counters()[counter]; }

    /// An answer reaches the watch now.
    void receive(const Datagram& answer) {
        hear(answer, core::Channel::client);
        after_input();
    }

   private:
    [[nodiscard]] std::uint64_t wall_ms() const {
        return wall_ms_at_0 + static_cast<std::uint64_t>(now_us / 1000);
    }
    void after_input() {
        for (core::Outbound out; watch->poll_transmit(out);) {
            carry(out.route, {out.bytes.begin(), out.bytes.end()});
        }
        for (WatchEvent event; watch->next_event(event);) note(event);
        EXPECT_EQ(watch->service_count(), known.size());
    }
    void note(const WatchEvent& event) {
        if (event.type == WatchEventType::synced) return told.emplace_back("synced"), void();
        const std::string name(event.service.service.name);
        const bool is_added = event.type == WatchEventType::added;
        const bool is_removed = event.type == WatchEventType::removed;
        EXPECT_TRUE(is_added ? may_be_doubled || !known.contains(name) : known.contains(name))
            << name;
        if (is_added) known.insert(name);
        if (is_removed) known.erase(known.find(name));
        told.push_back((is_added     ? "+"
                        : is_removed ? "-"
                                     : "~") +
                       name + ":" + std::to_string(event.service.service.port));
    }

    void carry(const core::Route& route, const Bytes& bytes) {
        const bool is_for_many = watch->interfaces().is_for_many(route.to.address);
        bool is_anybody_there = is_for_many;
        for (WatchedHost& host : hosts) {
            for (std::size_t path = 0; path < host.paths.size(); ++path) {
                const IpAddress address = ip(host.paths[path].address);
                const std::uint32_t if_index =
                    route.if_index != 0 ? route.if_index : interface_of(route.to.address);
                const bool is_on_link = is_for_many && address.family == route.to.address.family &&
                                        host.paths[path].if_index == if_index;
                const bool is_routed =
                    address == route.to.address &&
                    (route.if_index == 0 || route.if_index == host.paths[path].if_index);
                if (!is_on_link && !is_routed) continue;
                is_anybody_there = true;
                deliver({&host, path, bytes}, route.to);
            }
        }
        if (is_anybody_there) return;
        if (route.to.address.is_loopback()) return refuse(route.to);
        ++sent_to_nobody;
    }
    /// The interface with that broadcast address.
    [[nodiscard]] std::uint32_t interface_of(const IpAddress& broadcast) const {
        for (const InterfaceAddress& each : interfaces) {
            if (each.broadcast == broadcast) return each.if_index;
        }
        return 0;
    }
    void refuse(const Endpoint& to) {
        under_way.emplace(now_us + 1, [this, to] { watch->refused(now_us, to); });
    }
    /// A datagram of the watch is on its way to a host.
    void deliver(const Datagram& sent, const Endpoint& to) {
        const bool is_request = type_of(sent.bytes) == wire::MessageType::client_discovery_request;
        if (is_request) {
            requests.push_back(sent);
        } else {
            ++queries;
        }
        const WatchedHost::Path& path = sent.host->paths[sent.path];
        if (path.is_cut || !has_interface(path.if_index)) return;
        if (path.is_closed) return refuse(to);
        if (loses(sent, true)) return;
        under_way.emplace(now_us + latency_us, [this, sent, is_request] {
            if (sent.host->paths[sent.path].is_cut) return;
            if (is_request) return answer(sent);
            send_back({sent.host, sent.path, sent.host->answer_query(sent.bytes)});
        });
    }
    void answer(const Datagram& sent) {
        sent.host->wall_ms += wall_ms();
        const auto replies = sent.host->answer(sent.path, sent.bytes);
        sent.host->wall_ms -= wall_ms();
        for (const WatchedHost::Reply& each : replies) {
            const Datagram back{sent.host, sent.path, each.bytes, each.port};
            answers.push_back(back);
            send_back(back);
        }
    }
    void send_back(const Datagram& back) {
        if (loses(back, false)) return;
        for (int copy = 0; copy < copies; ++copy) {
            under_way.emplace(now_us + latency_us, [this, back] {
                if (!back.host->paths[back.path].is_cut) hear(back, core::Channel::client);
            });
        }
    }
    void hear(const Datagram& sent, core::Channel channel) {
        const WatchedHost::Path& path = sent.host->paths[sent.path];
        if (!has_interface(path.if_index)) return;
        const Endpoint from{ip(path.address), 0, sent.port};
        watch->receive(now_us, {channel, from, ip("192.0.2.10"), path.if_index, sent.bytes});
    }
    [[nodiscard]] bool has_interface(std::uint32_t if_index) const {
        return std::ranges::any_of(
            interfaces, [&](const InterfaceAddress& each) { return each.if_index == if_index; });
    }

   protected:
    TimeUs now_us = 5 * second;
    /// How long a datagram takes, each way.
    TimeUs latency_us = 200;
    std::optional<core::Watch> watch;
    std::deque<WatchedHost> hosts;
    std::vector<InterfaceAddress> interfaces = usual_interfaces();
    /// The interface that the owner has chosen; none if it is empty.
    std::string chosen;
    /// Whether the network loses that datagram, which goes to the host, or comes from there.
    std::function<bool(const Datagram&, bool goes_there)> loses = [](const Datagram&, bool) {
        return false;
    };
    /// Whether several services may have one name.
    bool may_be_doubled = false;
    /// How often each answer arrives.
    int copies = 1;

    Told told;
    /// Requests that were sent, once for each host that they go to, and the answers.
    std::vector<Datagram> requests;
    std::vector<Datagram> answers;
    /// Datagrams to addresses that no host has.
    std::size_t sent_to_nobody = 0;
    /// HOST_QUERYs, counted like requests.
    std::size_t queries = 0;
    std::size_t ticks = 0;

   private:
    TimeUs ticked_us = 0;
    std::size_t ticks_at_once = 0;
    std::multimap<TimeUs, std::function<void()>> under_way;
    /// The names of the services, as the events tell.
    std::multiset<std::string> known;
};

class WatchTest : public testing::Test, protected WatchOwner {};

}  // namespace mpdisc::test
