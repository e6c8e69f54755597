// SPDX-License-Identifier: MIT
#include "core/host/service_index.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/kit/random.h"
#include "mpdisc/text.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::core {
namespace {

using test::service;

Filter of_type(std::string_view type) {
    return {type, {}, {}};
}
Filter of_name(std::string_view name) {
    return {{}, name, {}};
}

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& each : made) each = to_lower(each);
    return made;
}

/// The owner of an index. It keeps the listed services in memory, as the index demands.
class ServiceIndexTest : public testing::Test {
   protected:
    struct Offer {
        test::Bytes fields;
        std::uint32_t listings = ServiceIndex::none;
    };

    void add(std::uint32_t owner, const std::vector<Service>& services) {
        Offer offer{test::encoded(services)};
        ASSERT_TRUE(index.add(owner, offer.fields, offer.listings));
        EXPECT_EQ(offer.listings == ServiceIndex::none, services.empty());
        ASSERT_TRUE(offers.emplace(owner, std::move(offer)).second);
    }
    void remove(std::uint32_t owner) {
        index.remove(offers.at(owner).listings);
        offers.erase(owner);
    }
    /// Lists the new services before it removes the former ones, as the registry does.
    void replace(std::uint32_t owner, const std::vector<Service>& services) {
        Offer former = std::move(offers.at(owner));
        offers.erase(owner);
        add(owner, services);
        index.remove(former.listings);
    }

    using Found = std::multiset<std::pair<std::uint32_t, std::string>>;

    /// The whole list for that filter, matching or not, as owners with "name.type".
    Found listed(const Filter& filter) {
        Found found;
        std::set<std::uint32_t> left;
        std::uint32_t last = ServiceIndex::none;
        for (std::uint32_t n = index.first(filter); n != ServiceIndex::none; n = index[n].next) {
            const ServiceIndex::Listing& listing = index[n];
            if (listing.owner != last) {
                EXPECT_TRUE(left.insert(listing.owner).second)
                    << listing.owner << "'s listings are not adjacent";
            }
            last = listing.owner;
            const auto offer = offers.find(listing.owner);
            if (offer == offers.end()) {
                ADD_FAILURE() << listing.owner << " is gone";
                return found;
            }
            auto services =
                wire::ServiceList(wire::Bytes(offer->second.fields).subspan(listing.offset)).read();
            wire::ServiceList::Item item;
            EXPECT_TRUE(services.next(item));
            found.emplace(listing.owner,
                          std::string(item.service.name) + "." + std::string(item.service.type));
            if (found.size() > 1'000'000) {
                ADD_FAILURE() << "the list has no end";
                return found;
            }
        }
        return found;
    }

    ServiceIndex index{99};
    std::map<std::uint32_t, Offer> offers;
};

TEST_F(ServiceIndexTest, is_empty_at_first) {
    EXPECT_EQ(index.first(of_type("_http._tcp")), ServiceIndex::none);
    EXPECT_EQ(index.first(of_name("web")), ServiceIndex::none);
    index.remove(ServiceIndex::none);
    add(1, {});
    EXPECT_EQ(index.first(of_type("_http._tcp")), ServiceIndex::none);
}

TEST_F(ServiceIndexTest, lists_services_by_type_and_by_name) {
    add(7, {service("web", "_http._tcp"), service("web", "_ipp._tcp"), service("b", "_ipp._tcp")});
    EXPECT_EQ(listed(of_type("_http._tcp")), (Found{{7, "web._http._tcp"}}));
    EXPECT_EQ(listed(of_type("_ipp._tcp")), (Found{{7, "web._ipp._tcp"}, {7, "b._ipp._tcp"}}));
    EXPECT_EQ(listed(of_name("web")), (Found{{7, "web._http._tcp"}, {7, "web._ipp._tcp"}}));
    EXPECT_EQ(listed(of_name("b")), (Found{{7, "b._ipp._tcp"}}));
    for (const char* other : {"w", "we", "webb", "_http._tcp", ".", "B."}) {
        EXPECT_TRUE(listed(of_name(other)).empty()) << other;
    }
    for (const char* other : {"_htt._tcp", "_http._udp", "web"}) {
        EXPECT_TRUE(listed(of_type(other)).empty()) << other;
    }
}

TEST_F(ServiceIndexTest, uses_the_name_of_a_filter_with_name_and_type) {
    add(1, {service("web", "_http._tcp"), service("web", "_ipp._tcp"), service("b", "_http._tcp")});
    EXPECT_EQ(listed({"_http._tcp", "web", {}}),
              (Found{{1, "web._http._tcp"}, {1, "web._ipp._tcp"}}))
        << "the caller applies the whole filter";
    EXPECT_TRUE(listed({"_http._tcp", "c", {}}).empty());
}

TEST_F(ServiceIndexTest, ignores_the_case_of_ascii_letters) {
    add(1, {service("Web", "_HTTP._tcp")});
    add(2, {service("wEB", "_http._TCP")});
    EXPECT_EQ(listed(of_type("_Http._Tcp")).size(), 2U);
    EXPECT_EQ(listed(of_name("WEB")).size(), 2U);
    remove(1);
    EXPECT_EQ(listed(of_name("web")), (Found{{2, "wEB._http._TCP"}}));
}

TEST_F(ServiceIndexTest, respects_the_case_of_other_letters) {
    add(1, {service("\xC3\x84rger")});
    EXPECT_EQ(listed(of_name("\xC3\x84RGER")).size(), 1U);
    EXPECT_TRUE(listed(of_name("\xC3\xA4rger")).empty());
}

TEST_F(ServiceIndexTest, distinguishes_long_names_by_their_last_letter) {
    const std::string name(limits::instance_name_max - 1, 'x');
    add(1, {service(name + "a")});
    add(2, {service(name + "b")});
    add(3, {service(name)});
    EXPECT_EQ(listed(of_name(name + "b")), (Found{{2, name + "b._http._tcp"}}));
    EXPECT_EQ(listed(of_name(name)), (Found{{3, name + "._http._tcp"}}));
}

TEST_F(ServiceIndexTest, distinguishes_a_type_from_a_name_of_the_same_text) {
    add(1, {service("_http._tcp", "_ipp._tcp")});
    EXPECT_TRUE(listed(of_type("_http._tcp")).empty());
    EXPECT_EQ(listed(of_name("_http._tcp")).size(), 1U);
}

TEST_F(ServiceIndexTest, removes_the_first_middle_and_last_of_a_list) {
    for (const std::uint32_t gone : {1U, 2U, 3U}) {
        for (std::uint32_t owner = 1; owner <= 3; ++owner) add(owner, {service("s"), service("t")});
        remove(gone);
        Found expected;
        for (const auto& [owner, offer] : offers) {
            expected.emplace(owner, "s._http._tcp");
            expected.emplace(owner, "t._http._tcp");
        }
        EXPECT_EQ(listed(of_type("_http._tcp")), expected) << gone;
        EXPECT_EQ(listed(of_name("s")).size(), 2U) << gone;
        add(9, {service("s")});
        EXPECT_EQ(listed(of_type("_http._tcp")).size(), 5U) << "a new service can follow";
        while (!offers.empty()) remove(offers.begin()->first);
        EXPECT_EQ(index.first(of_type("_http._tcp")), ServiceIndex::none);
        EXPECT_EQ(index.first(of_name("s")), ServiceIndex::none);
    }
}

TEST_F(ServiceIndexTest, replacement_lists_only_the_new_services) {
    add(1, {service("a"), service("b"), service("c", "_ipp._tcp")});
    add(2, {service("a")});
    replace(1, {service("longer"), service("b")});
    EXPECT_EQ(listed(of_type("_http._tcp")),
              (Found{{1, "longer._http._tcp"}, {1, "b._http._tcp"}, {2, "a._http._tcp"}}));
    EXPECT_EQ(listed(of_name("a")), (Found{{2, "a._http._tcp"}}));
    EXPECT_TRUE(listed(of_type("_ipp._tcp")).empty());
    replace(1, {});
    EXPECT_EQ(listed(of_type("_http._tcp")), (Found{{2, "a._http._tcp"}}));
}

TEST_F(ServiceIndexTest, lists_nothing_of_other_types) {
    constexpr std::uint32_t owners = 2'000;
    for (std::uint32_t owner = 0; owner < owners; ++owner) {
        const std::string number = std::to_string(owner);
        add(owner, {service("same", "_t" + number + "._tcp"), service("n" + number, "_all._tcp")});
    }
    for (std::uint32_t owner = 0; owner < owners; ++owner) {
        const std::string number = std::to_string(owner);
        ASSERT_EQ(listed(of_type("_t" + number + "._tcp")).size(), 1U);
        ASSERT_EQ(listed({"_all._tcp", "n" + number, {}}).size(), 1U);
    }
    EXPECT_EQ(listed(of_type("_all._tcp")).size(), owners);
    EXPECT_EQ(listed(of_name("same")).size(), owners);
}

TEST_F(ServiceIndexTest, reuses_slots) {
    const auto highest = [&] {
        std::uint32_t number = 0;
        for (std::uint32_t n = index.first(of_type("_http._tcp")); n != ServiceIndex::none;
             n = index[n].next) {
            number = std::max(number, n);
        }
        return number;
    };
    for (std::uint32_t owner = 0; owner < 100; ++owner) add(owner, {service("s")});
    const std::uint32_t before = highest();
    for (std::uint32_t round = 0; round < 10'000; ++round) {
        remove(round % 100);
        add(round % 100, {service("s" + std::to_string(round))});
    }
    EXPECT_LE(highest(), before);
    EXPECT_EQ(listed(of_type("_http._tcp")).size(), 100U);
}

/// Compares the index with a scan of all services.
class ServiceIndexModel : public ServiceIndexTest {
   protected:
    [[nodiscard]] Service any_service() {
        const std::string type = types == 1 ? "" : std::to_string(random.below(types));
        std::string name = "n" + std::to_string(random.below(names));
        if (random.below(2) == 0) name[0] = 'N';
        return service(name, "_t" + type + "._tcp");
    }
    [[nodiscard]] std::vector<Service> any_services() {
        std::vector<Service> services(static_cast<std::size_t>(random.below(5)));
        for (Service& each : services) each = any_service();
        return services;
    }
    void change_something() {
        const auto owner = static_cast<std::uint32_t>(random.below(owners));
        const bool is_listed = offers.count(owner) != 0;
        if (!is_listed) {
            add(owner, any_services());
        } else if (random.below(3) == 0) {
            replace(owner, any_services());
        } else {
            remove(owner);
        }
    }
    [[nodiscard]] Found all_with(const Filter& filter) const {
        Found found;
        for (const auto& [owner, offer] : offers) {
            auto services = wire::ServiceList(offer.fields).read();
            for (wire::ServiceList::Item item; services.next(item);) {
                const bool suits = filter.name.empty()
                                       ? lower(item.service.type) == lower(filter.type)
                                       : lower(item.service.name) == lower(filter.name);
                const std::string text =
                    std::string(item.service.name) + "." + std::string(item.service.type);
                if (suits) found.emplace(owner, text);
            }
        }
        return found;
    }
    void expect_the_same() {
        const Service sample = any_service();
        ASSERT_EQ(listed(of_type(sample.view().type)), all_with(of_type(sample.view().type)));
        ASSERT_EQ(listed(of_name(sample.view().name)), all_with(of_name(sample.view().name)));
    }

    Random random{{1, 2, 3, 4}};
    std::uint64_t owners = 100;
    std::uint64_t types = 10;
    std::uint64_t names = 50;
};

TEST_F(ServiceIndexModel, index_equals_the_scan_after_any_changes) {
    for (int step = 0; step < 5'000; ++step) {
        change_something();
        expect_the_same();
        if (HasFatalFailure()) return;
    }
}

TEST_F(ServiceIndexModel, index_equals_the_scan_with_thousands_of_one_type) {
    owners = 5'000;
    types = 1;
    names = 100'000;
    for (int step = 0; step < 20'000; ++step) {
        change_something();
        if (step % 500 == 0) expect_the_same();
        if (HasFatalFailure()) return;
    }
    EXPECT_GT(listed(of_type("_t._tcp")).size(), 2'000U);
}

TEST_F(ServiceIndexModel, index_equals_the_scan_with_thousands_of_types) {
    owners = 3'000;
    types = 100'000;
    names = 5;
    for (int step = 0; step < 20'000; ++step) {
        change_something();
        if (step % 500 == 0) expect_the_same();
        if (HasFatalFailure()) return;
    }
}

TEST_F(ServiceIndexModel, index_is_empty_when_all_services_are_removed) {
    for (int round = 0; round < 3; ++round) {
        for (int step = 0; step < 1'000; ++step) change_something();
        while (!offers.empty()) remove(offers.begin()->first);
        for (int sample = 0; sample < 1'000; ++sample) {
            const Service any = any_service();
            ASSERT_EQ(index.first(of_type(any.view().type)), ServiceIndex::none);
            ASSERT_EQ(index.first(of_name(any.view().name)), ServiceIndex::none);
        }
    }
}

}  // namespace
}  // namespace mpdisc::core
