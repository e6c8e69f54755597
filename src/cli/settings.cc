// SPDX-License-Identifier: MIT
#include "cli/settings.h"

#include <algorithm>

#include "cli/number.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

/// The default heartbeat is at most half the lease, so the shortest lease is two shortest
/// heartbeats.
constexpr std::uint32_t lease_ms_min = 2 * limits::heartbeat_ms_min;

static_assert(limits::heartbeat_ms_min == 100 && limits::lease_ms_max == 86'400'000 &&
                  limits::allowed_networks_max == 16 && limits::interface_name_max == 63 &&
                  limits::rate_kib_min == 64 && limits::rate_kib_max == 1'048'576 &&
                  std::tuple_size_v<FileName> == 1024,
              "the texts below name these bounds");

const char* reason_of(ServiceError error) {
    return error == ServiceError::none ? nullptr : to_text(error);
}

/// Returns `reason` if the text is not a time or is out of bounds.
const char* read_time(std::string_view text, std::uint32_t ms_min, std::uint32_t ms_max,
                      const char* reason, std::optional<std::uint32_t>& out) {
    std::uint32_t ms = 0;
    if (!parse_seconds(text, ms_max, ms) || ms < ms_min) return reason;
    out = ms;
    return nullptr;
}

const char* read_rate(std::string_view text, std::optional<std::uint32_t>& out) {
    std::uint64_t kib = 0;
    if (!parse_unsigned(text, limits::rate_kib_max, kib) ||
        !limits::rate_holds(static_cast<std::uint32_t>(kib))) {
        return "it must be 64 to 1048576 KiB a second, or 0 for no limit";
    }
    out = static_cast<std::uint32_t>(kib);
    return nullptr;
}

const char* read_announce_interval(std::string_view text, std::optional<std::uint32_t>& out) {
    std::uint64_t seconds = 0;
    if (!parse_unsigned(text, limits::announce_s_max, seconds)) {
        return "it must be 1 to 28800 whole seconds, or 0 for never";
    }
    out = static_cast<std::uint32_t>(seconds);
    return nullptr;
}

const char* read_family(std::string_view text, Family& out) {
    if (text == "ipv4") {
        out = Family::ipv4;
    } else if (text == "ipv6") {
        out = Family::ipv6;
    } else {
        return "it must be ipv4 or ipv6";
    }
    return nullptr;
}

const char* add_allowed(ProviderSettings& settings, std::string_view text) {
    Network network;
    if (!parse_network(text, network)) return "it must be a network like 192.0.2.0/24";
    if (settings.allowed_count == settings.allowed.size())
        return "there may be at most 16 networks";
    settings.allowed[settings.allowed_count++] = network;
    return nullptr;
}

}  // namespace

const char* set_field(Service& service, ServiceField field, std::string_view value) {
    switch (field) {
        case ServiceField::name:
            return reason_of(service.set_name(value));
        case ServiceField::type:
            return reason_of(service.set_type(value));
        case ServiceField::port: {
            std::uint16_t port = 0;
            const char* reason = read_port(value, port);
            return reason != nullptr ? reason : reason_of(service.set_port(port));
        }
        case ServiceField::attribute:
            return reason_of(service.add_attribute(value));
        default:
            return nullptr;
    }
}

bool is_set(const Service& service, ServiceField field) {
    switch (field) {
        case ServiceField::name:
            return service.has_name();
        case ServiceField::type:
            return service.has_type();
        case ServiceField::port:
            return service.has_port();
        default:
            return false;
    }
}

const char* set_field(ProviderSettings& settings, SettingsField field, std::string_view value) {
    switch (field) {
        case SettingsField::discovery_port: {
            std::uint16_t port = 0;
            const char* reason = read_port(value, port);
            if (reason == nullptr) settings.discovery_port = port;
            return reason;
        }
        case SettingsField::interface:
            return read_interface(value, settings.interface_name);
        case SettingsField::family:
            return read_family(value, settings.family);
        case SettingsField::heartbeat:
            return read_time(value, limits::heartbeat_ms_min, limits::lease_ms_max - 1,
                             "it must be at least 0.1 seconds, with up to three decimals, and "
                             "shorter than the lease, which is at most 86400",
                             settings.heartbeat_ms);
        case SettingsField::lease:
            return read_time(value, lease_ms_min, limits::lease_ms_max,
                             "it must be 0.2 to 86400 seconds, with up to three decimals",
                             settings.lease_ms);
        case SettingsField::allow:
            return add_allowed(settings, value);
        case SettingsField::client_rate:
            return read_rate(value, settings.client_rate_kib);
        case SettingsField::host_rate:
            return read_rate(value, settings.host_rate_kib);
        case SettingsField::announce:
            return read_announce_interval(value, settings.announce_s);
        case SettingsField::key_file:
            return read_file_name(value, settings.key_file);
    }
    return nullptr;
}

bool is_set(const ProviderSettings& settings, SettingsField field) {
    switch (field) {
        case SettingsField::discovery_port:
            return settings.discovery_port.has_value();
        case SettingsField::interface:
            return !settings.interface_name.empty();
        case SettingsField::family:
            return settings.family != Family::any;
        case SettingsField::heartbeat:
            return settings.heartbeat_ms.has_value();
        case SettingsField::lease:
            return settings.lease_ms.has_value();
        case SettingsField::allow:
            return false;
        case SettingsField::client_rate:
            return settings.client_rate_kib.has_value();
        case SettingsField::host_rate:
            return settings.host_rate_kib.has_value();
        case SettingsField::announce:
            return settings.announce_s.has_value();
        case SettingsField::key_file:
            return settings.key_file[0] != '\0';
    }
    return false;
}

void fill_missing(ProviderSettings& settings, const ProviderSettings& other) {
    for (std::size_t i = 0; i < settings_field_count; ++i) {
        const auto field = static_cast<SettingsField>(i);
        const bool is_given =
            field == SettingsField::allow ? settings.allowed_count != 0 : is_set(settings, field);
        if (!is_given) settings.lines[i] = other.lines[i];
    }
    if (!settings.discovery_port) settings.discovery_port = other.discovery_port;
    if (settings.interface_name.empty()) settings.interface_name = other.interface_name;
    if (settings.family == Family::any) settings.family = other.family;
    if (!settings.heartbeat_ms) settings.heartbeat_ms = other.heartbeat_ms;
    if (!settings.lease_ms) settings.lease_ms = other.lease_ms;
    if (!settings.client_rate_kib) settings.client_rate_kib = other.client_rate_kib;
    if (!settings.host_rate_kib) settings.host_rate_kib = other.host_rate_kib;
    if (!settings.announce_s) settings.announce_s = other.announce_s;
    if (settings.allowed_count == 0) {
        settings.allowed = other.allowed;
        settings.allowed_count = other.allowed_count;
    }
    if (settings.key_file[0] == '\0') settings.key_file = other.key_file;
    settings.is_whole = settings.is_whole && other.is_whole;
}

ProviderOptions provider_options(const ProviderSettings& settings) {
    ProviderOptions options;
    if (settings.discovery_port) options.discovery_port = *settings.discovery_port;
    options.interface_name = settings.interface_name.view();
    options.family = settings.family;
    // If only one of heartbeat and lease is given, the other one adapts: a lease lasts for at least
    // two heartbeats.
    if (settings.heartbeat_ms) options.heartbeat_ms = *settings.heartbeat_ms;
    if (settings.lease_ms) {
        options.lease_ms = *settings.lease_ms;
        if (!settings.heartbeat_ms) {
            options.heartbeat_ms = std::min(options.heartbeat_ms, options.lease_ms / 2);
        }
    } else {
        options.lease_ms =
            std::max(options.lease_ms, std::min(options.heartbeat_ms * 2, limits::lease_ms_max));
    }
    if (settings.client_rate_kib) options.client_rate_kib = *settings.client_rate_kib;
    if (settings.host_rate_kib) options.host_rate_kib = *settings.host_rate_kib;
    if (settings.announce_s) options.announce_s = *settings.announce_s;
    options.allow = {settings.allowed.data(), settings.allowed_count};
    return options;
}

bool differ(const ProviderSettings& a, const ProviderSettings& b, SettingsField field) {
    const ProviderOptions one = provider_options(a);
    const ProviderOptions other = provider_options(b);
    switch (field) {
        case SettingsField::discovery_port:
            return one.discovery_port != other.discovery_port;
        case SettingsField::interface:
            return one.interface_name != other.interface_name;
        case SettingsField::family:
            return one.family != other.family;
        case SettingsField::heartbeat:
            return one.heartbeat_ms != other.heartbeat_ms;
        case SettingsField::lease:
            return one.lease_ms != other.lease_ms;
        case SettingsField::allow:
            return !std::ranges::equal(one.allow, other.allow);
        case SettingsField::client_rate:
            return one.client_rate_kib != other.client_rate_kib;
        case SettingsField::host_rate:
            return one.host_rate_kib != other.host_rate_kib;
        case SettingsField::announce:
            return one.announce_s != other.announce_s;
        case SettingsField::key_file:
            break;
    }
    return false;
}

SettingsConflict check_together(const ProviderSettings& settings) {
    const ProviderOptions options = provider_options(settings);
    if (options.heartbeat_ms >= options.lease_ms) {
        return {"the heartbeat must be shorter than the lease", SettingsField::heartbeat,
                SettingsField::lease};
    }
    if (settings.client_rate_kib && options.host_rate_kib != 0 &&
        options.client_rate_kib > options.host_rate_kib) {
        return {"the client-rate must not exceed the host-rate", SettingsField::client_rate,
                SettingsField::host_rate};
    }
    const auto is_answered = [&](const Network& network) {
        return options.family == Family::any || options.family == network.address.family;
    };
    if (!options.allow.empty() && std::ranges::none_of(options.allow, is_answered)) {
        return {"no allowed network is of the family in use", SettingsField::allow,
                SettingsField::family};
    }
    return {};
}

const char* read_port(std::string_view text, std::uint16_t& out) {
    std::uint64_t port = 0;
    if (!parse_unsigned(text, 65535, port) || port == 0) return to_text(ServiceError::port_zero);
    out = static_cast<std::uint16_t>(port);
    return nullptr;
}

const char* read_interface(std::string_view text, FixedString<limits::interface_name_max>& out) {
    if (text.empty()) return "the interface's name must not be empty";
    return out.assign(text) ? nullptr : "the interface's name may have at most 63 bytes";
}

const char* read_file_name(std::string_view text, FileName& out) {
    const bool has_nul = text.find('\0') != std::string_view::npos;
    if (text.empty() || text.size() >= out.size() || has_nul) {
        return "a file name must have 1 to 1023 bytes, none NUL";
    }
    out = {};
    std::ranges::copy(text, out.begin());
    return nullptr;
}

}  // namespace mpdisc::cli
