// SPDX-License-Identifier: MIT
#include "cli/exit_code.h"
#include "cli/provider_run.h"
#include "mpdisc/host_name.h"
#include "program/command.h"
#include "program/console.h"

using namespace mpdisc;

int main(int argc, char** argv) {
    claim_standard_streams();
    cli::ProviderArguments arguments;
    cli::ProviderPlan plan;
    cli::TextBuffer message;
    const std::size_t count = argc > 0 ? static_cast<std::size_t>(argc - 1) : 0;
    cli::Parsed parsed = cli::parse_provider_options({argv + 1, count}, arguments, message);
    if (parsed == cli::Parsed::run) {
        parsed = cli::make_plan(arguments, system_host_name().view(), plan, message);
    }
    if (parsed != cli::Parsed::run) {
        return cli::finish_early(cli::provider_program, parsed, message);
    }
    raise_descriptor_limit();
    cli::Log log(cli::provider_program, arguments.log_threshold, arguments.log_to_system);
    if (!log.is_ready()) {
        cli::print_error(cli::provider_program, cli::out_of_memory);
        return cli::exit_system;
    }
    const char* config_path = arguments.config_path == nullptr ? "" : arguments.config_path;
    return cli::ProviderRun(plan, config_path, arguments.command, log).run();
}
