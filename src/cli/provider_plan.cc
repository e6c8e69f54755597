// SPDX-License-Identifier: MIT
#include "cli/provider_plan.h"

#include <algorithm>

#include "cli/config_directory.h"
#include "cli/config_file.h"
#include "cli/escape.h"
#include "cli/key_file.h"
#include "cli/offered_services.h"

namespace mpdisc::cli {

namespace {

/// Begins a mistake about a setting, with its position if the configuration file has it.
TextBuffer& add_mistake(const char* config_path, std::size_t line, Mistakes& mistakes) {
    return line != 0 ? mistakes.add(config_path, line) : mistakes.add();
}

void load_keys_of_plan(const char* config_path, ProviderPlan& plan, Mistakes& mistakes) {
    TextBuffer reason;
    if (load_keys(plan.settings.key_file, plan.keys, reason) == Parsed::run) return;
    const std::size_t line = plan.settings.line_of(SettingsField::key_file);
    add_mistake(config_path, line, mistakes).append(reason.view());
    if (!reason.ok()) mistakes.fail();
}

void check_settings(const char* config_path, ProviderSettings& settings, Mistakes& mistakes) {
    const SettingsConflict conflict = check_together(settings);
    if (conflict.reason == nullptr) return;
    const std::size_t line =
        std::max(settings.line_of(conflict.one), settings.line_of(conflict.other));
    add_mistake(config_path, line, mistakes).append(conflict.reason);
}

void load_files(const ProviderArguments& arguments, FileRead read, ProviderPlan& plan,
                Mistakes& mistakes) {
    const std::string_view default_name = arguments.default_name.view();
    if (arguments.config_path != nullptr) {
        const ConfigKind kind = arguments.config_is_input ? ConfigKind::input : ConfigKind::file;
        ProviderSettings of_file;
        load_config({arguments.config_path, kind, read}, default_name, of_file, plan, mistakes);
        fill_missing(plan.settings, of_file);
    }
    if (arguments.config_directory != nullptr) {
        load_config_directory(arguments.config_directory, default_name, plan, mistakes);
    }
}

void refuse_empty(const ProviderArguments& arguments, Mistakes& mistakes) {
    const char* const path = arguments.config_path;
    TextBuffer& text = mistakes.add();
    append_escaped(text, path != nullptr ? path : arguments.config_directory);
    text.append(": there is no [service] section");
}

}  // namespace

void make_plan(const ProviderArguments& arguments, FileRead read, ProviderPlan& out,
               Mistakes& mistakes) {
    out.settings = arguments.settings;
    if (!out.services.assign(arguments.services) || !out.checks.assign(arguments.checks)) {
        mistakes.fail();
    }
    load_files(arguments, read, out, mistakes);
    if (arguments.waits_for_ports && !wait_for_ports(out)) mistakes.fail();
    if (out.services.is_empty() && mistakes.none()) refuse_empty(arguments, mistakes);
    if (out.settings.is_whole) check_settings(arguments.config_path, out.settings, mistakes);
    load_keys_of_plan(arguments.config_path, out, mistakes);
}

}  // namespace mpdisc::cli
