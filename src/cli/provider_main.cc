// SPDX-License-Identifier: MIT
#include "cli/exit_code.h"
#include "cli/provider_run.h"
#include "mpdisc/host_name.h"
#include "program/command.h"
#include "program/console.h"
#include "program/signals.h"

using namespace mpdisc;

namespace {

int end_with(cli::Mistakes& mistakes) {
    std::string_view rest = mistakes.lines();
    if (rest.empty()) {
        cli::print_error(cli::provider_program, cli::out_of_memory);
        return cli::exit_system;
    }
    while (!rest.empty()) cli::print_error(cli::provider_program, cli::take_line(rest));
    return cli::exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
    // Without a terminal, SIGHUP asks for a reload. With one, it ends a start that still reads.
    if (!has_terminal()) hold_hangup();
    claim_standard_streams();
    cli::ProviderArguments arguments;
    cli::TextBuffer message;
    const std::size_t count = argc > 0 ? static_cast<std::size_t>(argc - 1) : 0;
    const cli::Parsed parsed = cli::parse_provider_options(
        {argv + 1, count}, system_host_name().view(), arguments, message);
    if (parsed != cli::Parsed::run) {
        return cli::finish_early(cli::provider_program, parsed, message);
    }
    cli::ProviderPlan plan;
    cli::Mistakes mistakes;
    cli::make_plan(arguments, FileRead::waits, plan, mistakes);
    if (!mistakes.none()) return end_with(mistakes);
    if (arguments.checks_only) return cli::exit_ok;
    raise_descriptor_limit();
    cli::Log log(cli::provider_program, arguments.log_threshold, arguments.log_to_system);
    if (!log.is_ready()) {
        cli::print_error(cli::provider_program, cli::out_of_memory);
        return cli::exit_system;
    }
    return cli::ProviderRun(arguments, plan, log).run();
}
