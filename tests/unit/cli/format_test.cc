// SPDX-License-Identifier: MIT
#include "cli/format.h"
#include "cli/service_output.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>

#include "cli/cell_width.h"
#include "cli/format_sh.h"
#include "mpdisc/text.h"
#include "tests/unit/cli/sample.h"
#include "tests/unit/cli/unsafe_code_points.h"

namespace mpdisc::cli {
namespace {

constexpr const char* provider_id = "000000000000000000000000000000ab";

Format parsed(std::string_view text) {
    Format format;
    TextBuffer reason;
    EXPECT_TRUE(parse_format(text, format, reason)) << text << ": " << reason.view();
    return format;
}

std::string shown(const Format& format, const FoundServiceView& found) {
    TextBuffer out;
    ServiceOutput output(format);
    output.add(out, found, 0);
    output.flush(out, 0);
    return text_of(out);
}

std::string shown(std::string_view format, const FoundServiceView& found) {
    return shown(parsed(format), found);
}

TEST(Format, KnowsTheNamesOfFormats) {
    EXPECT_EQ(parsed("table").kind, FormatKind::table);
    EXPECT_EQ(parsed("tsv").kind, FormatKind::tsv);
    EXPECT_EQ(parsed("json").kind, FormatKind::json);
    EXPECT_EQ(parsed("openmetrics").kind, FormatKind::openmetrics);
    EXPECT_EQ(parsed("sh").kind, FormatKind::sh);
    EXPECT_EQ(parsed("{name}").kind, FormatKind::by_template);
}

TEST(Format, RefusesOtherNames) {
    for (const char* text : {"", "xml", "TSV", "tsv ", "name", "}"}) {
        Format format;
        TextBuffer reason;
        EXPECT_FALSE(parse_format(text, format, reason)) << text;
        EXPECT_EQ(reason.view(),
                  "it must be table, tsv, json, sh, openmetrics, @NAME or a template");
    }
}

TEST(Format, EndsResultsWithNul) {
    using namespace std::string_literals;
    const Sample sample;
    for (const auto& [text, result] :
         {std::pair("tsv", "web\t_http._tcp\tbox\t192.0.2.7\t80\tprimary\t\0"s),
          std::pair("{name}\\n{port}", "web\n80\0"s)}) {
        Format format = parsed(text);
        format.with_nul = true;
        EXPECT_EQ(shown(format, sample.found), result);
        format.with_nul = false;
        EXPECT_EQ(shown(format, sample.found), result.substr(0, result.size() - 1) + "\n");
    }
    Format format = parsed("json");
    format.with_nul = true;
    EXPECT_TRUE(shown(format, sample.found).ends_with("}\0"s));
}

TEST(FormatTsv, HasSevenColumns) {
    const Sample sample({"path=/a b", "flag", "empty="});
    EXPECT_EQ(shown("tsv", sample.found),
              "web\t_http._tcp\tbox\t192.0.2.7\t80\tprimary\tpath=/a\\0040b flag empty=\n");
}

TEST(FormatTsv, GivesLinkLocalAddressesTheirScope) {
    Sample sample;
    sample.found.address = sample.addresses[1];
    EXPECT_EQ(shown("tsv", sample.found), "web\t_http._tcp\tbox\tfe80::1%eth0\t80\tprimary\t\n");
    sample.found.interface_name = "";
    EXPECT_EQ(shown("tsv", sample.found), "web\t_http._tcp\tbox\tfe80::1\t80\tprimary\t\n");
    sample.found.address = Sample::parsed("169.254.1.1");
    sample.found.interface_name = "eth0";
    EXPECT_EQ(shown("tsv", sample.found), "web\t_http._tcp\tbox\t169.254.1.1\t80\tprimary\t\n");
}

TEST(FormatTsv, IsOneLineOfSevenColumnsForHostileValues) {
    for (const std::string& value : hostile_values) {
        Sample sample({"k=" + value});
        sample.found.service.name = value;
        sample.found.host = value;
        const std::string line = shown("tsv", sample.found);
        EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << value;
        EXPECT_EQ(line.back(), '\n');
        EXPECT_EQ(std::count(line.begin(), line.end(), '\t'), 6) << value;
        EXPECT_EQ(line.find('\x1b'), std::string::npos);
    }
}

TEST(Format, ShowsADashForAHostWithoutAName) {
    Sample sample;
    sample.found.host = "";
    EXPECT_EQ(shown("tsv", sample.found), "web\t_http._tcp\t-\t192.0.2.7\t80\tprimary\t\n");
    EXPECT_EQ(shown("table", sample.found),
              "NAME  TYPE        HOST  ADDRESS    PORT  ROLE     ATTRIBUTES\n"
              "web   _http._tcp  -     192.0.2.7  80    primary\n");
    EXPECT_EQ(shown("{host} {name}", sample.found), "- web\n");
    EXPECT_NE(shown("json", sample.found).find(",\"host\":\"\",\"address\":"), std::string::npos);
}

TEST(Format, LetsAShellReadAHostWithoutAName) {
    Sample sample;
    sample.found.host = "";
    // The `-` keeps the columns in place, because a shell reads two tabs in a row as one.
    EXPECT_EQ(run_shell("IFS='\t' read -r name type host address rest; echo \"$host $address\"",
                        shown("tsv", sample.found)),
              "- 192.0.2.7\n");
    EXPECT_EQ(run_shell("MPDISC_HOST=old; IFS= read -r line; eval \"$line\"\n"
                        "echo \"<$MPDISC_HOST> $MPDISC_ADDRESS\"",
                        shown("sh", sample.found)),
              "<> 192.0.2.7\n");
}

/// A table of these rows on lines of `line_cells`; 0: of any length.
std::string table_of(const std::vector<Sample*>& samples, std::size_t line_cells) {
    TextBuffer out;
    const Format format;
    ServiceOutput output(format);
    for (const Sample* sample : samples) output.add(out, sample->found, 0);
    EXPECT_EQ(out.size(), 0U);
    output.flush(out, line_cells);
    return text_of(out);
}

TEST(FormatTable, HasNoTitlesIfNoneAreWanted) {
    const Sample sample({"path=/"});
    Format format = parsed("table");
    format.with_titles = false;
    EXPECT_EQ(shown(format, sample.found),
              "web  _http._tcp  box  192.0.2.7  80  primary  path=/\n");
}

TEST(FormatTable, MakesColumnsAsWideAsTheirTexts) {
    Sample ascii({"path=/"});
    ascii.found.service.name = "printer in the hall";
    Sample wide;
    wide.found.service.name = "打印机 会议室";
    Sample marks;
    marks.found.service.name = "Cafe\u0301 \U0001F600";
    marks.found.host = "a-host-of-a-long-name";
    EXPECT_EQ(
        table_of({&ascii, &wide, &marks}, 0),
        "NAME                 TYPE        HOST                   ADDRESS    PORT  ROLE     "
        "ATTRIBUTES\n"
        "printer in the hall  _http._tcp  box                    192.0.2.7  80    primary  path=/\n"
        "打印机 会议室        _http._tcp  box                    192.0.2.7  80    primary\n"
        "Cafe\u0301 \U0001F600              _http._tcp  a-host-of-a-long-name  192.0.2.7  80    "
        "primary\n");
}

TEST(FormatTable, ShortensAttributesThenTheWidestOfNameAndHost) {
    Sample sample({"path=/a-long-path", "note=x"});
    sample.found.service.name = "打印机 会议室打印机 会议室";
    sample.found.host = "a-host-of-a-long-name";
    const std::string all =
        "NAME                        TYPE        HOST                   ADDRESS    PORT  ROLE     "
        "ATTRIBUTES\n"
        "打印机 会议室打印机 会议室  _http._tcp  a-host-of-a-long-name  192.0.2.7  80    primary  "
        "path=/a-long-path note=x\n";
    EXPECT_EQ(table_of({&sample}, 0), all);
    EXPECT_EQ(table_of({&sample}, 113), all);
    EXPECT_EQ(table_of({&sample}, 112),
              "NAME                        TYPE        HOST                   ADDRESS    PORT  "
              "ROLE     ATTRIBUTES\n"
              "打印机 会议室打印机 会议室  _http._tcp  a-host-of-a-long-name  192.0.2.7  80    "
              "primary  path=/a-long-path note…\n");
    EXPECT_EQ(table_of({&sample}, 80),
              "NAME           TYPE        HOST           ADDRESS    PORT  ROLE     ATTRIBUTES\n"
              "打印机 会议…   _http._tcp  a-host-of-a-…  192.0.2.7  80    primary  path=/a-lon…\n");
    // Address, type, port and role are never cut, so lines may be longer.
    EXPECT_EQ(table_of({&sample}, 20),
              "NAME        TYPE        HOST      ADDRESS    PORT  ROLE     ATTRIBUTES\n"
              "打印机 会…  _http._tcp  a-host-…  192.0.2.7  80    primary  path=/a-lon…\n");
}

TEST(FormatTable, CutsATextBeforeAnEscapeAndNotWithinOne) {
    Sample sample;
    sample.found.service.name = "a\u200bb\\c\u200bd\u200be";
    const std::set<std::string> beginnings = {"a\\0342\\0200…", "a\\0342\\0200\\0213…",
                                              "a\\0342\\0200\\0213b…", "a\\0342\\0200\\0213b\\\\…",
                                              "a\\0342\\0200\\0213b\\\\c…"};
    std::set<std::string> names;
    for (std::size_t cells = 69; cells < 80; ++cells) {
        const std::string table = table_of({&sample}, cells);
        const std::string row = table.substr(table.find('\n') + 1);
        names.insert(row.substr(0, row.find(' ')));
    }
    EXPECT_EQ(names, beginnings);
}

TEST(FormatTable, FitsTheLineIfItCanBeShortened) {
    for (const std::string& value : hostile_values) {
        const std::string twice = value + value;
        Sample sample({"k=" + twice});
        sample.found.service.name = twice;
        sample.found.host = value;
        for (std::size_t cells = 72; cells < 160; ++cells) {
            std::istringstream lines(table_of({&sample}, cells));
            for (std::string line; std::getline(lines, line);) {
                EXPECT_LE(count_cells(line), cells) << line;
                EXPECT_TRUE(is_utf8(line)) << line;
            }
        }
    }
}

TEST(FormatTable, HoldsRowsForASecondOrUntilTheyExceedALimit) {
    const Format format;
    Sample sample;
    TextBuffer out;
    ServiceOutput output(format);
    EXPECT_EQ(output.due_us(), never_us);
    output.add(out, sample.found, 5);
    output.add(out, sample.found, 9);
    EXPECT_EQ(output.due_us(), 5 + ServiceOutput::held_max_us);
    output.flush(out, 0);
    EXPECT_EQ(output.due_us(), never_us);
    EXPECT_EQ(text_of(out).find("NAME"), 0U);
    // Later rows come without titles, in columns that are no narrower.
    sample.found.service.name = "w";
    out.clear();
    output.add(out, sample.found, 100);
    output.flush(out, 0);
    EXPECT_EQ(text_of(out), "w     _http._tcp  box   192.0.2.7  80    primary\n");
    std::size_t count = 0;
    for (; output.due_us() != 200; ++count) {
        output.add(out, sample.found, 200);
        ASSERT_LE(count * 35, ServiceOutput::held_bytes_max);
    }
    EXPECT_GE(count * 45, ServiceOutput::held_bytes_max);
}

TEST(FormatTable, IsTheOnlyFormatThatHoldsRows) {
    const Sample sample;
    for (const char* const name : {"tsv", "json", "sh", "{name}"}) {
        const Format format = parsed(name);
        TextBuffer out;
        ServiceOutput output(format);
        output.add(out, sample.found, 5);
        EXPECT_EQ(output.due_us(), never_us);
        EXPECT_NE(out.size(), 0U);
    }
}

TEST(FormatJson, HasAllKeys) {
    const Sample sample({"path=/\"x\"", "flag", "empty="});
    EXPECT_EQ(
        shown("json", sample.found),
        std::string("{\"name\":\"web\",\"type\":\"_http._tcp\",\"host\":\"box\","
                    "\"address\":\"192.0.2.7\",\"addresses\":[\"192.0.2.7\",\"fe80::1%eth0\"],"
                    "\"port\":80,\"attributes\":{\"path\":\"/\\\"x\\\"\",\"flag\":true,"
                    "\"empty\":\"\"},\"provider\":\"") +
            provider_id + "\",\"role\":\"primary\",\"interface\":\"eth0\",\"rtt_us\":1234}\n");
}

TEST(FormatJson, EscapesControlsOfTerminals) {
    Sample sample;
    sample.found.service.name = "\x1b\x7f\xc2\x9b\xe2\x80\xa8\xe2\x80\xae\n\t\r\b\\\"/\xff\xc3\xa4";
    const std::string line = shown("json", sample.found);
    EXPECT_NE(line.find("\"\\u001b\\u007f\\u009b\\u2028\\u202e\\n\\t\\r\\u0008\\\\\\\"/"
                        "\\ufffd\xc3\xa4\""),
              std::string::npos)
        << line;
}

/// Skipped without jq, which the tests do not require.
TEST(FormatJson, IsReadBackByJq) {
    if (std::system("jq --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "no jq";
    for (const std::string& value : hostile_values) {
        Sample sample({"the key=" + value, "other"});
        sample.found.service.name = value;
        const std::string line = shown("json", sample.found);
        EXPECT_EQ(run_shell("jq -j .name", line), value);
        EXPECT_EQ(run_shell("jq -j '.attributes[\"the key\"]'", line), value);
        EXPECT_EQ(run_shell("jq -r .attributes.other", line), "true\n");
        EXPECT_EQ(run_shell("jq -r 'keys_unsorted|join(\" \")'", line),
                  "name type host address addresses port attributes provider role interface "
                  "rtt_us\n");
    }
}

TEST(FormatSh, IsOneLineOfAssignments) {
    const Sample sample({"path=/it's", "a-b=1", "a.b=2", "flag"});
    EXPECT_EQ(shown("sh", sample.found),
              std::string("eval \"unset -v MPDISC_VARIABLES ${MPDISC_VARIABLES-}\"; "
                          "MPDISC_NAME='web' MPDISC_TYPE='_http._tcp' MPDISC_HOST='box' "
                          "MPDISC_ADDRESS='192.0.2.7' MPDISC_ADDRESSES='192.0.2.7 fe80::1%eth0' "
                          "MPDISC_PORT='80' MPDISC_PROVIDER='") +
                  provider_id +
                  "' MPDISC_ROLE='primary' MPDISC_INTERFACE='eth0' MPDISC_RTT_US='1234' "
                  "MPDISC_ATTRIBUTES='path=/it'\\''s a-b=1 a.b=2 flag' "
                  "MPDISC_VARIABLES=' MPDISC_ATTR_path MPDISC_ATTR_a_b MPDISC_ATTR_flag' "
                  "MPDISC_ATTR_path='/it'\\''s' MPDISC_ATTR_a_b='1' MPDISC_ATTR_flag=''\n");
}

/// The shells that are installed here.
std::vector<std::string> shells() {
    std::vector<std::string> there;
    for (const char* const shell :
         {"sh", "dash", "bash", "bash --posix", "busybox sh", "ksh", "mksh", "yash", "zsh"}) {
        const std::string command = std::string(shell) + " -c : >/dev/null 2>&1";
        if (std::system(command.c_str()) == 0) there.emplace_back(shell);
    }
    return there;
}

/// A script that prints each variable that begins with MPDISC_, and then "|".
const std::string show_variables =
    "show() { set | sed -n 's/^\\(MPDISC_[A-Za-z0-9_]*\\)=.*/\\1/p' | sort | tr '\\n' ' '; echo "
    "'|'; }\n";

TEST(FormatSh, UnsetsTheVariablesOfTheLineBefore) {
    const std::string fixed =
        "MPDISC_ADDRESS MPDISC_ADDRESSES MPDISC_ATTRIBUTES MPDISC_HOST MPDISC_INTERFACE "
        "MPDISC_NAME MPDISC_PORT MPDISC_PROVIDER MPDISC_ROLE MPDISC_RTT_US MPDISC_TYPE "
        "MPDISC_VARIABLES";
    const std::string lines = shown("sh", Sample({"path=/", "a.b=1", "VARIABLES=x"}).found) +
                              shown("sh", Sample({"other"}).found) + shown("sh", Sample().found) +
                              shown("sh", Sample({"a b", "path"}).found);
    TextBuffer nothing;
    append_nothing_as_sh(nothing, 4);
    // In byte order, like the output of sort(1).
    const std::string expected =
        "MPDISC_ADDRESS MPDISC_ADDRESSES MPDISC_ATTRIBUTES MPDISC_ATTR_VARIABLES MPDISC_ATTR_a_b "
        "MPDISC_ATTR_path " +
        fixed.substr(fixed.find("MPDISC_HOST")) + " |\n" +
        "MPDISC_ADDRESS MPDISC_ADDRESSES MPDISC_ATTRIBUTES MPDISC_ATTR_other " +
        fixed.substr(fixed.find("MPDISC_HOST")) + " |\n" + fixed + " |\n" +
        "MPDISC_ADDRESS MPDISC_ADDRESSES MPDISC_ATTRIBUTES MPDISC_ATTR_a_b MPDISC_ATTR_path " +
        fixed.substr(fixed.find("MPDISC_HOST")) + " |\n4\n|\n";
    for (const std::string& shell : shells()) {
        for (const char* const settings : {"set -u\n", "set -u; IFS=,\n", "IFS='\n\t'\n"}) {
            EXPECT_EQ(run_shell(std::string("export LC_ALL=C\n") + settings + show_variables +
                                    "while IFS= read -r line; do eval \"$line\" || echo $?; show; "
                                    "done\n",
                                lines + text_of(nothing), shell.c_str()),
                      expected)
                << shell << " after " << settings;
        }
    }
}

TEST(FormatSh, EndsAScriptWithSetEIfNothingIsFound) {
    TextBuffer nothing;
    append_nothing_as_sh(nothing, 1);
    const std::string script =
        "MPDISC_NAME=old; (set -e; IFS= read -r line; eval \"$line\"; echo went on); echo $?\n";
    const std::string condition =
        "IFS= read -r line; if eval \"$line\"; then echo found; else echo \"none: $?\"; fi\n";
    for (const std::string& shell : shells()) {
        EXPECT_EQ(run_shell(script, text_of(nothing), shell.c_str()), "1\n") << shell;
        EXPECT_EQ(run_shell(script, shown("sh", Sample({"a=b"}).found), shell.c_str()),
                  "went on\n0\n")
            << shell;
        EXPECT_EQ(run_shell(condition, text_of(nothing), shell.c_str()), "none: 1\n") << shell;
        EXPECT_EQ(run_shell(condition, shown("sh", Sample({"a"}).found), shell.c_str()), "found\n")
            << shell;
    }
}

/// The lines evaluate MPDISC_VARIABLES, so no attribute may set it.
TEST(FormatSh, LetsNoAttributeSetTheListOfVariables) {
    const std::string lines =
        shown("sh", Sample({"VARIABLES=;echo forged;", "_VARIABLES=;echo forged;"}).found) +
        shown("sh", Sample({"x;echo forged;y"}).found) + shown("sh", Sample().found);
    for (const std::string& shell : shells()) {
        EXPECT_EQ(
            run_shell("while IFS= read -r line; do eval \"$line\"; done\n", lines, shell.c_str()),
            "");
    }
}

TEST(FormatSh, IsSafeToEvalWithHostileValues) {
    const std::string script =
        "while IFS= read -r line; do eval \"$line\"\n"
        "printf '%b|%b|%b|%b|%s\\n' \"$MPDISC_NAME\" \"$MPDISC_HOST\" \"$MPDISC_INTERFACE\" "
        "\"$MPDISC_ATTR_the_key\" \"$MPDISC_PORT\"; done\n";
    for (const std::string& value : hostile_values) {
        Sample sample({"the key=" + value});
        sample.found.service.name = value;
        sample.found.host = value;
        sample.found.interface_name = value;
        const std::string line = shown("sh", sample.found);
        EXPECT_EQ(run_shell(script, line),
                  value + "|" + value + "|" + value + "|" + value + "|80\n");
    }
}

TEST(FormatSh, SurvivesHostileKeys) {
    const Sample sample({"a;reboot=1", "$(id)=2", "x y=3", "`=4", "'=5", "\\n=6"});
    const std::string script =
        "IFS= read -r line; eval \"$line\"\n"
        "echo \"$MPDISC_ATTR_a_reboot $MPDISC_ATTR___id_ $MPDISC_ATTR_x_y $MPDISC_ATTR__ "
        "$MPDISC_ATTR__n\"\nfor word in $MPDISC_ATTRIBUTES; do printf '%b\\n' \"$word\"; done\n";
    EXPECT_EQ(run_shell(script, shown("sh", sample.found)),
              "1 2 3 4 6\na;reboot=1\n$(id)=2\nx y=3\n`=4\n'=5\n\\n=6\n");
}

TEST(FormatTemplate, FillsInEveryField) {
    const Sample sample({"path=/a b", "flag"});
    EXPECT_EQ(shown("{name}|{type}|{host}|{address}|{addresses}|{endpoint}|{port}|{attributes}|"
                    "{attr.path}|{attr.PATH}|{attr.flag}|{attr.none}|{provider}|{role}|{interface}|"
                    "{rtt_us}",
                    sample.found),
              std::string("web|_http._tcp|box|192.0.2.7|192.0.2.7 fe80::1%eth0|192.0.2.7:80|80|"
                          "path=/a\\0040b flag|/a b|/a b|||") +
                  provider_id + "|primary|eth0|1234\n");
}

TEST(FormatTemplate, PutsIpv6EndpointsInBrackets) {
    Sample sample;
    sample.found.address = sample.addresses[1];
    EXPECT_EQ(shown("{endpoint}", sample.found), "[fe80::1%eth0]:80\n");
    sample.found.address = Sample::parsed("2001:db8::5");
    EXPECT_EQ(shown("http://{endpoint}/", sample.found), "http://[2001:db8::5]:80/\n");
}

TEST(FormatTemplate, InterpretsBracesAndBackslashesOfTheTemplateOnly) {
    Sample sample;
    sample.found.service.name = "{host}\\n\n";
    EXPECT_EQ(shown("{{\\n\\t\\\\{name}}}{{}}", sample.found), "{\n\t\\{host}\\\\n\\n}{}\n");
    EXPECT_EQ(shown("{{", sample.found), "{\n");
}

TEST(FormatTemplate, EscapesForOtherLanguages) {
    Sample sample({"a|b=<x>"});
    sample.found.service.name = "a \"b\"";
    EXPECT_EQ(
        shown("{name|json}, {host|csv} {attr.a|b|xml} {port|json} {address|id}", sample.found),
        "\"a \\\"b\\\"\", \"box\" &lt;x&gt; 80 192_2E0_2E2_2E7\n");
    EXPECT_EQ(shown("{application}/{protocol}", sample.found), "http/tcp\n");
}

TEST(FormatTemplate, RefusesMistakes) {
    const std::string choices =
        "; known are name type host address addresses port provider role interface rtt_us "
        "attributes endpoint application protocol attr.KEY, and with --watch event time";
    const struct {
        const char* text;
        std::string reason;
    } cases[] = {
        {"{nme}", "unknown field 'nme'" + choices},
        {"{}", "unknown field ''" + choices},
        {"{ name}", "unknown field ' name'" + choices},
        {"{attr.}", "unknown field 'attr.'" + choices},
        {"{\n}", "unknown field '\\n'" + choices},
        {"{name", "a '{' has no '}'; write '{{' for a brace"},
        {"{name}{", "a '{' has no '}'; write '{{' for a brace"},
        {"{name|html}",
         "unknown escaper 'html'; known are text json xml csv string sh dns host "
         "word id"},
        {"{set.zone}", "unknown field 'set.zone'" + choices},
        {"{name}}", "a '}' has no '{'; write '}}' for a brace"},
        {"{name}\\x", "only n, t, %, '\\' or the end of the line may follow a '\\'"},
        {"{name}\\", "only n, t, %, '\\' or the end of the line may follow a '\\'"},
    };
    for (const auto& c : cases) {
        Format format;
        TextBuffer reason;
        EXPECT_FALSE(parse_format(c.text, format, reason)) << c.text;
        EXPECT_EQ(reason.view(), c.reason);
    }
}

TEST(FormatTemplate, EscapesHostileValues) {
    for (const std::string& value : hostile_values) {
        Sample sample({"k=" + value});
        sample.found.service.name = value;
        const std::string line = shown("{name}{attr.k}", sample.found);
        EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1) << value;
        EXPECT_EQ(line.find('\x1b'), std::string::npos);
        EXPECT_EQ(run_shell("IFS= read -r line; printf '%b' \"$line\"", line), value + value);
    }
}

TEST(Format, EscapesInvisibleCodePointsInEachFormat) {
    const std::vector<CodePointRange> ranges = unsafe_ranges_of_unicode();
    if (ranges.empty()) GTEST_SKIP() << "there is no Perl";
    const Format formats[] = {parsed("table"), parsed("tsv"), parsed("json"), parsed("sh"),
                              parsed("{name} {host} {attr.key} {attributes}")};
    for (const auto& [first, last] : ranges) {
        for (char32_t value = first; value <= last; ++value) {
            // Output lines contain tabs and a newline, and attributes contain no NUL.
            if (value == '\n' || value == '\t' || value == 0) continue;
            const std::string raw = utf8(value);
            Sample sample({"key=a" + raw});
            const std::string name = "n" + raw;
            sample.found.service.name = name;
            sample.found.host = name;
            for (const Format& format : formats) {
                const std::string line = shown(format, sample.found);
                ASSERT_EQ(line.find(raw), std::string::npos)
                    << std::hex << static_cast<unsigned>(value) << " " << line;
            }
        }
    }
}

TEST(FormatJson, EscapesCodePointsAboveUffffAsSurrogatePairs) {
    Sample sample({"key=\xf3\xa0\x81\x81\xf0\x9f\xbf\xbe"});
    EXPECT_NE(shown("json", sample.found).find("\\udb40\\udc41\\ud83f\\udffe"), std::string::npos)
        << shown("json", sample.found);
}

}  // namespace
}  // namespace mpdisc::cli
