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

/// What a provider can be told, by options and by the configuration file alike. Each function that
/// reads a value returns null, or why the value is refused; then nothing has changed.
namespace mpdisc::cli {

enum class ServiceField : std::uint8_t { name, type, port, attribute };

[[nodiscard]] const char* set_field(Service& service, ServiceField field, std::string_view value);
/// False for attributes, of which there may be many.
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
    key_file,
    last = key_file,
};

inline constexpr std::size_t settings_field_count =
    static_cast<std::size_t>(SettingsField::last) + 1;

/// A file's name, ended by a NUL; empty where none is given.
using FileName = std::array<char, 1024>;

/// Settings of a provider; what was not given is empty.
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
    FileName key_file{};
    /// The line of the configuration file that gave each field; 0: it was not read from there.
    std::array<std::size_t, settings_field_count> lines{};

    [[nodiscard]] std::size_t& line_of(SettingsField field) {
        return lines[static_cast<std::size_t>(field)];
    }
};

[[nodiscard]] const char* set_field(ProviderSettings& settings, SettingsField field,
                                    std::string_view value);
/// False for networks, of which there may be many.
[[nodiscard]] bool is_set(const ProviderSettings& settings, SettingsField field);

/// Fills in from `other` what `settings` lacks; networks as a whole.
void take_missing(ProviderSettings& settings, const ProviderSettings& other);

/// As the library takes them. Valid as long as `settings`.
[[nodiscard]] ProviderOptions provider_options(const ProviderSettings& settings);

/// What is wrong with two settings together; `reason` is null where nothing is.
struct SettingsConflict {
    const char* reason = nullptr;
    SettingsField one = SettingsField::heartbeat;
    SettingsField other = SettingsField::lease;
};

/// A setting must not lose its effect by another one, or by the other one's default.
[[nodiscard]] SettingsConflict check_together(const ProviderSettings& settings);

/// Readers of single values, which the probe has too.
[[nodiscard]] const char* read_port(std::string_view text, std::uint16_t& out);
[[nodiscard]] const char* read_interface(std::string_view text,
                                         FixedString<limits::interface_name_max>& out);
[[nodiscard]] const char* read_file_name(std::string_view text, FileName& out);

}  // namespace mpdisc::cli
