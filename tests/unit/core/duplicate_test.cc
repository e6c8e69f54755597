// SPDX-License-Identifier: MIT
//
// Two providers of one host offer a service of the same name and type. The later one is told, and
// clients find both.
#include <gtest/gtest.h>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {
namespace {

class DuplicateTest : public testing::Test {
   protected:
    VirtualProvider& start(const std::vector<Service>& services) {
        VirtualProvider& made = host.start(services);
        host.run_for(100 * ms);
        return made;
    }
    static std::size_t told(const VirtualProvider& provider) {
        return provider.count(ProviderEventType::duplicate_service);
    }
    /// The peer in its last duplicate_service event.
    static ProviderId duplicate_of(const VirtualProvider& provider) {
        ProviderId id;
        for (const ProviderEvent& event : provider.events) {
            if (event.type == ProviderEventType::duplicate_service) id = event.peer;
        }
        return id;
    }

    VirtualHost host;
};

TEST_F(DuplicateTest, is_told_to_the_later_provider) {
    VirtualProvider& primary = start({service("a"), service("b")});
    VirtualProvider& secondary = start({service("c"), service("d")});
    VirtualProvider& like_primary = start({service("x"), service("B")});
    VirtualProvider& like_secondary = start({service("y"), service("d")});
    VirtualProvider& other_type = start({service("d", "_ipp._tcp")});
    EXPECT_EQ(told(primary), 0U);
    EXPECT_EQ(told(secondary), 0U);
    EXPECT_EQ(told(other_type), 0U);
    ASSERT_EQ(told(like_primary), 1U);
    ASSERT_EQ(told(like_secondary), 1U);
    EXPECT_EQ(duplicate_of(like_primary), primary.id());
    EXPECT_EQ(duplicate_of(like_secondary), secondary.id());
}

TEST_F(DuplicateTest, is_told_of_what_a_whole_set_adds) {
    VirtualProvider& primary = start({service("a")});
    start({service("b"), service("c")});
    host.set_services(primary, {service("a"), service("b")});
    EXPECT_EQ(told(primary), 1U);
    host.set_services(primary, {service("b"), service("d")});
    EXPECT_EQ(told(primary), 1U) << "of that it knows";
}

TEST_F(DuplicateTest, is_told_once_however_often_providers_register) {
    start({service("a")});
    VirtualProvider& later = start({service("a")});
    for (const char* name : {"b", "c", "d"}) {
        EXPECT_EQ(host.add(later, service(name)), ServiceError::none);
        host.run_for(100 * ms);
    }
    EXPECT_EQ(told(later), 1U);
    VirtualProvider& third = start({service("d")});
    EXPECT_EQ(told(third), 1U);
    EXPECT_EQ(told(later), 1U);
}

TEST_F(DuplicateTest, is_told_to_the_provider_that_adds_such_a_service) {
    VirtualProvider& primary = start({service("a")});
    VirtualProvider& secondary = start({service("b")});
    EXPECT_EQ(host.add(secondary, service("a")), ServiceError::none);
    host.run_for(100 * ms);
    EXPECT_EQ(told(secondary), 1U);
    EXPECT_EQ(told(primary), 0U);
    EXPECT_EQ(host.add(primary, service("b")), ServiceError::none);
    host.run_for(100 * ms);
    EXPECT_EQ(told(primary), 1U);
}

TEST_F(DuplicateTest, is_no_provider_on_another_interface_or_family) {
    host.interface_name = "eth0";
    start({service("a")});
    host.interface_name = "eth1";
    EXPECT_EQ(told(start({service("a")})), 0U);
    EXPECT_EQ(told(start({service("a")})), 1U);
    core::ProviderConfig config = host.next_config();
    config.family = Family::ipv4;
    host.start(config, {service("b")});
    host.run_for(100 * ms);
    config = host.next_config();
    config.family = Family::ipv6;
    VirtualProvider& other_family = host.start(config, {service("b")});
    host.run_for(100 * ms);
    EXPECT_EQ(told(other_family), 0U);
}

TEST_F(DuplicateTest, is_no_provider_that_left_or_died) {
    start({service("a")});
    VirtualProvider& first = start({service("b")});
    host.stop(first);
    VirtualProvider& next = start({service("b")});
    EXPECT_EQ(told(next), 0U);
    host.kill(next);
    host.run_for(10 * ms);
    EXPECT_EQ(told(start({service("b")})), 0U);
}

/// After a change of primary both register again, so the first may then learn of the other.
TEST_F(DuplicateTest, is_told_at_most_once_to_each_provider_across_a_change_of_primary) {
    VirtualProvider& primary = start({service("a")});
    VirtualProvider& first = start({service("b")});
    VirtualProvider& other = start({service("b")});
    EXPECT_EQ(told(other), 1U);
    for (int n = 0; n < 5; ++n) {
        start({service("z" + std::to_string(n))});
    }
    host.stop(primary);
    host.run_for(3 * second);
    EXPECT_LE(told(first), 1U);
    EXPECT_EQ(told(other), 1U);
}

/// A service name shared by thousands costs no more than any other name. A duplicate may be missed.
TEST_F(DuplicateTest, is_searched_for_among_a_bounded_number_of_services_of_that_name) {
    core::Registry registry(99);
    const auto put = [&](std::uint32_t number, const Service& each) {
        const Bytes bytes = encoded({each});
        wire::Registration registration;
        registration.provider = id_of(number);
        registration.services = wire::ServiceList(bytes);
        const Endpoint from = endpoint("127.0.0.1", static_cast<std::uint16_t>(number));
        EXPECT_EQ(registry.put(1, registration, from), core::Registry::Outcome::added);
        return registry.find(from);
    };
    const auto max = static_cast<std::uint32_t>(core::Registry::duplicate_candidates_max);
    const auto find = [&](const char* type) {
        return registry.find_duplicate({"same", type, 80, {}}, {}, core::Registry::none);
    };
    core::Registry::Slot last = core::Registry::none;
    for (std::uint32_t n = 1; n <= max + 1; ++n) {
        last = put(n, service("same", "_t" + std::to_string(n) + "._tcp"));
        const bool is_looked_at = n <= max;
        EXPECT_EQ(find(("_t" + std::to_string(n) + "._tcp").c_str()),
                  is_looked_at ? last : core::Registry::none);
    }
}

}  // namespace
}  // namespace mpdisc::test
