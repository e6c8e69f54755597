// SPDX-License-Identifier: MIT
//
// What finds no memory says so, and leaves everything as it was.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/host/registry.h"
#include "core/host/service_index.h"
#include "core/host/service_set.h"
#include "core/kit/outbox.h"
#include "core/roles/provider.h"
#include "core/search/catalogue.h"
#include "core/search/probe_requests.h"
#include "tests/support/scarce_memory.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/keys.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::core {
namespace {

using test::endpoint;
using test::id_of;
using test::ScarceMemory;
using test::service;

class WantOfMemory : public testing::Test {
   protected:
    /// What `act` returns where that many allocations are granted.
    template <typename Act>
    static auto with_memory_for(int allocations, Act act) {
        const ScarceMemory scarce(static_cast<std::size_t>(allocations));
        return act();
    }
    /// Tries again and again, with one more allocation each time, until it succeeds; after each
    /// failure looks whether all is as before. Returns how often it failed.
    template <typename Try, typename Check>
    static int failures_until_success(Try attempt, Check expect_unchanged) {
        for (int failures = 0; failures < 100; ++failures) {
            if (with_memory_for(failures, attempt)) return failures;
            expect_unchanged();
            if (HasFailure()) break;
        }
        return 0;
    }
    static std::vector<Service> many_services(const std::string& prefix, int count) {
        std::vector<Service> services;
        for (int i = 0; i < count; ++i) {
            const std::string number = std::to_string(i);
            services.push_back(service(prefix + number, "_t" + number + "._tcp"));
        }
        return services;
    }
};

TEST_F(WantOfMemory, is_made_at_all) {
    void* volatile kept = std::malloc(1);
    {
        const ScarceMemory scarce(1, 2);
        void* volatile granted = std::malloc(1);
        EXPECT_FALSE(scarce.has_denied());
        void* volatile denied = std::malloc(1);
        void* volatile grown = std::realloc(kept, 100);
        EXPECT_NE(granted, nullptr);
        EXPECT_EQ(denied, nullptr);
        EXPECT_EQ(grown, nullptr);
        EXPECT_TRUE(scarce.has_denied());
        std::free(granted);
        granted = std::malloc(1);
        EXPECT_NE(granted, nullptr) << "so many are denied, and no more";
        std::free(granted);
    }
    std::free(kept);
}

TEST_F(WantOfMemory, array_stays_as_it_was) {
    Array<int> array;
    EXPECT_FALSE(with_memory_for(0, [&] { return array.push_back(1); }));
    std::size_t taken = 0;
    {
        const ScarceMemory scarce(1);
        while (array.push_back(static_cast<int>(taken))) ++taken;
    }
    ASSERT_EQ(array.size(), taken);
    EXPECT_NE(taken, 0U);
    for (std::size_t i = 0; i < taken; ++i) EXPECT_EQ(array[i], static_cast<int>(i));
    EXPECT_TRUE(array.push_back(7));
    EXPECT_EQ(array[taken], 7);
}

TEST_F(WantOfMemory, update_leaves_the_old_service) {
    ServiceSet set;
    ASSERT_EQ(set.add(service("a").view()), ServiceError::none);
    const test::Bytes before(set.encoded().begin(), set.encoded().end());
    const Service larger = test::service_of_size("a", 1000);
    const ServiceView update{"a", "_http._tcp", 80, larger.view().attributes};
    bool is_changed = false;
    EXPECT_EQ(with_memory_for(0, [&] { return set.update(update, is_changed); }),
              ServiceError::no_memory);
    EXPECT_FALSE(is_changed);
    EXPECT_TRUE(std::ranges::equal(set.encoded(), before));
    EXPECT_EQ(set.update(update, is_changed), ServiceError::none);
    EXPECT_TRUE(is_changed);
}

std::size_t listed(const ServiceIndex& index, const Filter& filter) {
    std::size_t count = 0;
    for (std::uint32_t n = index.first(filter); n != ServiceIndex::none; n = index[n].next) ++count;
    return count;
}

TEST_F(WantOfMemory, service_index_lists_nothing_of_what_it_cannot_list_whole) {
    ServiceIndex index(99);
    const test::Bytes before = test::encoded({service("before0", "_t0._tcp")});
    const test::Bytes more = test::encoded(many_services("more", 100));
    std::uint32_t former = ServiceIndex::none;
    std::uint32_t listings = ServiceIndex::none;
    ASSERT_TRUE(index.add(1, before, former));
    const int failures =
        failures_until_success([&] { return index.add(2, more, listings); },
                               [&] {
                                   EXPECT_EQ(listings, ServiceIndex::none);
                                   EXPECT_EQ(listed(index, {"_t0._tcp", {}, {}}), 1U);
                                   EXPECT_EQ(listed(index, {"_t1._tcp", {}, {}}), 0U);
                                   EXPECT_EQ(listed(index, {{}, "more0", {}}), 0U);
                                   EXPECT_EQ(listed(index, {{}, "before0", {}}), 1U);
                               });
    EXPECT_GT(failures, 2);
    EXPECT_EQ(listed(index, {"_t0._tcp", {}, {}}), 2U);
    EXPECT_EQ(listed(index, {{}, "more99", {}}), 1U);
    index.remove(listings);
    EXPECT_EQ(listed(index, {"_t0._tcp", {}, {}}), 1U);
    EXPECT_EQ(listed(index, {{}, "more99", {}}), 0U);
    index.remove(former);
    EXPECT_EQ(listed(index, {"_t0._tcp", {}, {}}), 0U);
}

class RegistryWantOfMemory : public WantOfMemory {
   protected:
    Registry::Outcome put(std::uint32_t number, const test::Bytes& services) {
        wire::Registration registration;
        registration.provider = id_of(number);
        registration.process_id = number;
        registration.services = wire::ServiceList(services);
        return registry.put(5, registration, address_of(number));
    }
    static Endpoint address_of(std::uint32_t number) {
        return endpoint("127.0.0.1", static_cast<std::uint16_t>(10'000 + number));
    }
    std::size_t count_matching(const Filter& filter) {
        std::size_t count = 0;
        registry.for_each_matching(
            filter, [&](Registry::Slot, const wire::ServiceList::Item&) { ++count; });
        return count;
    }
    Registry registry{99};
    const test::Bytes few = test::encoded(many_services("few", 2));
    const test::Bytes many = test::encoded(many_services("many", 100));
};

TEST_F(RegistryWantOfMemory, takes_nobody_in_by_halves) {
    ASSERT_EQ(put(1, few), Registry::Outcome::added);
    const std::uint32_t revision = registry.revision();
    const int failures =
        failures_until_success([&] { return put(2, many) == Registry::Outcome::added; },
                               [&] {
                                   EXPECT_EQ(registry.size(), 1U);
                                   EXPECT_EQ(registry.revision(), revision);
                                   EXPECT_EQ(registry.find(address_of(2)), Registry::none);
                                   EXPECT_EQ(registry.oldest(), registry.find(address_of(1)));
                                   EXPECT_EQ(count_matching({}), 2U);
                                   EXPECT_EQ(count_matching({"_t0._tcp", {}, {}}), 1U);
                                   EXPECT_EQ(count_matching({{}, "many0", {}}), 0U);
                               });
    EXPECT_GT(failures, 3);
    EXPECT_EQ(registry.size(), 2U);
    EXPECT_LE(registry.slot_count(), 2U) << "the slot of the failed registration was used again";
    EXPECT_EQ(count_matching({}), 102U);
    EXPECT_EQ(count_matching({"_t0._tcp", {}, {}}), 2U);
}

TEST_F(RegistryWantOfMemory, keeps_the_former_offer_of_who_cannot_renew) {
    ASSERT_EQ(put(1, few), Registry::Outcome::added);
    const Registry::Slot slot = registry.find(address_of(1));
    const std::uint32_t revision = registry.revision();
    const int failures =
        failures_until_success([&] { return put(1, many) == Registry::Outcome::changed; },
                               [&] {
                                   EXPECT_EQ(registry.size(), 1U);
                                   EXPECT_EQ(registry.revision(), revision);
                                   EXPECT_EQ(registry[slot].service_count, 2U);
                                   EXPECT_EQ(count_matching({}), 2U);
                                   EXPECT_EQ(count_matching({"_t0._tcp", {}, {}}), 1U);
                                   EXPECT_EQ(count_matching({{}, "few1", {}}), 1U);
                                   EXPECT_EQ(count_matching({{}, "many0", {}}), 0U);
                               });
    EXPECT_GT(failures, 2);
    EXPECT_EQ(count_matching({}), 100U);
    EXPECT_EQ(count_matching({"_t0._tcp", {}, {}}), 1U);
    EXPECT_EQ(count_matching({{}, "few1", {}}), 0U);
}

TEST_F(WantOfMemory, host_that_cannot_be_followed_is_never_called_complete) {
    for (int allocations = 0;; ++allocations) {
        HostRosters hosts(99);
        const auto noted = with_memory_for(allocations, [&] {
            return hosts.merge({id_of(1), 0, 1, true}, {test::ip("192.0.2.1"), 1, 1});
        });
        if (noted.host != HostRosters::none) {
            EXPECT_EQ(hosts.incomplete_hosts(), 0U);
            EXPECT_GT(allocations, 2);
            break;
        }
        EXPECT_EQ(hosts.count(), 1U) << "not counted twice";
        EXPECT_EQ(hosts.incomplete_hosts(), 1U);
        EXPECT_EQ(hosts.missing_services(), 0U);
        (void)hosts.merge({id_of(1), 0, 1, true}, {test::ip("192.0.2.1"), 1, 1});
        EXPECT_GE(hosts.incomplete_hosts(), 1U) << "what was lost is not known";
    }
}

TEST_F(WantOfMemory, hosts_that_come_and_go_take_no_more_memory) {
    HostRosters hosts(99);
    const auto come_and_go = [&](std::uint32_t primary) {
        const std::uint32_t host =
            hosts.merge({id_of(primary), 0, 1, true}, {test::ip("192.0.2.1"), 1, 1}).host;
        hosts.remove(host);
        return host;
    };
    EXPECT_EQ(come_and_go(1), 0U);
    for (std::uint32_t primary = 2; primary < 1'000; ++primary) {
        ASSERT_EQ(with_memory_for(0, [&] { return come_and_go(primary); }), 0U) << primary;
    }
    EXPECT_EQ(hosts.count(), 0U);
    EXPECT_EQ(hosts.size(), 1U);
}

class CatalogueWantOfMemory : public WantOfMemory {
   protected:
    const Selection selection;
    FoundServices found{selection, 1};
    const test::Bytes field = test::encoded({service("a")});
    wire::ServiceList::Item item = item_in(field);

    static wire::ServiceList::Item item_in(const test::Bytes& of) {
        auto services = wire::ServiceList(of).read();
        wire::ServiceList::Item read;
        EXPECT_TRUE(services.next(read));
        return read;
    }
};

TEST_F(CatalogueWantOfMemory, service_is_added_whole_or_not_at_all) {
    const int failures = failures_until_success(
        [&] {
            return found.add(FoundRecord{}, {}, item, "host").outcome ==
                   FoundServices::Outcome::added;
        },
        [&] {
            EXPECT_EQ(found.size(), 0U);
            EXPECT_EQ(found.find(FoundRecord{}, item), FoundServices::none);
            ChangeKind kind;
            EXPECT_EQ(found.first_change(kind), FoundServices::none);
        });
    EXPECT_GT(failures, 2);
    EXPECT_EQ(found.size(), 1U);
    EXPECT_EQ(found.end(), 1U) << "no number was lost";
}

TEST_F(CatalogueWantOfMemory, service_stays_as_it_was_where_its_change_cannot_be_kept) {
    ASSERT_EQ(found.add(FoundRecord{}, {}, item, "host").outcome, FoundServices::Outcome::added);
    found.pop_change();
    const test::Bytes changed_field = test::encoded({service("a", "_http._tcp", {"path=/"})});
    const wire::ServiceList::Item changed = item_in(changed_field);
    ChangeKind kind;
    const int failures =
        failures_until_success([&] { return found.update(0, FoundRecord{}, changed, "host"); },
                               [&] {
                                   EXPECT_TRUE(std::ranges::equal(found[0].encoded(), field));
                                   EXPECT_EQ(found.first_change(kind), FoundServices::none);
                               });
    EXPECT_EQ(failures, 1);
    EXPECT_EQ(found.first_change(kind), 0U);
    EXPECT_EQ(kind, ChangeKind::changed);
}

TEST_F(CatalogueWantOfMemory, removed_service_loses_its_hosts_name_at_most) {
    for (const int allocations : {0, 1}) {
        FoundServices services(selection, 1);
        ASSERT_EQ(services.add(FoundRecord{}, {}, item, "").outcome, FoundServices::Outcome::added);
        services.pop_change();
        services.remove(0);
        with_memory_for(allocations, [&] { services.detach_host(0, "host"); });
        EXPECT_EQ(services[0].host_name(), allocations == 0 ? "" : "host");
        EXPECT_EQ(services[0].service().name, "a");
    }
}

TEST_F(WantOfMemory, probe_says_that_a_request_was_not_written) {
    const InterfaceTable interfaces;
    Random random({1, 2, 3, 4});
    const Selection selection;
    Catalogue catalogue(interfaces, selection, random);
    const test::Bytes field = test::encoded({service("a")});
    wire::Advertisement advertisement;
    advertisement.services = wire::ServiceList(field);
    FoundRecord record;
    ASSERT_EQ(catalogue.merge(advertisement, {}, {test::ip("192.0.2.1"), 1, 1}, record).added, 1U);
    Outbox outbox{test::unkeyed};
    const Route route{Channel::client, endpoint("192.0.2.1", 1), {}, 0};
    const auto write = [&] {
        ProbeRequests requests(catalogue, outbox, test::request(5, 2));
        return requests.write(ProbeRequests::all_hosts, false, {&route, 1});
    };
    Outbound out;
    EXPECT_GT(failures_until_success(write, [&] { EXPECT_FALSE(outbox.next(out)); }), 1);
    EXPECT_TRUE(outbox.next(out));
    EXPECT_FALSE(outbox.next(out));
}

/// What a primary does for a request once it has done it for another one.
TEST_F(WantOfMemory, requests_are_answered_and_passed_on_without_any) {
    ProviderConfig config;
    config.id = id_of(1);
    ASSERT_TRUE(config.host_name.assign("box"));
    config.seed = {1, 2, 3, 4};
    Provider primary(config);
    ASSERT_TRUE(primary.set_interfaces(0, test::list_of(test::usual_interfaces())));
    ASSERT_EQ(primary.add(0, service("own").view()), ServiceError::none);
    primary.start(0);
    ASSERT_EQ(primary.take_port_action(), PortAction::bind);
    primary.port_bound(0, {});
    const auto give = [&](const test::Bytes& bytes, const Endpoint& from) {
        primary.receive(1, {Channel::discovery, from, test::ip("127.0.0.1"), test::lo, bytes});
        std::size_t sent = 0;
        for (Outbound out; primary.poll_transmit(out);) ++sent;
        return sent;
    };
    for (std::uint32_t n = 2; n <= 9; ++n) {
        const test::Bytes services = test::encoded({service("s" + std::to_string(n))});
        wire::Registration registration;
        registration.transaction = n;
        registration.provider = id_of(n);
        registration.services = wire::ServiceList(services);
        give(test::bytes_of(registration), endpoint("127.0.0.1", static_cast<std::uint16_t>(n)));
    }
    const Endpoint client = endpoint("127.0.0.1", 5000);
    ASSERT_EQ(give(test::bytes_of(test::request(100, 1, "_http._tcp")), client), 9U);
    for (std::uint64_t transaction = 101; transaction < 200; ++transaction) {
        const test::Bytes asked = test::bytes_of(test::request(transaction, 1, "_http._tcp"));
        const ScarceMemory scarce(0);
        ASSERT_EQ(give(asked, client), 9U);
    }
    EXPECT_EQ(primary.counters()[Counter::notifications], 100U * 8U);
    EXPECT_EQ(primary.counters()[Counter::drop_no_memory], 0U);
}

}  // namespace
}  // namespace mpdisc::core
