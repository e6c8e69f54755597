// SPDX-License-Identifier: MIT
//
// Parses a configuration file, writes the parsed settings out again, and expects that parsing this
// text gives the same settings.
#include <gtest/gtest.h>

#include "cli/config.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/text_checks.h"

namespace mpdisc::fuzz {
namespace {

using cli::Mistakes;
using cli::ProviderSettings;

/// `text` in quotes, with each byte as an escape.
std::string escaped(std::string_view text) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        out.append("\\x").append({digits[byte >> 4], digits[byte & 15]});
    }
    return out + "\"";
}

std::string seconds(std::uint32_t ms) {
    std::string thousandths = std::to_string(1000 + ms % 1000);
    thousandths[0] = '.';
    return std::to_string(ms / 1000) + thousandths;
}

std::string written(const ProviderSettings& settings) {
    std::string out = "[provider]\n";
    if (settings.discovery_port) {
        out += "discovery-port = " + std::to_string(*settings.discovery_port) + "\n";
    }
    if (!settings.interface_name.empty()) {
        out += "interface = " + escaped(settings.interface_name.view()) + "\n";
    }
    if (settings.family != Family::any) {
        out += settings.family == Family::ipv4 ? "family=ipv4\n" : "family=ipv6\n";
    }
    if (settings.heartbeat_ms) out += "heartbeat = " + seconds(*settings.heartbeat_ms) + "\n";
    if (settings.lease_ms) out += "lease = " + seconds(*settings.lease_ms) + "\n";
    if (settings.client_rate_kib) {
        out += "client-rate = " + std::to_string(*settings.client_rate_kib) + "\n";
    }
    if (settings.host_rate_kib) {
        out += "host-rate = " + std::to_string(*settings.host_rate_kib) + "\n";
    }
    if (settings.key_file[0] != '\0') {
        out += "key-file = " + escaped(settings.key_file.data()) + "\n";
    }
    for (std::size_t n = 0; n < settings.allowed_count; ++n) {
        const Network& network = settings.allowed[n];
        out += "allow = " + std::string(to_text(network.address).view()) + "/" +
               std::to_string(network.prefix_bits) + "\n";
    }
    return out;
}

std::string written(const ServiceView& service) {
    std::string out = "[service]\nname = " + escaped(service.name) +
                      "\ntype = " + std::string(service.type) +
                      "\nport = " + std::to_string(service.port) + "\n";
    for (const Attribute attribute : service.attributes) {
        std::string text(attribute.key);
        if (attribute.has_value) text.append("=").append(attribute.value);
        out += "attr = " + escaped(text) + "\n";
    }
    return out;
}

std::string written(const cli::ServiceCheck& check) {
    const std::string kind = check.kind == cli::CheckKind::tcp
                                 ? "tcp:" + std::to_string(check.port)
                                 : escaped("exec:" + std::string(check.command.view().data()));
    return "check = " + kind + "\ncheck-interval = " + seconds(check.interval_ms) +
           "\ncheck-timeout = " + seconds(check.timeout_ms) +
           "\ncheck-fall = " + std::to_string(check.fall) +
           "\ncheck-rise = " + std::to_string(check.rise) + "\n";
}

/// The whole configuration.
std::string written(const ProviderSettings& settings, const cli::PlannedServices& plan) {
    std::string out = written(settings);
    ServiceView service;
    for (std::size_t position = 0; plan.services.next(position, service);) {
        out += written(service);
        const cli::CheckedService* const checked = plan.checks.find(service.name, service.type);
        if (checked != nullptr) out += written(checked->check);
    }
    return out;
}

void check_mistake(std::string_view mistake, std::string_view text) {
    EXPECT_TRUE(is_safe(mistake)) << mistake;
    ASSERT_TRUE(mistake.starts_with("x.conf:")) << mistake;
    const std::size_t line = std::stoul(std::string(mistake.substr(7)));
    EXPECT_GE(line, 1U);
    EXPECT_LE(line, split(text, '\n').size()) << mistake;
}

void check_mistakes(Mistakes& mistakes, std::string_view text) {
    std::string_view rest = mistakes.lines();
    for (std::size_t n = 0; n < Mistakes::listed_max && !rest.empty(); ++n) {
        check_mistake(cli::take_line(rest), text);
    }
    EXPECT_TRUE(rest.empty() || cli::take_line(rest).starts_with("more mistakes: "));
    EXPECT_EQ(rest, "");
}

void check(std::string_view text) {
    ProviderSettings settings;
    cli::PlannedServices services;
    Mistakes mistakes;
    cli::parse_config({text, "x.conf", "box"}, settings, services, mistakes);
    // The check below covers what is right beside mistakes, too.
    check_mistakes(mistakes, text);
    const ProviderOptions options = cli::provider_options(settings);
    if (cli::check_together(settings).reason == nullptr) {
        EXPECT_TRUE(limits::lease_times_hold(options.heartbeat_ms, options.lease_ms));
    }

    const std::string again = written(settings, services);
    ProviderSettings settings_again;
    cli::PlannedServices services_again;
    Mistakes mistakes_again;
    cli::parse_config({again, "x.conf", "other"}, settings_again, services_again, mistakes_again);
    EXPECT_TRUE(mistakes_again.none()) << again << mistakes_again.lines();
    EXPECT_EQ(written(settings_again, services_again), again);
}

}  // namespace
}  // namespace mpdisc::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    mpdisc::fuzz::check(mpdisc::fuzz::Input(bytes, size).rest_as_text());
    return 0;
}
