// SPDX-License-Identifier: MIT
#include "cli/live_list.h"

#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

class LiveListTest : public testing::Test {
   protected:
    void add(std::string_view name, TimeUs now_us = 0) {
        sample_.found.service.name = name;
        list_.add(sample_.found, now_us);
    }
    std::string printed() {
        TextBuffer out;
        list_.print(out, 0);
        return text_of(out);
    }

    Sample sample_;
    Format format_;
    LiveList list_{format_};
};

TEST_F(LiveListTest, SortsServices) {
    format_.sort_field = Field::name;
    for (const char* const name : {"b", "C", "a"}) add(name);
    EXPECT_EQ(list_.service_count(), 3U);
    EXPECT_EQ(printed(),
              "   NAME  TYPE        HOST  ADDRESS    PORT  ROLE     ATTRIBUTES\n"
              "   a     _http._tcp  box   192.0.2.7  80    primary\n"
              "   b     _http._tcp  box   192.0.2.7  80    primary\n"
              "   C     _http._tcp  box   192.0.2.7  80    primary\n");
    EXPECT_EQ(list_.service_count(), 0U);
    EXPECT_EQ(printed(), "");
}

TEST_F(LiveListTest, MarksNewAndChangedServicesForAWhile) {
    format_.with_titles = false;
    sample_.found.service.name = "new";
    list_.mark({WatchEventType::added, sample_.found}, 1000);
    sample_.found.service.name = "other";
    list_.mark({WatchEventType::changed, sample_.found}, 2000);
    list_.mark({WatchEventType::removed, sample_.found}, 9000);
    list_.mark({WatchEventType::synced, {}}, 9000);
    EXPECT_EQ(list_.next_change_us(2000), 1000 + LiveList::marked_us);
    EXPECT_EQ(list_.next_change_us(1000 + LiveList::marked_us), 2000 + LiveList::marked_us);
    EXPECT_EQ(list_.next_change_us(2000 + LiveList::marked_us), never_us);

    const std::string rest = "  _http._tcp  box  192.0.2.7  80  primary\n";
    for (const char* const name : {"new", "old", "other"}) add(name, 2000);
    EXPECT_EQ(printed(), "+  new  " + rest + "   old  " + rest + "~  other" + rest);
}

TEST_F(LiveListTest, ColoursMarkedServices) {
    format_.with_titles = false;
    format_.has_colours = true;
    sample_.found.service.name = "new";
    list_.mark({WatchEventType::added, sample_.found}, 0);
    add("new");
    add("old");
    const std::string rest = "  _http._tcp  box  192.0.2.7  80  primary";
    EXPECT_EQ(printed(), "\x1b[32m+  new" + rest + "\x1b[0m\n   old" + rest + "\n");
}

TEST_F(LiveListTest, CountsHostsByNameOrElseByAddress) {
    EXPECT_EQ(list_.count_hosts(), 0U);
    add("a");
    add("b");
    EXPECT_EQ(list_.count_hosts(), 1U);
    sample_.found.host = "other";
    add("a");
    sample_.found.host = "";
    add("c");
    EXPECT_EQ(list_.count_hosts(), 3U);
}

TEST_F(LiveListTest, MarksTheLatestServicesIfThereAreMany) {
    for (std::size_t n = 0; n <= LiveList::marks_max; ++n) {
        const std::string name = "n" + std::to_string(n);
        sample_.found.service.name = name;
        list_.mark({WatchEventType::added, sample_.found}, 0);
    }
    add("n0");
    add("n1");
    const std::string all = printed();
    EXPECT_EQ(all.find("+  n0"), std::string::npos);
    EXPECT_NE(all.find("+  n1"), std::string::npos);
}

}  // namespace
}  // namespace mpdisc::cli
