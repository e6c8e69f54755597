// SPDX-License-Identifier: MIT
//
// The changes that a catalogue tells, and what it still knows after a removal.
#include "core/search/catalogue.h"

#include <functional>
#include <set>

#include "tests/unit/core/catalogue_fixture.h"

namespace mpdisc::test {
namespace {

using Told = std::vector<std::string>;

Service service_at(std::string_view name, std::uint32_t port) {
    return service(name, "_http._tcp", {}, port);
}

// --- Added ---------------------------------------------------------------

TEST_F(CatalogueTest, has_no_changes_at_first) {
    EXPECT_TRUE(changes().empty());
}

TEST_F(CatalogueTest, added_service_is_told_whole) {
    merge({.provider = 3,
           .primary = 2,
           .services = {service("web", "_http._tcp", {"path=/"}, 8080)},
           .addresses = {"192.0.2.1", "2001:db8::1"}});
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(change.kind, core::ChangeKind::added);
    const FoundService& found = change.service;
    EXPECT_EQ(found.service.name, "web");
    EXPECT_EQ(found.service.type, "_http._tcp");
    EXPECT_EQ(found.service.port, 8080);
    Attribute path;
    EXPECT_TRUE(found.service.attributes.find("path", path));
    EXPECT_EQ(found.host, "host");
    ASSERT_EQ(found.addresses.size(), 2U);
    EXPECT_EQ(found.addresses[1], ip("2001:db8::1"));
    EXPECT_EQ(found.address, ip("192.0.2.1"));
    EXPECT_EQ(found.interface_name, "eth0");
    EXPECT_EQ(found.provider, id_of(3));
    EXPECT_EQ(found.role, Role::secondary);
    EXPECT_EQ(found.rtt_us, 700U);
    EXPECT_EQ(found.lifetime_s, 60U);
    EXPECT_FALSE(catalogue.next_change(change, false));
}

TEST_F(CatalogueTest, same_service_again_is_no_change) {
    merge({.services = {service("a")}});
    EXPECT_EQ(changes(), Told{"+a:80"});
    merge({.services = {service("a")}, .attempt = 2});
    merge({.services = {service("a")}, .attempt = 3, .from = "198.51.100.1", .if_index = eth1});
    EXPECT_TRUE(changes().empty());
    EXPECT_EQ(catalogue.services().size(), 1U);
}

TEST_F(CatalogueTest, merge_says_what_it_added) {
    EXPECT_EQ(merge({.services = {service("a"), service("b")}, .matching = 3}).added, 2U);
    const auto merged =
        merge({.services = {service("b"), service("c")}, .matching = 3, .attempt = 2});
    EXPECT_EQ(merged.added, 1U);
    EXPECT_EQ(merged.dropped, 0U);
    EXPECT_TRUE(merged.was_asked_before);
    EXPECT_FALSE(merge({.services = {service("d")}, .matching = 4, .revision = 2, .attempt = 3})
                     .was_asked_before)
        << "with a new roster it may be new";
}

TEST_F(CatalogueTest, services_that_do_not_match_are_not_added) {
    merge({.services = {service("a"), service("b", "_ipp._tcp")}}, {"_ipp._tcp", {}, {}});
    EXPECT_EQ(changes(), Told{"+b:80"});
}

TEST_F(CatalogueTest, service_without_its_hosts_name_waits_while_an_answer_may_have_it) {
    merge({.services = {service("a")}, .matching = 2, .host_name = ""});
    EXPECT_TRUE(changes(true).empty());
    merge({.services = {service("b")}, .matching = 2});
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, true));
    EXPECT_EQ(text_of(change), "+a:80");
    EXPECT_EQ(change.service.host, "host");
    EXPECT_EQ(changes(true), Told{"+b:80"});

    merge({.primary = 2,
           .services = {service("c")},
           .matching = 2,
           .from = "192.0.2.2",
           .host_name = ""});
    EXPECT_TRUE(changes(true).empty());
    EXPECT_EQ(changes(false), Told{"+c:80"}) << "no answer is awaited any more";
    merge({.primary = 3, .services = {service("d")}, .from = "192.0.2.3", .host_name = ""});
    EXPECT_EQ(changes(true), Told{"+d:80"}) << "its host is complete";
}

// --- Changed -------------------------------------------------------------

TEST_F(CatalogueTest, service_with_other_attributes_or_another_port_has_changed) {
    merge({.services = {service("a")}});
    EXPECT_EQ(changes(), Told{"+a:80"});
    merge({.services = {service("a", "_http._tcp", {"path=/"})}, .revision = 2, .attempt = 2});
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(text_of(change), "~a:80");
    Attribute path;
    EXPECT_TRUE(change.service.service.attributes.find("path", path));
    EXPECT_TRUE(changes().empty());
    merge({.services = {service_at("a", 81)}, .revision = 3, .attempt = 3});
    EXPECT_EQ(changes(), Told{"~a:81"});
    EXPECT_EQ(catalogue.services().size(), 1U);
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U) << "it was found once";
}

TEST_F(CatalogueTest, service_that_changes_twice_before_it_is_told_is_told_once) {
    merge({.services = {service("a")}});
    merge({.services = {service_at("a", 81)}, .attempt = 2});
    EXPECT_EQ(changes(), Told{"+a:81"});
    merge({.services = {service_at("a", 82)}, .attempt = 3});
    merge({.services = {service_at("a", 83)}, .attempt = 4});
    EXPECT_EQ(changes(), Told{"~a:83"});
}

TEST_F(CatalogueTest, changed_service_is_known_by_its_new_bytes_only) {
    merge({.services = {service("a", "_http._tcp", {}, 80)}});
    merge({.services = {service("a", "_http._tcp", {}, 81)}});
    EXPECT_EQ(changes(), Told{"+a:81"});
    merge({.services = {service("a", "_http._tcp", {}, 81)}, .port = 2'000});
    EXPECT_EQ(changes(), Told{}) << "another socket sends the same service";
    merge({.services = {service("a", "_http._tcp", {}, 80)}, .port = 2'000});
    EXPECT_EQ(changes(), Told{"+a:80"});
}

TEST_F(CatalogueTest, belated_answer_changes_nothing) {
    merge({.services = {service_at("a", 81)}, .attempt = 3});
    EXPECT_EQ(changes(), Told{"+a:81"});
    merge({.services = {service_at("a", 80)}, .attempt = 2});
    EXPECT_TRUE(changes().empty());
}

TEST_F(CatalogueTest, service_has_changed_if_its_sender_names_other_addresses) {
    const auto merge_with = [&](std::uint32_t attempt, const std::vector<std::string>& addresses) {
        merge({.services = {service("a")}, .attempt = attempt, .addresses = addresses});
    };
    merge_with(1, {"192.0.2.1", "2001:db8::1"});
    EXPECT_EQ(changes(), Told{"+a:80"});
    merge_with(2, {"192.0.2.1", "2001:db8::1", "2001:db8::2"});
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(text_of(change), "~a:80");
    EXPECT_EQ(change.service.addresses.size(), 3U);
    merge_with(3, {"192.0.2.9"});
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(change.service.address, ip("192.0.2.9"));
    EXPECT_EQ(change.service.addresses.size(), 1U);
    EXPECT_TRUE(changes().empty());
}

TEST_F(CatalogueTest, answer_that_leaves_addresses_out_changes_nothing) {
    merge({.services = {service("a")}, .addresses = {"192.0.2.7", "192.0.2.1", "2001:db8::1"}});
    EXPECT_EQ(changes(), Told{"+a:80"});
    merge({.services = {service("a")}, .attempt = 2, .addresses = {"192.0.2.7"}});
    merge({.services = {service("a")}, .attempt = 3, .addresses = {}});
    EXPECT_TRUE(changes().empty());
    EXPECT_EQ(catalogue.services()[0].address_count, 3U);
    EXPECT_EQ(catalogue.services()[0].attempt, 3U);
}

TEST_F(CatalogueTest, addresses_that_another_sender_names_change_nothing) {
    const CatalogueAnswer answer{.services = {service("a")}};
    merge(answer);
    EXPECT_EQ(changes(), Told{"+a:80"});
    CatalogueAnswer other = answer;
    other.attempt = 2;
    other.addresses = {"192.0.2.66"};
    // By another way the same provider may name others. A forger has another address, too.
    for (const auto& change : std::vector<std::function<void(CatalogueAnswer&)>>{
             [](CatalogueAnswer& each) { each.from = "192.0.2.66"; },
             [](CatalogueAnswer& each) { each.port = 2'000; },
             [](CatalogueAnswer& each) { each.if_index = eth1; }}) {
        CatalogueAnswer changed = other;
        change(changed);
        merge(changed);
        EXPECT_TRUE(changes().empty());
    }
    EXPECT_EQ(catalogue.services().size(), 1U);
    merge(other);
    EXPECT_EQ(changes(), Told{"~a:80"});
}

TEST_F(CatalogueTest, other_bytes_of_the_same_service_from_another_port_are_another_one) {
    merge({.services = {service_at("a", 80)}});
    merge({.services = {service_at("a", 81)}, .attempt = 2, .port = 2'000});
    EXPECT_EQ(changes(), (Told{"+a:80", "+a:81"})) << "one of them may be forged";
}

// --- Removed -------------------------------------------------------------

TEST_F(CatalogueTest, removed_service_is_told_once_as_it_was) {
    const std::uint32_t host = host_of(
        {.services = {service("a", "_http._tcp", {"path=/"}, 8080), service("b")}, .matching = 2});
    EXPECT_EQ(changes(), (Told{"+a:8080", "+b:80"}));
    catalogue.remove_service(host, id_of(1), "a", "_http._tcp");
    EXPECT_EQ(catalogue.services().size(), 1U);
    catalogue.remove_service(host, id_of(1), "a", "_http._tcp");
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(text_of(change), "-a:8080");
    Attribute path;
    EXPECT_TRUE(change.service.service.attributes.find("path", path));
    EXPECT_EQ(change.service.host, "host");
    EXPECT_EQ(change.service.address, ip("192.0.2.1"));
    EXPECT_EQ(change.service.addresses.size(), 1U);
    EXPECT_EQ(change.service.interface_name, "eth0");
    EXPECT_EQ(change.service.provider, id_of(1));
    EXPECT_TRUE(changes().empty());
}

TEST_F(CatalogueTest, removal_takes_just_the_service_it_names) {
    const std::uint32_t host = host_of(
        {.services = {service("a"), service("b"), service("a", "_ipp._tcp")}, .matching = 5});
    merge({.provider = 2, .services = {service("a")}, .matching = 5});
    const std::uint32_t other = host_of(
        {.provider = 1, .primary = 9, .services = {service_at("a", 81)}, .from = "192.0.2.9"});
    changes();
    catalogue.remove_service(host, id_of(1), "no such", "_http._tcp");
    catalogue.remove_service(core::HostRosters::none, id_of(1), "a", "_http._tcp");
    EXPECT_TRUE(changes().empty());
    catalogue.remove_service(host, id_of(1), "a", "_http._tcp");
    EXPECT_EQ(changes(), Told{"-a:80"});
    EXPECT_EQ(catalogue.services().size(), 4U) << "of another type, provider or host it stays";
    catalogue.remove_service(other, id_of(1), "a", "_http._tcp");
    EXPECT_EQ(changes(), Told{"-a:81"});
}

TEST_F(CatalogueTest, removed_service_is_missing_until_its_roster_says_otherwise) {
    const std::uint32_t host = host_of({.services = {service("a"), service("b")}, .matching = 2});
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    catalogue.remove_service(host, id_of(1), "a", "_http._tcp");
    EXPECT_EQ(catalogue.hosts().missing_services(), 1U);
    merge({.services = {service("a")}, .matching = 2, .attempt = 2});
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    catalogue.remove_service(host, id_of(1), "a", "_http._tcp");
    merge({.services = {service("b")}, .matching = 1, .revision = 2, .attempt = 3});
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
}

TEST_F(CatalogueTest, removed_provider_takes_all_of_its_services_with_it) {
    const std::uint32_t host = host_of({.services = {service("a"), service("b")}, .matching = 3});
    merge({.provider = 2, .services = {service("c")}, .matching = 3});
    // Another host claims to have the same provider.
    const std::uint32_t liar =
        host_of({.provider = 1, .primary = 9, .services = {service("x")}, .from = "192.0.2.9"});
    changes();
    catalogue.remove_provider(host, id_of(1));
    EXPECT_EQ(changes(), (Told{"-a:80", "-b:80"}));
    EXPECT_EQ(catalogue.hosts().missing_services(), 2U);
    catalogue.remove_provider(host, id_of(1));
    EXPECT_TRUE(changes().empty());
    catalogue.remove_provider(liar, id_of(2));
    EXPECT_TRUE(changes().empty()) << "it speaks for itself alone";
    catalogue.remove_provider(liar, id_of(1));
    EXPECT_EQ(changes(), Told{"-x:80"});
}

TEST_F(CatalogueTest, provider_that_restarts_is_a_new_one_and_the_former_is_removed) {
    const std::uint32_t host = host_of({.provider = 2, .services = {service("a")}});
    EXPECT_EQ(changes(), Told{"+a:80"});
    merge({.provider = 3, .services = {service("a")}, .revision = 2, .attempt = 2});
    catalogue.remove_provider(host, id_of(2));
    EXPECT_EQ(changes(), (Told{"-a:80", "+a:80"})) << "never twice there";
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
}

TEST_F(CatalogueTest, removed_host_takes_its_services_and_its_roster_with_it) {
    const std::uint32_t host = host_of({.services = {service("a"), service("b")}, .matching = 5});
    merge({.provider = 9, .primary = 9, .services = {service("c")}, .from = "192.0.2.9"});
    changes();
    EXPECT_EQ(catalogue.hosts().count(), 2U);
    EXPECT_EQ(catalogue.hosts().missing_services(), 3U);
    catalogue.remove_host(host);
    EXPECT_EQ(catalogue.hosts().count(), 1U);
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    EXPECT_EQ(catalogue.services().size(), 1U);
    EXPECT_EQ(changes(), (Told{"-a:80", "-b:80"}));
    catalogue.remove_host(core::HostRosters::none);
    EXPECT_TRUE(changes().empty());
    // It comes back as a new one.
    const auto again = merge({.services = {service("a")}, .attempt = 2});
    EXPECT_EQ(again.host.news, core::HostRosters::News::first);
    EXPECT_EQ(changes(), Told{"+a:80"});
    EXPECT_EQ(catalogue.hosts().count(), 2U);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
}

TEST_F(CatalogueTest, removed_host_takes_the_hosts_that_were_joined_to_it_with_it) {
    merge({.provider = 7, .primary = 1, .services = {service("a")}, .from = "192.0.2.1"});
    // After a takeover the host answers by another address, and provider 7 is still there.
    const std::uint32_t newer = host_of({.provider = 7,
                                         .primary = 2,
                                         .services = {service("a"), service("b")},
                                         .matching = 2,
                                         .attempt = 2,
                                         .from = "198.51.100.1",
                                         .if_index = eth1});
    EXPECT_EQ(catalogue.hosts().count(), 1U);
    changes();
    catalogue.remove_host(newer);
    EXPECT_EQ(changes(), (Told{"-a:80", "-b:80"}));
    EXPECT_EQ(catalogue.hosts().count(), 0U);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    EXPECT_EQ(host_of({.primary = 5, .from = "192.0.2.5"}), 1U) << "both numbers are free";
    EXPECT_EQ(host_of({.primary = 6, .from = "192.0.2.6"}), 0U);
}

TEST_F(CatalogueTest, service_of_a_removed_host_is_told_with_the_name_that_another_answer_had) {
    const std::uint32_t host =
        host_of({.services = {service("a"), service("b")}, .matching = 3, .host_name = ""});
    merge({.services = {service("c")}, .matching = 3, .host_name = "box"});
    changes();
    // One is removed before its host, and is told after that.
    catalogue.remove_service(host, id_of(1), "b", "_http._tcp");
    catalogue.remove_host(host);
    EXPECT_EQ(host_of({.primary = 5, .from = "192.0.2.5", .host_name = "other"}), host)
        << "the number belongs to another host";
    core::CatalogueChange change;
    for (const char* text : {"-b:80", "-a:80", "-c:80"}) {
        ASSERT_TRUE(catalogue.next_change(change, false));
        EXPECT_EQ(text_of(change), text);
        EXPECT_EQ(change.service.host, "box");
    }
}

TEST_F(CatalogueTest, service_that_is_removed_before_it_was_told_is_not_told) {
    const std::uint32_t host = host_of({.services = {service("a"), service("b")}, .matching = 2});
    catalogue.remove_service(host, id_of(1), "a", "_http._tcp");
    EXPECT_EQ(changes(), Told{"+b:80"});
}

TEST_F(CatalogueTest, changed_service_that_is_removed_is_told_as_removed_alone) {
    const std::uint32_t host = host_of({.services = {service("a")}});
    changes();
    merge({.services = {service_at("a", 81)}, .attempt = 2});
    catalogue.remove_provider(host, id_of(1));
    EXPECT_EQ(changes(), Told{"-a:81"});
}

TEST_F(CatalogueTest, service_that_comes_back_is_told_as_removed_and_added) {
    const std::uint32_t host = host_of({.services = {service("a")}});
    changes();
    catalogue.remove_provider(host, id_of(1));
    merge({.services = {service_at("a", 81)}, .attempt = 2});
    EXPECT_EQ(changes(), (Told{"-a:80", "+a:81"}));
    merge({.services = {service_at("a", 82)}, .attempt = 3});
    EXPECT_EQ(changes(), Told{"~a:82"});
}

// --- Bounds and shares ---------------------------------------------------

class FullCatalogueTest : public CatalogueTest {
   protected:
    static constexpr std::uint32_t most = limits::found_services_max;

    /// New services of that host, which is in a group of its own; of its primary, or of `provider`.
    void add(std::uint32_t host, std::uint32_t count, std::uint32_t provider = 0) {
        for (std::uint32_t n = 0; n < count; ++n) {
            merge({.provider = provider == 0 ? host : provider,
                   .primary = host,
                   .services = {service(std::to_string(next_name++))},
                   .matching = UINT32_MAX,
                   .from = "192.0.2." + std::to_string(host),
                   .group = host});
        }
    }
    [[nodiscard]] std::uint32_t count_of(std::uint32_t host) const {
        std::uint32_t count = 0;
        const core::FoundServices& services = catalogue.services();
        for (std::uint32_t n = 0; n < services.end(); ++n) {
            if (services.is_live(n) && services[n].provider == id_of(host)) ++count;
        }
        return count;
    }
    /// Reads at most so many changes, and applies them to `known`.
    void read(std::size_t at_most = SIZE_MAX) {
        core::CatalogueChange change;
        for (std::size_t n = 0; n < at_most && catalogue.next_change(change, false); ++n) {
            const std::string name(change.service.service.name);
            if (change.kind == core::ChangeKind::removed) {
                EXPECT_EQ(known.erase(name), 1U) << name;
            } else {
                EXPECT_EQ(known.insert(name).second, change.kind == core::ChangeKind::added);
            }
            EXPECT_LE(known.size(), most);
        }
    }

    std::uint32_t next_name = 0;
    std::set<std::string> known;
};

TEST_F(FullCatalogueTest, service_that_made_room_is_told_as_removed) {
    add(1, most);
    read();
    add(2, 3);
    EXPECT_EQ(catalogue.services().size(), most);
    Told expected;
    for (std::uint32_t n = 1; n <= 3; ++n)
        expected.push_back("-" + std::to_string(most - n) + ":80");
    for (std::uint32_t n = 0; n < 3; ++n)
        expected.push_back("+" + std::to_string(most + n) + ":80");
    EXPECT_EQ(changes(), expected);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 2U);
}

TEST_F(FullCatalogueTest, service_that_made_room_is_missing_from_its_host) {
    for (std::uint32_t n = 0; n < most; ++n) {
        merge({.services = {service(std::to_string(n))}, .matching = most});
    }
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    for (std::uint32_t n = 0; n < 3; ++n) {
        const auto merged = merge({.provider = 2,
                                   .primary = 2,
                                   .services = {service(std::to_string(n))},
                                   .matching = 3,
                                   .from = "192.0.2.2",
                                   .group = 2});
        EXPECT_EQ(merged.added, 1U);
        EXPECT_EQ(merged.dropped, 1U);
    }
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 1U);
    EXPECT_EQ(catalogue.hosts().missing_services(), 3U);
    const auto merged = merge({.services = {service("one more")}, .matching = most});
    EXPECT_EQ(merged.added, 0U) << "its host has the most";
    EXPECT_EQ(merged.dropped, 1U);
}

TEST_F(FullCatalogueTest, reader_that_never_reads_costs_no_memory) {
    add(1, most);
    add(2, most);
    EXPECT_EQ(catalogue.services().end(), most) << "nobody was told of those that made room";
    read();
    EXPECT_EQ(known.size(), most);
}

TEST_F(FullCatalogueTest, reader_that_reads_seldom_costs_bounded_memory) {
    add(1, most);
    read();
    for (std::uint32_t host = 2; host < 6; ++host) {
        // All that it knows is removed again and again, while it reads a little.
        for (int part = 0; part < 8; ++part) {
            add(host, most / 8);
            read(most / 16);
            ASSERT_LE(catalogue.services().end(), 3 * most);
        }
    }
    read();
    EXPECT_EQ(known.size(), most);
    EXPECT_EQ(catalogue.services().size(), most);
}

TEST_F(FullCatalogueTest, place_of_a_removed_service_goes_to_anybody) {
    add(1, most);
    read();
    catalogue.remove_service(0, id_of(1), "7", "_http._tcp");
    add(1, 1);
    EXPECT_EQ(count_of(1), most) << "there was room again";
    add(1, 1);
    EXPECT_EQ(count_of(1), most);
    EXPECT_FALSE(changes().empty());
    catalogue.remove_host(0);
    EXPECT_EQ(catalogue.services().size(), 0U);
    add(2, most);
    EXPECT_EQ(count_of(2), most);
    EXPECT_LE(catalogue.services().end(), 2 * most);
}

TEST_F(FullCatalogueTest, shares_count_what_is_left_after_removals) {
    add(1, 100);
    add(1, most / 2 - 100, 11);
    add(2, most / 2);
    catalogue.remove_provider(0, id_of(11));
    // Of the first host little is left, so the second one alone makes room for a third.
    add(3, most);
    EXPECT_EQ(count_of(1), 100U);
    EXPECT_NEAR(count_of(2), (most - 100) / 2, 1);
    EXPECT_NEAR(count_of(3), (most - 100) / 2, 1);
    EXPECT_EQ(catalogue.services().size(), most);
}

}  // namespace
}  // namespace mpdisc::test
