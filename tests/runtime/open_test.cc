// SPDX-License-Identifier: MIT
// Which options are accepted, and how many descriptors an owner has to poll.
#include "tests/runtime/own_port.h"

namespace mpdisc::test {
namespace {

using OpenTest = OwnPort;

TEST_F(OpenTest, refuses_a_provider_whose_options_are_out_of_range) {
    const std::array<Network, limits::allowed_networks_max + 1> networks{};
    const std::string longest_host_name(limits::host_name_max, 'h');
    const std::string longest_interface_name(limits::interface_name_max, 'i');
    const auto open = [&](auto change) {
        ProviderOptions options = provider_options();
        change(options);
        Provider provider;
        const OpenError error = provider.open(options);
        EXPECT_EQ(provider.is_open(), error == OpenError::none);
        EXPECT_EQ(provider.system_error(), 0);
        return error;
    };
    using Options = ProviderOptions;
    EXPECT_EQ(open([&](Options& o) { o.allow = std::span(networks).first(networks.size() - 1); }),
              OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.allow = networks; }), OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.host_name = longest_host_name; }), OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.host_name = "a\nb"; }), OpenError::bad_option);
    const std::string long_host_name = longest_host_name + "h";
    EXPECT_EQ(open([&](Options& o) { o.host_name = long_host_name; }), OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.interface_name = longest_interface_name; }), OpenError::none)
        << "a provider waits for an interface";
    EXPECT_EQ(open([&](Options& o) { o.interface_name = std::string_view("lo\0x", 4); }),
              OpenError::bad_option);
    const std::string long_interface_name = longest_interface_name + "i";
    EXPECT_EQ(open([&](Options& o) { o.interface_name = long_interface_name; }),
              OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.discovery_port = 0; }), OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.heartbeat_ms = limits::heartbeat_ms_min; }),
              OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.heartbeat_ms = limits::heartbeat_ms_min - 1; }),
              OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.lease_ms = limits::lease_ms_max; }), OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.lease_ms = limits::lease_ms_max + 1; }),
              OpenError::bad_option);
}

TEST_F(OpenTest, refuses_a_probe_whose_options_are_out_of_range) {
    const std::array<Endpoint, limits::probe_targets_max + 1> targets{};
    const auto open = [&](auto change) {
        ProbeOptions options = probe_options();
        change(options);
        Probe probe;
        const OpenError error = probe.open(options);
        EXPECT_EQ(probe.is_open(), error == OpenError::none);
        return error;
    };
    using Options = ProbeOptions;
    EXPECT_EQ(open([&](Options& o) { o.targets = std::span(targets).first(targets.size() - 1); }),
              OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.targets = targets; }), OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.interface_name = std::string_view("lo\0x", 4); }),
              OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.count = limits::found_services_max; }), OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.count = limits::found_services_max + 1; }),
              OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.timeout_ms = limits::probe_timeout_ms_max; }),
              OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.timeout_ms = limits::probe_timeout_ms_max + 1; }),
              OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.timeout_ms = 0; }), OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.patience_ms = limits::probe_timeout_ms_max; }),
              OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.patience_ms = limits::probe_timeout_ms_max + 1; }),
              OpenError::bad_option);
    const std::array<std::string_view, 2> types{"_a._tcp", "_b._tcp"};
    EXPECT_EQ(open([&](Options& o) { o.types = types; }), OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.name_pattern = "a*"; }), OpenError::none);
    EXPECT_EQ(open([&](Options& o) { o.interface_name = "no such one"; }),
              OpenError::unknown_interface);
    EXPECT_EQ(open([&](Options& o) { o.filter.type = "http"; }), OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.discovery_port = 0; }), OpenError::bad_option);
}

TEST_F(OpenTest, refuses_a_watch_whose_options_are_out_of_range) {
    const auto open = [&](auto change) {
        WatchOptions options = watch_options();
        change(options);
        Watch watch;
        const OpenError error = watch.open(options);
        EXPECT_EQ(watch.is_open(), error == OpenError::none);
        return error;
    };
    using Options = WatchOptions;
    EXPECT_EQ(limits::lost_after_ms_default, WatchOptions().lost_after_ms);
    for (const std::uint32_t ms : {limits::lost_after_ms_min, limits::lost_after_ms_max}) {
        EXPECT_EQ(open([&](Options& o) { o.lost_after_ms = ms; }), OpenError::none);
    }
    for (const std::uint32_t ms : {limits::lost_after_ms_min - 1, limits::lost_after_ms_max + 1}) {
        EXPECT_EQ(open([&](Options& o) { o.lost_after_ms = ms; }), OpenError::bad_option);
    }
    EXPECT_EQ(open([&](Options& o) { o.patience_ms = limits::probe_timeout_ms_max + 1; }),
              OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.filter.type = "http"; }), OpenError::bad_option);
    EXPECT_EQ(open([&](Options& o) { o.interface_name = "no such one"; }),
              OpenError::unknown_interface);
}

/// Gives a port of which this socket has one family.
std::uint16_t occupy(platform::UdpSocket& socket, Family family) {
    platform::UdpSocketOptions options;
    options.family = family;
    EXPECT_EQ(socket.open(options), platform::SocketError::none);
    return socket.port();
}

TEST_F(OpenTest, a_client_asks_from_its_source_port_over_both_families) {
    ProbeOptions options = probe_options();
    options.local_only = false;
    {
        platform::UdpSocket chosen;
        options.source_port = occupy(chosen, Family::ipv6);
    }
    Probe probe;
    ASSERT_EQ(probe.open(options), OpenError::none);
    for (const Family family : {Family::ipv4, Family::ipv6}) {
        platform::UdpSocket other;
        platform::UdpSocketOptions same;
        same.family = family;
        same.port = options.source_port;
        EXPECT_EQ(other.open(same), platform::SocketError::in_use) << to_text(family);
    }
    Watch watch;
    WatchOptions watching = watch_options();
    watching.source_port = options.source_port;
    EXPECT_EQ(watch.open(watching), OpenError::port_in_use);
    probe.close();
    EXPECT_EQ(watch.open(watching), OpenError::none);
}

TEST_F(OpenTest, a_client_needs_its_source_port_in_each_family) {
    for (const Family family : {Family::ipv4, Family::ipv6}) {
        platform::UdpSocket other;
        ProbeOptions options = probe_options();
        options.local_only = false;
        options.source_port = occupy(other, family);
        Probe probe;
        EXPECT_EQ(probe.open(options), OpenError::port_in_use) << to_text(family);
        EXPECT_NE(probe.system_error(), 0);
        EXPECT_FALSE(probe.is_open());
        options.family = family == Family::ipv4 ? Family::ipv6 : Family::ipv4;
        EXPECT_EQ(probe.open(options), OpenError::none) << "the other family has the port";
    }
}

TEST_F(OpenTest, a_client_does_not_ask_from_the_ports_of_providers) {
    Probe probe;
    ProbeOptions options = probe_options();
    options.discovery_port = 6737;
    for (const std::uint16_t refused : {std::uint16_t{6737}, std::uint16_t{6738}}) {
        options.source_port = refused;
        EXPECT_EQ(probe.open(options), OpenError::bad_option);
        EXPECT_STREQ(probe.bad_option(), "source_port");
    }
}

TEST_F(OpenTest, no_object_asks_its_owner_to_poll_more_than_the_limit) {
    Provider primary;
    Provider secondary;
    Probe probe;
    Watch watch;
    StatusQuery query;
    ASSERT_EQ(primary.open(provider_options()), OpenError::none);
    ASSERT_EQ(secondary.open(provider_options()), OpenError::none);
    ProbeOptions everywhere = probe_options();
    everywhere.local_only = false;
    ASSERT_EQ(probe.open(everywhere), OpenError::none);
    ASSERT_EQ(watch.open(watch_options()), OpenError::none);
    ASSERT_EQ(query.open({port, 1'000}), OpenError::none);
    const auto is_registered = [&] { return secondary.role() == Role::secondary; };
    ASSERT_TRUE(run_until(is_registered, primary, secondary));

    std::array<PollEntry, limits::poll_entries_max> entries;
    // The port, the control socket, the interfaces and the processes of its secondaries.
    EXPECT_GE(primary.poll_entries(entries), 3U);
    EXPECT_LE(primary.poll_entries(entries), limits::poll_entries_max);
    EXPECT_LT(secondary.poll_entries(entries), primary.poll_entries(entries));
    EXPECT_GE(probe.poll_entries(entries), 1U);
    // Its own socket, and the announcement port.
    EXPECT_GE(watch.poll_entries(entries), 2U);
    EXPECT_LE(watch.poll_entries(entries), limits::poll_entries_max);
    EXPECT_EQ(query.poll_entries(entries), 1U);
}

/// For each size of the span, `machine` writes as many descriptors as fit. They are always the same
/// ones in the same order, and nothing is written after them.
template <typename Machine>
void expect_what_fits(const Machine& machine) {
    std::array<PollEntry, limits::poll_entries_max + 1> all;
    const std::size_t count = machine.poll_entries(all);
    for (std::size_t room = 0; room <= all.size(); ++room) {
        std::array<PollEntry, limits::poll_entries_max + 1> some;
        const std::size_t written = machine.poll_entries(std::span(some).first(room));
        EXPECT_EQ(written, std::min(room, count));
        for (std::size_t i = 0; i < some.size(); ++i) {
            EXPECT_EQ(some[i].handle, i < written ? all[i].handle : PollEntry{}.handle);
        }
    }
}

TEST_F(OpenTest, a_span_that_is_too_small_gets_the_first_descriptors) {
    Provider provider;
    Probe probe;
    Watch watch;
    StatusQuery query;
    expect_what_fits(provider);
    expect_what_fits(probe);
    expect_what_fits(watch);
    expect_what_fits(query);
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ProbeOptions everywhere = probe_options();
    everywhere.local_only = false;
    ASSERT_EQ(probe.open(everywhere), OpenError::none);
    ASSERT_EQ(watch.open(watch_options()), OpenError::none);
    ASSERT_EQ(query.open({port, 1'000}), OpenError::none);
    expect_what_fits(provider);
    expect_what_fits(probe);
    expect_what_fits(watch);
    expect_what_fits(query);
    // The provider still works, although more slowly, if its owner waits for one descriptor only.
    const auto is_primary = [&] { return provider.role() == Role::primary; };
    ASSERT_TRUE(run_until(is_primary, provider));
    expect_what_fits(provider);
}

TEST_F(OpenTest, a_wait_for_more_descriptors_than_the_limit_is_refused) {
    std::vector<PollEntry> entries(limits::wait_entries_max + 1);
    EXPECT_TRUE(wait(std::span(entries).first(limits::wait_entries_max), 0));
    EXPECT_FALSE(wait(entries, 0));
    EXPECT_FALSE(wait(entries, never_us));
}

TEST_F(OpenTest, names_the_option_that_is_out_of_range) {
    const auto of_provider = [&](auto change) {
        ProviderOptions options = provider_options();
        change(options);
        Provider provider;
        EXPECT_EQ(provider.open(options), OpenError::bad_option);
        return provider.bad_option();
    };
    using Offers = ProviderOptions;
    EXPECT_STREQ(of_provider([](Offers& o) { o.discovery_port = 0; }), "discovery_port");
    EXPECT_STREQ(of_provider([](Offers& o) { o.interface_name = std::string_view("e\0", 2); }),
                 "interface_name");
    EXPECT_STREQ(of_provider([](Offers& o) { o.host_name = "\n"; }), "host_name");
    EXPECT_STREQ(of_provider([](Offers& o) { o.heartbeat_ms = 1; }), "heartbeat_ms");
    EXPECT_STREQ(of_provider([](Offers& o) { o.lease_ms = UINT32_MAX; }), "lease_ms");
    EXPECT_STREQ(of_provider([](Offers& o) { o.lease_ms = limits::heartbeat_ms_min; }), "lease_ms");
    EXPECT_STREQ(of_provider([](Offers& o) { o.client_rate_kib = 1; }), "client_rate_kib");
    EXPECT_STREQ(of_provider([](Offers& o) { o.host_rate_kib = 1; }), "host_rate_kib");
    EXPECT_STREQ(of_provider([](Offers& o) { o.announce_s = UINT32_MAX; }), "announce_s");
    const std::array<Network, limits::allowed_networks_max + 1> networks{};
    EXPECT_STREQ(of_provider([&](Offers& o) { o.allow = networks; }), "allow");

    const auto of_probe = [&](auto change) {
        ProbeOptions options = probe_options();
        change(options);
        Probe probe;
        EXPECT_EQ(probe.open(options), OpenError::bad_option);
        return probe.bad_option();
    };
    using Search = ProbeOptions;
    EXPECT_STREQ(of_probe([](Search& o) { o.timeout_ms = 0; }), "timeout_ms");
    EXPECT_STREQ(of_probe([](Search& o) { o.count = UINT32_MAX; }), "count");
    EXPECT_STREQ(of_probe([](Search& o) { o.patience_ms = UINT32_MAX; }), "patience_ms");
    EXPECT_STREQ(of_probe([](Search& o) { o.filter.type = "http"; }), "filter.type");
    EXPECT_STREQ(of_probe([](Search& o) { o.filter.name = "\n"; }), "filter.name");
    const std::array<std::string_view, limits::wanted_types_max + 1> types{
        "_a._tcp", "_b._tcp", "_c._tcp", "_d._tcp", "_e._tcp",
        "_f._tcp", "_g._tcp", "_h._tcp", "http"};
    EXPECT_STREQ(of_probe([&](Search& o) { o.types = types; }), "types");
    EXPECT_STREQ(of_probe([&](Search& o) { o.types = std::span(types).last(1); }), "types");
    EXPECT_STREQ(of_probe([](Search& o) { o.name_pattern = "*\n"; }), "name_pattern");
    EXPECT_STREQ(of_probe([](Search& o) { o.hosts_only = true, o.count = 1; }), "hosts_only");

    Watch watch;
    WatchOptions watch_changes = watch_options();
    watch_changes.lost_after_ms = 1;
    EXPECT_EQ(watch.open(watch_changes), OpenError::bad_option);
    EXPECT_STREQ(watch.bad_option(), "lost_after_ms");
    EXPECT_EQ(watch.open(watch_options()), OpenError::none);
    EXPECT_EQ(watch.bad_option(), nullptr);

    StatusQuery status;
    StatusOptions status_options;
    status_options.timeout_ms = 0;
    EXPECT_EQ(status.open(status_options), OpenError::bad_option);
    EXPECT_STREQ(status.bad_option(), "timeout_ms");
}

TEST_F(OpenTest, begins_anew_if_the_object_is_open) {
    Provider provider;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ASSERT_EQ(provider.add(service("a")), ServiceError::none);
    ASSERT_TRUE(run_until([&] { return provider.role() == Role::primary; }, provider));
    const ProviderId before = provider.id();
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    EXPECT_NE(provider.id(), before);
    std::size_t position = 0;
    ServiceView service;
    EXPECT_FALSE(provider.next_service(position, service)) << "it has no services";
    // If the former one were still there, this one would be a secondary.
    EXPECT_TRUE(run_until([&] { return provider.role() == Role::primary; }, provider));
    // A refused open() closes it, too.
    ProviderOptions refused = provider_options();
    refused.discovery_port = 0;
    EXPECT_EQ(provider.open(refused), OpenError::bad_option);
    EXPECT_FALSE(provider.is_open());

    Probe probe;
    ASSERT_EQ(probe.open(probe_options()), OpenError::none);
    ASSERT_TRUE(run_until([&] { return probe.outcome() != ProbeOutcome::running; }, probe));
    ASSERT_EQ(probe.open(probe_options()), OpenError::none);
    EXPECT_EQ(probe.outcome(), ProbeOutcome::running);
}

TEST_F(OpenTest, lists_the_services_of_a_provider) {
    Provider provider;
    std::size_t position = 0;
    ServiceView each;
    EXPECT_FALSE(provider.next_service(position, each)) << "it is closed";
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ASSERT_EQ(provider.add(service("a")), ServiceError::none);
    ASSERT_EQ(provider.add(service("b")), ServiceError::none);
    ASSERT_EQ(provider.remove("a", "_http._tcp"), ServiceError::none);
    ASSERT_EQ(provider.add(service("c")), ServiceError::none);
    std::string names;
    for (position = 0; provider.next_service(position, each);) names += each.name;
    EXPECT_EQ(names, "bc");
}

TEST_F(OpenTest, tells_a_host_name_that_changes_at_run_time) {
    Provider provider;
    Watch watch;
    ASSERT_EQ(provider.open(provider_options()), OpenError::none);
    ASSERT_EQ(provider.add(service("a")), ServiceError::none);
    ASSERT_EQ(watch.open(watch_options()), OpenError::none);
    std::string told;
    const auto take_events = [&] {
        for (WatchEvent event; watch.next_event(event);) {
            told += to_text(event.type);
            told += " " + std::string(event.service.host) + "\n";
        }
    };
    const auto is_told = [&](std::string_view text) {
        told.clear();
        return run_until(
            [&] {
                take_events();
                return told == text;
            },
            watch, provider);
    };
    EXPECT_TRUE(is_told("added box\nsynced \n")) << told;
    EXPECT_TRUE(provider.set_host_name("other"));
    EXPECT_TRUE(is_told("changed other\n")) << told;
    EXPECT_FALSE(provider.set_host_name("a\nb"));
    EXPECT_FALSE(provider.set_host_name(std::string(limits::host_name_max + 1, 'h')));
    EXPECT_TRUE(provider.set_host_name(""));
    const std::string name(system_host_name().view());
    EXPECT_TRUE(is_told("changed " + name + "\n")) << told;
}

}  // namespace
}  // namespace mpdisc::test
