// SPDX-License-Identifier: MIT
#include "cli/hosts_output.h"

#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

constexpr const char* own_id = "0a000000000000000000000000000000";
constexpr const char* other_id = "0b000000000000000000000000000000";
constexpr const char* other_primary = "0c000000000000000000000000000000";

KnownHost own_host() {
    KnownHost host;
    host.id = HostId{{0x0a}};
    host.addresses[0] = {Sample::parsed("127.0.0.1"), "lo"};
    host.address_count = 1;
    host.services = 2;
    host.revision = 7;
    return host;
}

/// A host on two links; the name of one of them tries to forge columns and lines.
KnownHost other_host() {
    KnownHost host;
    host.id = HostId{{0x0b}};
    host.primary = ProviderId{{0x0c}};
    // In no order, as they arrived.
    host.addresses[0] = {Sample::parsed("fe80::1"), "eth0"};
    host.addresses[1] = {Sample::parsed("192.0.2.7"), "eth0"};
    host.addresses[2] = {Sample::parsed("fe80::2"), "a\tb c"};
    host.address_count = 3;
    host.services = 4'000'000'000;
    host.age_s = 75;
    host.revision = 4'294'967'295;
    return host;
}

std::string shown(const Format& format, std::size_t line_cells = 0) {
    TextBuffer out;
    HostsOutput output(format, out);
    output.add(own_host());
    output.add(other_host());
    output.flush(line_cells);
    return text_of(out);
}

std::string shown(FormatKind kind, std::size_t line_cells = 0) {
    return shown(Format{kind, {}}, line_cells);
}

/// `text`, and spaces up to the next column.
std::string cell(std::string text, std::size_t width) {
    text.resize(width + 2, ' ');
    return text;
}

TEST(HostsOutput, PrintsATableForPeople) {
    const std::string addresses = "192.0.2.7 fe80::1%eth0 fe80::2%a\\tb\\0040c";
    const std::string interfaces = "eth0 a\\tb\\0040c";
    const auto row = [&](const std::string& host, const std::string& primary,
                         const std::string& reached, const std::string& by,
                         const std::string& services, const std::string& age,
                         const std::string& revision) {
        return cell(host, 32) + cell(primary, 32) + cell(reached, addresses.size()) +
               cell(by, interfaces.size()) + cell(services, 10) + cell(age, 5) + revision + "\n";
    };
    EXPECT_EQ(shown(FormatKind::table),
              row("HOST", "PRIMARY", "ADDRESSES", "INTERFACE", "SERVICES", "AGE", "REVISION") +
                  row(own_id, "-", "127.0.0.1", "lo", "2", "0ms", "7") +
                  row(other_id, other_primary, addresses, interfaces, "4000000000", "1m15s",
                      "4294967295"));
}

TEST(HostsOutput, ShortensOnlyTheIdsOfATable) {
    const std::string text = shown(FormatKind::table, 80);
    EXPECT_NE(text.find("0a000000\xe2\x80\xa6  -          127.0.0.1"), std::string::npos) << text;
    EXPECT_NE(text.find("0b000000\xe2\x80\xa6  0c000000\xe2\x80\xa6  192.0.2.7 fe80::1%eth0 "),
              std::string::npos)
        << text;
}

TEST(HostsOutput, PrintsATableWithoutTitles) {
    const std::string table = shown(FormatKind::table);
    std::string rows = shown(Format{FormatKind::table, {}, false});
    EXPECT_EQ(rows.find("HOST"), std::string::npos);
    EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'),
              std::count(table.begin(), table.end(), '\n') - 1);
}

TEST(HostsOutput, PrintsATsvLineForEachHost) {
    EXPECT_EQ(shown(FormatKind::tsv),
              std::string(own_id) + "\t-\t127.0.0.1\tlo\t2\t0\t7\n" + other_id + "\t" +
                  other_primary +
                  "\t192.0.2.7 fe80::1%eth0 fe80::2%a\\tb\\0040c\teth0 a\\tb\\0040c\t"
                  "4000000000\t75\t4294967295\n");
}

TEST(HostsOutput, PrintsAJsonObjectForEachHost) {
    EXPECT_EQ(shown(FormatKind::json),
              std::string("{\"host\":\"") + own_id +
                  "\",\"primary\":\"\",\"addresses\":[\"127.0.0.1\"],\"interfaces\":[\"lo\"],"
                  "\"services\":2,\"age_s\":0,\"revision\":7}\n{\"host\":\"" +
                  other_id + "\",\"primary\":\"" + other_primary +
                  "\",\"addresses\":[\"192.0.2.7\",\"fe80::1%eth0\",\"fe80::2%a\\tb c\"],"
                  "\"interfaces\":[\"eth0\",\"eth0\",\"a\\tb c\"],\"services\":4000000000,"
                  "\"age_s\":75,\"revision\":4294967295}\n");
}

TEST(HostsOutput, PrintsNothingWithoutHosts) {
    for (const FormatKind kind : {FormatKind::table, FormatKind::tsv, FormatKind::json}) {
        TextBuffer out;
        HostsOutput output({kind, {}}, out);
        output.flush(80);
        EXPECT_EQ(out.view(), "");
    }
}

}  // namespace
}  // namespace mpdisc::cli
