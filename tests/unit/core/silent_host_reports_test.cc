// SPDX-License-Identifier: MIT
//
// A search reports silent hosts to the host that listed them.
#include "tests/unit/core/host_lists_fixture.h"

namespace mpdisc::test {
namespace {

TEST_F(HostListsTest, end_with_reports_of_silent_hosts) {
    begin();
    receive_local_list({{1, {"192.0.2.11"}},
                        {2, {"192.0.2.12"}},
                        {3, {"192.0.2.13"}, eth0, "_ipp._tcp"},
                        {4, {"192.0.2.14"}}});
    hear("192.0.2.12");
    run_for(500 * ms - 1);
    EXPECT_EQ(sent.size(), 1U);
    run_for(1);
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_EQ(sent[1].message.silent.bytes, id_of(1).bytes);
    EXPECT_EQ(sent[2].message.silent.bytes, id_of(4).bytes);
    for (const auto& each : {sent[1], sent[2]}) {
        EXPECT_EQ(each.to.address, ip("127.0.0.1"));
        EXPECT_FALSE(each.message.wants_list);
    }
    EXPECT_TRUE(is_expected(sent[2].message.transaction, "127.0.0.1"));
    run_for(500 * ms);
    EXPECT_EQ(sent.size(), 3U) << "each is reported once";
    EXPECT_EQ(lists.next_deadline_us(), never_us);
}

TEST_F(HostListsTest, end_with_a_bounded_number_of_reports) {
    begin();
    std::vector<Listed> hosts;
    for (std::uint32_t n = 1; n <= 100; ++n) {
        hosts.push_back({n, {"192.0.2." + std::to_string(100 + n)}});
    }
    receive_local_list(hosts);
    run_for(500 * ms);
    EXPECT_EQ(sent.size(), 1U + 16);
}

TEST_F(HostListsTest, report_to_the_host_that_listed) {
    begin();
    receive_list_of_link("192.0.2.11", eth0, {{1, {"192.0.2.12"}, 0}});
    run_for(500 * ms);
    EXPECT_EQ(last_to("192.0.2.11").message.silent.bytes, id_of(1).bytes);
}

TEST_F(HostListsTest, report_nothing_without_a_list) {
    begin();
    run_for(ms);
    receive_token(broadcasts()[0].message.transaction, "192.0.2.11", eth0, false);
    EXPECT_EQ(neighbours().size(), 1U) << "it exists";
    run_for(1'000 * ms);
    for (const auto& each : sent) EXPECT_FALSE(each.message.silent.is_known());
}

}  // namespace
}  // namespace mpdisc::test
