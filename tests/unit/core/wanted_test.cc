// SPDX-License-Identifier: MIT
//
// A watch that knows the keys of services gets these services, and no others.
#include "tests/unit/core/keys.h"
#include "tests/unit/core/watch_request_fixture.h"

namespace mpdisc::test {
namespace {

class WantedTest : public WatchRequestTest {
   protected:
    void SetUp() override {
        primary = &host.start({service("p"), service("q")});
        one = &host.start({service("s"), service("t")});
        other = &host.start({service("u")});
        host.run_for(second);
    }

    VirtualProvider* primary = nullptr;
    VirtualProvider* one = nullptr;
    VirtualProvider* other = nullptr;
};

TEST_F(WantedTest, services_come_from_the_providers_that_offer_them) {
    const auto answers =
        ask(wanted_request({key_of(*primary, service("q")), key_of(*one, service("s"))}));
    EXPECT_EQ(names_of(answers), (Names{"q", "s"}));
    EXPECT_EQ(host.count_sent(MessageType::provider_notification), 1U) << "the other one is left";
    for (const wire::Advertisement& each : answers) EXPECT_EQ(each.roster.matching, 5U);
}

TEST_F(WantedTest, services_that_have_gone_are_answered_with_the_roster) {
    const auto answers = ask(wanted_request({1, 2}));
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers[0].provider, primary->id());
    EXPECT_TRUE(names_in(answers[0].services).empty());
    EXPECT_EQ(answers[0].roster.matching, 5U);
    EXPECT_FALSE(answers[0].roster.others_answer);
}

TEST_F(WantedTest, services_of_others_are_announced_by_a_primary_that_has_none) {
    VirtualHost empty_host;
    VirtualProvider& without = empty_host.start();
    VirtualProvider& with = empty_host.start({service("s")});
    empty_host.run_for(second);
    VirtualClient& watch = empty_host.client(endpoint("192.0.2.77", 5000));
    attempt = 1;
    empty_host.send_to_port(watch.endpoint, bytes_of(wanted_request({key_of(with, service("s"))})),
                            eth0, "192.0.2.10");
    empty_host.run_for(ms);
    ASSERT_EQ(watch.received.size(), 2U);
    const auto first = read<wire::Advertisement>(watch.received[0].bytes);
    EXPECT_EQ(first.provider, without.id());
    EXPECT_TRUE(first.roster.others_answer);
}

TEST_F(WantedTest, services_must_match_the_filter) {
    wire::Request asked = wanted_request({key_of(*primary, service("p"))});
    asked.filter.type = "_ipp._tcp";
    EXPECT_EQ(names_of(ask(asked)), Names{});
}

TEST_F(WantedTest, services_come_whatever_known_answers_say) {
    wire::Request asked = wanted_request({key_of(*one, service("t"))});
    const Bytes full(16, 0xFF);
    asked.known = {7, 0, 1, false, full};
    EXPECT_EQ(names_of(ask(asked)), Names{"t"});
}

TEST_F(WantedTest, services_may_be_asked_for_again) {
    const Keys keys = {key_of(*one, service("t"))};
    for (int n = 0; n < 20; ++n) EXPECT_EQ(names_of(ask(wanted_request(keys))), Names{"t"}) << n;
    const wire::Request asked = wanted_request(keys);
    EXPECT_EQ(names_of(ask(asked)), Names{"t"});
    EXPECT_TRUE(ask(asked).empty()) << "the same attempt again";
}

TEST_F(WantedTest, services_are_as_many_as_the_request_names) {
    std::vector<Service> services;
    for (std::size_t n = 0; n < limits::wanted_services_max + 10; ++n) {
        services.push_back(service("w" + std::to_string(n)));
    }
    VirtualProvider& many = host.start(services);
    host.run_for(second);
    Keys keys;
    for (std::size_t n = 0; n < limits::wanted_services_max; ++n) {
        keys.insert(key_of(many, services[n]));
    }
    EXPECT_EQ(names_of(ask(wanted_request(keys))).size(), limits::wanted_services_max);
}

/// With keys, a search is answered by one path for each attempt, and by another one each time. A
/// watch asks by one path only, or by one after the other.
TEST(KeyedWanted, services_come_by_the_path_that_asks) {
    VirtualHost host;
    host.keys = keyring({1});
    host.start({service("p")});
    VirtualProvider& other = host.start({service("s")});
    host.run_for(second);
    const std::uint64_t key = wire::sketch_key(42, other.id(), encoded({service("s")}));
    Bytes wanted(8);
    wire::Writer writer(wanted);
    writer.u64(key);
    for (std::uint8_t attempt = 1; attempt < 20; ++attempt) {
        wire::Request asked = request(42, attempt);
        asked.wanted = {wanted};
        const bool by_eth1 = attempt % 4 == 1;
        VirtualClient& watch =
            host.client(endpoint(by_eth1 ? "198.51.100.77" : "192.0.2.77", 5000));
        watch.received.clear();
        host.send_to_port(watch.endpoint, sealed(host.keys, short_bytes_of(asked), host.wall_ms()),
                          by_eth1 ? eth1 : eth0, by_eth1 ? "198.51.100.10" : "192.0.2.10");
        host.run_for(ms);
        EXPECT_EQ(watch.received.size(), 1U) << int{attempt};
    }
}

}  // namespace
}  // namespace mpdisc::test
