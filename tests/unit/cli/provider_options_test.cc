// SPDX-License-Identifier: MIT
#include "cli/provider_options.h"

#include <gtest/gtest.h>

#include <list>
#include <sstream>
#include <string>
#include <vector>

#include "program/command.h"
#include "tests/unit/cli/arguments.h"

namespace mpdisc::cli {
namespace {

using Words = std::vector<std::string>;

class ProviderOptionsTest : public testing::Test {
   protected:
    Parsed parse(const Words& words) {
        words_.emplace_back(words);
        return parse_provider_options(words_.back().view(), "box", out_, message_);
    }
    std::vector<ServiceView> services() const {
        std::vector<ServiceView> all;
        ServiceView service;
        for (std::size_t position = 0; out_.services.next(position, service);) {
            all.push_back(service);
        }
        return all;
    }

    std::list<ArgumentWords> words_;
    ProviderArguments out_;
    TextBuffer message_;
};

TEST_F(ProviderOptionsTest, ReadsAllOptions) {
    ASSERT_EQ(parse({"-t",          "_http._tcp",  "-p80", "--name=web", "-a",      "path=/",
                     "--attr",      "flag",        "-c",   "f.conf",     "-P",      "7000",
                     "-i",          "eth0",        "-4",   "-6",         "--allow", "192.0.2.0/24",
                     "--allow=::1", "--heartbeat", "0.5",  "--lease=2",  "-v",      "--",
                     "sh",          "-c",          "exit"}),
              Parsed::run)
        << message_.view();
    ASSERT_EQ(services().size(), 1U);
    const ServiceView service = services()[0];
    EXPECT_EQ(service.type, "_http._tcp");
    EXPECT_EQ(service.port, 80);
    EXPECT_EQ(service.name, "web");
    Attribute attribute;
    EXPECT_TRUE(service.attributes.find("path", attribute));
    EXPECT_TRUE(service.attributes.find("flag", attribute));
    EXPECT_STREQ(out_.config_path, "f.conf");
    EXPECT_EQ(out_.settings.discovery_port, 7000);
    EXPECT_EQ(out_.settings.interface_name.view(), "eth0");
    EXPECT_EQ(out_.settings.family, Family::ipv6);
    EXPECT_EQ(out_.settings.allowed_count, 2U);
    EXPECT_EQ(out_.settings.heartbeat_ms, 500U);
    EXPECT_EQ(out_.settings.lease_ms, 2000U);
    EXPECT_EQ(out_.log_threshold, LogLevel::debug);
    EXPECT_FALSE(out_.log_to_system);
    ASSERT_EQ(out_.command.size(), 3U);
    EXPECT_STREQ(out_.command[0], "sh");
    EXPECT_EQ(*(out_.command.data() + 3), nullptr);
}

TEST_F(ProviderOptionsTest, ReadsAnEmptyFileName) {
    for (const Words& words : {Words{"--config="}, Words{"--config", ""}, Words{"-c", ""}}) {
        out_ = {};
        EXPECT_EQ(parse(words), Parsed::run);
        EXPECT_STREQ(out_.config_path, "") << "which cannot be read";
    }
}

TEST_F(ProviderOptionsTest, ReadsADashAsStandardInput) {
    EXPECT_EQ(parse({"-c", "./-"}), Parsed::run);
    EXPECT_FALSE(out_.config_is_input);
    out_ = {};
    EXPECT_EQ(parse({"-c-"}), Parsed::run);
    EXPECT_TRUE(out_.config_is_input);
    EXPECT_STREQ(out_.config_path, "standard input");
}

TEST_F(ProviderOptionsTest, NeedsOnlyAService) {
    EXPECT_EQ(parse({"-p", "80", "-t", "_http._tcp"}), Parsed::run);
    ASSERT_EQ(services().size(), 1U);
    EXPECT_EQ(services()[0].name, "box");
    EXPECT_EQ(out_.config_path, nullptr);
    EXPECT_FALSE(out_.checks_only);
    EXPECT_EQ(out_.log_threshold, LogLevel::info);
    EXPECT_TRUE(out_.command.empty());
}

TEST_F(ProviderOptionsTest, ReadsSeveralServices) {
    ASSERT_EQ(parse({"-v", "-t", "_a._tcp", "-p1", "-nx", "-ak=v", "-a", "l", "-t_b._udp", "-c",
                     "file", "--port=2", "--type", "_c._tcp", "-n", "x", "-p", "3", "-q"}),
              Parsed::run)
        << message_.view();
    const std::vector<ServiceView> all = services();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].type, "_a._tcp");
    EXPECT_EQ(all[0].name, "x");
    EXPECT_EQ(all[0].port, 1);
    Attribute attribute;
    EXPECT_TRUE(all[0].attributes.find("k", attribute));
    EXPECT_TRUE(all[0].attributes.find("l", attribute));
    EXPECT_EQ(all[1].type, "_b._udp");
    EXPECT_EQ(all[1].name, "box");
    EXPECT_EQ(all[1].port, 2);
    EXPECT_TRUE(all[1].attributes.empty());
    EXPECT_EQ(all[2].type, "_c._tcp");
    EXPECT_EQ(all[2].name, "x");
    EXPECT_EQ(all[2].port, 3);
}

TEST_F(ProviderOptionsTest, ReadsTheOptionsOfASingleServiceInAnyOrder) {
    ASSERT_EQ(parse({"-a", "k", "-p80", "-t", "_a._tcp", "-n", "x", "-a", "l"}), Parsed::run)
        << message_.view();
    ASSERT_EQ(services().size(), 1U);
    const ServiceView service = services()[0];
    EXPECT_EQ(service.name, "x");
    EXPECT_EQ(service.port, 80);
    Attribute attribute;
    EXPECT_TRUE(service.attributes.find("k", attribute));
    EXPECT_TRUE(service.attributes.find("l", attribute));
}

TEST_F(ProviderOptionsTest, ReadsTheCheckOfEachService) {
    ASSERT_EQ(parse({"-t_a._tcp", "-p1", "--check=tcp", "-t_b._tcp", "-p2", "-t_c._udp", "-p3",
                     "--check-interval=.5", "--check", "tcp:80", "--check-timeout=2",
                     "--check-fall=3", "--check-rise=4", "-t_d._TCP", "-p4", "--check=tcp"}),
              Parsed::run)
        << message_.view();
    EXPECT_EQ(services().size(), 4U);
    ASSERT_EQ(out_.checks.all().size(), 3U);
    const ServiceCheck& usual = out_.checks.find("box", "_a._tcp")->check;
    EXPECT_EQ(usual.kind, CheckKind::tcp);
    EXPECT_EQ(usual.port, 1);
    EXPECT_EQ(usual.interval_ms, 5'000U);
    EXPECT_EQ(usual.wait_ms, 5'000U);
    EXPECT_EQ(usual.timeout_ms, 1'000U);
    EXPECT_EQ(usual.fall, 1);
    EXPECT_EQ(usual.rise, 1);
    const ServiceCheck& other = out_.checks.find("box", "_c._udp")->check;
    EXPECT_EQ(other.kind, CheckKind::tcp);
    EXPECT_EQ(other.port, 80);
    EXPECT_EQ(other.interval_ms, 500U);
    EXPECT_EQ(other.timeout_ms, 2'000U);
    EXPECT_EQ(other.fall, 3);
    EXPECT_EQ(other.rise, 4);
    EXPECT_EQ(out_.checks.find("box", "_d._tcp")->check.port, 4);
}

TEST_F(ProviderOptionsTest, ReadsTheCommandOfACheck) {
    const std::string longest(check_command_bytes_max, 'x');
    if (command_shell() == nullptr) {
        EXPECT_EQ(parse({"-t_a._udp", "-p1", "--check=exec:x"}), Parsed::usage_error);
        EXPECT_EQ(message_.view(), "bad check 'exec:x': this system has no shell for a command");
        return;
    }
    ASSERT_EQ(parse({"-t_a._udp", "-p1", "--check=exec:" + longest}), Parsed::run);
    const ServiceCheck& check = out_.checks.find("box", "_a._udp")->check;
    EXPECT_EQ(check.kind, CheckKind::command);
    EXPECT_STREQ(check.command.view().data(), longest.c_str());
    EXPECT_EQ(check.port, 1);
    for (const std::string& wrong : {std::string(), longest + "x"}) {
        message_.clear();
        EXPECT_EQ(parse({"-t_b._udp", "-p1", "--check=exec:" + wrong}), Parsed::usage_error);
        EXPECT_EQ(message_.view(),
                  "bad check 'exec:" + wrong + "': a command must have 1 to 511 bytes, none NUL");
    }
}

TEST_F(ProviderOptionsTest, NeedsANameIfTheHostHasNone) {
    const ArgumentWords words({"-t_a._udp", "-p1"});
    EXPECT_EQ(parse_provider_options(words.view(), "", out_, message_), Parsed::usage_error);
    EXPECT_EQ(message_.view(), "--type _a._udp: this service has no name, and the host has none");
}

TEST_F(ProviderOptionsTest, UsesTheLastOneOfQuietAndVerbose) {
    EXPECT_EQ(parse({"-cf", "-vq"}), Parsed::run);
    EXPECT_EQ(out_.log_threshold, LogLevel::error);
}

TEST_F(ProviderOptionsTest, ExplainsErrors) {
    const std::string heartbeat_bounds =
        "it must be at least 0.1 seconds, with up to three decimals, and shorter than the lease, "
        "which is at most 86400";
    const std::string lease_bounds = "it must be 0.2 to 86400 seconds, with up to three decimals";
    const std::string check_times = "it must be 0.1 to 86400 seconds, with up to three decimals";
    const std::string check_lack =
        "--type _a._tcp: check-interval, check-timeout, check-fall and check-rise need a check";
    const std::string early_field =
        "with several services, each --name, --port, --attr and --check must follow the --type of "
        "its "
        "service";
    const struct {
        Words words;
        std::string message;
    } cases[] = {
        {{}, "no service to offer: give --type and --port, or --config"},
        {{"-p", "80"}, "--type is missing: --port, --name, --attr and --check need it"},
        {{"-t", "_http._tcp"}, "--type _http._tcp: this service has no port"},
        {{"-n", "web"}, "--type is missing: --port, --name, --attr and --check need it"},
        {{"--check-fall", "3"}, "--type is missing: --port, --name, --attr and --check need it"},
        {{"-a", "x"}, "--type is missing: --port, --name, --attr and --check need it"},
        {{"-t", "http"}, "bad type 'http': " + std::string(to_text(ServiceError::type_malformed))},
        {{"-p", "0"}, "bad port '0': the port must be 1 to 65535"},
        {{"-p", "-1"}, "bad port '-1': the port must be 1 to 65535"},
        {{"-n", "a\x1b"},
         "bad name 'a\\0033': " + std::string(to_text(ServiceError::name_not_text))},
        {{"-a", "=x"},
         "bad attr '=x': " + std::string(to_text(ServiceError::attribute_without_key))},
        {{"-P", "x"}, "bad discovery-port 'x': the port must be 1 to 65535"},
        {{"-i", ""}, "bad interface '': the interface's name must not be empty"},
        {{"--allow", "x"}, "bad allow 'x': it must be a network like 192.0.2.0/24"},
        {{"--heartbeat", "x"}, "bad heartbeat 'x': " + heartbeat_bounds},
        {{"--heartbeat", "0.099"}, "bad heartbeat '0.099': " + heartbeat_bounds},
        {{"--heartbeat", "86400"}, "bad heartbeat '86400': " + heartbeat_bounds},
        {{"--lease", "x"}, "bad lease 'x': " + lease_bounds},
        {{"--lease", "0.199"}, "bad lease '0.199': " + lease_bounds},
        {{"--lease", "86401"}, "bad lease '86401': " + lease_bounds},
        {{"-t", "_a._tcp", "-t", "_b._tcp"}, "--type _a._tcp: this service has no port"},
        {{"-t", "_a._tcp", "-p1", "-t", "_b._tcp"}, "--type _b._tcp: this service has no port"},
        {{"-t", "_a._tcp", "-p1", "-n", "x", "-t", "_A._tcp", "-p2", "-n", "X"},
         "--type _A._tcp: service 'X' _A._tcp: " + std::string(to_text(ServiceError::duplicate))},
        {{"-t", "_a._tcp", "-p1", "-p2", "-t", "_b._tcp"}, "--port is given twice"},
        {{"-p1", "-t", "_a._tcp", "-p2"}, "--port is given twice"},
        {{"-p1", "-t", "_a._tcp", "-t", "_b._tcp", "-p2"}, early_field},
        {{"-nx", "-t", "_a._tcp", "-p1", "-t", "_b._tcp", "-p2"}, early_field},
        {{"-ax", "-t", "_a._tcp", "-p1", "-t", "_b._tcp", "-p2"}, early_field},
        {{"--check=tcp", "-t", "_a._tcp", "-p1", "-t", "_b._tcp", "-p2"}, early_field},
        {{"--check", ""}, "bad check '': it must be tcp, tcp:PORT or exec:COMMAND"},
        {{"--check", "tcp:0"}, "bad check 'tcp:0': the port must be 1 to 65535"},
        {{"--check-interval", "0.099"}, "bad check-interval '0.099': " + check_times},
        {{"--check-timeout", "86400.001"}, "bad check-timeout '86400.001': " + check_times},
        {{"--check-fall", "0"}, "bad check-fall '0': it must be 1 to 100"},
        {{"--check-rise", "101"}, "bad check-rise '101': it must be 1 to 100"},
        {{"-t_a._tcp", "-p1", "--check=tcp", "--check=tcp:2"}, "--check is given twice"},
        {{"-t_a._tcp", "-p1", "--check-fall=1", "--check-fall=1"}, "--check-fall is given twice"},
        {{"-t_a._tcp", "-p1", "--check-interval=1"}, check_lack},
        {{"-t_a._tcp", "-p1", "--check-timeout=1", "-t_b._tcp", "-p2"}, check_lack},
        {{"-t_a._tcp", "-p1", "--check-rise=1"}, check_lack},
        {{"-t_a._udp", "-p1", "--check=tcp"},
         "--type _a._udp: the check of a UDP service needs a port: tcp:PORT"},
        {{"-P1", "-P2"}, "--discovery-port is given twice"},
        {{"-i", "a", "-i", "b"}, "--interface is given twice"},
        {{"-ka", "--key-file=b"}, "--key-file is given twice"},
        {{"--heartbeat=1", "--heartbeat=1"}, "--heartbeat is given twice"},
        {{"--lease=1", "--lease=2"}, "--lease is given twice"},
        {{"--client-rate=64", "--client-rate=65"}, "--client-rate is given twice"},
        {{"--host-rate=64", "--host-rate=65"}, "--host-rate is given twice"},
        {{"-c", "a", "-c", "b"}, "--config is given twice"},
        {{"--config-dir=a", "--config-dir=b"}, "--config-dir is given twice"},
        {{"sleep", "1"}, "unexpected argument 'sleep'; a command to run follows '--'"},
        {{"-cf", "--"}, "a command must follow '--'"},
        {{"-k"}, "option '--key-file' needs a value: FILE"},
        {{"--key-file="}, "bad key-file '': a file name must have 1 to 1023 bytes, none NUL"},
    };
    for (const auto& c : cases) {
        out_ = {};
        message_.clear();
        EXPECT_EQ(parse(c.words), Parsed::usage_error);
        EXPECT_EQ(message_.view(), c.message);
    }
}

TEST_F(ProviderOptionsTest, ShowsTheVersion) {
    EXPECT_EQ(parse({"-V"}), Parsed::show);
    EXPECT_EQ(message_.view(), "mpdisc-provider 0.1.0\n");
}

TEST_F(ProviderOptionsTest, ShowsDefaultsInAHelpThatFitsATerminal) {
    EXPECT_EQ(parse({"-v", "--help", "--nonsense"}), Parsed::show);
    const std::string help(message_.view());
    EXPECT_NE(help.find("(default: " + std::to_string(limits::discovery_port_default) + ")"),
              std::string::npos);
    EXPECT_NE(help.find("(" + std::to_string(limits::heartbeat_ms_default / 1000) + ")"),
              std::string::npos);
    EXPECT_NE(help.find("(" + std::to_string(limits::lease_ms_default / 1000) + ")"),
              std::string::npos);
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 79U) << line;
}

}  // namespace
}  // namespace mpdisc::cli
