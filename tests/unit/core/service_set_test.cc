// SPDX-License-Identifier: MIT
#include "core/host/service_set.h"

#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

using Names = std::vector<std::string>;

TEST(ServiceSet, keeps_services_in_order_and_each_once) {
    core::ServiceSet set;
    EXPECT_EQ(set.count(), 0U);
    EXPECT_EQ(set.remove("a", "_http._tcp"), ServiceError::not_found);
    EXPECT_EQ(set.add(service("a").view()), ServiceError::none);
    EXPECT_EQ(set.add(service("b").view()), ServiceError::none);
    EXPECT_EQ(set.add(service("a", "_ipp._tcp").view()), ServiceError::none);
    EXPECT_EQ(set.add(service("A", "_HTTP._tcp", {"x"}, 81).view()), ServiceError::duplicate);
    EXPECT_EQ(names_in(set.list()), (Names{"a", "b", "a"}));
    EXPECT_EQ(set.count(), 3U);
    EXPECT_EQ(set.remove("B", "_Http._TCP"), ServiceError::none);
    EXPECT_EQ(names_in(set.list()), (Names{"a", "a"}));
    EXPECT_EQ(set.remove("b", "_http._tcp"), ServiceError::not_found);
    EXPECT_EQ(set.add(service("b").view()), ServiceError::none);
    EXPECT_EQ(set.remove("a", "_http._tcp"), ServiceError::none);
    EXPECT_EQ(set.remove("a", "_ipp._tcp"), ServiceError::none);
    EXPECT_EQ(names_in(set.list()), Names{"b"});
    EXPECT_EQ(set.remove("b", "_http._tcp"), ServiceError::none);
    EXPECT_TRUE(set.encoded().empty());
    EXPECT_EQ(set.count(), 0U);
}

/// Each service of the set, and no other one, is found by its name, and is the right one.
void expect_found(const core::ServiceSet& set, const Names& names) {
    ServiceView found;
    for (const std::string& name : names) {
        ASSERT_TRUE(set.find(name, "_HTTP._tcp", found)) << name;
        EXPECT_EQ(found.name, name);
    }
    EXPECT_EQ(set.count(), names.size());
    for (const char* other : {"x", "a ", ""}) EXPECT_FALSE(set.find(other, "_http._tcp", found));
    EXPECT_FALSE(set.find(names.front(), "_ipp._tcp", found));
    EXPECT_FALSE(set.find(std::string(300, 'a'), "_http._tcp", found));
}

TEST(ServiceSet, finds_each_service_after_every_change) {
    core::ServiceSet set;
    for (const char* name : {"a", "b", "c", "d"}) {
        ASSERT_EQ(set.add(service(name).view()), ServiceError::none);
    }
    expect_found(set, {"a", "b", "c", "d"});
    bool is_changed = false;
    // One that keeps its size, and one that moves those behind it.
    ASSERT_EQ(set.update(service("a", "_http._tcp", {}, 81).view(), is_changed),
              ServiceError::none);
    expect_found(set, {"a", "b", "c", "d"});
    ASSERT_EQ(set.update(service("b", "_http._tcp", {"key=value"}).view(), is_changed),
              ServiceError::none);
    expect_found(set, {"a", "b", "c", "d"});
    ASSERT_EQ(set.remove("a", "_http._tcp"), ServiceError::none);
    expect_found(set, {"b", "c", "d"});
    ASSERT_EQ(set.add(service("e").view()), ServiceError::none);
    EXPECT_EQ(set.add(service("E").view()), ServiceError::duplicate);
    expect_found(set, {"b", "c", "d", "e"});
    core::ServiceSet copy;
    ASSERT_EQ(copy.add(service("x").view()), ServiceError::none);
    ASSERT_TRUE(copy.assign(set));
    expect_found(copy, {"b", "c", "d", "e"});
    core::ServiceSet swapped;
    swapped.swap(copy);
    expect_found(swapped, {"b", "c", "d", "e"});
}

TEST(ServiceSet, refuses_incomplete_services_and_those_too_large_for_a_datagram) {
    core::ServiceSet set;
    for (const ServiceView& each :
         {ServiceView{"", "_http._tcp", 80, {}}, ServiceView{"a", "", 80, {}},
          ServiceView{"a", "_http._tcp", 0, {}}}) {
        EXPECT_EQ(set.add(each), ServiceError::incomplete);
    }
    EXPECT_EQ(set.add(service_of_size("a", limits::encoded_service_max).view()),
              ServiceError::none);
    const Bytes packed(limits::encoded_service_max, 0);
    const ServiceView view{"b", "_http._tcp", 80, Attributes::of_checked(packed)};
    EXPECT_EQ(set.add(view), ServiceError::too_large);
    EXPECT_EQ(set.count(), 1U);
}

TEST(ServiceSet, is_full_at_2048_services) {
    core::ServiceSet set;
    const std::string digits = "0123456789abcdef";
    for (std::size_t i = 0; i < limits::provider_services_max; ++i) {
        // Short names, so that the bytes are not used up first.
        const std::string name = {digits[i / 256], digits[i / 16 % 16], digits[i % 16]};
        ASSERT_EQ(set.add(ServiceView{name, "_a._tcp", 1, {}}), ServiceError::none) << name;
    }
    EXPECT_EQ(set.add(service("x").view()), ServiceError::provider_full);
}

TEST(ServiceSet, is_full_at_56_KiB) {
    core::ServiceSet set;
    std::size_t added = 0;
    while (set.add(service_of_size("large " + std::to_string(100 + added), 500).view()) ==
           ServiceError::none) {
        ++added;
    }
    EXPECT_EQ(added, limits::provider_services_bytes_max / 500);
    EXPECT_EQ(set.add(service_of_size("more", 500).view()), ServiceError::provider_full);
    EXPECT_EQ(set.add(service("small").view()), ServiceError::none)
        << "there is still room for a small one";
}

/// A set of three services, of which the second one is updated.
class ServiceSetUpdate : public testing::Test {
   protected:
    ServiceSetUpdate() {
        for (const char* name : {"a", "b", "c"}) {
            EXPECT_EQ(set.add(service(name, "_http._tcp", {"n=1"}).view()), ServiceError::none);
        }
    }

    ServiceError update(const ServiceView& to) {
        is_changed = false;
        return set.update(to, is_changed);
    }
    void expect_unchanged_after(const ServiceView& refused, ServiceError error) {
        const Bytes before(set.encoded().begin(), set.encoded().end());
        EXPECT_EQ(update(refused), error);
        EXPECT_FALSE(is_changed);
        EXPECT_TRUE(std::ranges::equal(set.encoded(), before));
    }

    core::ServiceSet set;
    bool is_changed = false;
};

TEST_F(ServiceSetUpdate, replaces_port_and_attributes_and_nothing_else) {
    const std::string longer(100, 'x');
    for (const std::vector<std::string>& attributes :
         {Names{"n=1"}, Names{"n=" + longer, "m"}, Names{}, Names{"n=2"}}) {
        EXPECT_EQ(update(service("b", "_http._tcp", attributes, 90).view()), ServiceError::none);
        EXPECT_TRUE(is_changed);
        const Bytes expected = encoded({service("a", "_http._tcp", {"n=1"}),
                                        service("b", "_http._tcp", attributes, 90),
                                        service("c", "_http._tcp", {"n=1"})});
        EXPECT_TRUE(std::ranges::equal(set.encoded(), expected)) << attributes.size();
        EXPECT_EQ(set.count(), 3U);
    }
}

TEST_F(ServiceSetUpdate, keeps_the_spelling_of_name_and_type) {
    EXPECT_EQ(update(service("B", "_HTTP._tcp", {}, 81).view()), ServiceError::none);
    EXPECT_EQ(names_in(set.list()), (Names{"a", "b", "c"}));
    expect_unchanged_after(service("B", "_HTTP._tcp", {}, 81).view(), ServiceError::none);
}

TEST_F(ServiceSetUpdate, tells_if_nothing_differs) {
    expect_unchanged_after(service("b", "_http._tcp", {"n=1"}).view(), ServiceError::none);
}

TEST_F(ServiceSetUpdate, is_refused_without_a_change) {
    expect_unchanged_after(service("d").view(), ServiceError::not_found);
    expect_unchanged_after(service("b", "_ipp._tcp").view(), ServiceError::not_found);
    expect_unchanged_after(ServiceView{"b", "_http._tcp", 0, {}}, ServiceError::incomplete);
    const Bytes packed(limits::encoded_service_max, 0);
    expect_unchanged_after(ServiceView{"b", "_http._tcp", 81, Attributes::of_checked(packed)},
                           ServiceError::too_large);
    while (set.add(service_of_size(std::to_string(100 + set.count()), 500).view()) ==
           ServiceError::none) {
    }
    const Service large = service_of_size("b", 1000);
    const ServiceView larger{"b", "_http._tcp", 81, large.view().attributes};
    expect_unchanged_after(larger, ServiceError::provider_full);
    for (const char* name : {"103", "104"}) {
        EXPECT_EQ(set.remove(name, service_of_size(name, 500).view().type), ServiceError::none);
    }
    EXPECT_EQ(update(larger), ServiceError::none) << "the room of the old service counts";
}

/// Services change while a provider runs.
class ChangeTest : public testing::Test {
   protected:
    Names ask() {
        VirtualClient& client = host.client(endpoint("127.0.0.1", 5000));
        client.received.clear();
        host.send_to_port(client.endpoint, bytes_of(request(++transaction)));
        host.run_for(ms);
        Names names;
        for (const Datagram& each : client.received) {
            const auto found = read<wire::Advertisement>(each.bytes);
            for (const std::string& name : names_in(found.services)) names.push_back(name);
            EXPECT_GE(found.roster.revision, revision);
            revision = found.roster.revision;
            EXPECT_EQ(found.roster.matching, names_in(found.services).size());
        }
        return names;
    }

    VirtualHost host;
    std::uint64_t transaction = 0;
    std::uint32_t revision = 0;
};

TEST_F(ChangeTest, primarys_changes_take_effect_at_once_and_raise_the_revision) {
    VirtualProvider& primary = host.start({service("a")});
    EXPECT_EQ(ask(), Names{"a"});
    std::uint32_t before = revision;
    EXPECT_EQ(host.add(primary, service("b")), ServiceError::none);
    EXPECT_EQ(ask(), (Names{"a", "b"}));
    EXPECT_GT(revision, before);
    before = revision;
    EXPECT_EQ(host.add(primary, service("B")), ServiceError::duplicate);
    EXPECT_EQ(host.remove(primary, "c", "_http._tcp"), ServiceError::not_found);
    EXPECT_EQ(ask(), (Names{"a", "b"}));
    EXPECT_EQ(revision, before) << "nothing changed";
    EXPECT_EQ(host.remove(primary, "a", "_http._tcp"), ServiceError::none);
    EXPECT_EQ(ask(), Names{"b"});
    EXPECT_GT(revision, before);
    EXPECT_EQ(host.remove(primary, "b", "_http._tcp"), ServiceError::none);
    EXPECT_TRUE(ask().empty());
}

TEST_F(ChangeTest, secondarys_changes_are_registered_at_once) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    EXPECT_EQ(host.add(secondary, service("b")), ServiceError::none);
    host.run_for(ms);
    EXPECT_EQ(ask(), (Names{"a", "b"}));
    EXPECT_EQ(host.remove(secondary, "a", "_http._tcp"), ServiceError::none);
    host.run_for(ms);
    EXPECT_EQ(ask(), Names{"b"});
    EXPECT_EQ(primary.count(Counter::registrations), 3U);
    EXPECT_EQ(primary.count(ProviderEventType::secondary_registered), 1U);
    EXPECT_EQ(secondary.port_tries_us.size(), 1U);
}

TEST_F(ChangeTest, update_of_the_primary_raises_the_revision_by_one) {
    VirtualProvider& primary = host.start({service("a"), service("b")});
    EXPECT_EQ(ask(), (Names{"a", "b"}));
    const std::uint32_t before = revision;
    EXPECT_EQ(host.update(primary, service("a", "_http._tcp", {"n=1"}, 81)), ServiceError::none);
    EXPECT_EQ(ask(), (Names{"a", "b"}));
    EXPECT_EQ(revision, before + 1);
    EXPECT_EQ(host.update(primary, service("c")), ServiceError::not_found);
    EXPECT_EQ(ask(), (Names{"a", "b"}));
    EXPECT_EQ(revision, before + 1);
}

TEST_F(ChangeTest, update_of_a_secondary_is_one_registration_and_one_revision) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a")});
    host.run_for(ms);
    EXPECT_EQ(ask(), Names{"a"});
    const std::uint32_t before = revision;
    ASSERT_EQ(primary.count(Counter::registrations), 1U);
    EXPECT_EQ(host.update(secondary, service("a", "_http._tcp", {"n=1"}, 81)), ServiceError::none);
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::registrations), 2U);
    EXPECT_EQ(ask(), Names{"a"});
    EXPECT_EQ(revision, before + 1);
}

/// So it changes no revision either: a revision is announced.
TEST_F(ChangeTest, update_without_a_difference_sends_nothing) {
    host.announce_s = 60;
    VirtualProvider& primary = host.start({service("a")});
    VirtualProvider& secondary = host.start({service("b", "_ipp._tcp")});
    host.run_for(10 * second);
    const std::size_t sent = host.sent.size();
    EXPECT_EQ(host.update(primary, service("a")), ServiceError::none);
    EXPECT_EQ(host.update(secondary, service("b", "_ipp._tcp")), ServiceError::none);
    host.run_for(ms);
    EXPECT_EQ(host.sent.size(), sent);
}

TEST_F(ChangeTest, whole_set_of_the_primary_is_one_revision) {
    VirtualProvider& primary = host.start({service("a"), service("b"), service("c")});
    EXPECT_EQ(ask(), (Names{"a", "b", "c"}));
    const std::uint32_t before = revision;
    host.set_services(primary, {service("b", "_http._tcp", {}, 81), service("c"), service("d")});
    EXPECT_EQ(ask(), (Names{"b", "c", "d"}));
    EXPECT_EQ(revision, before + 1);
    host.set_services(primary, {});
    EXPECT_TRUE(ask().empty());
}

TEST_F(ChangeTest, whole_set_of_a_secondary_is_one_registration_and_one_revision) {
    VirtualProvider& primary = host.start();
    VirtualProvider& secondary = host.start({service("a"), service("b")});
    host.run_for(ms);
    EXPECT_EQ(ask(), (Names{"a", "b"}));
    const std::uint32_t before = revision;
    ASSERT_EQ(primary.count(Counter::registrations), 1U);
    host.set_services(secondary, {service("b", "_http._tcp", {}, 81), service("c")});
    host.run_for(ms);
    EXPECT_EQ(primary.count(Counter::registrations), 2U);
    EXPECT_EQ(ask(), (Names{"b", "c"}));
    EXPECT_EQ(revision, before + 1);
}

TEST_F(ChangeTest, same_set_sends_nothing) {
    host.announce_s = 60;
    VirtualProvider& primary = host.start({service("a")});
    VirtualProvider& secondary = host.start({service("b", "_ipp._tcp")});
    host.run_for(10 * second);
    const std::size_t sent = host.sent.size();
    host.set_services(primary, {service("a")});
    host.set_services(secondary, {service("b", "_ipp._tcp")});
    host.run_for(ms);
    EXPECT_EQ(host.sent.size(), sent);
}

TEST_F(ChangeTest, one_change_among_many_services_costs_as_few_datagrams_as_an_update) {
    host.announce_s = 60;
    std::vector<Service> services;
    for (int n = 0; n < 100; ++n) services.push_back(service("s" + std::to_string(n)));
    VirtualProvider& primary = host.start(services);
    host.run_for(10 * second);
    const auto sent_by = [&](auto change) {
        const std::size_t before = host.sent.size();
        change();
        host.run_for(10 * second);
        return host.sent.size() - before;
    };
    const std::size_t by_update = sent_by([&] {
        EXPECT_EQ(host.update(primary, service("s7", "_http._tcp", {}, 81)), ServiceError::none);
    });
    services[7] = service("s7", "_http._tcp", {}, 82);
    EXPECT_EQ(sent_by([&] { host.set_services(primary, services); }), by_update);
    // Three announcements, each by four paths.
    EXPECT_EQ(by_update, 12U);
}

/// Port and attribute of the service always agree, and are one or the other version.
TEST_F(ChangeTest, update_during_a_search_shows_the_old_or_the_new_service) {
    for (TimeUs wait_us = 0; wait_us <= 200; wait_us += 10) {
        VirtualHost fresh;
        fresh.start();
        VirtualProvider& secondary = fresh.start({service("a", "_http._tcp", {"port=80"})});
        fresh.run_for(second);
        core::ProbeConfig config;
        config.local_only = true;
        core::Probe probe(config);
        fresh.start(probe);
        fresh.run_for(wait_us);
        EXPECT_EQ(fresh.update(secondary, service("a", "_http._tcp", {"port=81"}, 81)),
                  ServiceError::none);
        fresh.run_for(second);
        EXPECT_EQ(probe.outcome(), ProbeOutcome::complete);
        FoundServiceView found;
        ASSERT_TRUE(probe.next_service(found));
        EXPECT_EQ((*found.service.attributes.begin()).value, std::to_string(found.service.port));
        EXPECT_FALSE(probe.next_service(found)) << "after " << wait_us << " us";
    }
}

TEST_F(ChangeTest, changes_during_a_registration_are_registered) {
    for (TimeUs wait_us = 0; wait_us <= 120; wait_us += 10) {
        VirtualHost fresh;
        VirtualProvider& primary = fresh.start();
        VirtualProvider& secondary = fresh.start({service("a")});
        fresh.run_for(wait_us);
        EXPECT_EQ(fresh.add(secondary, service("b")), ServiceError::none);
        fresh.run_for(ms);
        EXPECT_EQ(secondary.role(), Role::secondary);
        VirtualClient& client = fresh.client(endpoint("127.0.0.1", 5000));
        fresh.send_to_port(client.endpoint, bytes_of(request(1)));
        fresh.run_for(ms);
        ASSERT_EQ(client.received.size(), 1U);
        const auto found = read<wire::Advertisement>(client.received[0].bytes);
        EXPECT_EQ(found.roster.matching, 2U) << "after " << wait_us << " us";
        EXPECT_EQ(primary.count(ProviderEventType::secondary_registered), 1U);
    }
}

TEST_F(ChangeTest, changes_without_a_primary_reach_the_next_one) {
    VirtualProvider& first = host.start();
    VirtualProvider& second_one = host.start({service("a")});
    VirtualProvider& third = host.start();
    host.run_for(ms);
    host.stop(first);
    EXPECT_EQ(host.add(second_one, service("b")), ServiceError::none);
    EXPECT_EQ(host.remove(second_one, "a", "_http._tcp"), ServiceError::none);
    host.run_for(100 * ms);
    EXPECT_NE(second_one.role(), third.role());
    EXPECT_EQ(ask(), Names{"b"});
}

}  // namespace
}  // namespace mpdisc::test
