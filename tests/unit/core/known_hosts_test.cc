// SPDX-License-Identifier: MIT
//
// The hosts that a search waits for.
#include "core/search/known_hosts.h"

#include <gtest/gtest.h>

#include "tests/support/scarce_memory.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {
namespace {

class KnownHostsTest : public testing::Test {
   protected:
    static core::AnswerSource source(std::string_view address, std::uint32_t if_index = eth0) {
        return {ip(address), if_index};
    }
    static wire::HostDescription host(std::uint32_t number) {
        wire::HostDescription made;
        made.host.bytes = id_of(number).bytes;
        made.primary = id_of(1'000 + number);
        return made;
    }
    /// An address that no other number has.
    static core::AnswerSource source_of(std::uint32_t number, std::uint32_t if_index = eth0) {
        core::AnswerSource made = source("10.0.0.0", if_index);
        made.address.bytes[2] = static_cast<std::uint8_t>(number >> 8);
        made.address.bytes[3] = static_cast<std::uint8_t>(number);
        return made;
    }
    void add(std::uint32_t number, const core::AnswerSource& at, bool may_match = true) {
        EXPECT_TRUE(known.add(host(number), 0, may_match, true, at));
    }
    /// An answer comes from there.
    void answer(const core::AnswerSource& from) { (void)heard.merge({id_of(++primaries)}, from); }
    [[nodiscard]] bool have_answered() const { return known.have_answered(heard); }
    [[nodiscard]] std::uint32_t silent() const {
        std::uint32_t count = 0;
        for (std::uint32_t n = 0; n < known.size(); ++n) {
            if (known.is_silent(n, heard)) ++count;
        }
        return count;
    }

    core::KnownHosts known{7};
    core::HostRosters heard{8};
    std::uint32_t primaries = 0;
};

TEST_F(KnownHostsTest, without_hosts_wait_for_nothing) {
    EXPECT_TRUE(have_answered());
    EXPECT_EQ(known.size(), 0U);
}

TEST_F(KnownHostsTest, wait_for_each_host_that_may_match) {
    add(1, source("192.0.2.11"));
    add(2, source("192.0.2.12"), false);
    add(3, source("192.0.2.13"));
    EXPECT_EQ(silent(), 2U);
    answer(source("192.0.2.11"));
    EXPECT_FALSE(have_answered());
    EXPECT_EQ(silent(), 1U);
    answer(source("192.0.2.13"));
    EXPECT_TRUE(have_answered());
    EXPECT_EQ(silent(), 0U);
}

TEST_F(KnownHostsTest, do_not_count_an_answer_by_another_interface) {
    add(1, source("192.0.2.11", eth0));
    answer(source("192.0.2.11", eth1));
    EXPECT_FALSE(have_answered());
}

TEST_F(KnownHostsTest, wait_for_one_answer_of_a_host_with_several_addresses) {
    add(1, source("192.0.2.11"));
    add(1, source("fe80::11"));
    add(1, source("192.0.2.11", eth1));
    add(1, source("fe80::11", eth1));
    ASSERT_EQ(known.size(), 1U);
    ASSERT_EQ(known[0].all_sources().size(), limits::neighbour_addresses_max);
    answer(source("fe80::11", eth1));
    EXPECT_TRUE(have_answered());
}

/// A host may have two interfaces on one link. It answers each attempt by one of them.
TEST_F(KnownHostsTest, wait_for_one_answer_of_a_host_with_two_addresses_on_a_link) {
    add(1, source("192.0.2.11"));
    add(1, source("192.0.2.66"));
    EXPECT_EQ(known.size(), 1U);
    answer(source("192.0.2.66"));
    EXPECT_TRUE(have_answered());
}

TEST_F(KnownHostsTest, keep_the_first_addresses_of_a_host) {
    for (std::uint32_t n = 0; n <= limits::neighbour_addresses_max; ++n) {
        add(1, source("192.0.2.11", 10 + n));
        add(1, source("192.0.2.11", 10));
    }
    ASSERT_EQ(known.size(), 1U);
    ASSERT_EQ(known[0].all_sources().size(), limits::neighbour_addresses_max);
    EXPECT_EQ(known[0].all_sources().back().if_index, 13U);
}

TEST_F(KnownHostsTest, keep_what_was_told_last) {
    wire::HostDescription told = host(1);
    EXPECT_TRUE(known.add(told, 50, true, true, source("192.0.2.11")));
    told.primary = id_of(77);
    told.summary.revision = 9;
    told.summary.services = 3;
    EXPECT_TRUE(known.add(told, 2, true, true, source("192.0.2.11")));
    EXPECT_EQ(known[0].id, told.host);
    EXPECT_EQ(known[0].primary, id_of(77));
    EXPECT_EQ(known[0].revision, 9U);
    EXPECT_EQ(known[0].services, 3U);
    EXPECT_EQ(known[0].age_s, 2U);
}

TEST_F(KnownHostsTest, wait_again_for_a_host_that_may_match_after_all) {
    add(1, source("192.0.2.11"), false);
    add(2, source("192.0.2.12"));
    answer(source("192.0.2.12"));
    EXPECT_TRUE(have_answered());
    add(1, source("192.0.2.11"), true);
    EXPECT_FALSE(have_answered());
    add(1, source("192.0.2.11"), false);
    EXPECT_FALSE(have_answered()) << "one list says that it may match";
}

TEST_F(KnownHostsTest, wait_for_a_host_that_is_added_after_the_others_have_answered) {
    add(1, source("192.0.2.11"));
    answer(source("192.0.2.11"));
    EXPECT_TRUE(have_answered());
    add(2, source("192.0.2.12"));
    EXPECT_FALSE(have_answered());
}

TEST_F(KnownHostsTest, are_bounded) {
    for (std::uint32_t n = 0; n < limits::neighbours_max; ++n) add(n, source_of(n));
    EXPECT_FALSE(known.add(host(90'000), 0, true, true, source_of(90'000)));
    EXPECT_EQ(known.size(), limits::neighbours_max);
    EXPECT_TRUE(known.add(host(5), 0, true, true, source_of(5))) << "it is known";
    EXPECT_TRUE(known.add(host(5), 0, true, true, source_of(5, eth1)))
        << "it has room for an address";
    EXPECT_EQ(known.size(), limits::neighbours_max);
}

TEST_F(KnownHostsTest, are_bounded_also_if_all_claim_one_id) {
    for (std::uint32_t n = 0; n < limits::neighbours_max; ++n) add(1, source_of(n));
    EXPECT_EQ(known.size(), 1U);
    EXPECT_EQ(silent(), 1U);
}

TEST_F(KnownHostsTest, say_that_there_is_no_memory) {
    bool is_added = false;
    for (std::size_t granted = 0; !is_added && granted < 10; ++granted) {
        core::KnownHosts fresh(7);
        const core::AnswerSource at = source("192.0.2.11");
        {
            const ScarceMemory scarce(granted);
            is_added = fresh.add(host(1), 0, true, true, at);
        }
        EXPECT_EQ(fresh.have_answered(heard), !is_added);
        EXPECT_TRUE(fresh.add(host(1), 0, true, true, at)) << "there is memory again";
        EXPECT_EQ(fresh.size(), 1U);
    }
    EXPECT_TRUE(is_added);
}

}  // namespace
}  // namespace mpdisc::test
