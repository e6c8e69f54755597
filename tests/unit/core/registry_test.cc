// SPDX-License-Identifier: MIT
#include "core/host/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/host/port_users.h"
#include "core/kit/random.h"
#include "mpdisc/limits.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::core {
namespace {

using test::endpoint;
using test::id_of;
using test::service;

class RegistryTest : public testing::Test {
   protected:
    Registry::Outcome put(TimeUs now_us, std::uint32_t number,
                          const std::vector<Service>& services = {},
                          std::uint16_t port_offset = 0) {
        const test::Bytes bytes = test::encoded(services);
        wire::Registration registration;
        registration.provider = id_of(number);
        registration.process_id = number;
        registration.services = wire::ServiceList(bytes);
        registration.host = host;
        return registry.put(now_us, registration, address_of(number + port_offset), user);
    }
    static Endpoint address_of(std::uint32_t number) {
        return endpoint("127.0.0.1", static_cast<std::uint16_t>(10'000 + number));
    }
    /// Registers a provider of nearly the largest size for the user `account`.
    Registry::Outcome put_large(std::uint32_t number, std::uint32_t account) {
        user = account;
        return put(1, number, large);
    }
    /// Calls put_large() until it is refused. Returns the number of added providers.
    std::uint32_t add_large(std::uint32_t first, std::uint32_t account) {
        std::uint32_t added = 0;
        while (put_large(first + added, account) == Registry::Outcome::added) ++added;
        return added;
    }
    /// Adds large providers and then small ones, until the user's share is used up.
    void use_up(std::uint32_t first, std::uint32_t account) {
        first += add_large(first, account);
        while (put(1, first) == Registry::Outcome::added) ++first;
    }
    static std::vector<Service> offer_of(std::size_t count) {
        std::vector<Service> services;
        for (std::size_t n = 0; n < count; ++n) {
            services.push_back(service("s" + std::to_string(n), "_a._tcp"));
        }
        return services;
    }

    /// All matches as "provider.name", in the order of the visit.
    std::vector<std::string> matching(const Filter& filter) {
        std::vector<std::string> found;
        registry.for_each_matching(filter,
                                   [&](Registry::Slot slot, const wire::ServiceList::Item& item) {
                                       found.push_back(std::to_string(registry[slot].process_id) +
                                                       "." + std::string(item.service.name));
                                   });
        return found;
    }

    Registry registry{99};
    /// The host that a provider was told by an earlier primary.
    HostId host;
    /// The user of a registrant's socket as the system tells it; empty if unknown.
    std::optional<std::uint32_t> user = wire::Registration::no_user;
    const std::vector<Service> large = offer_of(1'900);
};

using Found = std::vector<std::string>;

TEST_F(RegistryTest, keeps_the_fields_of_a_registration) {
    EXPECT_EQ(registry.find(address_of(1)), Registry::none);
    EXPECT_EQ(registry.oldest(), Registry::none);
    EXPECT_EQ(put(5, 1, {service("a"), service("b")}), Registry::Outcome::added);
    const Registry::Slot slot = registry.find(address_of(1));
    ASSERT_NE(slot, Registry::none);
    EXPECT_EQ(registry[slot].id, id_of(1));
    EXPECT_EQ(registry[slot].address, endpoint("127.0.0.1", 10'001));
    EXPECT_EQ(registry[slot].process_id, 1U);
    EXPECT_EQ(registry[slot].registered_us, 5U);
    EXPECT_EQ(registry[slot].service_count, 2U);
    EXPECT_EQ(test::names_in(wire::ServiceList(registry[slot].encoded_services())),
              (std::vector<std::string>{"a", "b"}));
}

TEST_F(RegistryTest, is_complete_when_the_secondaries_of_the_former_primary_have_come) {
    constexpr TimeUs ms = 1'000;
    const auto complete_ms = [&] { return registry.complete_us() / ms; };
    registry.begin(0);
    EXPECT_EQ(complete_ms(), 250U);
    EXPECT_FALSE(registry.is_complete(249 * ms));
    EXPECT_TRUE(registry.is_complete(250 * ms));
    EXPECT_EQ(put(240 * ms, 1), Registry::Outcome::added);
    EXPECT_EQ(complete_ms(), 250U) << "this provider is new";
    host = {{1}};
    EXPECT_EQ(put(100 * ms, 2), Registry::Outcome::added);
    EXPECT_EQ(complete_ms(), 250U);
    EXPECT_EQ(put(240 * ms, 3), Registry::Outcome::added);
    EXPECT_EQ(complete_ms(), 340U) << "others may follow soon";
    EXPECT_EQ(put(300 * ms, 3, {service("a")}), Registry::Outcome::changed);
    EXPECT_EQ(complete_ms(), 340U);
    EXPECT_EQ(put(1'500 * ms, 4), Registry::Outcome::added);
    EXPECT_EQ(complete_ms(), 1'600U);
    EXPECT_EQ(put(1'990 * ms, 5), Registry::Outcome::added);
    EXPECT_EQ(complete_ms(), 2'000U);
    EXPECT_EQ(put(2'500 * ms, 6), Registry::Outcome::added);
    EXPECT_EQ(complete_ms(), 2'000U);
}

/// A provider may change its services while another one is the primary.
TEST_F(RegistryTest, numbers_each_reign_anew) {
    registry.begin(0);
    const std::uint32_t first = registry.revision();
    registry.begin(1'000);
    EXPECT_GT(registry.revision(), first);
}

TEST_F(RegistryTest, knows_that_the_former_primary_has_ended_until_it_is_complete) {
    registry.begin(0, id_of(7));
    EXPECT_EQ(registry.ended_primary(1), nullptr);
    const std::uint32_t before = registry.revision();
    registry.note_former_ended();
    EXPECT_EQ(registry.revision(), before + 1);
    EXPECT_EQ(put(1, 1), Registry::Outcome::added);
    ASSERT_NE(registry.ended_primary(registry.complete_us() - 1), nullptr);
    EXPECT_EQ(*registry.ended_primary(registry.complete_us() - 1), id_of(7));
    EXPECT_EQ(registry.ended_primary(registry.complete_us()), nullptr);
    EXPECT_EQ(put(2, 7), Registry::Outcome::added);
    EXPECT_EQ(registry.ended_primary(3), nullptr) << "a provider with that id is there";

    registry.note_former_ended();
    registry.begin(10, id_of(8));
    EXPECT_EQ(registry.ended_primary(11), nullptr) << "another primary was the former one";
}

TEST_F(RegistryTest, replaces_the_services_by_a_renewal_and_keeps_the_time_of_registration) {
    ASSERT_EQ(put(5, 1, {service("a"), service("b")}), Registry::Outcome::added);
    EXPECT_EQ(put(9, 1, {service("c")}), Registry::Outcome::changed);
    const Registry::Slot slot = registry.find(address_of(1));
    EXPECT_EQ(registry[slot].registered_us, 5U);
    EXPECT_EQ(registry[slot].last_heartbeat_us, 9U);
    EXPECT_EQ(registry[slot].service_count, 1U);
    EXPECT_EQ(registry.size(), 1U);
    EXPECT_EQ(put(10, 1), Registry::Outcome::changed);
    EXPECT_EQ(registry[slot].service_count, 0U);
    EXPECT_TRUE(registry[slot].encoded_services().empty());
}

TEST_F(RegistryTest, keeps_two_addresses_with_the_same_provider_id_apart) {
    ASSERT_EQ(put(5, 1, {service("a")}), Registry::Outcome::added);
    EXPECT_EQ(put(6, 1, {service("b")}, 1), Registry::Outcome::added);
    EXPECT_EQ(registry.size(), 2U);
    const Registry::Slot slot = registry.find(address_of(1));
    EXPECT_EQ(registry[slot].last_heartbeat_us, 5U);
    EXPECT_EQ(matching({}), (Found{"1.a", "1.b"}));
    registry.remove(registry.find(address_of(2)));
    EXPECT_EQ(registry.find(address_of(1)), slot);
    EXPECT_EQ(matching({}), Found{"1.a"});
    EXPECT_EQ(put(7, 1, {service("c")}), Registry::Outcome::changed);
    EXPECT_EQ(matching({}), Found{"1.c"});
}

TEST_F(RegistryTest, repeated_registration_renews_the_lease_and_changes_nothing) {
    ASSERT_EQ(put(5, 1, {service("a"), service("b")}), Registry::Outcome::added);
    const std::uint32_t revision = registry.revision();
    const Registry::Slot slot = registry.find(address_of(1));
    EXPECT_EQ(put(6, 1, {service("a"), service("b")}), Registry::Outcome::repeated);
    EXPECT_EQ(registry[slot].last_heartbeat_us, 6U);
    EXPECT_EQ(registry.revision(), revision);
    // Fewer services, more services, and the same number with another name.
    EXPECT_EQ(put(7, 1, {service("a")}), Registry::Outcome::changed);
    EXPECT_EQ(put(8, 1, {service("a"), service("b")}), Registry::Outcome::changed);
    EXPECT_EQ(put(9, 1, {service("a"), service("c")}), Registry::Outcome::changed);
    EXPECT_EQ(matching({}), (Found{"1.a", "1.c"}));
    EXPECT_EQ(registry.revision(), revision + 3);
}

TEST_F(RegistryTest, registration_with_other_fields_is_a_change) {
    wire::Registration registration;
    registration.provider = id_of(1);
    registration.user_id = 1000;
    const auto put_it = [&] { return registry.put(1, registration, address_of(1)); };
    ASSERT_EQ(put_it(), Registry::Outcome::added);
    registration.process_id = 7;
    EXPECT_EQ(put_it(), Registry::Outcome::changed);
    registration.reach.if_index = 2;
    EXPECT_EQ(put_it(), Registry::Outcome::changed);
    registration.user_id = 1001;
    EXPECT_EQ(put_it(), Registry::Outcome::changed);
    // The user that the system told stays, but the provider may always renounce takeovers.
    registry.set_user(registry.find(address_of(1)), 1000);
    EXPECT_EQ(put_it(), Registry::Outcome::repeated);
    registration.user_id = wire::Registration::no_user;
    EXPECT_EQ(put_it(), Registry::Outcome::changed);
    EXPECT_EQ(put_it(), Registry::Outcome::repeated);
    registry.set_user(registry.find(address_of(1)), 1000);
    EXPECT_EQ(registry[registry.find(address_of(1))].user_id, wire::Registration::no_user);
    EXPECT_EQ(registry[registry.find(address_of(1))].charged_user_id, 1000U)
        << "it still counts for its user";
}

TEST_F(RegistryTest, finds_a_registrant_by_its_address) {
    EXPECT_EQ(registry.find(endpoint("127.0.0.1", 10'001)), Registry::none);
    ASSERT_EQ(put(5, 1), Registry::Outcome::added);
    ASSERT_EQ(put(5, 2), Registry::Outcome::added);
    const Registry::Slot slot = registry.find(endpoint("127.0.0.1", 10'002));
    EXPECT_EQ(slot, registry.find(address_of(2)));
    ASSERT_EQ(put(6, 2), Registry::Outcome::repeated);
    EXPECT_EQ(registry.find(endpoint("127.0.0.1", 10'002)), slot);
    for (const Endpoint& other :
         {endpoint("127.0.0.1", 10'003), endpoint("127.0.0.2", 10'002), endpoint("::1", 10'002)}) {
        EXPECT_EQ(registry.find(other), Registry::none);
    }
}

TEST_F(RegistryTest, address_is_free_after_its_registrant_was_removed) {
    for (std::uint32_t round = 0; round < 100; ++round) {
        ASSERT_EQ(put(round, round), Registry::Outcome::added);
        ASSERT_EQ(put(round, 1000 + round), Registry::Outcome::added);
        registry.remove(registry.find(address_of(round)));
        EXPECT_EQ(registry.find(address_of(round)), Registry::none);
    }
    EXPECT_EQ(registry.size(), 100U);
    // Another provider at the same address.
    ASSERT_EQ(put(1, 200), Registry::Outcome::added);
    registry.remove(registry.find(address_of(200)));
    ASSERT_EQ(put(2, 199, {}, 1), Registry::Outcome::added);
    EXPECT_EQ(registry[registry.find(address_of(200))].id, id_of(199));
}

TEST_F(RegistryTest, keeps_the_user_and_whether_the_process_is_watched) {
    wire::Registration registration;
    registration.provider = id_of(1);
    registration.process_id = 7;
    registration.user_id = 1000;
    const Endpoint at = endpoint("127.0.0.1", 10'001);
    ASSERT_EQ(registry.put(5, registration, at), Registry::Outcome::added);
    const Registry::Slot slot = registry.find(at);
    EXPECT_EQ(registry[slot].user_id, 1000U);
    EXPECT_FALSE(registry[slot].is_watched);
    registry.set_watched(slot, true);
    EXPECT_TRUE(registry[slot].is_watched);
    registration.user_id = wire::Registration::no_user;
    ASSERT_EQ(registry.put(6, registration, at), Registry::Outcome::changed);
    EXPECT_EQ(registry[slot].user_id, wire::Registration::no_user);
    EXPECT_TRUE(registry[slot].is_watched) << "only set_watched() ends the watch";
    registry.remove(slot);
    ASSERT_EQ(put(7, 2), Registry::Outcome::added);
    EXPECT_FALSE(registry[slot].is_watched) << "the slot's former registrant was watched";
}

TEST_F(RegistryTest, raises_the_revision_with_each_change_of_the_services) {
    std::uint32_t last = registry.revision();
    const auto expect_change = [&](bool change) {
        EXPECT_EQ(registry.revision() > last, change);
        last = registry.revision();
    };
    ASSERT_EQ(put(1, 1), Registry::Outcome::added);
    expect_change(true);
    registry.renew_lease(2, registry.find(address_of(1)));
    expect_change(false);
    ASSERT_EQ(put(3, 1, {service("a")}), Registry::Outcome::changed);
    expect_change(true);
    registry.note_change();
    expect_change(true);
    registry.remove(registry.find(address_of(1)));
    expect_change(true);
}

TEST_F(RegistryTest, orders_leases_by_the_last_heartbeat_or_registration) {
    for (std::uint32_t number = 1; number <= 5; ++number) {
        ASSERT_EQ(put(number, number), Registry::Outcome::added);
    }
    registry.renew_lease(10, registry.find(address_of(1)));
    registry.renew_lease(11, registry.find(address_of(3)));
    ASSERT_EQ(put(12, 2), Registry::Outcome::repeated);
    registry.renew_lease(13, registry.find(address_of(2)));  // it is the newest already
    registry.remove(registry.find(address_of(5)));
    std::vector<std::uint32_t> order;
    while (registry.oldest() != Registry::none) {
        order.push_back(registry[registry.oldest()].process_id);
        registry.remove(registry.oldest());
    }
    EXPECT_EQ(order, (std::vector<std::uint32_t>{4, 1, 3, 2}));
    EXPECT_EQ(registry.size(), 0U);
}

TEST_F(RegistryTest, holds_at_most_8192_of_one_user_and_reuses_slots) {
    for (std::uint32_t number = 0; number < limits::user_secondaries_max; ++number) {
        ASSERT_EQ(put(number, number, {service("a")}), Registry::Outcome::added);
    }
    EXPECT_EQ(put(9000, 9000), Registry::Outcome::full);
    EXPECT_EQ(put(9000, 77, {service("b")}), Registry::Outcome::changed);
    EXPECT_EQ(registry.size(), limits::user_secondaries_max);
    EXPECT_EQ(registry.slot_count(), limits::user_secondaries_max);

    const Registry::Slot freed = registry.find(address_of(500));
    registry.remove(freed);
    registry.remove(registry.find(address_of(600)));
    EXPECT_FALSE(registry.is_used(freed));
    EXPECT_EQ(registry.find(address_of(500)), Registry::none);
    EXPECT_EQ(put(9001, 9001), Registry::Outcome::added);
    EXPECT_EQ(put(9002, 9002), Registry::Outcome::added);
    EXPECT_EQ(put(9003, 9003), Registry::Outcome::full);
    EXPECT_TRUE(registry.is_used(freed));
    EXPECT_EQ(registry.slot_count(), limits::user_secondaries_max);
    for (const std::uint32_t number : {0U, 77U, 499U, 501U, 8191U, 9001U, 9002U}) {
        const Registry::Slot slot = registry.find(address_of(number));
        ASSERT_NE(slot, Registry::none) << number;
        EXPECT_EQ(registry[slot].process_id, number);
    }
}

TEST_F(RegistryTest, finds_services_by_type_name_and_attributes) {
    ASSERT_EQ(put(1, 1, {service("web", "_http._tcp", {"path=/a"}), service("web", "_ipp._tcp")}),
              Registry::Outcome::added);
    ASSERT_EQ(put(1, 2, {service("Web", "_HTTP._TCP", {"path=/b"}), service("b", "_http._tcp")}),
              Registry::Outcome::added);
    ASSERT_EQ(put(1, 3), Registry::Outcome::added);
    const AttributeSet path = test::attributes_of({"path"});
    const AttributeSet path_b = test::attributes_of({"path=/b"});
    EXPECT_EQ(matching({}), (Found{"1.web", "1.web", "2.Web", "2.b"}));
    EXPECT_EQ(matching({"_http._tcp", {}, {}}), (Found{"1.web", "2.Web", "2.b"}));
    EXPECT_EQ(matching({"_Ipp._tcp", {}, {}}), (Found{"1.web"}));
    EXPECT_EQ(matching({{}, "WEB", {}}), (Found{"1.web", "1.web", "2.Web"}));
    EXPECT_EQ(matching({"_http._tcp", "web", {}}), (Found{"1.web", "2.Web"}));
    EXPECT_EQ(matching({"_http._tcp", "web", path_b.view()}), (Found{"2.Web"}));
    EXPECT_EQ(matching({{}, {}, path.view()}), (Found{"1.web", "2.Web"}));
    EXPECT_EQ(matching({"_ipp._tcp", {}, path.view()}), Found{});
    EXPECT_EQ(matching({"_ssh._tcp", {}, {}}), Found{});
    EXPECT_EQ(matching({"_ipp._tcp", "b", {}}), Found{});
}

TEST_F(RegistryTest, finds_no_removed_or_replaced_services) {
    ASSERT_EQ(put(1, 1, {service("a"), service("b")}), Registry::Outcome::added);
    ASSERT_EQ(put(1, 2, {service("a"), service("b")}), Registry::Outcome::added);
    ASSERT_EQ(put(1, 3, {service("a"), service("b")}), Registry::Outcome::added);
    registry.remove(registry.find(address_of(2)));
    EXPECT_EQ(matching({"_http._tcp", {}, {}}), (Found{"1.a", "1.b", "3.a", "3.b"}));
    ASSERT_EQ(put(2, 1, {service("longer name"), service("b"), service("x", "_ipp._tcp")}),
              Registry::Outcome::changed);
    EXPECT_EQ(matching({"_http._tcp", {}, {}}), (Found{"3.a", "3.b", "1.longer name", "1.b"}));
    EXPECT_EQ(matching({{}, "a", {}}), Found{"3.a"});
    // A new registrant reuses the removed one's slot.
    ASSERT_EQ(put(3, 4, {service("a", "_ipp._tcp")}), Registry::Outcome::added);
    EXPECT_EQ(registry.slot_count(), 3U);
    EXPECT_EQ(matching({{}, "a", {}}), (Found{"3.a", "4.a"}));
    EXPECT_EQ(matching({"_ipp._tcp", {}, {}}), (Found{"1.x", "4.a"}));
}

/// Registrants come, change their services and leave. The index must find the same as a full scan.
TEST_F(RegistryTest, finds_the_same_as_a_full_scan) {
    Random random({5, 6, 7, 8});
    const Filter filters[] = {{"_t1._tcp", {}, {}},   {"_T2._TCP", {}, {}},   {{}, "n3", {}},
                              {"_t1._tcp", "n3", {}}, {"_none._tcp", {}, {}}, {{}, "none", {}}};
    for (std::uint32_t step = 1; step <= 3'000; ++step) {
        const auto number = static_cast<std::uint32_t>(random.below(300));
        const Registry::Slot slot = registry.find(address_of(number));
        if (slot != Registry::none && random.below(2) == 0) {
            registry.remove(slot);
        } else {
            std::vector<Service> services;
            for (std::uint64_t n = random.below(6); n != 0; --n) {
                services.push_back(service("n" + std::to_string(random.below(20)),
                                           "_t" + std::to_string(random.below(4)) + "._tcp"));
            }
            (void)put(step, number, services);
        }
        if (step % 50 != 0) continue;
        for (const Filter& filter : filters) {
            Found expected;
            for (Registry::Slot at = 0; at < registry.slot_count(); ++at) {
                if (!registry.is_used(at)) continue;
                auto services = registry[at].services_list().read();
                for (wire::ServiceList::Item item; services.next(item);) {
                    if (!filter.matches(item.service)) continue;
                    expected.push_back(std::to_string(registry[at].process_id) + "." +
                                       std::string(item.service.name));
                }
            }
            Found found = matching(filter);
            std::sort(found.begin(), found.end());
            std::sort(expected.begin(), expected.end());
            ASSERT_EQ(found, expected) << step;
        }
    }
}

/// Answers take memory only after keep_answers(), so an idle primary needs none.
TEST(PortUsersTest, keeps_the_systems_answers_only_on_demand) {
    constexpr TimeUs second = 1'000'000;
    PortUsers users;
    users.ask(1);
    ASSERT_TRUE(users.take_question());
    users.set_user(10'000, 1000);
    users.finish(1);
    EXPECT_EQ(users.user_of(2, 10'000), std::nullopt) << "the answers were not kept";
    users.keep_answers();
    users.ask(users.next_ask_us());
    ASSERT_TRUE(users.take_question());
    users.set_user(10'000, 1000);
    users.finish(second);
    EXPECT_EQ(users.user_of(second, 10'000), 1000U);
    EXPECT_EQ(users.user_of(second, 10'001), std::nullopt);
    users.forget();
    EXPECT_EQ(users.user_of(second, 10'000), std::nullopt);
}

TEST_F(RegistryTest, needs_no_user_before_the_share_of_one_user_is_used_up) {
    user.reset();
    for (std::uint32_t n = 0; n < limits::user_secondaries_max; ++n) {
        ASSERT_EQ(put(1, n, {service("a")}), Registry::Outcome::added);
    }
    EXPECT_FALSE(registry.is_half_full());
    EXPECT_EQ(put(1, 9'000), Registry::Outcome::user_unknown);
    EXPECT_EQ(put(1, 77, {service("b")}), Registry::Outcome::changed) << "it has its slot already";
    EXPECT_EQ(registry.find(address_of(9'000)), Registry::none);
}

TEST_F(RegistryTest, single_user_gets_half_of_the_bytes_and_leaves_room_for_others) {
    const std::uint32_t first = add_large(0, 1000);
    EXPECT_GT(first, 30U);
    EXPECT_LT(first, 40U);
    EXPECT_FALSE(registry.is_half_full());
    const std::uint32_t second = add_large(1'000, 1001);
    EXPECT_NEAR(second, first / 2, 1);
    const std::uint32_t third = add_large(2'000, 1002);
    EXPECT_NEAR(third, first / 4, 1);
    EXPECT_EQ(put_large(3'000, 1000), Registry::Outcome::full)
        << "the largest user still has too much";
    user = 1003;
    EXPECT_EQ(put(1, 4'000, {service("small")}), Registry::Outcome::added);
}

TEST_F(RegistryTest, claimed_user_is_not_charged) {
    use_up(0, 1000);
    wire::Registration registration;
    registration.provider = id_of(5'000);
    // It claims the user with the used-up share, but the system tells another user.
    registration.user_id = 1000;
    EXPECT_EQ(registry.put(1, registration, endpoint("127.0.0.1", 5'000), 1001),
              Registry::Outcome::added);
    registration.provider = id_of(5'001);
    registration.user_id = 1001;
    EXPECT_EQ(registry.put(1, registration, endpoint("127.0.0.1", 5'001), 1000),
              Registry::Outcome::full);
}

TEST_F(RegistryTest, registrants_of_unknown_users_count_as_one_user) {
    const std::uint32_t unknown = add_large(0, wire::Registration::no_user);
    EXPECT_NEAR(add_large(1'000, 1001), unknown / 2, 1);
    // Now the system tells their user.
    for (std::uint32_t n = 0; n < unknown; ++n) {
        registry.set_user(registry.find(address_of(n)), 1000);
    }
    user = 1000;
    EXPECT_EQ(put(1, 5'000), Registry::Outcome::full);
    user = wire::Registration::no_user;
    EXPECT_EQ(put(1, 5'000), Registry::Outcome::added);
}

TEST_F(RegistryTest, registrant_may_always_shrink_but_grow_only_within_its_users_share) {
    use_up(0, 1000);
    const std::uint32_t count = registry.size();
    EXPECT_EQ(put_large(0, 1000), Registry::Outcome::repeated) << "as large as before";
    EXPECT_EQ(put(2, 0, {service("a")}), Registry::Outcome::changed);
    EXPECT_EQ(put_large(0, 1000), Registry::Outcome::changed) << "there is room again";
    EXPECT_EQ(put_large(count - 1, 1000), Registry::Outcome::full) << "it was small before";
    EXPECT_EQ(registry[registry.find(address_of(count - 1))].service_count, 0U);
    EXPECT_EQ(registry.size(), count);
}

/// The system may tell another user than before: a port has another owner now, or there was no
/// memory for the answer.
TEST_F(RegistryTest, registrant_of_another_user_than_before_gets_no_more_than_is_left) {
    ASSERT_EQ(put(1, 0, offer_of(1'000)), Registry::Outcome::added);
    for (std::uint32_t account = 0; account < 16; ++account) use_up(account * 2'500 + 1, account);
    EXPECT_EQ(put_large(0, 99), Registry::Outcome::full);
    EXPECT_EQ(registry[registry.find(address_of(0))].service_count, 1'000U);
}

TEST_F(RegistryTest, holds_as_many_registrants_as_its_bytes_allow) {
    std::uint32_t number = 0;
    for (std::uint32_t account = 0; account < 20; ++account) {
        user = account;
        while (put(1, number) == Registry::Outcome::added) ++number;
    }
    EXPECT_GE(registry.size(), limits::registry_secondaries_max - 10);
    EXPECT_LE(registry.size(), limits::registry_secondaries_max);
    static_assert(limits::registrant_bytes_min * limits::registry_secondaries_max ==
                  limits::registry_bytes_max);
}

TEST_F(RegistryTest, finds_the_remaining_services_when_most_registrants_have_left) {
    user = 1000;
    ASSERT_EQ(put(1, 1, {service("first")}), Registry::Outcome::added);
    const std::uint32_t count = add_large(100, 1001);
    for (std::uint32_t n = 2; n < 90; ++n) ASSERT_NE(put(1, n), Registry::Outcome::no_memory);
    user = 1002;
    ASSERT_EQ(put(1, 50'000, {service("last")}), Registry::Outcome::added);
    for (std::uint32_t n = 0; n < count; ++n) registry.remove(registry.find(address_of(100 + n)));
    for (std::uint32_t n = 2; n < 90; ++n) {
        const Registry::Slot slot = registry.find(address_of(n));
        if (slot != Registry::none) registry.remove(slot);
    }
    EXPECT_EQ(registry.size(), 2U);
    EXPECT_FALSE(registry.is_half_full());
    Filter filter;
    filter.type = "_http._tcp";
    EXPECT_EQ(matching(filter), (Found{"1.first", "50000.last"}));
    filter.type = {};
    filter.name = "s7";
    EXPECT_EQ(matching(filter), Found{});
    registry.remove(registry.find(address_of(50'000)));
    user = 1001;
    EXPECT_EQ(put_large(200, 1001), Registry::Outcome::added);
    EXPECT_EQ(matching(filter), Found{"200.s7"});
    registry.remove(registry.find(address_of(200)));
    registry.remove(registry.find(address_of(1)));
    EXPECT_EQ(registry.slot_count(), 0U) << "an empty table keeps no slots";
}

}  // namespace
}  // namespace mpdisc::core
