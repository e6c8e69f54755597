// SPDX-License-Identifier: MIT
#include "cli/provider_reload.h"

#include <utility>

#include "cli/health_handover.h"
#include "cli/service_changes.h"

namespace mpdisc::cli {

namespace {

LogLevel refuse(Mistakes& mistakes, Log& log, TextBuffer& outcome) {
    std::string_view rest = mistakes.lines();
    if (rest.empty()) log.write(LogLevel::error, out_of_memory);
    while (!rest.empty()) log.write(LogLevel::error, take_line(rest));
    outcome.append("configuration not reloaded; keeping the old one");
    return LogLevel::error;
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

void sum_up(const ServiceChanges& changes, bool are_checks_changed, bool are_keys_changed,
            TextBuffer& outcome) {
    outcome.append("configuration reloaded: ").append_number(changes.added).append(" added, ");
    outcome.append_number(changes.changed).append(" changed, ");
    outcome.append_number(changes.removed).append(" removed");
    if (are_checks_changed) outcome.append("; the checks changed");
    if (are_keys_changed) outcome.append("; the keys changed");
}

}  // namespace

bool has_files(const ProviderArguments& arguments) {
    return arguments.config_path != nullptr || arguments.config_directory != nullptr ||
           is_set(arguments.settings, SettingsField::key_file);
}

LogLevel reload(const ProviderArguments& arguments, ProviderPlan& plan, Provider& provider,
                HealthChecks& health, Log& log, TextBuffer& outcome) {
    if (!has_files(arguments)) {
        outcome.append(no_reload);
        return LogLevel::info;
    }
    if (arguments.config_is_input) {
        outcome.append("configuration not reloaded: standard input cannot be read again");
        return LogLevel::warning;
    }
    ProviderPlan next;
    Mistakes mistakes;
    make_plan(arguments, FileRead::at_once, next, mistakes);
    if (!mistakes.none()) return refuse(mistakes, log, outcome);
    const ServiceChanges changes = compare(plan.services, next.services);
    const bool are_checks_changed = hand_health_over(plan, next);
    ServiceSet offered;
    const bool has_changes = changes.any() || are_checks_changed;
    if (has_changes && !select_offered(next, offered)) {
        mistakes.fail();
        return refuse(mistakes, log, outcome);
    }
    // The keys come first, so that the new services are told with them.
    const KeyChange key_change = provider.set_keys(next.keys);
    if (has_changes) provider.take_services(std::move(offered));
    plan.services = std::move(next.services);
    health.replace(next.checks);
    log_fixed_settings(plan.settings, next.settings, key_change == KeyChange::refused, log);
    sum_up(changes, are_checks_changed, key_change == KeyChange::changed, outcome);
    return LogLevel::info;
}

}  // namespace mpdisc::cli
