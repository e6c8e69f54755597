// SPDX-License-Identifier: MIT
//
// A question to one host for the list of its neighbours.
#include "core/search/host_list_query.h"

#include <gtest/gtest.h>

#include <set>

#include "mpdisc/limits.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {
namespace {

using core::HostListQuery;

class HostListQueryTest : public testing::Test {
   protected:
    HostListQueryTest() {
        token.address_token = 42;
        page.next_page = 0;
    }
    /// The query that is due now.
    wire::HostQuery sent() {
        wire::HostQuery out;
        EXPECT_TRUE(query.is_due(now_us));
        EXPECT_TRUE(query.next(now_us, out));
        return out;
    }
    /// Repeats the query until it gives up. Returns how often it was sent.
    int repetitions() {
        wire::HostQuery out;
        int count = 0;
        while (query.next_deadline_us() != never_us) {
            now_us = std::max(now_us, query.next_deadline_us());
            if (query.next(now_us, out)) ++count;
        }
        return count;
    }

    TimeUs now_us = 1'000'000;
    core::Random random{{UINT64_C(0x9e3779b97f4a7c15), 2, 3, UINT64_C(0xbf58476d1ce4e5b9)}};
    core::AnswerSource lister{ip("192.0.2.11"), eth0};
    HostListQuery query;
    wire::HostAnnouncement token;
    wire::HostList page;
};

TEST_F(HostListQueryTest, is_idle_at_first) {
    EXPECT_TRUE(query.is_idle());
    EXPECT_EQ(query.next_deadline_us(), never_us);
    EXPECT_FALSE(query.is_due(now_us));
    EXPECT_FALSE(query.is_answer(0, {}));
}

TEST_F(HostListQueryTest, asks_this_host_for_the_list_at_once) {
    query.begin(lister, false, random);
    const wire::HostQuery first = sent();
    EXPECT_TRUE(first.wants_list);
    EXPECT_EQ(first.page, 0U);
    EXPECT_EQ(first.address_token, 0U);
    EXPECT_EQ(first.window_ms, 0U);
    EXPECT_TRUE(query.is_answer(first.transaction, lister.address));
    EXPECT_TRUE(query.note_page(page, random));
    EXPECT_TRUE(query.is_idle());
    EXPECT_TRUE(query.is_settled());
}

TEST_F(HostListQueryTest, asks_another_host_for_a_token_first) {
    query.begin(lister, true, random);
    const wire::HostQuery first = sent();
    EXPECT_FALSE(first.wants_list);
    EXPECT_EQ(first.address_token, 0U);
    EXPECT_TRUE(query.note_token(token, random));
    const wire::HostQuery second = sent();
    EXPECT_TRUE(second.wants_list);
    EXPECT_EQ(second.address_token, 42U);
    EXPECT_NE(second.transaction, first.transaction);
    EXPECT_FALSE(query.is_answer(first.transaction, lister.address)) << "it was answered";
    EXPECT_TRUE(query.is_answer(second.transaction, lister.address));
}

TEST_F(HostListQueryTest, shows_a_token_that_it_has_already) {
    query.begin_with_token(lister, 43, random);
    const wire::HostQuery first = sent();
    EXPECT_TRUE(first.wants_list);
    EXPECT_EQ(first.address_token, 43U);
    EXPECT_EQ(query.lister().address, lister.address);
}

TEST_F(HostListQueryTest, forgets_the_token_of_the_host_before) {
    query.begin_with_token(lister, 43, random);
    (void)sent();
    query.begin({ip("192.0.2.12"), eth0}, true, random);
    EXPECT_EQ(sent().address_token, 0U);
    EXPECT_EQ(query.lister().address, ip("192.0.2.12"));
}

TEST_F(HostListQueryTest, is_repeated_and_then_given_up) {
    query.begin(lister, false, random);
    const wire::HostQuery first = sent();
    EXPECT_FALSE(query.is_due(now_us + HostListQuery::gap_us - 1));
    now_us += HostListQuery::gap_us;
    const wire::HostQuery second = sent();
    EXPECT_NE(second.transaction, first.transaction) << "a host with keys answers each once";
    EXPECT_TRUE(query.is_answer(first.transaction, lister.address));
    EXPECT_TRUE(query.is_answer(second.transaction, lister.address));
    EXPECT_EQ(1 + 1 + repetitions(), HostListQuery::tries_max);
    EXPECT_TRUE(query.is_idle());
    EXPECT_FALSE(query.is_answer(first.transaction, lister.address)) << "it comes too late";
}

TEST_F(HostListQueryTest, asks_page_by_page) {
    query.begin_with_token(lister, 42, random);
    std::set<std::uint64_t> transactions = {sent().transaction};
    for (const std::uint32_t next : {30U, 60U, 95U}) {
        page.next_page = next;
        EXPECT_FALSE(query.note_page(page, random));
        const wire::HostQuery asked = sent();
        EXPECT_TRUE(asked.wants_list);
        EXPECT_EQ(asked.page, next);
        EXPECT_EQ(asked.address_token, 42U);
        transactions.insert(asked.transaction);
    }
    page.summary.digest ^= 1;
    EXPECT_TRUE(query.is_settled());
    page.next_page = 0;
    EXPECT_TRUE(query.note_page(page, random));
    EXPECT_FALSE(query.is_settled()) << "a host that moved between the pages may be on none";
    EXPECT_EQ(transactions.size(), 4U) << "a late copy of a page does not count for the next one";
    page.next_page = 0;
    EXPECT_TRUE(query.note_page(page, random));
}

TEST_F(HostListQueryTest, asks_again_for_a_lost_page_as_often_as_for_the_first) {
    query.begin(lister, false, random);
    for (int n = 0; n < 2; ++n) {
        (void)sent();
        now_us += HostListQuery::gap_us;
    }
    (void)sent();
    page.next_page = 30;
    EXPECT_FALSE(query.note_page(page, random));
    EXPECT_EQ(sent().page, 30U);
    now_us += HostListQuery::gap_us;
    EXPECT_EQ(sent().page, 30U);
    EXPECT_EQ(2 + repetitions(), HostListQuery::tries_max);
}

TEST_F(HostListQueryTest, asks_for_the_first_page_of_the_next_host) {
    query.begin(lister, false, random);
    (void)sent();
    page.next_page = 30;
    EXPECT_FALSE(query.note_page(page, random));
    query.begin(lister, false, random);
    EXPECT_EQ(sent().page, 0U);
}

/// A lister must not keep a client busy for ever.
TEST_F(HostListQueryTest, ends_with_a_page_that_does_not_lead_on) {
    const auto limit = static_cast<std::uint32_t>(limits::neighbours_max);
    for (const std::uint32_t next : {0U, 29U, 30U, limit, UINT32_MAX}) {
        query.begin(lister, false, random);
        (void)sent();
        page.next_page = 30;
        EXPECT_FALSE(query.note_page(page, random));
        (void)sent();
        page.next_page = next;
        EXPECT_TRUE(query.note_page(page, random)) << next;
        EXPECT_TRUE(query.is_idle());
    }
    query.begin(lister, false, random);
    page.next_page = limit - 1;
    EXPECT_FALSE(query.note_page(page, random));
}

TEST_F(HostListQueryTest, is_answered_only_by_its_transaction_from_its_address) {
    query.begin(lister, false, random);
    const std::uint64_t transaction = sent().transaction;
    EXPECT_FALSE(query.is_answer(transaction + 1, lister.address));
    EXPECT_FALSE(query.is_answer(0, lister.address));
    EXPECT_FALSE(query.is_answer(transaction, ip("192.0.2.66")));
    EXPECT_TRUE(query.is_answer(transaction, lister.address));
    query.end();
    EXPECT_TRUE(query.is_idle());
    EXPECT_FALSE(query.is_answer(transaction, lister.address));
}

TEST_F(HostListQueryTest, ends_if_the_host_keeps_no_list) {
    query.begin(lister, true, random);
    token.summary.knows_neighbours = false;
    EXPECT_FALSE(query.note_token(token, random));
    EXPECT_TRUE(query.is_idle());
}

TEST_F(HostListQueryTest, ends_if_the_host_gives_no_token) {
    query.begin(lister, true, random);
    token.address_token = 0;
    EXPECT_FALSE(query.note_token(token, random));
    EXPECT_TRUE(query.is_idle());
}

TEST_F(HostListQueryTest, ends_if_the_host_gives_a_token_instead_of_the_list) {
    query.begin(lister, false, random);
    EXPECT_FALSE(query.note_token(token, random)) << "it would give another one again and again";
    EXPECT_TRUE(query.is_idle());
}

TEST_F(HostListQueryTest, is_settled_if_all_pages_are) {
    for (const bool is_first_settled : {true, false}) {
        query.begin(lister, false, random);
        page.summary.knows_neighbours = is_first_settled;
        page.next_page = 30;
        EXPECT_FALSE(query.note_page(page, random));
        page.summary.knows_neighbours = true;
        page.next_page = 0;
        EXPECT_TRUE(query.note_page(page, random));
        EXPECT_EQ(query.is_settled(), is_first_settled);
    }
    query.begin(lister, false, random);
    EXPECT_TRUE(query.is_settled());
}

}  // namespace
}  // namespace mpdisc::test
