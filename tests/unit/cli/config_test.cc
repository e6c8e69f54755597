// SPDX-License-Identifier: MIT
#include "cli/config.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <fstream>
#include <string>
#include <vector>

#include "cli/config_file.h"
#include "cli/config_line.h"
#include "program/command.h"
#include "program/console.h"
#include "tests/unit/cli/temporary_path.h"

namespace mpdisc::cli {
namespace {

struct Result : PlannedServices {
    ProviderSettings settings;
    Mistakes mistakes;

    [[nodiscard]] std::vector<ServiceView> views() const {
        std::vector<ServiceView> all;
        ServiceView service;
        for (std::size_t position = 0; services.next(position, service);) all.push_back(service);
        return all;
    }
};

std::string take_first(Mistakes& mistakes) {
    std::string_view rest = mistakes.lines();
    return std::string(take_line(rest));
}

void parse(std::string_view text, Result& out, std::string_view default_name = "box") {
    parse_config({text, "f.conf", default_name}, out.settings, out, out.mistakes);
}

TEST(Config, ReadsSettingsAndServices) {
    Result result;
    parse(
        "# a comment\n"
        "\n"
        "[provider]\n"
        "discovery-port = 7000\n"
        "  interface=eth0  \n"
        "family\t=\tipv6\n"
        "heartbeat = 0.5\n"
        "lease = 2\n"
        "allow = 192.0.2.0/24\n"
        "allow = 2001:db8::/32\n"
        "[service]\n"
        "type = _http._tcp\n"
        "port = 80\n"
        "  # not the value's\n"
        "name = web # one\n"
        "attr = path=/\n"
        "attr = flag\n"
        "[service]\n"
        "port = 22\n"
        "type = _ssh._tcp",
        result);
    ASSERT_TRUE(result.mistakes.none()) << result.mistakes.lines();
    EXPECT_EQ(result.settings.discovery_port, 7000);
    EXPECT_EQ(result.settings.interface_name.view(), "eth0");
    EXPECT_EQ(result.settings.family, Family::ipv6);
    EXPECT_EQ(result.settings.heartbeat_ms, 500U);
    EXPECT_EQ(result.settings.lease_ms, 2000U);
    EXPECT_EQ(result.settings.allowed_count, 2U);

    const std::vector<ServiceView> services = result.views();
    ASSERT_EQ(services.size(), 2U);
    const ServiceView& web = services[0];
    EXPECT_EQ(web.name, "web # one");
    EXPECT_EQ(web.type, "_http._tcp");
    EXPECT_EQ(web.port, 80);
    Attribute attribute;
    EXPECT_TRUE(web.attributes.find("path", attribute));
    EXPECT_EQ(attribute.value, "/");
    EXPECT_TRUE(web.attributes.find("flag", attribute));
    EXPECT_FALSE(attribute.has_value);

    const ServiceView& ssh = services[1];
    EXPECT_EQ(ssh.name, "box");
    EXPECT_EQ(ssh.port, 22);
    EXPECT_TRUE(ssh.attributes.empty());
}

TEST(Config, ReadsChecks) {
    Result result;
    parse(
        "[service]\n"
        "type = _http._tcp\n"
        "port = 80\n"
        "check = tcp:81\n"
        "check-interval = 0.1\n"
        "check-timeout = 2\n"
        "check-fall = 3\n"
        "check-rise = 100\n"
        "[service]\n"
        "type = _ssh._tcp\n"
        "port = 22\n"
        "[service]\n"
        "check = tcp\n"
        "type = _ipp._tcp\n"
        "port = 631\n",
        result);
    ASSERT_TRUE(result.mistakes.none()) << result.mistakes.lines();
    ASSERT_EQ(result.checks.all().size(), 2U);
    const ServiceCheck& web = result.checks.find("box", "_http._tcp")->check;
    EXPECT_EQ(web.kind, CheckKind::tcp);
    EXPECT_EQ(web.port, 81);
    EXPECT_EQ(web.interval_ms, 100U);
    EXPECT_EQ(web.timeout_ms, 2'000U);
    EXPECT_EQ(web.fall, 3);
    EXPECT_EQ(web.rise, 100);
    EXPECT_EQ(result.checks.find("box", "_ssh._tcp"), nullptr);
    EXPECT_EQ(result.checks.find("BOX", "_IPP._tcp")->check.port, 631);
}

TEST(Config, ReadsCommandsOfChecks) {
    if (command_shell() == nullptr) GTEST_SKIP() << "this system has no shell for them";
    const std::string service = "[service]\ntype = _http._tcp\nport = 80\ncheck = ";
    Result result;
    parse(service + "exec:test -e \"x\"\n", result);
    ASSERT_TRUE(result.mistakes.none()) << result.mistakes.lines();
    const ServiceCheck& check = result.checks.find("box", "_http._tcp")->check;
    EXPECT_EQ(check.kind, CheckKind::command);
    EXPECT_STREQ(check.command.view().data(), "test -e \"x\"");
    EXPECT_EQ(check.port, 80);
    Result wrong;
    parse(service + "\"exec:a\\x00\"\n", wrong);
    EXPECT_EQ(take_first(wrong.mistakes),
              "f.conf:4: bad check 'exec:a\\0000': a command must have 1 to 511 bytes, none NUL");
}

TEST(Config, AcceptsFilesOfOtherSystemsEditors) {
    Result result;
    parse("\xef\xbb\xbf[service]\r\ntype = _http._tcp\r\nport = 80\r\n\r\n", result);
    ASSERT_TRUE(result.mistakes.none()) << result.mistakes.lines();
    EXPECT_EQ(result.views().at(0).type, "_http._tcp");
}

TEST(Config, AcceptsAFileWithoutServices) {
    for (const char* text : {"", "\n", "# only\n", "[provider]", "\xef\xbb\xbf"}) {
        Result result;
        parse(text, result);
        EXPECT_TRUE(result.mistakes.none()) << text;
        EXPECT_TRUE(result.services.is_empty());
    }
}

TEST(Config, NamesTheLineOfAMistake) {
    const std::string service = "[service]\ntype = _http._tcp\nport = 80\n";
    const struct {
        std::string text;
        std::string message;
    } cases[] = {
        {"port = 80\n", "f.conf:1: this line is before the first section"},
        {"\n[web]\n", "f.conf:2: unknown section 'web'"},
        {"[ service ]\n", "f.conf:1: unknown section ' service '"},
        {"[service\n", "f.conf:1: a section must look like [service]"},
        {"[provider]\n[service]\ntype = _a._udp\nport=1\n[provider]\n",
         "f.conf:5: section [provider] is given twice"},
        {"[provider]\nport = 80\n", "f.conf:2: unknown key 'port'"},
        {"[provider]\nPort = 80\n", "f.conf:2: unknown key 'Port'"},
        {"[provider]\n = 80\n", "f.conf:2: unknown key ''"},
        {"[service]\nlease = 80\n", "f.conf:2: unknown key 'lease'"},
        {"[service]\nwhat\n", "f.conf:2: a line must look like 'key = value'"},
        {"[provider]\nlease = 1\nlease = 2\n", "f.conf:3: 'lease' is given twice in this section"},
        {service + "port = 81\n", "f.conf:4: 'port' is given twice in this section"},
        {"[provider]\nlease = 1s\n",
         "f.conf:2: bad lease '1s': it must be 0.2 to 86400 seconds, with up to three decimals"},
        {"[provider]\ndiscovery-port = 0\n",
         "f.conf:2: bad discovery-port '0': the port must be 1 to 65535"},
        {"[provider]\nfamily = both\n", "f.conf:2: bad family 'both': it must be ipv4 or ipv6"},
        {"[provider]\ninterface =\n",
         "f.conf:2: bad interface '': the interface's name must not be empty"},
        {"[provider]\ninterface = \"eth0\\x00x\"\n",
         "f.conf:2: a setting must not hold a NUL byte"},
        {"[provider]\nallow = here\n",
         "f.conf:2: bad allow 'here': it must be a network like 192.0.2.0/24"},
        {"[service]\nport = 65536\n", "f.conf:2: bad port '65536': the port must be 1 to 65535"},
        {"[service]\nname = \"a\\nb\"\n",
         "f.conf:2: bad name 'a\\nb': " + std::string(to_text(ServiceError::name_not_text))},
        {"[service]\nname = \"\\xff\"\n",
         "f.conf:2: bad name '\\0377': " + std::string(to_text(ServiceError::name_not_text))},
        {"[service]\nattr = \"a=\\x00\"\n",
         "f.conf:2: bad attr 'a=\\0000': " +
             std::string(to_text(ServiceError::attribute_value_not_text))},
        {"[service]\nattr = a\nattr = A=1\n",
         "f.conf:3: bad attr 'A=1': " + std::string(to_text(ServiceError::attribute_duplicate))},
        {"\n[service]\nport = 80\n\n", "f.conf:2: this service has no type"},
        {"[service]\ntype = _a._udp\n[service]\n", "f.conf:1: this service has no port"},
        {service + "check = udp\n",
         "f.conf:4: bad check 'udp': it must be tcp, tcp:PORT or exec:COMMAND"},
        {service + "check = tcp\ncheck = tcp\n",
         "f.conf:5: 'check' is given twice in this section"},
        {service + "check-fall = 2\n",
         "f.conf:1: check-interval, check-timeout, check-fall and check-rise need a check"},
        {"[service]\nname = \"a\n", "f.conf:2: the closing quote is missing"},
        {"[service]\nname = \"a\\\"\n", "f.conf:2: the closing quote is missing"},
        {"[service]\nname = \"a\" b\n", "f.conf:2: nothing may follow the closing quote"},
        {"[service]\nname = \"a\\q\"\n",
         "f.conf:2: only \\, \", n, t, r or xHH may follow a backslash"},
        {"[service]\nname = \"a\\x1\"\n",
         "f.conf:2: only \\, \", n, t, r or xHH may follow a backslash"},
        {std::string("[service]\nname = a") + '\0' + "\n", "f.conf:2: the line holds a NUL byte"},
        {"# \xff\n", "f.conf:1: the line is not UTF-8"},
        {"#" + std::string(config_line_bytes_max, 'x'),
         "f.conf:1: the line has more than 4096 bytes"},
    };
    for (const auto& c : cases) {
        Result result;
        parse(c.text, result);
        EXPECT_FALSE(result.mistakes.none()) << c.text;
        EXPECT_EQ(take_first(result.mistakes), c.message);
    }
}

TEST(Config, NamesAllMistakes) {
    Result result;
    parse(
        "early = 1\n"
        "early = 2\n"
        "[provider]\n"
        "lease = 1s\n"
        "heartbeat = 5\n"
        "[servce]\n"
        "port = 70000\n"
        "[service]\n"
        "port = 70000\n"
        "type = http\n"
        "nmae = x\n"
        "[service]\n"
        "type _http._tcp\n"
        "[service]\n"
        "name = good\n"
        "type = _http._tcp\n"
        "port = 80\n"
        "[service]\n"
        "name = GOOD\n"
        "type = _http._tcp\n"
        "port = 81\n"
        "[service]\n"
        "[service\n"
        "port = 70000\n"
        "[serv\xe9"
        "ce]\n"
        "port = 70000\n",
        result);
    std::string_view rest = result.mistakes.lines();
    for (const char* begin :
         {"f.conf:1: this line is before", "f.conf:4: bad lease", "f.conf:6: unknown section",
          "f.conf:9: bad port", "f.conf:10: bad type", "f.conf:11: unknown key",
          "f.conf:13: a line must look like", "f.conf:18: service 'GOOD' _http._tcp: ",
          "f.conf:22: this service has no type", "f.conf:22: this service has no port",
          "f.conf:23: a section must look like", "f.conf:25: the line is not UTF-8"}) {
        const std::string_view line = take_line(rest);
        EXPECT_TRUE(line.starts_with(begin)) << line << "\n" << begin;
    }
    EXPECT_EQ(rest, "");
    // What is right is there.
    EXPECT_EQ(result.settings.heartbeat_ms, 5000U);
    EXPECT_FALSE(result.settings.is_whole);
    ASSERT_EQ(result.views().size(), 1U);
    EXPECT_EQ(result.views()[0].name, "good");
}

TEST(Config, ListsABoundedNumberOfMistakes) {
    for (const std::size_t extra : {0U, 1U, 5'000U}) {
        std::string text;
        for (std::size_t n = 0; n < Mistakes::listed_max + extra; ++n) text += "[x]\n";
        Result result;
        parse(text, result);
        const std::string_view lines = result.mistakes.lines();
        EXPECT_TRUE(lines.starts_with("f.conf:1: unknown section 'x'\nf.conf:2: "));
        const std::string last = extra == 0 ? "\nf.conf:20: unknown section 'x'"
                                            : "\nf.conf:20: unknown section 'x'\nmore mistakes: " +
                                                  std::to_string(extra);
        EXPECT_TRUE(lines.ends_with(last)) << lines;
    }
}

TEST(Config, ReadsQuotedValues) {
    Result result;
    parse(
        "[service]\ntype = \"_http._tcp\"\nport = \"80\"\n"
        "name = \" a \\\"b\\\" \\\\ \\xc3\\xA4 # \"\n"
        "attr = \"k=\\n\\t\\r\\x1b\"  \n",
        result);
    ASSERT_TRUE(result.mistakes.none()) << result.mistakes.lines();
    ASSERT_EQ(result.views().size(), 1U);
    const ServiceView service = result.views()[0];
    EXPECT_EQ(service.name, " a \"b\" \\ \xc3\xa4 # ");
    Attribute attribute;
    ASSERT_TRUE(service.attributes.find("k", attribute));
    EXPECT_EQ(attribute.value, "\n\t\r\x1b");
}

TEST(Config, AcceptsALineOfTheGreatestLength) {
    std::string line = "name = \"";
    line += std::string(config_line_bytes_max - line.size() - 1, 'x') + "\"";
    ConfigLine out;
    EXPECT_EQ(parse_config_line(line, out), nullptr);
    EXPECT_EQ(out.value.size(), config_line_bytes_max - 9);
    EXPECT_EQ(parse_config_line("x=" + std::string(config_line_bytes_max - 2, 'y'), out), nullptr);
}

TEST(Config, RefusesAServiceWithoutAName) {
    Result result;
    parse("[service]\ntype = _a._udp\nport = 1\n", result, "");
    EXPECT_EQ(result.mistakes.lines(), "f.conf:1: this service has no name, and the host has none");
}

TEST(Config, RefusesMoreServicesThanTheLimit) {
    std::string text;
    // Longer names would need more bytes than there may be. Letters of both cases are the same.
    const auto name = [](std::size_t n) {
        return std::string{char('0' + n / 48), char('0' + n % 48)};
    };
    for (std::size_t n = 0; n <= limits::provider_services_max; ++n) {
        text += "[service]\ntype=_a._udp\nport=1\nname=" + name(n) + "\n";
    }
    Result result;
    parse(text, result);
    EXPECT_EQ(result.views().size(), limits::provider_services_max);
    EXPECT_EQ(result.mistakes.lines(), "f.conf:8193: service 'ZP' _a._udp: " +
                                           std::string(to_text(ServiceError::provider_full)));
}

TEST(Config, AcceptsSixteenNetworks) {
    std::string text = "[provider]\n";
    for (std::size_t i = 0; i < limits::allowed_networks_max; ++i) {
        text += "allow = 192.0.2." + std::to_string(i) + "\n";
    }
    Result full;
    parse(text, full);
    EXPECT_TRUE(full.mistakes.none()) << full.mistakes.lines();
    EXPECT_EQ(full.settings.allowed_count, limits::allowed_networks_max);
    Result result;
    parse(text + "allow = 192.0.2.16\n", result);
    EXPECT_EQ(result.mistakes.lines(),
              "f.conf:18: bad allow '192.0.2.16': there may be at most 16 networks");
}

TEST(Config, EscapesTheFilesName) {
    ProviderSettings settings;
    PlannedServices services;
    Mistakes mistakes;
    parse_config({"x", "a\nb", ""}, settings, services, mistakes);
    EXPECT_TRUE(mistakes.lines().starts_with("a\\nb:1: "));
}

TEST(ConfigFile, NamesAFileThatCannotBeRead) {
    const std::string missing = temporary_path("no_such.conf");
    const std::string directory = missing.substr(0, missing.rfind('/') + 1);
    TextBuffer text;
    Mistakes mistakes;
    EXPECT_FALSE(read_config_file({missing.c_str()}, text, mistakes));
    const std::string reason(system_error_text(ENOENT).view());
    EXPECT_EQ(mistakes.lines(), "cannot read '" + missing + "': " + reason);
    Mistakes of_directory;
    EXPECT_FALSE(read_config_file({directory.c_str()}, text, of_directory));
    // The reason differs between systems.
    EXPECT_TRUE(of_directory.lines().starts_with("cannot read '" + directory + "': "))
        << of_directory.lines();
}

TEST(ConfigFile, HasALimitedSize) {
    const std::string path = temporary_path("large.conf");
    for (const std::size_t extra : {0U, 1U}) {
        std::ofstream(path, std::ios::binary) << std::string(config_file_bytes_max + extra, '#');
        TextBuffer text;
        Mistakes mistakes;
        EXPECT_EQ(read_config_file({path.c_str()}, text, mistakes), extra == 0);
        EXPECT_EQ(mistakes.lines(),
                  extra == 0 ? "" : "cannot read '" + path + "': it is larger than 1 MiB");
    }
    std::remove(path.c_str());
}

}  // namespace
}  // namespace mpdisc::cli
