// SPDX-License-Identifier: MIT
//
// Writes services with any allowed names and attributes in each output format. A reader of the
// output must get exactly these values back.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "cli/format.h"
#include "cli/format_file.h"
#include "cli/hosts_output.h"
#include "cli/service_output.h"
#include "cli/status_output.h"
#include "cli/variables.h"
#include "cli/watch_output.h"
#include "mpdisc/text.h"
#include "tests/fuzz/escaper_checks.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/text_checks.h"
#include "tests/fuzz/world.h"

namespace mpdisc::fuzz {
namespace {

using cli::Format;
using cli::FormatKind;
using cli::TextBuffer;

/// A found service and the values that it views.
class Sample {
   public:
    explicit Sample(Input& input) : template_text_(input.text()) {
        (void)service_.set_name("a");
        (void)service_.set_name(input.text());
        (void)service_.set_type(input.flag() ? "_http._tcp" : "_i-p-p._udp");
        (void)service_.set_port(input.u16());
        found_.host = "box";
        const std::string_view host = input.text().substr(0, limits::host_name_max);
        if (is_name_text(host) && !host.empty()) found_.host = host;
        found_.interface_name = input.text().substr(0, limits::interface_name_max);
        for (std::size_t n = input.below(4); n != 0; --n)
            addresses_.push_back(choose_address(input));
        found_.addresses = addresses_;
        found_.address = choose_address(input);
        found_.role = input.flag() ? Role::primary : Role::secondary;
        for (std::uint8_t& byte : found_.provider.bytes) byte = input.u8();
        found_.rtt_us = input.u32();
        while (!input.is_used_up()) (void)service_.add_attribute(input.text());
        found_.service = service_.view();
    }
    Sample(const Sample&) = delete;
    Sample& operator=(const Sample&) = delete;

    [[nodiscard]] const FoundServiceView& found() const { return found_; }
    [[nodiscard]] std::string_view template_text() const { return template_text_; }

   private:
    std::string_view template_text_;
    Service service_;
    std::vector<IpAddress> addresses_;
    FoundServiceView found_;
};

std::string text_in(const Format& format, const FoundServiceView& found,
                    std::size_t line_cells = 0) {
    TextBuffer out;
    cli::ServiceOutput output(format);
    output.add(out, found, 0);
    output.flush(out, line_cells);
    EXPECT_TRUE(out.ok());
    return std::string(out.view());
}

std::string as_text(const Attribute& attribute) {
    std::string text(attribute.key);
    if (attribute.has_value) text.append("=").append(attribute.value);
    return text;
}

/// Expects that `text` has all attributes: escaped, with a space between them.
void check_attributes(std::string_view text, const Attributes& attributes) {
    std::vector<std::string> wanted;
    for (const Attribute attribute : attributes) wanted.push_back(as_text(attribute));
    std::vector<std::string> words;
    if (!text.empty()) words = split(text, ' ');
    for (std::string& word : words) word = unescape(word);
    EXPECT_EQ(words, wanted);
}

void check_tsv(const FoundServiceView& found) {
    const std::string line = text_in({FormatKind::tsv, {}}, found);
    EXPECT_TRUE(is_safe_line(line)) << line;
    const std::vector<std::string> columns =
        split(std::string_view(line).substr(0, line.size() - 1), '\t');
    ASSERT_EQ(columns.size(), 7U) << line;
    EXPECT_EQ(unescape(columns[0]), found.service.name);
    EXPECT_EQ(unescape(columns[1]), found.service.type);
    EXPECT_EQ(unescape(columns[2]), found.host);
    EXPECT_EQ(columns[4], std::to_string(found.service.port));
    check_attributes(columns[6], found.service.attributes);
}

void check_json(const FoundServiceView& found) {
    const std::string line = text_in({FormatKind::json, {}}, found);
    EXPECT_TRUE(is_safe_line(line)) << line;
    Entries entries;
    ASSERT_TRUE(read_json_object(std::string_view(line).substr(0, line.size() - 1), entries))
        << line;
    EXPECT_EQ(value_in(entries, "name"), found.service.name);
    EXPECT_EQ(value_in(entries, "type"), found.service.type);
    EXPECT_EQ(value_in(entries, "host"), found.host);
    EXPECT_EQ(value_in(entries, "port"), std::to_string(found.service.port));
    for (const Attribute attribute : found.service.attributes) {
        const std::string name = "attributes." + std::string(attribute.key);
        EXPECT_EQ(value_in(entries, name), attribute.has_value ? attribute.value : "true") << line;
    }
}

void check_sh(const FoundServiceView& found) {
    const std::string line = text_in({FormatKind::sh, {}}, found);
    EXPECT_TRUE(is_safe_line(line)) << line;
    Entries variables;
    const std::string_view unsetting = "eval \"unset -v MPDISC_VARIABLES ${MPDISC_VARIABLES-}\"; ";
    ASSERT_TRUE(line.starts_with(unsetting)) << line;
    ASSERT_TRUE(read_assignments(std::string_view(line).substr(unsetting.size()), variables))
        << line;
    EXPECT_EQ(unescape(value_in(variables, "MPDISC_NAME")), found.service.name);
    EXPECT_EQ(unescape(value_in(variables, "MPDISC_HOST")), found.host);
    EXPECT_EQ(unescape(value_in(variables, "MPDISC_INTERFACE")), found.interface_name);
    check_attributes(value_in(variables, "MPDISC_ATTRIBUTES"), found.service.attributes);
    std::vector<std::string> names;
    for (const auto& [name, value] : variables) {
        EXPECT_TRUE(name.starts_with("MPDISC_")) << "it sets a variable of the user: " << name;
        names.push_back(name);
    }
    // The next line unsets exactly the variables of the attributes.
    std::string attribute_names;
    for (const std::string& name : names) {
        if (name.starts_with("MPDISC_ATTR_")) attribute_names.append(" ").append(name);
    }
    EXPECT_EQ(value_in(variables, "MPDISC_VARIABLES"), attribute_names) << line;
    EXPECT_TRUE(std::ranges::all_of(attribute_names, [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ' ';
    })) << line;
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end()) << "a name comes twice";
}

void check_table(const FoundServiceView& found) {
    for (const std::size_t line_cells : {0, 1, 40, 80, 120}) {
        const std::string text = text_in({FormatKind::table, {}}, found, line_cells);
        // Skip the line with the titles.
        const std::size_t line_begin = text.find('\n') + 1;
        const std::string line = text.substr(line_begin);
        EXPECT_TRUE(is_safe_line(line)) << line;
        EXPECT_EQ(text.find('\t'), std::string::npos);
        EXPECT_TRUE(is_utf8(text)) << "a character was cut";
    }
}

/// Counts the line breaks and tabs, which a template may contain.
std::ptrdiff_t breaks_in(std::string_view text) {
    return std::count(text.begin(), text.end(), '\n') + std::count(text.begin(), text.end(), '\t');
}

void check_template(std::string_view text, const FoundServiceView& found) {
    TextBuffer reason;
    Format format;
    if (!cli::parse_format(text, format, reason)) {
        EXPECT_NE(reason.size(), 0U);
        EXPECT_TRUE(is_safe(reason.view())) << reason.view();
        return;
    }
    if (format.kind != FormatKind::by_template) return;
    EXPECT_EQ(reason.size(), 0U);
    FoundServiceView harmless = found;
    harmless.service = {"a", "_http._tcp", 80, {}};
    harmless.host = "box";
    harmless.interface_name = "eth0";
    const std::string line = text_in(format, found);
    EXPECT_EQ(breaks_in(line), breaks_in(text_in(format, harmless))) << "a service forged a line";
    EXPECT_TRUE(is_safe(line, text) || is_safe(line, "\n\t") || !is_safe(text, "\n\t")) << line;
}

/// A row of a format file has the lines of the file, whatever the service is.
void check_format_file(std::string_view text, const FoundServiceView& found) {
    TextBuffer reason;
    cli::FormatFile file;
    if (!file.parse(text, {}, reason)) {
        EXPECT_NE(reason.size(), 0U);
        EXPECT_TRUE(is_safe(reason.view())) << reason.view();
        return;
    }
    Format format;
    format.kind = FormatKind::by_file;
    format.file = &file;
    format.is_sorted = true;
    const std::string list = text_in(format, found);
    EXPECT_TRUE(is_safe(list, text) || is_safe(list, "\n\t") || !is_safe(text, "\n\t")) << list;
}

/// A line of a watch is the line of a search with the event in it.
void check_event(FormatKind kind, const FoundServiceView& found) {
    TextBuffer out;
    const Format format = {kind, {}};
    cli::WatchOutput output(format, true, 0);
    output.add(out, {WatchEventType::changed, found}, "noon", 0);
    const std::string line(out.view());
    EXPECT_TRUE(is_safe_line(line)) << line;
    if (kind == FormatKind::tsv) {
        EXPECT_EQ(line, "changed\tnoon\t" + text_in(format, found));
    }
    if (kind == FormatKind::json) {
        EXPECT_EQ(line,
                  "{\"event\":\"changed\",\"time\":\"noon\"," + text_in(format, found).substr(1));
    }
    if (kind == FormatKind::sh) {
        std::string wanted = text_in(format, found);
        wanted.insert(wanted.find(" MPDISC_NAME="), " MPDISC_EVENT='changed' MPDISC_TIME='noon'");
        EXPECT_EQ(line, wanted);
    }
}

/// A command gets the same variables as format sh sets: none contains a line break or a NUL, and
/// each has another name.
void check_variables(const FoundServiceView& found) {
    TextBuffer out;
    cli::append_variables(out, found);
    const std::vector<std::string> variables = split(out.view(), '\0');
    ASSERT_TRUE(variables.back().empty());
    std::vector<std::string> names;
    for (std::size_t i = 0; i + 1 < variables.size(); ++i) {
        EXPECT_TRUE(is_safe(variables[i])) << variables[i];
        EXPECT_TRUE(variables[i].starts_with("MPDISC_")) << variables[i];
        names.push_back(variables[i].substr(0, variables[i].find('=')));
    }
    std::sort(names.begin(), names.end());
    EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end()) << "a name comes twice";
}

void check_status(FormatKind kind, const FoundServiceView& found) {
    TextBuffer out;
    cli::StatusOutput output({kind, {}}, out);
    ProviderStatus status;
    status.id = found.provider;
    status.role = found.role;
    status.age_ms = std::uint64_t{found.rtt_us} << 32;
    status.last_heartbeat_ms = found.rtt_us;
    output.begin_provider(status);
    output.add_service(found.service);
    output.add_service(found.service);
    output.end_provider();
    EXPECT_TRUE(is_safe(out.view(), "\n\t")) << out.view();
    const std::vector<std::string> lines = split(out.view(), '\n');
    // A table has titles and one line; TSV has a line for the provider and one for each service;
    // JSON has one line.
    ASSERT_EQ(lines.size(), kind == FormatKind::table ? 3U : kind == FormatKind::tsv ? 4U : 2U);
    EXPECT_TRUE(lines.back().empty());
    if (kind == FormatKind::tsv) {
        const std::vector<std::string> columns = split(lines[1], '\t');
        ASSERT_EQ(columns.size(), 6U) << lines[1];
        EXPECT_EQ(unescape(columns[2]), found.service.name);
        check_attributes(columns[5], found.service.attributes);
    }
    if (kind == FormatKind::json) {
        Entries entries;
        ASSERT_TRUE(read_json_object(lines[0], entries)) << lines[0];
        EXPECT_EQ(value_in(entries, "services.1.name"), found.service.name);
    }
}

/// The names of interfaces may contain anything.
void check_hosts(FormatKind kind, const FoundServiceView& found) {
    KnownHost host;
    host.id.bytes = found.provider.bytes;
    host.primary = found.provider;
    host.services = found.rtt_us;
    host.addresses[host.address_count++] = {found.address, found.interface_name};
    for (const IpAddress& address : found.addresses) {
        if (host.address_count == host.addresses.size()) break;
        host.addresses[host.address_count++] = {address, found.interface_name};
    }
    TextBuffer out;
    cli::HostsOutput output({kind, {}}, out);
    output.add(host);
    output.flush(80);
    EXPECT_TRUE(is_safe(out.view(), "\n\t")) << out.view();
    const std::vector<std::string> lines = split(out.view(), '\n');
    // A table has titles.
    ASSERT_EQ(lines.size(), kind == FormatKind::table ? 3U : 2U) << out.view();
    if (kind == FormatKind::tsv) {
        const std::vector<std::string> columns = split(lines[0], '\t');
        ASSERT_EQ(columns.size(), 7U) << lines[0];
        if (!found.interface_name.empty()) {
            EXPECT_EQ(unescape(columns[3]), found.interface_name);
        }
    }
    if (kind == FormatKind::json) {
        Entries entries;
        ASSERT_TRUE(read_json_object(lines[0], entries)) << lines[0];
        EXPECT_EQ(value_in(entries, "services"), std::to_string(host.services));
    }
}

}  // namespace
}  // namespace mpdisc::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace mpdisc::fuzz;
    Input input(bytes, size);
    const Sample sample(input);
    check_tsv(sample.found());
    check_json(sample.found());
    check_sh(sample.found());
    check_table(sample.found());
    check_template(sample.template_text(), sample.found());
    check_format_file(sample.template_text(), sample.found());
    check_format_file("%row\n" + std::string(sample.template_text()), sample.found());
    check_escapers(sample.found().service.name);
    for (const mpdisc::Attribute attribute : sample.found().service.attributes) {
        check_escapers(attribute.value);
    }
    check_variables(sample.found());
    for (const FormatKind kind : {FormatKind::tsv, FormatKind::json, FormatKind::sh}) {
        check_event(kind, sample.found());
    }
    for (const FormatKind kind : {FormatKind::table, FormatKind::tsv, FormatKind::json}) {
        check_status(kind, sample.found());
        check_hosts(kind, sample.found());
    }
    return 0;
}
