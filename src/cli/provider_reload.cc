// SPDX-License-Identifier: MIT
#include "cli/provider_reload.h"

#include <utility>

#include "cli/health_handover.h"
#include "cli/service_changes.h"

namespace mpdisc::cli {

namespace {

void log_refusal(Mistakes& mistakes, Log& log) {
    std::string_view rest = mistakes.lines();
    if (rest.empty()) log.write(LogLevel::error, out_of_memory);
    while (!rest.empty()) log.write(LogLevel::error, take_line(rest));
    log.write(LogLevel::error, "configuration not reloaded; the former one stays");
}

/// Names the settings that differ and take no effect.
void log_fixed_settings(const ProviderSettings& before, const ProviderSettings& after,
                        bool is_key_file_fixed, Log& log) {
    TextBuffer text;
    for (std::size_t n = 0; n < settings_field_count; ++n) {
        const auto field = static_cast<SettingsField>(n);
        const bool is_fixed =
            field == SettingsField::key_file ? is_key_file_fixed : differ(before, after, field);
        if (!is_fixed) continue;
        text.append(text.size() == 0 ? "ignored until a restart: " : ", ");
        text.append(settings_names[n]);
    }
    if (text.size() != 0) log.write(LogLevel::warning, text.view());
}

void log_summary(const ServiceChanges& changes, bool are_checks_changed, bool are_keys_changed,
                 Log& log) {
    TextBuffer text;
    text.append("configuration reloaded: ").append_number(changes.added).append(" added, ");
    text.append_number(changes.changed).append(" changed, ");
    text.append_number(changes.removed).append(" removed");
    if (are_checks_changed) text.append("; the checks changed");
    if (are_keys_changed) text.append("; the keys changed");
    log.write(LogLevel::info, text.view());
}

}  // namespace

bool has_files(const ProviderArguments& arguments) {
    return arguments.config_path != nullptr || arguments.config_directory != nullptr ||
           is_set(arguments.settings, SettingsField::key_file);
}

void reload(const ProviderArguments& arguments, ProviderPlan& plan, Provider& provider,
            HealthChecks& health, Log& log) {
    if (!has_files(arguments)) return log.write(LogLevel::info, no_reload);
    if (arguments.config_is_input) {
        return log.write(LogLevel::warning,
                         "configuration not reloaded: standard input cannot be read again");
    }
    ProviderPlan next;
    Mistakes mistakes;
    make_plan(arguments, FileRead::at_once, next, mistakes);
    if (!mistakes.none()) return log_refusal(mistakes, log);
    // The keys come first, so that the new services are told with them.
    const bool are_keys_other = plan.keys != next.keys;
    const bool are_keys_changed = are_keys_other && provider.set_keys(next.keys);
    const ServiceChanges changes = compare(plan.services, next.services);
    const bool are_checks_changed = hand_health_over(plan, next);
    ServiceSet offered;
    if ((changes.any() || are_checks_changed) &&
        (!select_offered(next, offered) || provider.set_services(offered) != ServiceError::none)) {
        if (are_keys_changed) (void)provider.set_keys(plan.keys);
        mistakes.fail();
        return log_refusal(mistakes, log);
    }
    plan.services = std::move(next.services);
    health.replace(next.checks);
    if (are_keys_changed) plan.keys = next.keys;
    log_fixed_settings(plan.settings, next.settings, are_keys_other && !are_keys_changed, log);
    log_summary(changes, are_checks_changed, are_keys_changed, log);
}

}  // namespace mpdisc::cli
