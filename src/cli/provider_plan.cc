// SPDX-License-Identifier: MIT
#include "cli/provider_plan.h"

#include <algorithm>
#include <array>

#include "cli/config_file.h"
#include "cli/escape.h"
#include "cli/key_file.h"
#include "mpdisc/limits.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

namespace {

const char* missing_option(const Service& service) {
    if (!is_set(service, ServiceField::type)) return "--type";
    if (!is_set(service, ServiceField::port)) return "--port";
    return nullptr;
}

Parsed add_service_of_options(Service service, std::string_view host_name, ServiceList& services,
                              TextBuffer& message) {
    const char* missing = missing_option(service);
    if (missing != nullptr) {
        message.append("a service needs ").append(missing);
        return Parsed::usage_error;
    }
    if (!is_set(service, ServiceField::name)) {
        const char* reason = set_field(service, ServiceField::name, host_name);
        if (reason != nullptr) {
            message.append("--name is needed, for the host's will not do: ").append(reason);
            return Parsed::usage_error;
        }
    }
    const ServiceError error = services.add({service, 0});
    if (error == ServiceError::none) return Parsed::run;
    if (error == ServiceError::no_memory) message.fail();
    message.append(to_text(error));
    return Parsed::usage_error;
}

Parsed refuse_empty(const char* config_path, TextBuffer& message) {
    if (config_path == nullptr) {
        message.append("no service to offer: --type and --port are needed, or --config");
        return Parsed::usage_error;
    }
    append_escaped(message, config_path);
    message.append(": there is no [service] section");
    return Parsed::error;
}

/// Loads the keys. If the configuration file names the key file, an error begins with that line's
/// position.
Parsed load_keys_of_plan(const char* config_path, ProviderPlan& plan, TextBuffer& message) {
    const std::size_t line = plan.settings.line_of(SettingsField::key_file);
    if (config_path != nullptr && line != 0) append_position(message, config_path, line);
    const Parsed parsed = load_keys(plan.settings.key_file, plan.keys, message);
    if (parsed == Parsed::run) message.clear();
    return parsed;
}

}  // namespace

Parsed make_plan(const ProviderArguments& arguments, std::string_view host_name, ProviderPlan& out,
                 TextBuffer& message) {
    // A host's name may be longer than an instance name, so it is cut.
    std::array<char, limits::instance_name_max> name;
    const std::string_view default_name(name.data(), to_name_text(host_name, name));
    out.settings = arguments.settings;
    out.services.clear();
    Parsed parsed = Parsed::run;
    if (arguments.has_service) {
        parsed = add_service_of_options(arguments.service, default_name, out.services, message);
        if (parsed != Parsed::run) return parsed;
    }
    if (arguments.config_path != nullptr) {
        ProviderSettings of_file;
        parsed = load_config(arguments.config_path, default_name, of_file, out.services, message);
        if (parsed != Parsed::run) return parsed;
        fill_missing(out.settings, of_file);
    }
    if (out.services.items().empty()) return refuse_empty(arguments.config_path, message);

    ProviderSettings& settings = out.settings;
    const SettingsConflict conflict = check_together(settings);
    if (conflict.reason == nullptr) {
        return load_keys_of_plan(arguments.config_path, out, message);
    }
    const std::size_t line =
        std::max(settings.line_of(conflict.one), settings.line_of(conflict.other));
    if (line != 0) append_position(message, arguments.config_path, line);
    message.append(conflict.reason);
    return line != 0 ? Parsed::error : Parsed::usage_error;
}

}  // namespace mpdisc::cli
