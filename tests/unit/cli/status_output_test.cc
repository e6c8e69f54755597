// SPDX-License-Identifier: MIT
#include "cli/status_output.h"

#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

constexpr const char* first_id = "01000000000000000000000000000000";
constexpr const char* second_id = "02000000000000000000000000000000";
constexpr const char* host_id = "ff000000000000000000000000000000";
constexpr const char* third_id = "03000000000000000000000000000000";

/// A primary with two services, a deputy without services, another secondary, and two counters that
/// are not zero.
std::string shown(const Format& format) {
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
    output.add_neighbourhood({HostId{{0xff}}, 29, 58, 2, true});
    Counters counters;
    counters.set(Counter::requests, 5);
    counters.set(Counter::last, UINT64_MAX);
    output.add_counters(counters);
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
            "COUNTER               VALUE\n"
            "requests              5\n"
            "drop-replayed         18446744073709551615\n");
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
    output.add_counters({});
    EXPECT_EQ(out.view(), "");
}

TEST(StatusOutput, OmitsANeighbourhoodThatThePrimaryDoesNotKeep) {
    for (const FormatKind kind : {FormatKind::table, FormatKind::tsv, FormatKind::json}) {
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
                                 "\t29\t58\t2\tsettled\ncounter\trequests\t5\n";
    EXPECT_EQ(text.substr(0, expected.size()), expected);
    EXPECT_NE(text.find("counter\tanswers\t0\n"), std::string::npos);
    EXPECT_TRUE(text.ends_with("counter\tdrop-replayed\t18446744073709551615\n"));
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
    EXPECT_TRUE(text.ends_with(",\"drop-replayed\":18446744073709551615}}\n"));
}

}  // namespace
}  // namespace mpdisc::cli
