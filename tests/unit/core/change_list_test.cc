// SPDX-License-Identifier: MIT
#include "core/search/change_list.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>
#include <vector>

#include "core/kit/random.h"

namespace mpdisc::core {
namespace {

using Change = std::pair<std::uint32_t, ChangeKind>;

class ChangeListTest : public testing::Test {
   protected:
    std::uint32_t add() {
        if (!list.has_free()) {
            EXPECT_TRUE(list.grow());
        }
        return list.add();
    }
    /// Adds an entry that the reader knows.
    std::uint32_t add_known() {
        const std::uint32_t number = add();
        EXPECT_EQ(read(), (std::vector<Change>{{number, ChangeKind::added}}));
        return number;
    }
    std::vector<Change> read(std::size_t most = SIZE_MAX) {
        std::vector<Change> changes;
        ChangeKind kind{};
        while (changes.size() < most && list.first(kind) != ChangeList::none) {
            changes.emplace_back(list.first(kind), kind);
            list.pop();
        }
        return changes;
    }
    std::vector<std::uint32_t> free_told_removals() {
        std::vector<std::uint32_t> freed;
        for (std::uint32_t n; (n = list.free_told_removal()) != ChangeList::none;) {
            freed.push_back(n);
        }
        return freed;
    }
    void expect_changes(const std::vector<Change>& expected) {
        EXPECT_EQ(read(), expected);
        EXPECT_TRUE(read().empty()) << "each once";
    }

    ChangeList list;
};

TEST_F(ChangeListTest, has_no_changes_at_first) {
    EXPECT_TRUE(read().empty());
    EXPECT_EQ(list.end(), 0U);
    EXPECT_FALSE(list.has_free());
    EXPECT_EQ(list.free_told_removal(), ChangeList::none);
}

TEST_F(ChangeListTest, added_entries_are_told_in_order) {
    const std::uint32_t first = add();
    const std::uint32_t second = add();
    expect_changes({{first, ChangeKind::added}, {second, ChangeKind::added}});
    const std::uint32_t third = add();
    expect_changes({{third, ChangeKind::added}});
    EXPECT_EQ(list.end(), 3U);
}

TEST_F(ChangeListTest, added_entry_that_changes_before_it_is_told_stays_an_added_one) {
    const std::uint32_t number = add();
    list.change(number);
    expect_changes({{number, ChangeKind::added}});
}

TEST_F(ChangeListTest, added_entry_that_is_removed_before_it_is_told_is_never_told) {
    const std::uint32_t before = add();
    const std::uint32_t number = add();
    const std::uint32_t after = add();
    EXPECT_TRUE(list.is_unknown(number));
    EXPECT_FALSE(list.remove(number));
    EXPECT_FALSE(list.is_live(number));
    EXPECT_EQ(add(), number) << "the number is free at once";
    expect_changes(
        {{before, ChangeKind::added}, {after, ChangeKind::added}, {number, ChangeKind::added}});
}

TEST_F(ChangeListTest, known_entry_that_changes_is_told_once) {
    const std::uint32_t number = add_known();
    EXPECT_FALSE(list.is_unknown(number));
    list.change(number);
    list.change(number);
    EXPECT_TRUE(list.is_live(number));
    expect_changes({{number, ChangeKind::changed}});
    list.change(number);
    expect_changes({{number, ChangeKind::changed}});
}

TEST_F(ChangeListTest, known_entry_that_is_removed_keeps_its_number_until_that_was_told) {
    const std::uint32_t number = add_known();
    EXPECT_TRUE(list.remove(number));
    EXPECT_FALSE(list.is_live(number));
    EXPECT_TRUE(free_told_removals().empty()) << "the reader does not know yet";
    EXPECT_FALSE(list.has_free());
    expect_changes({{number, ChangeKind::removed}});
    EXPECT_FALSE(list.has_free()) << "the reader still looks at it";
    EXPECT_EQ(free_told_removals(), std::vector{number});
    EXPECT_EQ(add(), number);
}

TEST_F(ChangeListTest, changed_entry_that_is_removed_is_told_as_removed_alone) {
    const std::uint32_t number = add_known();
    const std::uint32_t other = add_known();
    list.change(number);
    list.change(other);
    EXPECT_TRUE(list.remove(number));
    expect_changes({{number, ChangeKind::removed}, {other, ChangeKind::changed}});
}

TEST_F(ChangeListTest, removals_come_first_and_in_order) {
    const std::uint32_t a = add_known();
    const std::uint32_t b = add_known();
    const std::uint32_t c = add_known();
    list.change(c);
    const std::uint32_t d = add();
    EXPECT_TRUE(list.remove(b));
    EXPECT_TRUE(list.remove(a));
    expect_changes({{b, ChangeKind::removed},
                    {a, ChangeKind::removed},
                    {c, ChangeKind::changed},
                    {d, ChangeKind::added}});
}

TEST_F(ChangeListTest, removals_are_freed_as_far_as_they_were_told) {
    const std::uint32_t a = add_known();
    const std::uint32_t b = add_known();
    const std::uint32_t c = add_known();
    for (const std::uint32_t number : {a, b, c}) EXPECT_TRUE(list.remove(number));
    EXPECT_EQ(read(2).size(), 2U);
    EXPECT_EQ(free_told_removals(), (std::vector{a, b}));
    EXPECT_EQ(read(), (std::vector<Change>{{c, ChangeKind::removed}}));
    EXPECT_EQ(free_told_removals(), std::vector{c});
}

/// A reader that applies what it is told has the same as the table, however slowly it reads.
TEST_F(ChangeListTest, reader_ends_with_what_the_table_has) {
    constexpr std::size_t table_max = 50;
    Random random({1, 2, 3, 4});
    // How often each entry was changed: in the table, and as far as the reader knows.
    std::map<std::uint32_t, int> table;
    std::map<std::uint32_t, int> known;
    for (int n = 0; n < 100'000; ++n) {
        const auto any = [&] {
            return std::next(table.begin(),
                             static_cast<std::ptrdiff_t>(random.below(table.size())));
        };
        const std::uint64_t act = random.below(8);
        if (act < 4 && (act < 2 || table.size() == table_max) && !table.empty()) {
            const auto victim = any();
            free_told_removals();
            const bool is_known = known.contains(victim->first);
            ASSERT_EQ(list.remove(victim->first), is_known);
            table.erase(victim);
        } else if (act < 5) {
            if (table.size() < table_max) table[add()] = 0;
        } else if (act < 6 && !table.empty()) {
            const auto changed = any();
            list.change(changed->first);
            ++changed->second;
        } else {
            ChangeKind kind{};
            const std::uint32_t number = list.first(kind);
            if (number == ChangeList::none) {
                ASSERT_EQ(known, table);
                continue;
            }
            list.pop();
            ASSERT_EQ(known.contains(number), kind != ChangeKind::added);
            if (kind == ChangeKind::removed) {
                known.erase(number);
            } else {
                ASSERT_TRUE(kind == ChangeKind::added || known[number] != table[number]);
                known[number] = table[number];
            }
        }
        ASSERT_LE(list.end(), 3 * table_max);
    }
    for (ChangeKind kind{}; list.first(kind) != ChangeList::none; list.pop()) {
        const std::uint32_t number = list.first(kind);
        if (kind == ChangeKind::removed) {
            known.erase(number);
        } else {
            known[number] = table[number];
        }
    }
    EXPECT_EQ(known, table);
}

}  // namespace
}  // namespace mpdisc::core
