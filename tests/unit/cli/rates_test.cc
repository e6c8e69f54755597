// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <string>

#include "cli/settings.h"

namespace mpdisc::cli {
namespace {

TEST(Rates, have_defaults) {
    const ProviderOptions options = provider_options({});
    EXPECT_EQ(options.client_rate_kib, limits::client_rate_kib_default);
    EXPECT_EQ(options.host_rate_kib, limits::host_rate_kib_default);
}

TEST(Rates, are_accepted_within_their_bounds) {
    for (const std::uint32_t kib : {std::uint32_t{0}, limits::rate_kib_min, limits::rate_kib_max}) {
        ProviderSettings settings;
        const std::string text = std::to_string(kib);
        EXPECT_EQ(set_field(settings, SettingsField::client_rate, text), nullptr) << kib;
        EXPECT_EQ(set_field(settings, SettingsField::host_rate, text), nullptr) << kib;
        EXPECT_EQ(provider_options(settings).client_rate_kib, kib);
        EXPECT_EQ(provider_options(settings).host_rate_kib, kib);
    }
}

TEST(Rates, are_refused_beyond_their_bounds) {
    for (const std::string& text :
         {std::to_string(limits::rate_kib_min - 1), std::to_string(limits::rate_kib_max + 1),
          std::string("1"), std::string("-1"), std::string("64.0"), std::string("")}) {
        ProviderSettings settings;
        const char* const reason = set_field(settings, SettingsField::client_rate, text);
        ASSERT_NE(reason, nullptr) << text;
        EXPECT_STREQ(reason, "it must be 64 to 1048576 KiB a second, or 0 for no limit");
        EXPECT_FALSE(is_set(settings, SettingsField::client_rate));
    }
}

TEST(Rates, of_the_command_line_override_the_file) {
    ProviderSettings file;
    EXPECT_EQ(set_field(file, SettingsField::client_rate, "100"), nullptr);
    EXPECT_EQ(set_field(file, SettingsField::host_rate, "200"), nullptr);
    ProviderSettings settings;
    EXPECT_EQ(set_field(settings, SettingsField::client_rate, "300"), nullptr);
    fill_missing(settings, file);
    EXPECT_EQ(provider_options(settings).client_rate_kib, 300U);
    EXPECT_EQ(provider_options(settings).host_rate_kib, 200U);
}

TEST(AnnounceInterval, is_in_whole_seconds) {
    ProviderSettings settings;
    EXPECT_EQ(provider_options(settings).announce_s, limits::announce_s_default);
    for (const std::uint32_t seconds : {0U, 1U, limits::announce_s_max}) {
        const std::string text = std::to_string(seconds);
        EXPECT_EQ(set_field(settings, SettingsField::announce, text), nullptr);
        EXPECT_EQ(provider_options(settings).announce_s, seconds);
    }
    for (const std::string& text :
         {std::to_string(limits::announce_s_max + 1), std::string("0.5"), std::string("")}) {
        EXPECT_NE(set_field(settings, SettingsField::announce, text), nullptr) << text;
    }
    ProviderSettings given;
    fill_missing(given, settings);
    EXPECT_TRUE(is_set(given, SettingsField::announce));
    EXPECT_EQ(provider_options(given).announce_s, limits::announce_s_max);
}

}  // namespace
}  // namespace mpdisc::cli
