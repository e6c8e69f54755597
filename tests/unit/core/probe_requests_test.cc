// SPDX-License-Identifier: MIT
#include "core/search/probe_requests.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/unit/core/addresses.h"
#include "tests/unit/core/catalogue_fixture.h"
#include "tests/unit/core/keys.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::core {
namespace {

using test::endpoint;
using test::id_of;
using test::service;

/// A catalogue, and the requests that say what is known.
class ProbeRequestsTest : public test::CatalogueTest {
   protected:
    static constexpr std::size_t size_max = limits::network_datagram_max - limits::request_reserve;

    /// The number of a new host with that primary.
    std::uint32_t host(std::uint32_t primary) {
        const AnswerSource source{test::ip("192.0.2." + std::to_string(primary)), test::eth0, 1};
        return catalogue.hosts().merge({id_of(primary), 0, 1, true}, source).host;
    }
    /// The test adds hosts in order, so the number of a host is its primary's less one.
    void find(std::uint32_t provider, const std::string& name, std::uint32_t of_host) {
        const std::uint32_t primary = of_host + 1;
        const std::string from = "192.0.2." + std::to_string(primary);
        ASSERT_EQ(merge({.provider = provider,
                         .primary = primary,
                         .services = {service(name)},
                         .from = from})
                      .added,
                  1U);
    }
    void find_many(std::uint32_t count, std::uint32_t of_host) {
        const std::uint32_t first = found().size();
        for (std::uint32_t n = first; n < first + count; ++n) {
            find(n, "s" + std::to_string(n), of_host);
        }
    }
    [[nodiscard]] const FoundServices& found() const { return catalogue.services(); }

    void write(const wire::Request& request, std::uint32_t of_host = ProbeRequests::all_hosts,
               const std::vector<Route>& routes = {
                   {Channel::client, endpoint("192.0.2.1", 1), {}, 0}}) {
        requests.clear();
        destinations.clear();
        ProbeRequests writer(catalogue, outbox, request);
        ASSERT_TRUE(writer.write(of_host, request.known.wants_roster, routes));
        for (Outbound out; outbox.next(out);) {
            requests.emplace_back(out.bytes.begin(), out.bytes.end());
            destinations.push_back(out.route.to);
        }
    }
    [[nodiscard]] std::vector<wire::Request> written() const {
        std::vector<wire::Request> messages;
        for (const test::Bytes& each : requests)
            messages.push_back(test::read<wire::Request>(each));
        return messages;
    }
    [[nodiscard]] static bool asks_for(const wire::Request& request, const ProviderId& provider,
                                       wire::Bytes field) {
        return request.known.asks_for(
            wire::answer_hash(request.transaction, request.attempt, provider, field));
    }
    /// How many of the datagrams ask for that service.
    [[nodiscard]] int times_asked_for(const ProviderId& provider, wire::Bytes field) const {
        int times = 0;
        for (const wire::Request& each : written())
            times += asks_for(each, provider, field) ? 1 : 0;
        return times;
    }
    [[nodiscard]] int times_asked_for(std::uint32_t number) const {
        return times_asked_for(found()[number].provider, found()[number].encoded());
    }
    /// How many of `count` unknown services the datagrams ask for.
    [[nodiscard]] int unknown_ones_asked_for(int count) const {
        const test::Bytes field = test::encoded({service("unknown")});
        int asked = 0;
        for (int n = 0; n < count; ++n) {
            const int times =
                times_asked_for(id_of(9'000'000 + static_cast<std::uint32_t>(n)), field);
            EXPECT_LE(times, 1) << "it belongs to one shard";
            asked += times;
        }
        return asked;
    }
    void expect_shards(std::size_t count) {
        const auto messages = written();
        ASSERT_EQ(messages.size(), count);
        for (std::size_t n = 0; n < count; ++n) {
            EXPECT_EQ(messages[n].known.shards, count);
            EXPECT_EQ(messages[n].known.shard, n);
            EXPECT_EQ(messages[n].known.hashes, wire::known_answer_hashes);
            EXPECT_LE(requests[n].size(), size_max);
        }
    }
    /// What was written is this request, and nothing more.
    void expect_only(const wire::Request& asked) {
        ASSERT_EQ(requests.size(), 1U);
        EXPECT_EQ(requests[0], test::short_bytes_of(asked));
    }
    void expect_nothing_said() {
        for (const wire::Request& each : written()) {
            EXPECT_EQ(each.known.hashes, 0);
            EXPECT_TRUE(each.known.bits.empty());
        }
    }

    /// A request whose attributes leave exactly this many bytes for the bits of a filter.
    [[nodiscard]] wire::Request request_with_room(std::size_t room) {
        packed.clear();
        wire::Request made = test::request(5, 2);
        const std::size_t fixed = test::short_bytes_of(made).size() + 2 * wire::field_header_size +
                                  wire::known_answers_overhead;
        std::size_t missing = size_max - fixed - room;
        if (missing > limits::attributes_bytes_max) {
            made.filter.type = "_fifteen-letters._tcp";
            made.filter.name = longest_name;
            missing -= 2 * wire::field_header_size + made.filter.type.size() + longest_name.size();
        }
        // The next attribute needs room for its length, a key and a value.
        for (char key = 'a'; missing != 0; ++key) {
            const std::size_t taken = missing > 256 ? 200 : missing;
            packed.push_back(static_cast<std::uint8_t>(taken - 1));
            packed.push_back(static_cast<std::uint8_t>(key));
            packed.push_back('=');
            packed.resize(packed.size() + taken - 3, 'x');
            missing -= taken;
        }
        // Some requests are larger than those that a program can make.
        made.filter.attributes = Attributes::of_checked(packed);
        return made;
    }

    const std::string longest_name = std::string(limits::instance_name_max, 'n');
    Outbox outbox{test::unkeyed};
    test::Bytes packed;
    std::vector<test::Bytes> requests;
    std::vector<Endpoint> destinations;
};

TEST_F(ProbeRequestsTest, request_has_no_filter_if_no_service_is_known) {
    write(test::request(5, 1, "_http._tcp"));
    ASSERT_EQ(requests.size(), 1U);
    expect_nothing_said();
    EXPECT_EQ(requests[0], test::padded(test::short_bytes_of(test::request(5, 1, "_http._tcp")),
                                        limits::request_size_min));
}

TEST_F(ProbeRequestsTest, request_keeps_its_other_fields) {
    find(1, "a", host(1));
    wire::Request asked = test::request(5, 9, "_http._tcp");
    asked.window_ms = 77;
    asked.filter.name = "a";
    write(asked);
    const auto messages = written();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].transaction, 5U);
    EXPECT_EQ(messages[0].attempt, 9);
    EXPECT_EQ(messages[0].window_ms, 77);
    EXPECT_EQ(messages[0].filter.type, "_http._tcp");
    EXPECT_EQ(messages[0].filter.name, "a");
}

TEST_F(ProbeRequestsTest, filter_has_all_known_services_and_hardly_any_other) {
    find_many(300, host(1));
    find_many(300, host(2));
    write(test::request(5, 2));
    expect_shards(1);
    for (std::uint32_t n = 0; n < found().size(); ++n) EXPECT_EQ(times_asked_for(n), 0) << n;
    EXPECT_GT(unknown_ones_asked_for(2000), 2000 - 2000 / 60);
}

TEST_F(ProbeRequestsTest, filter_has_ten_bits_for_each_service) {
    for (const std::uint32_t count : {205U, 206U, 300U}) {
        find_many(count - found().size(), host(1));
        write(test::request(5, 2));
        EXPECT_EQ(written()[0].known.bits.size(), (count * 10 + 7) / 8) << count;
    }
}

TEST_F(ProbeRequestsTest, filter_of_few_services_has_more_bits_for_each) {
    const std::pair<std::uint32_t, std::size_t> sizes[] = {{1, 16},   {3, 16},   {4, 20},
                                                           {51, 255}, {52, 256}, {204, 256}};
    for (const auto& [count, size] : sizes) {
        find_many(count - found().size(), host(1));
        write(test::request(5, 2));
        EXPECT_EQ(written()[0].known.bits.size(), size) << count;
    }
}

TEST_F(ProbeRequestsTest, filter_of_each_attempt_has_other_bits) {
    find_many(50, host(1));
    write(test::request(5, 2));
    const test::Bytes second = requests[0];
    write(test::request(5, 3));
    const auto before = test::read<wire::Request>(second).known.bits;
    const auto now = written()[0].known.bits;
    ASSERT_EQ(before.size(), now.size());
    EXPECT_FALSE(std::equal(before.begin(), before.end(), now.begin()));
    for (std::uint32_t n = 0; n < found().size(); ++n) EXPECT_EQ(times_asked_for(n), 0) << n;
}

TEST_F(ProbeRequestsTest, filter_for_one_host_has_no_services_of_others) {
    const std::uint32_t one = host(1);
    const std::uint32_t other = host(2);
    find_many(40, one);
    find_many(300, other);
    write(test::request(5, 2), one);
    expect_shards(1);
    EXPECT_EQ(written()[0].known.bits.size(), 200U);
    int asked = 0;
    for (std::uint32_t n = 0; n < 40; ++n) EXPECT_EQ(times_asked_for(n), 0) << n;
    for (std::uint32_t n = 40; n < 340; ++n) asked += times_asked_for(n);
    EXPECT_GT(asked, 290);
}

TEST_F(ProbeRequestsTest, request_to_a_host_without_found_services_has_no_filter) {
    const std::uint32_t one = host(1);
    find_many(10, host(2));
    write(test::request(5, 2), one);
    ASSERT_EQ(requests.size(), 1U);
    expect_nothing_said();
}

TEST_F(ProbeRequestsTest, hosts_that_were_joined_count_as_one) {
    const std::uint32_t one = host(1);
    const std::uint32_t other = host(2);
    const std::uint32_t third = host(3);
    find_many(20, one);
    find_many(20, other);
    find_many(20, third);
    catalogue.hosts().join(one, other);
    write(test::request(5, 2), other);
    EXPECT_EQ(written()[0].known.bits.size(), 200U);
    for (std::uint32_t n = 0; n < 40; ++n) EXPECT_EQ(times_asked_for(n), 0) << n;
    catalogue.hosts().join(other, third);
    write(test::request(5, 2), third);
    EXPECT_EQ(written()[0].known.bits.size(), 256U);
    for (std::uint32_t n = 0; n < 60; ++n) EXPECT_EQ(times_asked_for(n), 0) << n;
}

TEST_F(ProbeRequestsTest, filter_for_all_hosts_has_services_without_a_host_too) {
    const std::uint32_t of_host = host(1);
    // Its group has no room for another host.
    for (std::uint32_t n = 0; n < limits::probe_hosts_max / 2; ++n) {
        AnswerSource source{
            IpAddress::v4(10, 0, static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)),
            test::eth0, 1};
        source.group = 1;
        (void)catalogue.hosts().merge({id_of(1'000 + n), 0, 1, true}, source);
    }
    ASSERT_EQ(
        host_of({.provider = 1, .primary = 9, .services = {service("a")}, .from = "10.1.1.1"}),
        HostRosters::none);
    find(2, "b", of_host);
    write(test::request(5, 2));
    EXPECT_EQ(times_asked_for(0), 0);
    EXPECT_EQ(times_asked_for(1), 0);
}

TEST_F(ProbeRequestsTest, removed_service_is_asked_for_again) {
    const std::uint32_t of_host = host(1);
    find_many(100, of_host);
    changes();
    remove("s7");
    write(test::request(5, 2));
    for (std::uint32_t n = 0; n < 100; ++n) EXPECT_EQ(times_asked_for(n), n == 7 ? 1 : 0) << n;
    // The reader has not been told of the removal; the service comes back as it was.
    find(7, "s7", of_host);
    write(test::request(5, 3), of_host);
    for (std::uint32_t n = 0; n < found().end(); ++n) EXPECT_EQ(times_asked_for(n), 0) << n;
}

TEST_F(ProbeRequestsTest, changed_service_is_known_as_it_is_now) {
    const std::uint32_t of_host = host(1);
    find(1, "a", of_host);
    const test::Bytes former = test::encoded({service("a")});
    const test::Bytes newer = test::encoded({service("a", "_http._tcp", {"path=/"})});
    merge({.services = {service("a", "_http._tcp", {"path=/"})}, .attempt = 2});
    write(test::request(5, 3));
    EXPECT_EQ(times_asked_for(id_of(1), newer), 0);
    EXPECT_EQ(times_asked_for(id_of(1), former), 1);
}

TEST_F(ProbeRequestsTest, nothing_is_known_of_a_forgotten_host) {
    const std::uint32_t of_host = host(1);
    find_many(30, of_host);
    changes();
    for (std::uint32_t n = 0; n < 30; ++n) catalogue.remove(n);
    catalogue.forget_host(of_host);
    write(test::request(5, 2));
    expect_nothing_said();
    EXPECT_EQ(host(2), of_host) << "its number belongs to another host";
    write(test::request(5, 3), of_host);
    expect_nothing_said();
}

TEST_F(ProbeRequestsTest, request_goes_to_each_route) {
    find_many(2'000, host(1));
    const std::vector<Route> routes = {{Channel::client, endpoint("192.0.2.1", 1), {}, 0},
                                       {Channel::client, endpoint("192.0.2.2", 2), {}, 0}};
    write(test::request(5, 2), ProbeRequests::all_hosts, routes);
    std::map<std::uint16_t, std::vector<test::Bytes>> by_port;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        by_port[destinations[i].port].push_back(requests[i]);
    }
    EXPECT_EQ(by_port.size(), 2U);
    EXPECT_EQ(by_port[1], by_port[2]);
    EXPECT_EQ(by_port[1].size(), 3U);
}

TEST_F(ProbeRequestsTest, requests_have_no_more_shards_than_needed) {
    // The rest of a request: the header, ATTEMPT, and the fields before the bits.
    const std::uint32_t capacity = (size_max - 16 - 5 - 8) * 8 / 10;
    const std::uint32_t of_host = host(1);
    find_many(capacity, of_host);
    write(test::request(5, 2));
    expect_shards(1);
    find_many(1, of_host);
    write(test::request(5, 2));
    expect_shards(2);
    find_many(capacity * 3 - found().size(), of_host);
    write(test::request(5, 2));
    expect_shards(3);
    for (std::uint32_t n = 0; n < found().size(); ++n) EXPECT_EQ(times_asked_for(n), 0) << n;
    EXPECT_GT(unknown_ones_asked_for(1000), 1000 - 1000 / 60);
}

TEST_F(ProbeRequestsTest, fullest_search_fits_its_shards) {
    find_many(limits::found_services_max, host(1));
    write(test::request(5, 2));
    expect_shards((limits::found_services_max + 910) / 911);
    for (std::uint32_t n = 0; n < found().size(); n += 7) EXPECT_EQ(times_asked_for(n), 0) << n;
}

TEST_F(ProbeRequestsTest, longest_filters_leave_shards_less_room) {
    wire::Request asked = request_with_room(300);
    asked.filter.type = "_fifteen-letters._tcp";
    asked.filter.name = longest_name;
    const std::size_t room = 300 - 25 - 67;
    const std::uint32_t of_host = host(1);
    find_many(static_cast<std::uint32_t>(room * 8 / 10), of_host);
    write(asked);
    expect_shards(1);
    find_many(400, of_host);
    write(asked);
    expect_shards(4);
    for (std::uint32_t n = 0; n < found().size(); ++n) EXPECT_EQ(times_asked_for(n), 0) << n;
}

TEST_F(ProbeRequestsTest, requests_have_no_filter_if_it_needs_more_than_64_shards) {
    const std::uint32_t of_host = host(1);
    const wire::Request asked = request_with_room(20);
    find_many(16 * limits::request_shards_max, of_host);
    write(asked);
    expect_shards(limits::request_shards_max);
    find_many(1, of_host);
    write(asked);
    ASSERT_EQ(requests.size(), 1U);
    expect_nothing_said();
    EXPECT_EQ(times_asked_for(0), 1);
}

TEST_F(ProbeRequestsTest, requests_have_no_filter_if_there_is_no_room) {
    find(1, "a", host(1));
    write(request_with_room(20));
    expect_shards(1);
    for (const std::size_t room : {0U, 1U}) {
        wire::Request asked = request_with_room(room);
        asked.known.wants_roster = true;
        write(asked);
        asked.known = {};
        expect_only(asked);
    }
    // The request itself needs the reserved room.
    wire::Request longer = request_with_room(0);
    packed.resize(packed.size() + 21, 'x');
    packed[packed.size() - 21] = 20;
    longer.filter.attributes = Attributes::of_checked(packed);
    write(longer);
    expect_only(longer);
}

TEST_F(ProbeRequestsTest, roster_is_asked_for_by_each_shard) {
    find_many(2'000, host(1));
    for (const bool wanted : {true, false}) {
        wire::Request asked = test::request(5, 2);
        asked.known.wants_roster = wanted;
        write(asked);
        const auto messages = written();
        ASSERT_EQ(messages.size(), 3U);
        EXPECT_EQ(messages[0].known.wants_roster, wanted);
        EXPECT_EQ(messages[1].known.wants_roster, wanted);
        EXPECT_EQ(messages[2].known.wants_roster, wanted);
    }
}

TEST_F(ProbeRequestsTest, no_datagram_exceeds_the_limit) {
    const std::uint32_t of_host = host(1);
    for (int step = 0; step < 300; ++step) {
        find_many(13, of_host);
        write(test::request(5, 2, step % 2 == 0 ? "_http._tcp" : ""));
        for (const test::Bytes& each : requests) EXPECT_LE(each.size(), size_max);
    }
}

}  // namespace
}  // namespace mpdisc::core
