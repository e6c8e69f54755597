// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/provider.h"
#include "mpdisc/service.h"

/// The settings and fields of a service that both the options and the configuration file can set.
/// Each function that reads a value returns null, or changes nothing and returns the reason of the
/// refusal.
namespace mpdisc::cli {

enum class ServiceField : std::uint8_t {
    name,
    type,
    port,
    attribute,
    check,
    check_interval,
    check_timeout,
    check_fall,
    check_rise,
    last = check_rise,
};

/// For the fields before ServiceField::check.
[[nodiscard]] const char* set_field(Service& service, ServiceField field, std::string_view value);
/// False for attributes, which may be given repeatedly.
[[nodiscard]] bool is_set(const Service& service, ServiceField field);

enum class SettingsField : std::uint8_t {
    discovery_port,
    interface,
    family,
    heartbeat,
    lease,
    allow,
    client_rate,
    host_rate,
    announce,
    key_file,
    last = key_file,
};

inline constexpr std::size_t settings_field_count =
    static_cast<std::size_t>(SettingsField::last) + 1;

/// The keys in a configuration file, in the order of SettingsField and of ServiceField.
inline constexpr char settings_names[][15] = {
    "discovery-port", "interface",   "family",    "heartbeat", "lease",
    "allow",          "client-rate", "host-rate", "announce",  "key-file",
};
static_assert(std::size(settings_names) == settings_field_count);
inline constexpr char service_names[][15] = {
    "name",           "type",          "port",       "attr",       "check",
    "check-interval", "check-timeout", "check-fall", "check-rise",
};
static_assert(std::size(service_names) == static_cast<std::size_t>(ServiceField::last) + 1);

/// A file's name that ends with a NUL; empty if not given.
using FileName = std::array<char, 1024>;

/// Settings of a provider. Settings that were not given are empty.
struct ProviderSettings {
    std::optional<std::uint16_t> discovery_port;
    FixedString<limits::interface_name_max> interface_name;
    Family family = Family::any;
    std::optional<std::uint32_t> heartbeat_ms;
    std::optional<std::uint32_t> lease_ms;
    std::array<Network, limits::allowed_networks_max> allowed;
    std::size_t allowed_count = 0;
    std::optional<std::uint32_t> client_rate_kib;
    std::optional<std::uint32_t> host_rate_kib;
    std::optional<std::uint32_t> announce_s;
    FileName key_file{};
    /// False if a setting of the configuration file may be missing, because the file, a section or
    /// the setting was refused.
    bool is_whole = true;
    /// The line of each field in the configuration file; 0: the field does not come from it.
    std::array<std::size_t, settings_field_count> lines{};

    [[nodiscard]] std::size_t& line_of(SettingsField field) {
        return lines[static_cast<std::size_t>(field)];
    }
};

[[nodiscard]] const char* set_field(ProviderSettings& settings, SettingsField field,
                                    std::string_view value);
/// False for networks, which may be given repeatedly.
[[nodiscard]] bool is_set(const ProviderSettings& settings, SettingsField field);

/// Whether the field's effect differs, given or by default. Not for the key file.
[[nodiscard]] bool differ(const ProviderSettings& a, const ProviderSettings& b,
                          SettingsField field);

/// Copies from `other` the settings that `settings` lacks; the networks only if it has none at all.
void fill_missing(ProviderSettings& settings, const ProviderSettings& other);

/// The options for the library. They point into `settings`.
[[nodiscard]] ProviderOptions provider_options(const ProviderSettings& settings);

/// The reason why two settings contradict each other; `reason` is null if none do.
struct SettingsConflict {
    const char* reason = nullptr;
    SettingsField one = SettingsField::heartbeat;
    SettingsField other = SettingsField::lease;
};

/// Finds a setting that has no effect because of another setting or its default.
[[nodiscard]] SettingsConflict check_together(const ProviderSettings& settings);

/// Readers of single values; the probe uses them, too.
[[nodiscard]] const char* read_port(std::string_view text, std::uint16_t& out);
[[nodiscard]] const char* read_interface(std::string_view text,
                                         FixedString<limits::interface_name_max>& out);
[[nodiscard]] const char* read_file_name(std::string_view text, FileName& out);

}  // namespace mpdisc::cli
