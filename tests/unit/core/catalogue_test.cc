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
    const FoundServiceView& found = change.service;
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

// --- Put ------------------------------------------------------------------

TEST_F(CatalogueTest, put_adds_a_service_that_is_not_known) {
    const core::Catalogue::Put put_a = put({.services = {service("a")}});
    EXPECT_TRUE(put_a.is_new);
    EXPECT_EQ(put_a.number, number_of("a"));
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(text_of(change), "+a:80");
    EXPECT_EQ(change.service.host, "host");
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U) << "it counts as found";
    EXPECT_EQ(catalogue.hosts().name(catalogue.host_of(put_a.number)), "host");
}

TEST_F(CatalogueTest, put_that_replaces_a_service_changes_it_whichever_port_it_comes_from) {
    const std::uint32_t number = put({.provider = 2, .services = {service_at("a", 80)}}).number;
    EXPECT_EQ(changes(), Told{"+a:80"});
    // The provider has become the primary, and answers from the discovery port.
    const core::Catalogue::Put changed = put(number, {.provider = 2,
                                                      .primary = 2,
                                                      .services = {service_at("a", 81)},
                                                      .revision = 2,
                                                      .attempt = 2,
                                                      .port = 6'737});
    EXPECT_FALSE(changed.is_new);
    EXPECT_EQ(changed.number, number);
    EXPECT_EQ(changes(), Told{"~a:81"});
    EXPECT_EQ(catalogue.services().size(), 1U);
    EXPECT_EQ(catalogue.services()[number].role, Role::primary);
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
}

TEST_F(CatalogueTest, put_of_the_same_service_with_other_addresses_is_a_change) {
    const std::uint32_t number = put({.services = {service("a")}}).number;
    EXPECT_EQ(changes(), Told{"+a:80"});
    const auto put_with = [&](const std::vector<std::string>& addresses) {
        (void)put(number, {.services = {service("a")}, .addresses = addresses});
    };
    put_with({"192.0.2.1", "2001:db8::1"});
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(text_of(change), "~a:80");
    EXPECT_EQ(change.service.addresses.size(), 2U);
    put_with({"192.0.2.1"});
    EXPECT_EQ(changes(), Told{"~a:80"}) << "one less counts, too";
    put_with({"192.0.2.7"});
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(change.service.address, ip("192.0.2.7"));
    EXPECT_TRUE(changes().empty());
}

TEST_F(CatalogueTest, put_of_the_same_service_by_another_interface_is_a_change) {
    const std::uint32_t number = put({.services = {service("a")}}).number;
    EXPECT_EQ(changes(), Told{"+a:80"});
    (void)put(number, {.services = {service("a")}, .from = "198.51.100.1", .if_index = eth1});
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(text_of(change), "~a:80");
    EXPECT_EQ(change.service.interface_name, "eth1");
}

TEST_F(CatalogueTest, put_of_the_same_service_with_another_host_name_is_a_change) {
    const std::uint32_t number = put({.services = {service("a")}, .host_name = "old"}).number;
    EXPECT_EQ(changes(), Told{"+a:80"});
    (void)put(number, {.services = {service("a")}, .host_name = "new"});
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(text_of(change), "~a:80");
    EXPECT_EQ(change.service.host, "new");
}

TEST_F(CatalogueTest, put_without_a_host_name_keeps_the_known_one) {
    const std::uint32_t number = put({.services = {service("a")}, .host_name = "box"}).number;
    EXPECT_EQ(changes(), Told{"+a:80"});
    (void)put(number, {.services = {service("a")}, .host_name = ""});
    EXPECT_TRUE(changes().empty());
    (void)put(number, {.services = {service_at("a", 81)}, .host_name = ""});
    core::CatalogueChange change;
    ASSERT_TRUE(catalogue.next_change(change, false));
    EXPECT_EQ(text_of(change), "~a:81");
    EXPECT_EQ(change.service.host, "box");
}

TEST_F(CatalogueTest, put_that_shows_the_reader_nothing_new_is_no_change) {
    const std::uint32_t number = put({.services = {service("a")}}).number;
    EXPECT_EQ(changes(), Told{"+a:80"});
    (void)put(
        number,
        {.primary = 2, .services = {service("a")}, .revision = 2, .attempt = 2, .port = 2'000});
    EXPECT_TRUE(changes().empty());
    EXPECT_EQ(catalogue.services()[number].port, 2'000) << "where it came from last";
    EXPECT_EQ(catalogue.services()[number].role, Role::secondary);
}

TEST_F(CatalogueTest, put_that_changes_a_service_before_it_was_told_adds_the_new_one) {
    const std::uint32_t number = put({.services = {service_at("a", 80)}}).number;
    (void)put(number, {.services = {service_at("a", 81)}});
    EXPECT_EQ(changes(), Told{"+a:81"});
}

TEST_F(CatalogueTest, put_joins_the_hosts_that_the_service_came_from) {
    const std::uint32_t number = put({.provider = 7, .services = {service("a")}}).number;
    (void)put(number, {.provider = 7,
                       .primary = 2,
                       .services = {service("a")},
                       .from = "198.51.100.1",
                       .if_index = eth1});
    EXPECT_EQ(catalogue.hosts().count(), 1U);
    EXPECT_EQ(catalogue.host_of(number),
              catalogue.hosts().find(core::AnswerSource{ip("198.51.100.1"), eth1}));
}

TEST_F(CatalogueTest, changes_wait_until_the_reader_takes_them) {
    EXPECT_FALSE(catalogue.has_change());
    const std::uint32_t number = put({.services = {service("a")}}).number;
    EXPECT_TRUE(catalogue.has_change());
    EXPECT_EQ(catalogue.view(number).service.name, "a") << "the list has it already";
    changes();
    EXPECT_FALSE(catalogue.has_change());
    catalogue.remove(number);
    EXPECT_TRUE(catalogue.has_change());
}

// --- Removed -------------------------------------------------------------

TEST_F(CatalogueTest, removed_service_is_told_once_as_it_was) {
    merge(
        {.services = {service("a", "_http._tcp", {"path=/"}, 8080), service("b")}, .matching = 2});
    EXPECT_EQ(changes(), (Told{"+a:8080", "+b:80"}));
    remove("a");
    EXPECT_EQ(catalogue.services().size(), 1U);
    EXPECT_EQ(number_of("a"), core::FoundServices::none);
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

TEST_F(CatalogueTest, removed_service_is_missing_until_its_roster_says_otherwise) {
    merge({.services = {service("a"), service("b")}, .matching = 2});
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    remove("a");
    EXPECT_EQ(catalogue.hosts().missing_services(), 1U);
    merge({.services = {service("a")}, .matching = 2, .attempt = 2});
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    remove("a");
    merge({.services = {service("b")}, .matching = 1, .revision = 2, .attempt = 3});
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
}

TEST_F(CatalogueTest, removal_is_told_before_a_service_that_came_earlier) {
    merge({.provider = 2, .services = {service("a")}});
    EXPECT_EQ(changes(), Told{"+a:80"});
    const std::uint32_t former = number_of("a");
    // The provider has been started anew.
    merge({.provider = 3, .services = {service("a")}, .revision = 2, .attempt = 2});
    catalogue.remove(former);
    EXPECT_EQ(changes(), (Told{"-a:80", "+a:80"})) << "never twice there";
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
}

TEST_F(CatalogueTest, service_that_is_removed_before_it_was_told_is_not_told) {
    merge({.services = {service("a"), service("b")}, .matching = 2});
    remove("a");
    EXPECT_EQ(changes(), Told{"+b:80"});
}

TEST_F(CatalogueTest, changed_service_that_is_removed_is_told_as_removed_alone) {
    merge({.services = {service("a")}});
    changes();
    merge({.services = {service_at("a", 81)}, .attempt = 2});
    remove("a");
    EXPECT_EQ(changes(), Told{"-a:81"});
}

TEST_F(CatalogueTest, service_that_comes_back_is_told_as_removed_and_added) {
    merge({.services = {service("a")}});
    changes();
    remove("a");
    merge({.services = {service_at("a", 81)}, .attempt = 2});
    EXPECT_EQ(changes(), (Told{"-a:80", "+a:81"}));
    merge({.services = {service_at("a", 82)}, .attempt = 3});
    EXPECT_EQ(changes(), Told{"~a:82"});
}

// --- Hosts ---------------------------------------------------------------

TEST_F(CatalogueTest, host_that_has_services_is_not_forgotten) {
    const std::uint32_t host = host_of({.services = {service("a"), service("b")}, .matching = 2});
    catalogue.forget_host(host);
    EXPECT_EQ(catalogue.hosts().count(), 1U);
    remove("a");
    catalogue.forget_host(host);
    EXPECT_EQ(catalogue.hosts().count(), 1U);
    remove("b");
    catalogue.forget_host(host);
    EXPECT_EQ(catalogue.hosts().count(), 0U);
}

TEST_F(CatalogueTest, forgotten_host_takes_its_roster_with_it) {
    const std::uint32_t host = host_of({.services = {service("a")}, .matching = 5});
    merge({.provider = 9, .primary = 9, .services = {service("c")}, .from = "192.0.2.9"});
    changes();
    EXPECT_EQ(catalogue.hosts().missing_services(), 4U);
    remove("a");
    catalogue.forget_host(host);
    EXPECT_EQ(catalogue.hosts().count(), 1U);
    EXPECT_EQ(catalogue.hosts().missing_services(), 0U);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    EXPECT_EQ(catalogue.services().size(), 1U);
    EXPECT_EQ(changes(), Told{"-a:80"});
    catalogue.forget_host(core::HostRosters::none);
    EXPECT_TRUE(changes().empty());
    // It comes back as a new one.
    const auto again = merge({.services = {service("a")}, .attempt = 2});
    EXPECT_EQ(again.host.news, core::HostRosters::News::first);
    EXPECT_EQ(changes(), Told{"+a:80"});
    EXPECT_EQ(catalogue.hosts().count(), 2U);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
}

TEST_F(CatalogueTest, forgotten_host_takes_the_hosts_that_were_joined_to_it_with_it) {
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
    EXPECT_EQ(catalogue.host_of(number_of("a")), catalogue.host_of(number_of("b")));
    changes();
    remove("b");
    catalogue.forget_host(newer);
    EXPECT_EQ(catalogue.hosts().count(), 1U) << "it still has a service under its former number";
    remove("a");
    catalogue.forget_host(newer);
    EXPECT_EQ(changes(), (Told{"-b:80", "-a:80"}));
    EXPECT_EQ(catalogue.hosts().count(), 0U);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 0U);
    EXPECT_EQ(host_of({.primary = 5, .from = "192.0.2.5"}), 1U) << "both numbers are free";
    EXPECT_EQ(host_of({.primary = 6, .from = "192.0.2.6"}), 0U);
}

TEST_F(CatalogueTest, service_of_a_forgotten_host_is_told_with_the_name_that_another_answer_had) {
    const std::uint32_t host =
        host_of({.services = {service("a"), service("b")}, .matching = 3, .host_name = ""});
    merge({.services = {service("c")}, .matching = 3, .host_name = "box"});
    changes();
    for (const char* name : {"b", "a", "c"}) remove(name);
    catalogue.forget_host(host);
    EXPECT_EQ(host_of({.primary = 5, .from = "192.0.2.5", .host_name = "other"}), host)
        << "the number belongs to another host";
    core::CatalogueChange change;
    for (const char* text : {"-b:80", "-a:80", "-c:80"}) {
        ASSERT_TRUE(catalogue.next_change(change, false));
        EXPECT_EQ(text_of(change), text);
        EXPECT_EQ(change.service.host, "box");
    }
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
    [[nodiscard]] bool is_of(std::uint32_t number, std::uint32_t provider) const {
        const core::FoundServices& services = catalogue.services();
        return services.is_live(number) && services[number].provider == id_of(provider);
    }
    [[nodiscard]] std::uint32_t count_of(std::uint32_t provider) const {
        std::uint32_t count = 0;
        for (std::uint32_t n = 0; n < catalogue.services().end(); ++n) count += is_of(n, provider);
        return count;
    }
    void remove_all_of(std::uint32_t provider) {
        for (std::uint32_t n = 0; n < catalogue.services().end(); ++n) {
            if (is_of(n, provider)) catalogue.remove(n);
        }
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
    remove("7");
    add(1, 1);
    EXPECT_EQ(count_of(1), most) << "there was room again";
    add(1, 1);
    EXPECT_EQ(count_of(1), most);
    EXPECT_FALSE(changes().empty());
    remove_all_of(1);
    EXPECT_EQ(catalogue.services().size(), 0U);
    add(2, most);
    EXPECT_EQ(count_of(2), most);
    EXPECT_LE(catalogue.services().end(), 2 * most);
}

TEST_F(FullCatalogueTest, put_needs_room_only_for_a_new_service) {
    for (std::uint32_t n = 0; n < most; ++n) {
        ASSERT_TRUE(put({.services = {service(std::to_string(n))}, .matching = most}).is_new);
    }
    read();
    EXPECT_EQ(put({.services = {service("one more")}, .matching = most}).number,
              core::FoundServices::none);
    EXPECT_EQ(catalogue.services().size(), most);
    EXPECT_EQ(catalogue.hosts().incomplete_hosts(), 1U) << "its host has more";
    const std::uint32_t number = number_of("7");
    EXPECT_EQ(put(number, {.services = {service_at("7", 81)}, .matching = most}).number, number);
    EXPECT_EQ(changes(), Told{"~7:81"});
}

TEST_F(FullCatalogueTest, put_of_a_host_with_few_services_takes_the_place_of_another_one) {
    add(1, most);
    read();
    const core::Catalogue::Put added = put({.provider = 2,
                                            .primary = 2,
                                            .services = {service("mine")},
                                            .from = "198.51.100.2",
                                            .if_index = eth1});
    EXPECT_TRUE(added.is_new);
    EXPECT_EQ(added.number, number_of("mine"));
    EXPECT_EQ(catalogue.services().size(), most);
    EXPECT_EQ(changes(), (Told{"-" + std::to_string(most - 1) + ":80", "+mine:80"}));
}

TEST_F(FullCatalogueTest, shares_count_what_is_left_after_removals) {
    add(1, 100);
    add(1, most / 2 - 100, 11);
    add(2, most / 2);
    remove_all_of(11);
    // Of the first host little is left, so the second one alone makes room for a third.
    add(3, most);
    EXPECT_EQ(count_of(1), 100U);
    EXPECT_NEAR(count_of(2), (most - 100) / 2, 1);
    EXPECT_NEAR(count_of(3), (most - 100) / 2, 1);
    EXPECT_EQ(catalogue.services().size(), most);
}

}  // namespace
}  // namespace mpdisc::test
