// SPDX-License-Identifier: MIT
//
// Parses the command lines of both programs, and the values in them.
#include <gtest/gtest.h>

#include "cli/number.h"
#include "cli/probe_options.h"
#include "cli/provider_options.h"
#include "cli/target.h"
#include "mpdisc/name_pattern.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/text_checks.h"
#include "tests/unit/cli/arguments.h"

namespace mpdisc::fuzz {
namespace {

using cli::Parsed;
using cli::TextBuffer;

void check_message(Parsed parsed, const TextBuffer& message) {
    EXPECT_EQ(parsed == Parsed::run, message.size() == 0);
    if (parsed == Parsed::show) {
        EXPECT_TRUE(is_safe(message.view(), "\n"));
    } else {
        EXPECT_TRUE(is_safe(message.view())) << message.view();
    }
}

void check_probe(cli::Arguments arguments) {
    cli::ProbeArguments read;
    TextBuffer message;
    const Parsed parsed = cli::parse_probe_options(arguments, read, message);
    check_message(parsed, message);
    if (parsed != Parsed::run) return;
    const ProbeOptions options = cli::probe_options(read);
    EXPECT_NE(options.discovery_port, 0);
    const bool may_be_endless =
        read.task == cli::ProbeTask::wait || read.task == cli::ProbeTask::gone;
    EXPECT_TRUE(options.timeout_ms != 0 || may_be_endless);
    EXPECT_LE(options.timeout_ms, limits::probe_timeout_ms_max);
    EXPECT_LE(options.count, limits::found_services_max);
    EXPECT_LE(options.targets.size(), limits::probe_targets_max);
    EXPECT_TRUE(std::ranges::all_of(options.types, is_service_type));
    const std::uint32_t lost_after_ms = cli::watch_options(read).lost_after_ms;
    EXPECT_GE(lost_after_ms, limits::lost_after_ms_min);
    EXPECT_LE(lost_after_ms, limits::lost_after_ms_max);
    EXPECT_TRUE(read.command.empty() || read.task == cli::ProbeTask::watch);
    EXPECT_TRUE(options.name_pattern.empty() ||
                check_name_pattern(options.name_pattern) == ServiceError::none);
}

void check_provider(cli::Arguments arguments) {
    cli::ProviderArguments read;
    TextBuffer message;
    const Parsed parsed = cli::parse_provider_options(arguments, "box", read, message);
    check_message(parsed, message);
    if (parsed != Parsed::run) return;
    EXPECT_LE(read.command.size(), arguments.size());
    EXPECT_LE(read.settings.allowed_count, limits::allowed_networks_max);
}

void check_address(std::string_view word) {
    IpAddress address;
    if (!parse_address(word, address)) return;
    const AddressText text = to_text(address);
    IpAddress again;
    EXPECT_TRUE(parse_address(text.view(), again)) << text.view();
    EXPECT_EQ(again, address) << text.view();
    EXPECT_EQ(to_text(again), text);
}

void check_network(std::string_view word) {
    Network network;
    if (!parse_network(word, network)) return;
    EXPECT_TRUE(network.contains(network.address)) << word;
    EXPECT_LE(network.prefix_bits, network.address.raw().size() * 8);
}

void check_target(std::string_view word) {
    Endpoint target;
    std::string_view name;
    if (cli::parse_target(word, target, name) != nullptr) return;
    if (!name.empty()) {
        EXPECT_TRUE(word.starts_with(name));
        EXPECT_EQ(target.address, IpAddress{});
        return;
    }
    const std::string address(to_text(target.address).view());
    const std::string port = target.port == 0 ? "" : ":" + std::to_string(target.port);
    const bool is_v6 = target.address.family == Family::ipv6;
    EXPECT_TRUE(is_v6 || !word.starts_with('[')) << word;
    Endpoint again;
    const char* reason =
        cli::parse_target((is_v6 ? "[" + address + "]" : address) + port, again, name);
    EXPECT_EQ(reason, nullptr) << word;
    EXPECT_EQ(again, target) << word;
}

void check_seconds(std::string_view word) {
    std::uint32_t ms = 0;
    if (!cli::parse_seconds(word, limits::lease_ms_max, ms)) return;
    EXPECT_LE(ms, limits::lease_ms_max);
    EXPECT_NEAR(std::stod("0" + std::string(word)) * 1000, ms, 0.001) << word;
}

}  // namespace
}  // namespace mpdisc::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace mpdisc::fuzz;
    // Each NUL ends an argument.
    const std::vector<std::string> words = split(Input(bytes, size).rest_as_text(), '\0');
    const mpdisc::cli::ArgumentWords arguments(words);
    check_probe(arguments.view());
    check_provider(arguments.view());
    for (const std::string& word : words) {
        check_address(word);
        check_network(word);
        check_target(word);
        check_seconds(word);
    }
    return 0;
}
