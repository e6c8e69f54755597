// SPDX-License-Identifier: MIT
#include "cli/format_file.h"

#include <array>

#include "cli/service_output.h"
#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

/// The reason for which the text is no format file.
std::string reason_for(std::string_view text) {
    FormatFile file;
    TextBuffer reason;
    EXPECT_FALSE(file.parse(text, {}, reason)) << text;
    return text_of(reason);
}

/// A list in the format of a file.
class FileFormat {
   public:
    explicit FileFormat(std::string_view text, std::span<const Setting> settings = {}) {
        TextBuffer reason;
        EXPECT_TRUE(file_.parse(text, settings, reason)) << reason.view();
        format_.kind = FormatKind::by_file;
        format_.file = &file_;
        format_.is_sorted = true;
    }

    Format& format() { return format_; }

    std::string list(const std::vector<const Sample*>& samples) {
        TextBuffer out;
        ServiceOutput output(format_);
        for (const Sample* const sample : samples) output.add(out, sample->found, 0);
        EXPECT_EQ(out.size(), 0U);
        output.flush(out, 0);
        return text_of(out);
    }

   private:
    FormatFile file_;
    Format format_;
};

/// A service of this name; all names have their own ports.
Sample named(const char* name, std::uint16_t port) {
    Sample sample;
    sample.found.service.name = name;
    sample.found.service.port = port;
    return sample;
}

TEST(FormatFile, PutsPartsAroundSortedRows) {
    const Sample a = named("a", 1);
    const Sample b = named("b", 2);
    FileFormat format("%# A comment.\n%begin\n[\n%row\n {name}\\\n%separator\n,\n%end\n\n]\n");
    EXPECT_EQ(format.list({}), "[\n\n]\n");
    EXPECT_EQ(format.list({&a}), "[\n a\n]\n");
    EXPECT_EQ(format.list({&b, &a}), "[\n a,\n b\n]\n");
    format.format().sort_field = Field::port;
    const Sample first = named("z", 0);
    EXPECT_EQ(format.list({&b, &first}), "[\n z,\n b\n]\n");
}

TEST(FormatFile, GroupsRows) {
    const Sample web = named("a", 1);
    Sample print = named("b", 2);
    print.found.service.type = "_ipp._tcp";
    Sample same = named("c", 3);
    same.found.service.type = "_HTTP._tcp";
    FileFormat format(
        "%group type\n%group-begin\n{application} {{\n%row\n  {name};\n%separator\n  -\n"
        "%group-separator\n\n%group-end\n}}\n%end\n# end\n");
    EXPECT_EQ(format.list({&print, &same, &web}),
              "http {\n  a;\n  -\n  c;\n}\n\nipp {\n  b;\n}\n# end\n");
    const std::array<std::string_view, 2> wanted = {"_http._tcp", "_app._tcp"};
    format.format().wanted_types = wanted;
    EXPECT_EQ(format.list({}), "app {\n}\n\nhttp {\n}\n# end\n")
        << "who reads the list needs the groups";
    format.format().wanted_types = std::span(wanted).first(1);
    EXPECT_EQ(format.list({&web}), "http {\n  a;\n}\n# end\n");
}

TEST(FormatFile, GroupsRowsByHost) {
    const Sample a = named("a", 1);
    Sample b = named("b", 2);
    b.found.host = "Box";
    FileFormat format("%group host\n%group-begin\n{host}:\n%row\n{name}\n");
    EXPECT_EQ(format.list({&b, &a}), "box:\na\nb\n");
}

TEST(FormatFile, RepeatsPartsForAttributesAndAddresses) {
    Sample sample({"path=/x y", "flag", "empty="});
    sample.addresses = {Sample::parsed("192.0.2.7"), Sample::parsed("2001:db8::7"),
                        Sample::parsed("fe80::1")};
    sample.found.addresses = sample.addresses;
    FileFormat format(
        "%escape json\n%attribute\n ({key}={value}, {pair|sh})\\\n%ipv4\n A {address}\\\n"
        "%ipv6\n AAAA {address|text}\\\n%link-local\n LL {address}\\\n"
        "%row\n{name}{attributes}{addresses} {port}\n");
    EXPECT_EQ(format.list({&sample}),
              "\"web\" (\"path\"=\"/x y\", 'path=/x y') (\"flag\"=\"\", 'flag')"
              " (\"empty\"=\"\", 'empty=') A \"192.0.2.7\" AAAA 2001:db8::7 LL \"fe80::1%eth0\""
              " 80\n");
}

TEST(FormatFile, ShowsListsAsElsewhereIfItHasNoPartForThem) {
    const Sample sample({"path=/x", "flag"});
    FileFormat format("%escape json\n%row\n{attributes} {addresses|text}\n");
    EXPECT_EQ(format.list({&sample}), "\"path=/x flag\" 192.0.2.7 fe80::1%eth0\n");
}

TEST(FormatFile, LeavesOutLinkLocalAddresses) {
    Sample both;
    both.found.address = both.addresses[1];
    Sample alone = named("alone", 1);
    alone.addresses = {Sample::parsed("fe80::2")};
    alone.found.addresses = alone.addresses;
    alone.found.address = alone.addresses[0];
    FileFormat format("%skip link-local\n%row\n{name} {endpoint}\n");
    EXPECT_EQ(format.list({&both, &alone}), "web 192.0.2.7:80\n");
}

TEST(FormatFile, LeavesOutEqualRows) {
    const Sample a = named("a", 1);
    const Sample b = named("b", 2);
    FileFormat format("%skip equal\n%row\n{host}\\\n%separator\n,\\\n");
    EXPECT_EQ(format.list({&a, &b}), "box");
}

TEST(FormatFile, LeavesOutRowsWithLongLines) {
    const Sample shorter = named("12345678", 1);
    const Sample longer = named("123456789", 2);
    FileFormat format("%line-max 10\n%row\na\n>{name}.\nb\n");
    EXPECT_EQ(format.list({&shorter, &longer}), "a\n>12345678.\nb\n");
    EXPECT_EQ(reason_for("%line-max 0\n"), "line 1: %line-max needs a number from 1 to 65536");
}

TEST(FormatFile, KnowsTheSettings) {
    const Sample sample;
    const std::array given = {Setting{"zone", "a\"b"}};
    FileFormat format("%escape json\n%set zone x\n%set ttl 60 s\n%row\n{set.zone} {set.ttl}\n",
                      given);
    EXPECT_EQ(format.list({&sample}), "a\"b 60 s\n");
    EXPECT_EQ(reason_for("%row\n{set.zone}\n"), "line 2: %row: it needs --set zone=VALUE");
}

TEST(FormatFile, RefusesASettingThatNoPartUses) {
    const auto reason_with = [](std::string_view key) {
        const std::array given = {Setting{"zone", "a"}, Setting{key, "b"}};
        FormatFile file;
        TextBuffer reason;
        const bool is_read = file.parse(
            "%set ttl 60\n%begin\n{set.zone}\n%row\n{set.ttl} {attr.x}\n", given, reason);
        EXPECT_EQ(is_read, reason.size() == 0);
        return text_of(reason);
    };
    EXPECT_EQ(reason_with("ttl"), "");
    EXPECT_EQ(reason_with("domain"), "it has no {set.domain} for --set");
    EXPECT_EQ(reason_with("x"), "it has no {set.x} for --set");
}

TEST(FormatFile, RefusesLinesThatEndWithCrLf) {
    EXPECT_EQ(reason_for("%escape json\r\n%row\r\n"),
              "line 1: it ends with CR and LF: use LF alone");
    EXPECT_EQ(reason_for("%row\n{name}\n\r\n"), "line 3: it ends with CR and LF: use LF alone");
}

TEST(FormatFile, SaysInWhichLineATemplateIsWrong) {
    EXPECT_EQ(reason_for("%begin\nx\n%row\na\n{name} {port}\n  \\q\n%end\nz\n").substr(0, 14),
              "line 6: %row: ");
    EXPECT_EQ(reason_for("%row\n{name} {port\n").substr(0, 14), "line 2: %row: ");
    EXPECT_EQ(reason_for("%row\na\\\nb\n{name}\n{set.x}\n"),
              "line 5: %row: it needs --set x=VALUE");
}

TEST(FormatFile, WritesSpecialCharacters) {
    const Sample sample;
    FileFormat format("%row\n\\%{{a}}\\\\\\tb\\\n c\n");
    EXPECT_EQ(format.list({&sample}), "%{a}\\\tb c\n");
}

TEST(FormatFile, SaysWhatIsWrongAndWhere) {
    EXPECT_EQ(reason_for(""), "it has no %row");
    EXPECT_EQ(reason_for("text\n"), "line 1: this text is in no part such as %row");
    EXPECT_EQ(reason_for("%begin\n%# comment\ntext\n"),
              "line 3: this text is in no part such as %row");
    EXPECT_EQ(reason_for("%row\n%rows\n"),
              "line 2: unknown directive; write text that begins with '%' as '\\%'");
    EXPECT_EQ(reason_for("%row\n%row\n"), "line 2: this part is given twice");
    EXPECT_EQ(reason_for("%row x\n"), "line 1: nothing may follow the title of a part");
    EXPECT_EQ(reason_for("%escape html\n"),
              "line 1: %escape needs one of text json xml csv string sh dns host word id");
    EXPECT_EQ(reason_for("%group name\n"), "line 1: %group needs type or host");
    EXPECT_EQ(reason_for("%skip\n"), "line 1: %skip needs link-local or equal");
    EXPECT_EQ(reason_for("%skip link-local equal\n"), "line 1: only one word may follow the first");
    EXPECT_EQ(reason_for("%set\n"), "line 1: %set needs a key and a value");
    EXPECT_EQ(reason_for("%row\n{key}\n"),
              "line 2: %row: unknown field 'key'; known are name type host address addresses port "
              "provider role interface rtt_us attributes endpoint application protocol attr.KEY "
              "set.KEY");
    EXPECT_EQ(
        reason_for("%row\n{name|html}\n"),
        "line 2: %row: unknown escaper 'html'; known are text json xml csv string sh dns host "
        "word id");
    EXPECT_EQ(reason_for("%row\n%end\n}\n"),
              "line 3: %end: a '}' has no '{'; write '}}' for a brace");
    EXPECT_EQ(reason_for("%row\n{event}\n").substr(0, 36), "line 2: %row: unknown field 'event';");
}

TEST(FormatFile, BoundsTheSettings) {
    std::string text = "%row\n";
    for (std::size_t i = 0; i < 2 * settings_max; ++i) text += "%set key value\n";
    FormatFile file;
    TextBuffer reason;
    EXPECT_TRUE(file.parse(text, {}, reason));
    EXPECT_EQ(reason_for(text + "%set key value\n"), "line 34: there are more than 16 settings");
}

TEST(SortedList, IsTextThatDependsOnTheServicesAlone) {
    const Sample a = named("a", 300);
    const Sample b = named("B", 20);
    Sample c = named("c", 3);
    c.found.address = Sample::parsed("192.0.2.10");
    const auto sorted_by = [&](Field field) {
        Format format;
        format.kind = FormatKind::by_template;
        format.text = "{name}";
        format.is_sorted = true;
        format.sort_field = field;
        TextBuffer out;
        ServiceOutput output(format);
        for (const Sample* const each : {static_cast<const Sample*>(&c), &b, &a}) {
            output.add(out, each->found, 0);
        }
        output.flush(out, 0);
        return text_of(out);
    };
    EXPECT_EQ(sorted_by(Field::type), "a\nB\nc\n");
    EXPECT_EQ(sorted_by(Field::name), "a\nB\nc\n");
    EXPECT_EQ(sorted_by(Field::port), "c\nB\na\n");
    EXPECT_EQ(sorted_by(Field::address), "a\nB\nc\n");
}

}  // namespace
}  // namespace mpdisc::cli
