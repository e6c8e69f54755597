// SPDX-License-Identifier: MIT
#include "tests/fuzz/watched_hosts.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "mpdisc/text.h"

namespace mpdisc::fuzz {
namespace {

using test::WatchedHost;

/// More datagrams than these are lost.
constexpr std::size_t under_way_max = 64;
constexpr std::size_t services_max = 400;
constexpr std::uint32_t providers = 4;
/// An address that no host of tests/fuzz/world.cc has.
constexpr std::string_view other_address = "192.0.2.99";

WatchedHost make_host(std::uint32_t id, const std::vector<WatchedHost::Path>& paths,
                      const wire::Keyring& keys) {
    WatchedHost made;
    made.paths = paths;
    made.id = id;
    made.primary = 1'000 * id;
    made.keys = keys;
    return made;
}

/// One of the few providers of the host.
std::uint32_t choose_provider(Input& input, const WatchedHost& host) {
    return 1'000 * host.id + static_cast<std::uint32_t>(input.below(providers));
}

/// True if it was not in the set.
void toggle(std::set<std::uint32_t>& set, std::uint32_t number) {
    if (set.erase(number) == 0) set.insert(number);
}

}  // namespace

WatchedHosts::WatchedHosts(const wire::Keyring& keys, Deliver deliver)
    : deliver_(std::move(deliver)) {
    hosts_.push_back(make_host(
        1, {{"192.0.2.20", test::eth0}, {"fe80::20", test::eth0}, {"2001:db8::20", test::eth0}},
        keys));
    hosts_.push_back(
        make_host(2, {{"192.0.2.21", test::eth0}, {"198.51.100.21", test::eth1}}, keys));
    hosts_.push_back(make_host(3, {{"198.51.100.20", test::eth1}}, keys));
    hosts_.push_back(make_host(4, {{"127.0.0.1", test::lo}}, keys));
    for (const WatchedHost& host : hosts_) {
        auto& addresses = addresses_.emplace_back();
        for (const WatchedHost::Path& path : host.paths)
            addresses.push_back(test::ip(path.address));
    }
}

void WatchedHosts::note(const core::Outbound& sent) {
    const IpAddress& to = sent.route.to.address;
    const bool is_for_many = to.is_multicast() || to.bytes[3] == 255;
    for (std::size_t host = 0; host < hosts_.size(); ++host) {
        const auto& paths = hosts_[host].paths;
        for (std::size_t path = 0; path < paths.size(); ++path) {
            const IpAddress& address = addresses_[host][path];
            const bool is_on_link = is_for_many && address.family == to.family &&
                                    paths[path].if_index == sent.route.if_index;
            if (!is_on_link && address != to) continue;
            if (under_way_.size() == under_way_max) under_way_.pop_front();
            under_way_.push_back({host, path, {sent.bytes.begin(), sent.bytes.end()}});
        }
    }
}

// --- What happens there ---

void WatchedHosts::change(Input& input) {
    WatchedHost& host = hosts_[input.below(hosts_.size())];
    const std::size_t code = input.below(16);
    if (code < 5) return add_service(input, host);
    if (code < 8) return change_service(input, host);
    change_host(input, host);
}

void WatchedHosts::add_service(Input& input, WatchedHost& host) {
    static constexpr std::array<std::string_view, 4> names = {"a", "b", "B", "c"};
    if (host.services.size() > services_max) return;
    const std::uint32_t provider = choose_provider(input, host);
    const std::uint8_t choices = input.u8();
    if (choices >= 224) {
        return host.add_many(input.u8(), "many" + std::to_string(made_++) + "-", provider);
    }
    const std::string_view name = names[choices & 3];
    // A provider has each name once.
    std::erase_if(host.services, [&](const WatchedHost::Offered& each) {
        return each.provider == provider && equals_ignoring_case(each.service.view().name, name);
    });
    std::vector<std::string> attributes;
    if ((choices & 8) != 0) attributes.emplace_back("color");
    const Service made = test::service(name, (choices & 4) != 0 ? "_ipp._tcp" : "_http._tcp",
                                       attributes, 80 + made_++);
    std::optional<std::size_t> only_by;
    if ((choices & 0x70) == 0x70) only_by = host.paths.size() - 1;
    host.add(made, provider, only_by);
}

void WatchedHosts::change_service(Input& input, WatchedHost& host) {
    if (host.services.empty()) return;
    const auto& chosen = input.one_of(host.services);
    const std::string name(chosen.service.view().name);
    switch (input.below(3)) {
        case 0:
            return host.change_port(name, static_cast<std::uint16_t>(80 + made_++));
        case 1:
            return host.remove(name);
        default:
            return host.remove_provider(chosen.provider);
    }
}

void WatchedHosts::change_host(Input& input, WatchedHost& host) {
    switch (input.below(12)) {
        case 0:
        case 1:
        case 2:
            host.former_primary = input.flag() ? host.primary : 0;
            return host.take_over(choose_provider(input, host));
        case 3:
        case 4:
            return host.settle();
        case 5:
            host.contested = !host.contested;
            return;
        case 6:
            return toggle(host.hanging, choose_provider(input, host));
        case 7:
            host.token = input.u8();
            return;
        case 8:
            host.name = host.name == "box" ? "Lobby" : "box";
            return;
        case 9:
            if (host.other_addresses.empty()) {
                host.other_addresses.emplace_back(other_address);
            } else {
                host.other_addresses.clear();
            }
            return;
        default: {
            WatchedHost::Path& path = host.paths[input.below(host.paths.size())];
            path.is_cut = !path.is_cut;
            return;
        }
    }
}

// --- Datagrams ---

void WatchedHosts::announce(Input& input) {
    const std::size_t host = input.below(hosts_.size());
    const std::size_t path = input.below(hosts_[host].paths.size());
    const std::uint32_t lifetime_s = input.below(8) == 0 ? 0 : 180;
    send(host, path, core::Channel::announcement, WatchedHost::discovery_port,
         hosts_[host].announcement(lifetime_s));
}

void WatchedHosts::answer(Input& input) {
    const bool is_lossy = input.flag();
    for (std::size_t left = under_way_.size(); left != 0 && !under_way_.empty(); --left) {
        const Request request = std::move(under_way_.front());
        under_way_.pop_front();
        if (!is_lossy || input.below(4) != 0) reply(request, is_lossy ? &input : nullptr);
    }
}

void WatchedHosts::answer_all() {
    while (!under_way_.empty()) {
        const Request request = std::move(under_way_.front());
        under_way_.pop_front();
        reply(request, nullptr);
    }
}

void WatchedHosts::reply(const Request& request, Input* loses) {
    WatchedHost& host = hosts_[request.host];
    host.wall_ms = time_ms_;
    if (test::type_of(request.bytes) == wire::MessageType::host_query) {
        return send(request.host, request.path, core::Channel::client, WatchedHost::discovery_port,
                    host.answer_query(request.bytes));
    }
    for (const WatchedHost::Reply& each : host.answer(request.path, request.bytes)) {
        if (loses != nullptr && loses->below(4) == 3) continue;
        send(request.host, request.path, core::Channel::client, each.port, each.bytes);
    }
}

void WatchedHosts::send(std::size_t host, std::size_t path, core::Channel channel,
                        std::uint16_t port, wire::Bytes bytes) const {
    const WatchedHost::Path& by = hosts_[host].paths[path];
    if (by.is_cut) return;
    const IpAddress& from = addresses_[host][path];
    const std::uint32_t scope =
        from.family == Family::ipv6 && from.is_link_local() ? by.if_index : 0;
    static const IpAddress own_ipv4 = test::ip("192.0.2.10");
    static const IpAddress own_ipv6 = test::ip("fe80::a");
    const IpAddress& to = by.if_index == test::lo       ? from
                          : from.family == Family::ipv6 ? own_ipv6
                                                        : own_ipv4;
    deliver_({channel, {from, scope, port}, to, by.if_index, bytes});
}

// --- The truth ---

void WatchedHosts::recover() {
    for (std::size_t host = 0; host < hosts_.size(); ++host) {
        WatchedHost& each = hosts_[host];
        if (!each.settled || !each.unregistered.empty()) each.settle();
        each.contested = false;
        each.hanging.clear();
        for (WatchedHost::Path& path : each.paths) path.is_cut = false;
        for (std::size_t path = 0; path < each.paths.size(); ++path) {
            send(host, path, core::Channel::announcement, WatchedHost::discovery_port,
                 each.announcement());
        }
    }
}

std::set<WatchedHosts::Key> WatchedHosts::offered(const Filter& filter) const {
    std::set<Key> all;
    for (const WatchedHost& host : hosts_) {
        for (const WatchedHost::Offered& each : host.services) {
            const ServiceView service = each.service.view();
            if (!filter.matches(service)) continue;
            all.emplace(test::id_of(each.provider).bytes, std::string(service.name),
                        std::string(service.type), service.port);
        }
    }
    return all;
}

}  // namespace mpdisc::fuzz
