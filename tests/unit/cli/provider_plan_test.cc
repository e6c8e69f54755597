// SPDX-License-Identifier: MIT
#include "cli/provider_plan.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "program/console.h"
#include "tests/unit/cli/arguments.h"
#include "tests/unit/cli/temporary_path.h"

namespace mpdisc::cli {
namespace {

class ProviderPlanTest : public testing::Test {
   protected:
    ~ProviderPlanTest() override { std::remove(path_.c_str()); }

    void write_config(const std::string& text) { std::ofstream(path_, std::ios::binary) << text; }

    Parsed make(const std::vector<std::string>& words, std::string_view host_name = "box") {
        const ArgumentWords arguments(words);
        ProviderArguments parsed;
        EXPECT_EQ(parse_provider_options(arguments.view(), parsed, message_), Parsed::run);
        return make_plan(parsed, host_name, plan_, message_);
    }

    const std::string path_ = temporary_path("plan.conf");
    ProviderPlan plan_;
    TextBuffer message_;
};

TEST_F(ProviderPlanTest, OffersTheServiceOfTheOptions) {
    ASSERT_EQ(make({"-t", "_http._tcp", "-p", "80"}), Parsed::run) << message_.view();
    ASSERT_EQ(plan_.services.items().size(), 1U);
    const ListedService& listed = plan_.services.items()[0];
    EXPECT_EQ(listed.service.view().name, "box");
    EXPECT_EQ(listed.line, 0U);

    const ProviderOptions options = provider_options(plan_.settings);
    EXPECT_EQ(options.discovery_port, limits::discovery_port_default);
    EXPECT_EQ(options.interface_name, "");
    EXPECT_EQ(options.family, Family::any);
    EXPECT_EQ(options.heartbeat_ms, limits::heartbeat_ms_default);
    EXPECT_EQ(options.lease_ms, limits::lease_ms_default);
    EXPECT_TRUE(options.allow.empty());
}

TEST_F(ProviderPlanTest, PrefersOptionsToTheFile) {
    write_config(
        "[provider]\ndiscovery-port=7000\ninterface=eth0\nfamily=ipv4\nheartbeat=1\nlease=2\n"
        "allow=192.0.2.0/24\n[service]\ntype=_ssh._tcp\nport=22\n");
    ASSERT_EQ(make({"-c", path_, "-P7001", "-i", "eth1", "-6", "--heartbeat=3", "--lease=4",
                    "--allow=2001:db8::/32", "-t", "_http._tcp", "-p80"}),
              Parsed::run)
        << message_.view();
    const ProviderOptions options = provider_options(plan_.settings);
    EXPECT_EQ(options.discovery_port, 7001);
    EXPECT_EQ(options.interface_name, "eth1");
    EXPECT_EQ(options.family, Family::ipv6);
    EXPECT_EQ(options.heartbeat_ms, 3000U);
    EXPECT_EQ(options.lease_ms, 4000U);
    ASSERT_EQ(options.allow.size(), 1U);
    EXPECT_EQ(options.allow[0].prefix_bits, 32);
    EXPECT_EQ(plan_.services.items().size(), 2U);
}

TEST_F(ProviderPlanTest, AdaptsTheHeartbeatToAGivenLease) {
    ASSERT_EQ(make({"-t_a._udp", "-p1", "--lease=20"}), Parsed::run) << message_.view();
    EXPECT_EQ(provider_options(plan_.settings).heartbeat_ms, 10'000U);
    EXPECT_EQ(provider_options(plan_.settings).lease_ms, 20'000U);
}

TEST_F(ProviderPlanTest, LengthensTheLeaseForALongHeartbeat) {
    ASSERT_EQ(make({"-t_a._udp", "-p1", "--heartbeat=60"}), Parsed::run) << message_.view();
    EXPECT_EQ(provider_options(plan_.settings).heartbeat_ms, 60'000U);
    EXPECT_EQ(provider_options(plan_.settings).lease_ms, 120'000U);
}

TEST_F(ProviderPlanTest, AddsSettingsOfTheFileToTheOptions) {
    write_config(
        "[provider]\ndiscovery-port=7000\ninterface=eth0\nfamily=ipv4\nheartbeat=1\nlease=2\n"
        "allow=192.0.2.0/24\n[service]\ntype=_ssh._tcp\nport=22\n");
    ASSERT_EQ(make({"-c", path_}), Parsed::run) << message_.view();
    const ProviderOptions options = provider_options(plan_.settings);
    EXPECT_EQ(options.discovery_port, 7000);
    EXPECT_EQ(options.interface_name, "eth0");
    EXPECT_EQ(options.family, Family::ipv4);
    EXPECT_EQ(options.heartbeat_ms, 1000U);
    EXPECT_EQ(options.lease_ms, 2000U);
    ASSERT_EQ(options.allow.size(), 1U);
    EXPECT_EQ(options.allow[0].prefix_bits, 24);
}

TEST_F(ProviderPlanTest, ExplainsMissingAndConflictingSettings) {
    const struct {
        std::vector<std::string> words;
        const char* message;
    } cases[] = {
        {{}, "no service to offer: --type and --port are needed, or --config"},
        {{"-p", "80"}, "a service needs --type"},
        {{"-t", "_http._tcp"}, "a service needs --port"},
        {{"-n", "web"}, "a service needs --type"},
        {{"-a", "x"}, "a service needs --type"},
        {{"-t_a._udp", "-p1", "--lease=20", "--heartbeat=20"},
         "the heartbeat must be shorter than the lease"},
        {{"-t_a._udp", "-p1", "--client-rate=200", "--host-rate=199"},
         "the rate for one client must not be above the host's"},
        {{"-t_a._udp", "-p1", "--client-rate=16385"},
         "the rate for one client must not be above the host's"},
        {{"-t_a._udp", "-p1", "-4", "--allow=2001:db8::/32", "--allow=2001:db9::/32"},
         "no allowed network is of the family that is answered"},
        {{"-t_a._udp", "-p1", "--allow=192.0.2.0/24", "-6"},
         "no allowed network is of the family that is answered"},
    };
    for (const auto& c : cases) {
        message_.clear();
        EXPECT_EQ(make(c.words), Parsed::usage_error);
        EXPECT_EQ(message_.view(), c.message);
    }
}

TEST_F(ProviderPlanTest, AcceptsSettingsThatAllHaveAnEffect) {
    const std::vector<std::string> cases[] = {
        {"--client-rate=200", "--host-rate=200"},
        {"--client-rate=65536", "--host-rate=0"},
        {"--client-rate=0", "--host-rate=200"},
        // The default rate for one client fits any host rate.
        {"--host-rate=200"},
        {"--allow=192.0.2.0/24", "--allow=2001:db8::/32", "-6"},
        {"--allow=192.0.2.0/24", "-4"},
        {"--allow=192.0.2.0/24"},
    };
    for (std::vector<std::string> words : cases) {
        words.insert(words.begin(), {"-t_a._udp", "-p1"});
        EXPECT_EQ(make(words), Parsed::run) << message_.view();
        EXPECT_EQ(message_.view(), "");
    }
}

TEST_F(ProviderPlanTest, AcceptsTheShortestAndTheLongestTimesAlone) {
    for (const char* option :
         {"--lease=0.2", "--lease=86400", "--heartbeat=0.1", "--heartbeat=86399.999"}) {
        ASSERT_EQ(make({"-t_a._udp", "-p1", option}), Parsed::run) << message_.view();
        const ProviderOptions options = provider_options(plan_.settings);
        EXPECT_GE(options.heartbeat_ms, limits::heartbeat_ms_min) << option;
        EXPECT_LT(options.heartbeat_ms, options.lease_ms) << option;
        EXPECT_LE(options.lease_ms, limits::lease_ms_max) << option;
    }
}

TEST_F(ProviderPlanTest, NamesTheLineOfConflictingTimes) {
    const std::string reason = "the heartbeat must be shorter than the lease";
    const std::string service = "[service]\ntype=_a._udp\nport=1\n";
    write_config("[provider]\nheartbeat=60\nlease=10\n" + service);
    EXPECT_EQ(make({"-c", path_}), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ":3: " + reason);
    message_.clear();
    EXPECT_EQ(make({"-c", path_, "--lease=20"}), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ":2: " + reason);
    message_.clear();
    EXPECT_EQ(make({"-c", path_, "--lease=20", "--heartbeat=20"}), Parsed::usage_error);
    EXPECT_EQ(message_.view(), reason);
}

TEST_F(ProviderPlanTest, NamesTheLineOfASettingWithoutEffect) {
    const std::string service = "[service]\ntype=_a._udp\nport=1\n";
    write_config("[provider]\nclient-rate=300\nhost-rate=200\n" + service);
    EXPECT_EQ(make({"-c", path_}), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ":3: the rate for one client must not be above the host's");
    message_.clear();
    EXPECT_EQ(make({"-c", path_, "--host-rate=250"}), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ":2: the rate for one client must not be above the host's");
    message_.clear();
    write_config("[provider]\nallow=2001:db8::/32\n" + service);
    EXPECT_EQ(make({"-c", path_, "-4"}), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ":2: no allowed network is of the family that is answered");
    message_.clear();
    // Networks of the command line replace those of the file.
    EXPECT_EQ(make({"-c", path_, "-4", "--allow=2001:db9::/32"}), Parsed::usage_error);
    EXPECT_EQ(message_.view(), "no allowed network is of the family that is answered");
}

TEST_F(ProviderPlanTest, NeedsAServiceInTheFileOrTheOptions) {
    for (const char* text : {"", "# nothing\n", "[provider]\nlease=9\n"}) {
        write_config(text);
        EXPECT_EQ(make({"-c", path_}), Parsed::error);
        EXPECT_EQ(message_.view(), path_ + ": there is no [service] section");
        message_.clear();
        EXPECT_EQ(make({"-c", path_, "-t_a._udp", "-p1"}), Parsed::run) << message_.view();
    }
}

TEST_F(ProviderPlanTest, NeedsANameIfTheHostHasNone) {
    EXPECT_EQ(make({"-t_a._udp", "-p1"}, ""), Parsed::usage_error);
    EXPECT_EQ(message_.view(),
              "--name is needed, for the host's will not do: the instance name must not be empty");
}

TEST_F(ProviderPlanTest, NamesFileAndLineOfAMistake) {
    write_config("[service]\n");
    EXPECT_EQ(make({"-c", path_}), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ":1: this service has no type");
    message_.clear();
    std::remove(path_.c_str());
    EXPECT_EQ(make({"-c", path_}), Parsed::error);
    const std::string reason(system_error_text(ENOENT).view());
    EXPECT_EQ(message_.view(), "cannot read '" + path_ + "': " + reason);
}

}  // namespace
}  // namespace mpdisc::cli
