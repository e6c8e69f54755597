// SPDX-License-Identifier: MIT
#include "cli/provider_plan.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
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

    /// Makes the plan of this command line. Returns what is wrong with it.
    std::string make(const std::vector<std::string>& words) {
        const ArgumentWords arguments(words);
        ProviderArguments parsed;
        TextBuffer message;
        EXPECT_EQ(parse_provider_options(arguments.view(), "box", parsed, message), Parsed::run)
            << message.view();
        Mistakes mistakes;
        make_plan(parsed, FileRead::waits, plan_, mistakes);
        return std::string(mistakes.lines());
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> all;
        ServiceView service;
        for (std::size_t position = 0; plan_.services.next(position, service);) {
            all.emplace_back(service.name);
        }
        return all;
    }

    const std::string path_ = temporary_path("plan.conf");
    ProviderPlan plan_;
};

TEST_F(ProviderPlanTest, OffersTheServiceOfTheOptions) {
    EXPECT_EQ(make({"-t", "_http._tcp", "-p", "80"}), "");
    EXPECT_EQ(names(), std::vector<std::string>{"box"});

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
    EXPECT_EQ(make({"-c", path_, "-P7001", "-i", "eth1", "-6", "--heartbeat=3", "--lease=4",
                    "--allow=2001:db8::/32", "-t", "_http._tcp", "-p80", "-nweb"}),
              "");
    const ProviderOptions options = provider_options(plan_.settings);
    EXPECT_EQ(options.discovery_port, 7001);
    EXPECT_EQ(options.interface_name, "eth1");
    EXPECT_EQ(options.family, Family::ipv6);
    EXPECT_EQ(options.heartbeat_ms, 3000U);
    EXPECT_EQ(options.lease_ms, 4000U);
    ASSERT_EQ(options.allow.size(), 1U);
    EXPECT_EQ(options.allow[0].prefix_bits, 32);
    EXPECT_EQ(names(), (std::vector<std::string>{"web", "box"}));
}

TEST_F(ProviderPlanTest, AddsTheChecksOfTheFileToThoseOfTheOptions) {
    write_config("[service]\ntype=_ssh._tcp\nport=22\ncheck=tcp\n");
    EXPECT_EQ(make({"-c", path_, "-t_a._tcp", "-p1", "-nx", "--check=tcp:2"}), "");
    ASSERT_EQ(plan_.checks.all().size(), 2U);
    EXPECT_EQ(plan_.checks.find("x", "_a._tcp")->check.port, 2);
    EXPECT_EQ(plan_.checks.find("box", "_ssh._tcp")->check.port, 22);
}

TEST_F(ProviderPlanTest, WaitsForThePortsOfAllServicesIfAsked) {
    write_config(
        "[service]\ntype=_a._tcp\nport=1\n"
        "[service]\ntype=_b._udp\nport=2\n"
        "[service]\ntype=_c._tcp\nport=3\ncheck=tcp\n"
        "[service]\ntype=_d._tcp\nport=4\ncheck=tcp\ncheck-interval=0.1\ncheck-fall=2\n");
    EXPECT_EQ(make({"-c", path_, "-t_e._tcp", "-p5", "--wait-for-port"}), "");
    const auto times_of = [this](const char* type) {
        const CheckedService* const service = plan_.checks.find("box", type);
        return service == nullptr ? "none"
                                  : std::to_string(service->check.port) + " " +
                                        std::to_string(service->check.wait_ms) + " " +
                                        std::to_string(service->check.interval_ms);
    };
    EXPECT_EQ(times_of("_a._tcp"), "1 100 0");
    EXPECT_EQ(times_of("_b._udp"), "none");
    EXPECT_EQ(times_of("_c._tcp"), "3 100 5000");
    EXPECT_EQ(times_of("_d._tcp"), "4 100 100");
    EXPECT_EQ(times_of("_e._tcp"), "5 100 0");
}

TEST_F(ProviderPlanTest, AdaptsTheHeartbeatToAGivenLease) {
    EXPECT_EQ(make({"-t_a._udp", "-p1", "--lease=20"}), "");
    EXPECT_EQ(provider_options(plan_.settings).heartbeat_ms, 10'000U);
    EXPECT_EQ(provider_options(plan_.settings).lease_ms, 20'000U);
}

TEST_F(ProviderPlanTest, LengthensTheLeaseForALongHeartbeat) {
    EXPECT_EQ(make({"-t_a._udp", "-p1", "--heartbeat=60"}), "");
    EXPECT_EQ(provider_options(plan_.settings).heartbeat_ms, 60'000U);
    EXPECT_EQ(provider_options(plan_.settings).lease_ms, 120'000U);
}

TEST_F(ProviderPlanTest, AddsSettingsOfTheFileToTheOptions) {
    write_config(
        "[provider]\ndiscovery-port=7000\ninterface=eth0\nfamily=ipv4\nheartbeat=1\nlease=2\n"
        "allow=192.0.2.0/24\n[service]\ntype=_ssh._tcp\nport=22\n");
    EXPECT_EQ(make({"-c", path_}), "");
    const ProviderOptions options = provider_options(plan_.settings);
    EXPECT_EQ(options.discovery_port, 7000);
    EXPECT_EQ(options.interface_name, "eth0");
    EXPECT_EQ(options.family, Family::ipv4);
    EXPECT_EQ(options.heartbeat_ms, 1000U);
    EXPECT_EQ(options.lease_ms, 2000U);
    ASSERT_EQ(options.allow.size(), 1U);
    EXPECT_EQ(options.allow[0].prefix_bits, 24);
}

TEST_F(ProviderPlanTest, ExplainsConflictingSettings) {
    const struct {
        std::vector<std::string> words;
        const char* message;
    } cases[] = {
        {{"-t_a._udp", "-p1", "--lease=20", "--heartbeat=20"},
         "the heartbeat must be shorter than the lease"},
        {{"-t_a._udp", "-p1", "--client-rate=200", "--host-rate=199"},
         "the client-rate must not exceed the host-rate"},
        {{"-t_a._udp", "-p1", "--client-rate=16385"},
         "the client-rate must not exceed the host-rate"},
        {{"-t_a._udp", "-p1", "-4", "--allow=2001:db8::/32", "--allow=2001:db9::/32"},
         "no allowed network is of the family in use"},
        {{"-t_a._udp", "-p1", "--allow=192.0.2.0/24", "-6"},
         "no allowed network is of the family in use"},
    };
    for (const auto& c : cases) EXPECT_EQ(make(c.words), c.message);
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
        EXPECT_EQ(make(words), "");
    }
}

TEST_F(ProviderPlanTest, AcceptsTheShortestAndTheLongestTimesAlone) {
    for (const char* option :
         {"--lease=0.2", "--lease=86400", "--heartbeat=0.1", "--heartbeat=86399.999"}) {
        EXPECT_EQ(make({"-t_a._udp", "-p1", option}), "");
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
    EXPECT_EQ(make({"-c", path_}), path_ + ":3: " + reason);
    EXPECT_EQ(make({"-c", path_, "--lease=20"}), path_ + ":2: " + reason);
    EXPECT_EQ(make({"-c", path_, "--lease=20", "--heartbeat=20"}), reason);
}

TEST_F(ProviderPlanTest, NamesTheLineOfASettingWithoutEffect) {
    const std::string service = "[service]\ntype=_a._udp\nport=1\n";
    write_config("[provider]\nclient-rate=300\nhost-rate=200\n" + service);
    EXPECT_EQ(make({"-c", path_}), path_ + ":3: the client-rate must not exceed the host-rate");
    EXPECT_EQ(make({"-c", path_, "--host-rate=250"}),
              path_ + ":2: the client-rate must not exceed the host-rate");
    write_config("[provider]\nallow=2001:db8::/32\n" + service);
    EXPECT_EQ(make({"-c", path_, "-4"}), path_ + ":2: no allowed network is of the family in use");
    // Networks of the command line replace those of the file.
    EXPECT_EQ(make({"-c", path_, "-4", "--allow=2001:db9::/32"}),
              "no allowed network is of the family in use");
}

TEST_F(ProviderPlanTest, NeedsAServiceInTheFileOrTheOptions) {
    for (const char* text : {"", "# nothing\n", "[provider]\nlease=9\n"}) {
        write_config(text);
        EXPECT_EQ(make({"-c", path_}), path_ + ": there is no [service] section");
        EXPECT_EQ(make({"-c", path_, "-t_a._udp", "-p1"}), "");
    }
}

TEST_F(ProviderPlanTest, ReadsTheFileThenTheDirectory) {
    const std::string directory = temporary_path("plan.d");
    std::filesystem::create_directory(directory);
    EXPECT_EQ(make({"--config-dir", directory}), directory + ": there is no [service] section");
    std::ofstream(directory + "/a.conf") << "[service]\nname=a\ntype=_a._udp\nport=1\n";
    EXPECT_EQ(make({"--config-dir", directory}), "");
    EXPECT_EQ(names(), std::vector<std::string>{"a"});
    write_config("[provider]\nlease=9\n[service]\nname=z\ntype=_a._udp\nport=1\n");
    EXPECT_EQ(make({"--config-dir", directory, "-c", path_, "-ny", "-t_a._udp", "-p1"}), "");
    EXPECT_EQ(names(), (std::vector<std::string>{"y", "z", "a"}));
    EXPECT_EQ(plan_.settings.lease_ms, 9000U);
    std::filesystem::remove_all(directory);
}

TEST_F(ProviderPlanTest, NamesTheMistakesOfSettingsServicesAndKeys) {
    const std::string key_path = path_ + ".key";
    write_config("[provider]\nheartbeat=60\nlease=10\nkey-file=" + key_path +
                 "\n[service]\nport=1\n");
    const std::string reason(system_error_text(ENOENT).view());
    EXPECT_EQ(make({"-c", path_}), path_ + ":5: this service has no type\n" + path_ +
                                       ":3: the heartbeat must be shorter than the lease\n" +
                                       path_ + ":4: " + key_path + ": " + reason);
    // A setting that is missing because of a mistake contradicts no other.
    write_config("[provider]\nallow=192.0.2.0/24\nallow=2001:db8::/129\nfamily=ipv6\n");
    EXPECT_EQ(make({"-c", path_}),
              path_ + ":3: bad allow '2001:db8::/129': it must be a network like 192.0.2.0/24");
}

TEST_F(ProviderPlanTest, ASettingThatMayBeMissingContradictsNoOther) {
    // The file allows this rate for one client.
    const std::vector<std::string> words = {"-c", path_, "-t_a._udp", "-p1", "--client-rate=16385"};
    const struct {
        const char* text;
        const char* mistake;
    } cases[] = {
        {"[provder]\nhost-rate=0\n", ":1: unknown section 'provder'"},
        {"[provider\nhost-rate=0\n", ":1: a section must look like [service]"},
        {"host-rate=0\n", ":1: this line is before the first section"},
        {"[provider]\n[provider]\nhost-rate=0\n", ":2: section [provider] is given twice"},
    };
    for (const auto& c : cases) {
        write_config(c.text);
        EXPECT_EQ(make(words), path_ + c.mistake);
    }
    std::remove(path_.c_str());
    const std::string reason(system_error_text(ENOENT).view());
    EXPECT_EQ(make(words), "cannot read '" + path_ + "': " + reason);
}

TEST_F(ProviderPlanTest, NamesFileAndLineOfAMistake) {
    write_config("[service]\nport=1\n");
    EXPECT_EQ(make({"-c", path_}), path_ + ":1: this service has no type");
    std::remove(path_.c_str());
    const std::string reason(system_error_text(ENOENT).view());
    EXPECT_EQ(make({"-c", path_}), "cannot read '" + path_ + "': " + reason);
}

}  // namespace
}  // namespace mpdisc::cli
