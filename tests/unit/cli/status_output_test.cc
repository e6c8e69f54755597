// SPDX-License-Identifier: MIT
#include "cli/status_output.h"

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

constexpr const char* first_id = "01000000000000000000000000000000";
constexpr const char* second_id = "02000000000000000000000000000000";
constexpr const char* host_id = "ff000000000000000000000000000000";
constexpr const char* third_id = "03000000000000000000000000000000";

/// A primary with two services, a deputy without services, another secondary, and two counters that
/// are not zero.
std::string shown(const Format& format, bool is_complete = true) {
    AttributeSet attributes;
    EXPECT_EQ(attributes.add("k=a b"), ServiceError::none);
    TextBuffer out;
    StatusOutput output(format, out);
    output.begin_provider({{{1}}, Role::primary, 4711, 303'000, 0, 2});
    output.add_service({"w\x1b", "_http._tcp", 80, attributes.view()});
    output.add_service({"web", "_ssh._tcp", 22, {}});
    output.end_provider();
    output.begin_provider({{{2}}, Role::secondary, 12, 999, 20'500, 0, true});
    output.end_provider();
    output.begin_provider({{{3}}, Role::secondary, 13, 999, 20'500, 0});
    output.end_provider();
    output.end_providers(is_complete);
    output.add_neighbourhood({HostId{{0xff}}, 29, 58, 2, true});
    Counters counters;
    counters.set(Counter::requests, 5);
    counters.set(Counter::last, UINT64_MAX);
    LastDrops last_drops;
    last_drops[static_cast<std::size_t>(Counter::last)] = {{IpAddress::v4(198, 51, 100, 7), 0, 9},
                                                           61'000};
    output.add_counters(counters, last_drops);
    return text_of(out);
}

std::string shown(FormatKind kind) {
    return shown(Format{kind, {}});
}

TEST(StatusOutput, PrintsATableForPeople) {
    EXPECT_EQ(
        shown(FormatKind::table),
        std::string("ROLE       ID                                PID      AGE     HEARTBEAT  "
                    "SERVICES\n"
                    "primary    ") +
            first_id +
            "  4711     5m03s   -          w\\0033 _http._tcp 80, web _ssh._tcp 22\n"
            "deputy     " +
            second_id +
            "  12       999ms   20s        -\n"
            "secondary  " +
            third_id +
            "  13       999ms   20s        -\n"
            "\n"
            "HOST                              NEIGHBOURS  ADDRESSES  CANDIDATES  SETTLED\n" +
            host_id +
            "  29          58         2           yes\n"
            "\n"
            "COUNTER               VALUE       LAST FROM\n"
            "requests              5           -\n"
            "drop-replayed         18446744073709551615  198.51.100.7:9, 1m01s ago\n");
}

TEST(StatusOutput, HasBoldTitlesAndAGreenPrimaryIfItHasColours) {
    Format format;
    format.has_colours = true;
    const std::string coloured = shown(format);
    for (const char* const title : {"ROLE", "HOST", "COUNTER"}) {
        EXPECT_NE(coloured.find(std::string("\x1b[1m") + title), std::string::npos) << title;
    }
    EXPECT_NE(coloured.find("SERVICES\x1b[0m\n\x1b[32mprimary    \x1b[0m"), std::string::npos);
    EXPECT_NE(coloured.find("\ndeputy     "), std::string::npos);
    EXPECT_EQ(std::regex_replace(coloured, std::regex("\x1b\\[[0-9]+m"), ""),
              shown(FormatKind::table));
}

TEST(StatusOutput, PrintsATableWithoutTitles) {
    std::string rest = shown(FormatKind::table);
    std::string expected;
    while (!rest.empty()) {
        const std::string line = rest.substr(0, rest.find('\n') + 1);
        rest.erase(0, line.size());
        const bool is_titles =
            line.starts_with("ROLE ") || line.starts_with("HOST ") || line.starts_with("COUNTER ");
        if (!is_titles) expected += line;
    }
    EXPECT_EQ(shown(Format{FormatKind::table, {}, false}), expected);
}

TEST(StatusOutput, OmitsCountersFromATableIfAllAreZero) {
    TextBuffer out;
    StatusOutput output({FormatKind::table, {}}, out);
    output.add_counters({}, {});
    EXPECT_EQ(out.view(), "");
    output.add_no_answer();
    EXPECT_EQ(out.view(), "");
}

TEST(StatusOutput, OmitsANeighbourhoodThatThePrimaryDoesNotKeep) {
    for (const FormatKind kind :
         {FormatKind::table, FormatKind::tsv, FormatKind::json, FormatKind::openmetrics}) {
        TextBuffer out;
        StatusOutput output({kind, {}}, out);
        output.add_neighbourhood({});
        EXPECT_EQ(out.view(), "");
    }
}

TEST(StatusOutput, TellsThatANeighbourhoodIsNotSettled) {
    const NeighbourhoodStatus neighbourhood{HostId{{0xff}}, 0, 0, 1, false};
    const std::pair<FormatKind, const char*> cases[] = {
        {FormatKind::table, "  no\n"},
        {FormatKind::tsv, "\t-\n"},
        {FormatKind::json, "\"settled\":false}}\n"}};
    for (const auto& [kind, end] : cases) {
        TextBuffer out;
        StatusOutput output({kind, {}}, out);
        output.add_neighbourhood(neighbourhood);
        EXPECT_TRUE(out.view().ends_with(end)) << out.view();
    }
}

TEST(StatusOutput, PrintsATsvLineForEachProviderServiceAndCounter) {
    const std::string text = shown(FormatKind::tsv);
    const std::string expected = std::string("provider\tprimary\t") + first_id +
                                 "\t4711\t303000\t0\t2\t-\n"
                                 "service\t" +
                                 first_id +
                                 "\tw\\0033\t_http._tcp\t80\tk=a\\0040b\n"
                                 "service\t" +
                                 first_id + "\tweb\t_ssh._tcp\t22\t\nprovider\tsecondary\t" +
                                 second_id + "\t12\t999\t20500\t0\tdeputy\nprovider\tsecondary\t" +
                                 third_id + "\t13\t999\t20500\t0\t-\nneighbourhood\t" + host_id +
                                 "\t29\t58\t2\tsettled\ncounter\trequests\t5\t-\t-\n";
    EXPECT_EQ(text.substr(0, expected.size()), expected);
    EXPECT_NE(text.find("counter\tanswers\t0\t-\t-\n"), std::string::npos);
    EXPECT_TRUE(
        text.ends_with("counter\tdrop-replayed\t18446744073709551615\t198.51.100.7:9\t61000\n"));
}

TEST(StatusOutput, PrintsAJsonObjectForEachProvider) {
    const std::string text = shown(FormatKind::json);
    const std::string expected =
        std::string("{\"role\":\"primary\",\"id\":\"") + first_id +
        "\",\"pid\":4711,\"age_ms\":303000,\"last_heartbeat_ms\":0,\"deputy\":false,\"services\":["
        "{\"name\":\"w\\u001b\",\"type\":\"_http._tcp\",\"port\":80,\"attributes\":{\"k\":\"a "
        "b\"}},"
        "{\"name\":\"web\",\"type\":\"_ssh._tcp\",\"port\":22,\"attributes\":{}}]}\n"
        "{\"role\":\"secondary\",\"id\":\"" +
        second_id +
        "\",\"pid\":12,\"age_ms\":999,\"last_heartbeat_ms\":20500,\"deputy\":true,\"services\":[]}"
        "\n"
        "{\"role\":\"secondary\",\"id\":\"" +
        third_id +
        "\",\"pid\":13,\"age_ms\":999,\"last_heartbeat_ms\":20500,\"deputy\":false,\"services\":[]}"
        "\n"
        "{\"neighbourhood\":{\"host\":\"" +
        host_id +
        "\",\"hosts\":29,\"addresses\":58,\"candidates\":2,\"settled\":true}}\n"
        "{\"counters\":{\"requests\":5,\"answers\":0,";
    EXPECT_EQ(text.substr(0, expected.size()), expected);
    EXPECT_TRUE(
        text.ends_with(",\"drop-replayed\":18446744073709551615}}\n"
                       "{\"last_drops\":{\"drop-replayed\":{\"from\":\"198.51.100.7:9\","
                       "\"age_ms\":61000}}}\n"));
}

/// The lines of the metrics that are no comments.
std::string samples(const std::string& metrics) {
    std::string samples;
    std::istringstream lines(metrics);
    for (std::string line; std::getline(lines, line);) {
        if (line[0] != '#') samples += line + "\n";
    }
    return samples;
}

TEST(StatusOutput, SumsProvidersUpInMetrics) {
    const std::string text = shown(FormatKind::openmetrics);
    EXPECT_TRUE(
        samples(text).starts_with("mpdisc_up 1\n"
                                  "mpdisc_primary_age_seconds 303\n"
                                  "mpdisc_providers{role=\"primary\"} 1\n"
                                  "mpdisc_providers{role=\"secondary\"} 2\n"
                                  "mpdisc_deputies 1\n"
                                  "mpdisc_oldest_heartbeat_seconds 20\n"
                                  "mpdisc_services 2\n"
                                  "mpdisc_neighbourhood_hosts 29\n"
                                  "mpdisc_neighbourhood_addresses 58\n"
                                  "mpdisc_neighbourhood_candidates 2\n"
                                  "mpdisc_neighbourhood_settled 1\n"
                                  "mpdisc_requests_total 5\n"))
        << text;
    EXPECT_TRUE(
        text.ends_with("\nmpdisc_dropped_datagrams_total{reason=\"replayed\"} "
                       "18446744073709551615\n"
                       "# EOF\n"))
        << text;
    EXPECT_EQ(text.find("_http"), std::string::npos);
}

TEST(StatusOutput, HasASampleOfEachCounterInMetrics) {
    const std::string text = samples(shown(FormatKind::openmetrics));
    for (std::size_t i = 0; i < counter_count; ++i) {
        std::string name = to_text(static_cast<Counter>(i));
        if (name.starts_with("drop-")) {
            name = "mpdisc_dropped_datagrams_total{reason=\"" + name.substr(5) + "\"}";
        } else {
            std::replace(name.begin(), name.end(), '-', '_');
            name = "mpdisc_" + name + "_total";
        }
        EXPECT_NE(text.find(name + " "), std::string::npos) << name;
    }
}

TEST(StatusOutput, TellsOnceBeforeItsSamplesWhatAMetricIs) {
    std::istringstream lines(shown(FormatKind::openmetrics));
    std::set<std::string> families;
    std::string family;
    for (std::string line; std::getline(lines, line) && line != "# EOF";) {
        std::smatch parts;
        if (std::regex_match(line, parts, std::regex("# HELP (mpdisc_[a-z_]+) [A-Z].*\\."))) {
            family = parts[1];
            EXPECT_TRUE(families.insert(family).second) << line;
            ASSERT_TRUE(std::getline(lines, line));
            EXPECT_EQ(line,
                      "# TYPE " + family + (family.ends_with("_total") ? " counter" : " gauge"));
        } else {
            EXPECT_TRUE(std::regex_match(line, std::regex(family + "(\\{[a-z]+=\"[a-z-]+\"\\})? "
                                                                   "[0-9]+")))
                << line;
        }
    }
    EXPECT_TRUE(families.contains("mpdisc_withheld_total"));
}

TEST(StatusOutput, HasNoSumsInMetricsIfProvidersAreMissing) {
    const std::string text = samples(shown(Format{FormatKind::openmetrics, {}}, false));
    EXPECT_TRUE(text.starts_with("mpdisc_up 1\nmpdisc_neighbourhood_hosts 29\n")) << text;
}

TEST(StatusOutput, TellsInMetricsThatNobodyAnswered) {
    TextBuffer out;
    StatusOutput({FormatKind::openmetrics, {}}, out).add_no_answer();
    EXPECT_EQ(out.view(),
              "# HELP mpdisc_up Whether the primary of this host answered.\n"
              "# TYPE mpdisc_up gauge\n"
              "mpdisc_up 0\n"
              "# EOF\n");
}

}  // namespace
}  // namespace mpdisc::cli
