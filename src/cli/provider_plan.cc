// SPDX-License-Identifier: MIT
#include "cli/provider_plan.h"

#include <algorithm>

#include "cli/config_file.h"
#include "cli/escape.h"
#include "cli/key_file.h"

namespace mpdisc::cli {

namespace {

/// If the configuration file names the key file, an error begins with that line's position.
void load_keys_of_plan(const char* config_path, ProviderPlan& plan, Mistakes& mistakes) {
    TextBuffer reason;
    if (load_keys(plan.settings.key_file, plan.keys, reason) == Parsed::run) return;
    const std::size_t line = plan.settings.line_of(SettingsField::key_file);
    TextBuffer& text = line != 0 ? mistakes.add(config_path, line) : mistakes.add();
    text.append(reason.view());
}

void check_settings(const char* config_path, ProviderSettings& settings, Mistakes& mistakes) {
    const SettingsConflict conflict = check_together(settings);
    if (conflict.reason == nullptr) return;
    const std::size_t line =
        std::max(settings.line_of(conflict.one), settings.line_of(conflict.other));
    TextBuffer& text = line != 0 ? mistakes.add(config_path, line) : mistakes.add();
    text.append(conflict.reason);
}

}  // namespace

void make_plan(const ProviderArguments& arguments, ProviderPlan& out, Mistakes& mistakes) {
    out.settings = arguments.settings;
    if (!out.services.assign(arguments.services)) mistakes.fail();
    if (arguments.config_path != nullptr) {
        ProviderSettings of_file;
        load_config({arguments.config_path, arguments.config_is_input},
                    arguments.default_name.view(), of_file, out.services, mistakes);
        fill_missing(out.settings, of_file);
    }
    if (out.services.is_empty() && mistakes.none()) {
        TextBuffer& text = mistakes.add();
        append_escaped(text, arguments.config_path);
        text.append(": there is no [service] section");
    }
    if (out.settings.is_whole) check_settings(arguments.config_path, out.settings, mistakes);
    load_keys_of_plan(arguments.config_path, out, mistakes);
}

}  // namespace mpdisc::cli
