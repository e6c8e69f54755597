// SPDX-License-Identifier: MIT
#include "cli/watch_output.h"

#include <algorithm>

#include "cli/event_words.h"
#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

constexpr const char* noon = "2026-01-31T12:00:00.123Z";

class WatchOutputTest : public testing::Test {
   protected:
    Format format(std::string_view text) {
        Format parsed;
        TextBuffer reason;
        EXPECT_TRUE(parse_format(text, parsed, reason)) << text << ": " << reason.view();
        return parsed;
    }
    /// Returns what one event prints at once.
    std::string line(std::string_view format_text, WatchEventType type, bool has_time = false) {
        return line(format(format_text), type, has_time);
    }
    std::string line(const Format& parsed, WatchEventType type, bool has_time = false) {
        WatchOutput output(parsed, has_time, 0);
        TextBuffer out;
        output.add(out, {type, sample_.found}, noon, 0);
        return text_of(out);
    }

    Sample sample_{{"path=/x"}};
};

TEST_F(WatchOutputTest, PutsTheEventBeforeTheColumnsOfTsv) {
    EXPECT_EQ(line("tsv", WatchEventType::added),
              "added\tweb\t_http._tcp\tbox\t192.0.2.7\t80\tprimary\tpath=/x\n");
    EXPECT_EQ(line("tsv", WatchEventType::removed, true),
              "removed\t2026-01-31T12:00:00.123Z\tweb\t_http._tcp\tbox\t192.0.2.7\t80\tprimary\t"
              "path=/x\n");
    EXPECT_EQ(line("tsv", WatchEventType::synced), "synced\n");
    EXPECT_EQ(line("tsv", WatchEventType::synced, true), "synced\t2026-01-31T12:00:00.123Z\n");
}

TEST_F(WatchOutputTest, EndsResultsWithNul) {
    using namespace std::string_literals;
    Format tsv = format("tsv");
    Format own = format("{event}\\n{name}");
    tsv.with_nul = own.with_nul = true;
    EXPECT_EQ(line(tsv, WatchEventType::synced), "synced\0"s);
    EXPECT_EQ(line(own, WatchEventType::added), "added\nweb\0"s);
    EXPECT_EQ(line(own, WatchEventType::synced), "");
}

TEST_F(WatchOutputTest, HasNoTitlesIfNoneAreWanted) {
    Format table;
    table.with_titles = false;
    WatchOutput output(table, false, 0);
    TextBuffer out;
    output.add(out, {WatchEventType::synced, {}}, noon, 0);
    output.flush(out, 0);
    EXPECT_EQ(text_of(out), "");
    output.add(out, {WatchEventType::added, sample_.found}, noon, 0);
    output.flush(out, 0);
    EXPECT_EQ(text_of(out),
              "+  web         _http._tcp  box       192.0.2.7     80    primary    path=/x\n");
}

TEST_F(WatchOutputTest, PutsTheEventBeforeTheKeysOfJson) {
    EXPECT_EQ(
        line("json", WatchEventType::changed).find("{\"event\":\"changed\",\"name\":\"web\","), 0U);
    EXPECT_EQ(line("json", WatchEventType::changed, true)
                  .find("{\"event\":\"changed\",\"time\":\"2026-01-31T12:00:00.123Z\",\"name\":"),
              0U);
    EXPECT_EQ(line("json", WatchEventType::synced), "{\"event\":\"synced\"}\n");
    EXPECT_EQ(line("json", WatchEventType::synced, true),
              "{\"event\":\"synced\",\"time\":\"2026-01-31T12:00:00.123Z\"}\n");
}

/// Skipped without jq, which the tests do not require.
TEST_F(WatchOutputTest, IsReadBackByJq) {
    if (std::system("jq --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no jq";
    EXPECT_EQ(run_shell("jq -r '.event, .time, .rtt_us, (keys|length)'",
                        line("json", WatchEventType::removed, true)),
              "removed\n2026-01-31T12:00:00.123Z\n1234\n13\n");
}

TEST_F(WatchOutputTest, SetsTheEventInLinesForShells) {
    const std::string script =
        "while IFS= read -r line; do eval \"$line\"\n"
        "echo \"$MPDISC_EVENT|${MPDISC_TIME-none}|${MPDISC_NAME-none}|${MPDISC_ATTR_path-none}\"\n"
        "done\n";
    EXPECT_EQ(
        run_shell(script, line("sh", WatchEventType::added) + line("sh", WatchEventType::synced) +
                              line("sh", WatchEventType::removed, true)),
        std::string("added|none|web|/x\nsynced|none|none|none\nremoved|") + noon + "|web|/x\n");
}

TEST_F(WatchOutputTest, HasEventAndTimeInTemplates) {
    EXPECT_EQ(line("{event} {time} {name}", WatchEventType::changed),
              std::string("changed ") + noon + " web\n");
    EXPECT_EQ(line("{event}", WatchEventType::synced), "") << "it has no service to fill in";
}

TEST_F(WatchOutputTest, HoldsRowsUntilThePictureIsComplete) {
    const Format table;
    WatchOutput output(table, false, 5);
    TextBuffer out;
    output.add(out, {WatchEventType::added, sample_.found}, noon, 7);
    output.add(out, {WatchEventType::removed, sample_.found}, noon, 9);
    EXPECT_EQ(output.due_us(), 5 + ServiceOutput::held_max_us);
    sample_.found.service.name = "a longer name";
    output.add(out, {WatchEventType::added, sample_.found}, noon, 10);
    output.add(out, {WatchEventType::synced, {}}, noon, 11);
    EXPECT_EQ(output.due_us(), 11U);
    EXPECT_EQ(out.size(), 0U);
    output.flush(out, 0);
    EXPECT_EQ(output.due_us(), never_us);
    EXPECT_EQ(text_of(out),
              "   NAME           TYPE        HOST  ADDRESS    PORT  ROLE     ATTRIBUTES\n"
              "+  web            _http._tcp  box   192.0.2.7  80    primary  path=/x\n"
              "-  web            _http._tcp  box   192.0.2.7  80    primary  path=/x\n"
              "+  a longer name  _http._tcp  box   192.0.2.7  80    primary  path=/x\n");
    // Later rows are due at once.
    out.clear();
    sample_.found.service.name = "web";
    output.add(out, {WatchEventType::changed, sample_.found}, noon, 50);
    EXPECT_EQ(output.due_us(), 50U);
    output.flush(out, 0);
    EXPECT_EQ(text_of(out),
              "~  web            _http._tcp  box   192.0.2.7  80    primary  path=/x\n");
}

TEST_F(WatchOutputTest, ShowsTheTitlesOfATableWhenThePictureIsCompleteAndEmpty) {
    const Format table;
    WatchOutput output(table, false, 5);
    TextBuffer out;
    EXPECT_EQ(output.due_us(), 5 + ServiceOutput::held_max_us) << "the picture may take longer";
    output.add(out, {WatchEventType::synced, {}}, noon, 6);
    EXPECT_EQ(output.due_us(), 6U);
    output.flush(out, 0);
    EXPECT_EQ(text_of(out),
              "   NAME        TYPE        HOST      ADDRESS       PORT  ROLE       ATTRIBUTES\n");
    // Usual rows fit the titles.
    out.clear();
    output.add(out, {WatchEventType::added, sample_.found}, noon, 50);
    output.flush(out, 0);
    EXPECT_EQ(text_of(out),
              "+  web         _http._tcp  box       192.0.2.7     80    primary    path=/x\n");
}

TEST_F(WatchOutputTest, ShowsTitlesOnceAndInTablesOnly) {
    const Format table;
    WatchOutput output(table, true, 0);
    TextBuffer out;
    output.flush(out, 40);
    EXPECT_EQ(text_of(out).find("   TIME  "), 0U);
    EXPECT_EQ(std::ranges::count(out.view(), '\n'), 1);
    out.clear();
    output.add(out, {WatchEventType::synced, {}}, noon, 6);
    output.flush(out, 40);
    EXPECT_EQ(out.size(), 0U);
    const Format tsv = format("tsv");
    EXPECT_EQ(WatchOutput(tsv, false, 0).due_us(), never_us);
}

TEST_F(WatchOutputTest, TitlesWithoutAnyRowFitAUsualTerminal) {
    const Format table;
    WatchOutput output(table, false, 0);
    TextBuffer out;
    output.flush(out, 80);
    EXPECT_LE(out.size(), 80U + 1);
    EXPECT_GE(out.size(), 70U) << "wide enough for usual rows";
}

TEST_F(WatchOutputTest, HoldsRowsUpToALimit) {
    const Format table;
    WatchOutput output(table, false, 0);
    TextBuffer out;
    output.add(out, {WatchEventType::added, sample_.found}, noon, 0);
    std::size_t count = 1;
    for (; output.due_us() != 5; ++count) {
        output.add(out, {WatchEventType::added, sample_.found}, noon, 5);
        ASSERT_LE(count * 40, ServiceOutput::held_bytes_max);
    }
    EXPECT_GE(count * 60, ServiceOutput::held_bytes_max);
}

TEST_F(WatchOutputTest, HasAColumnOfTimesInTables) {
    const Format table;
    WatchOutput output(table, true, 0);
    TextBuffer out;
    output.add(out, {WatchEventType::added, sample_.found}, noon, 0);
    output.flush(out, 0);
    EXPECT_EQ(text_of(out),
              "   TIME                      NAME  TYPE        HOST  ADDRESS    PORT  ROLE     "
              "ATTRIBUTES\n"
              "+  2026-01-31T12:00:00.123Z  web   _http._tcp  box   192.0.2.7  80    primary  "
              "path=/x\n");
}

TEST_F(WatchOutputTest, ColoursWholeRowsOfTables) {
    Format table;
    table.has_colours = true;
    WatchOutput output(table, false, 0);
    TextBuffer out;
    for (const auto type :
         {WatchEventType::added, WatchEventType::changed, WatchEventType::removed}) {
        output.add(out, {type, sample_.found}, noon, 0);
    }
    output.flush(out, 0);
    const std::string rest = "  web   _http._tcp  box   192.0.2.7  80    primary  path=/x\x1b[0m\n";
    EXPECT_EQ(
        text_of(out),
        "\x1b[1m   NAME  TYPE        HOST  ADDRESS    PORT  ROLE     ATTRIBUTES\x1b[0m\n\x1b[32m+" +
            rest + "\x1b[33m~" + rest + "\x1b[31m-" + rest);
}

TEST_F(WatchOutputTest, IsOneSafeLineForHostileValues) {
    for (const std::string& value : hostile_values) {
        Sample sample({"k=" + value});
        sample.found.service.name = value;
        sample.found.host = value;
        for (const char* const text : {"table", "tsv", "json", "sh", "{event} {name} {attr.k}"}) {
            const Format parsed = format(text);
            WatchOutput output(parsed, true, 0);
            TextBuffer out;
            output.add(out, {WatchEventType::added, sample.found}, noon, 0);
            output.flush(out, 0);
            const std::string shown = text_of(out);
            const auto titles = parsed.kind == FormatKind::table ? 1 : 0;
            EXPECT_EQ(std::count(shown.begin(), shown.end(), '\n'), 1 + titles) << shown;
            EXPECT_EQ(shown.find('\x1b'), std::string::npos) << shown;
        }
    }
}

}  // namespace
}  // namespace mpdisc::cli
