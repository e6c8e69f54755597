// SPDX-License-Identifier: MIT
#include "cli/probe_options.h"

#include <gtest/gtest.h>

#include <list>
#include <sstream>
#include <string>
#include <vector>

#include "program/command.h"
#include "tests/unit/cli/arguments.h"

namespace mpdisc::cli {
namespace {

using Words = std::vector<std::string>;
using Names = std::vector<std::string_view>;

class ProbeOptionsTest : public testing::Test {
   protected:
    Parsed parse(const Words& words) {
        words_.emplace_back(words);
        return parse_probe_options(words_.back().view(), out_, message_);
    }

    /// The types that a search would look for.
    [[nodiscard]] Names types() const {
        const ProbeOptions options = probe_options(out_);
        return {options.types.begin(), options.types.end()};
    }

    std::list<ArgumentWords> words_;
    ProbeArguments out_;
    TextBuffer message_;
};

TEST_F(ProbeOptionsTest, ReadsAllOptions) {
    ASSERT_EQ(parse({"-n",         "web", "_http._tcp", "-a",   "path=/",      "--attr=flag",  "-c",
                     "3",          "-w",  "0.25",       "--to", "2001:db8::1", "--to=[::1]:9", "-i",
                     "eth0",       "-6",  "-P7000",     "-f",   "{name}",      "--repeat",     "0",
                     "--interval", "2.5"}),
              Parsed::run)
        << message_.view();
    const ProbeOptions options = probe_options(out_);
    EXPECT_EQ(options.name_pattern, "web");
    EXPECT_EQ(types(), Names{"_http._tcp"});
    Attribute attribute;
    EXPECT_TRUE(options.filter.attributes.find("path", attribute));
    EXPECT_TRUE(options.filter.attributes.find("flag", attribute));
    EXPECT_EQ(options.count, 3U);
    EXPECT_EQ(options.timeout_ms, 250U);
    EXPECT_FALSE(options.local_only);
    ASSERT_EQ(options.targets.size(), 2U);
    EXPECT_EQ(options.targets[0].port, 0);
    EXPECT_EQ(options.targets[1].port, 9);
    EXPECT_EQ(options.interface_name, "eth0");
    EXPECT_EQ(options.family, Family::ipv6);
    EXPECT_EQ(options.discovery_port, 7000);
    ASSERT_TRUE(out_.format);
    EXPECT_EQ(out_.format->kind, FormatKind::by_template);
    EXPECT_EQ(out_.format->text, "{name}");
    EXPECT_EQ(out_.repeat, 0U);
    EXPECT_EQ(out_.interval_ms, 2500U);
}

TEST_F(ProbeOptionsTest, NeedsNoOption) {
    ASSERT_EQ(parse({}), Parsed::run);
    const ProbeOptions options = probe_options(out_);
    EXPECT_EQ(types(), Names{});
    EXPECT_EQ(options.name_pattern, "");
    EXPECT_TRUE(options.filter.attributes.empty());
    EXPECT_EQ(options.count, 0U);
    EXPECT_EQ(options.timeout_ms, limits::probe_timeout_ms_default);
    EXPECT_TRUE(options.targets.empty());
    EXPECT_FALSE(out_.format);
    EXPECT_EQ(out_.repeat, 1U);
    EXPECT_EQ(out_.task, ProbeTask::search);
}

TEST_F(ProbeOptionsTest, UsesAPatienceOf400MsByDefault) {
    ASSERT_EQ(parse({}), Parsed::run);
    EXPECT_EQ(probe_options(out_).patience_ms, limits::probe_patience_ms_default);
    ASSERT_EQ(parse({"--patience", "0"}), Parsed::run);
    EXPECT_EQ(probe_options(out_).patience_ms, 0U);
    ASSERT_EQ(parse({"--patience=1.25", "-w", "1.25"}), Parsed::run);
    EXPECT_EQ(probe_options(out_).patience_ms, 1'250U);
    EXPECT_EQ(parse({"--patience=3601"}), Parsed::usage_error);
    EXPECT_EQ(message_.view(),
              "bad patience '3601': it must be 0 to 3600 seconds, with up to three decimals");
}

TEST_F(ProbeOptionsTest, RefusesAPatienceAboveTheTimeOut) {
    for (const Words& words : {Words{"--patience", "5"}, Words{"--patience", "5", "-w", "4.999"},
                               Words{"-w", "4.999", "--patience", "5"}}) {
        message_.clear();
        out_ = {};
        EXPECT_EQ(parse(words), Parsed::usage_error);
        EXPECT_EQ(message_.view(), "--patience must not be longer than --timeout");
    }
    out_ = {};
    EXPECT_EQ(parse({"-w", "0.1"}), Parsed::run) << "the default patience gives way";
    out_ = {};
    EXPECT_EQ(parse({"--patience", "1"}), Parsed::run) << "as long as the time-out";
}

TEST_F(ProbeOptionsTest, ReadsFirstAsACountOfOne) {
    ASSERT_EQ(parse({"-1"}), Parsed::run);
    EXPECT_EQ(out_.count, 1U);
}

TEST_F(ProbeOptionsTest, AcceptsALinkLocalAddressWithItsInterface) {
    ASSERT_EQ(parse({"--to=fe80::1", "--to=ff12::1", "--to=169.254.1.1", "-i", "eth0"}),
              Parsed::run)
        << message_.view();
    EXPECT_EQ(probe_options(out_).targets.size(), 3U);
}

TEST_F(ProbeOptionsTest, ReadsLocal) {
    ASSERT_EQ(parse({"-l", "-c16384", "-w.5"}), Parsed::run) << message_.view();
    EXPECT_TRUE(probe_options(out_).local_only);
    EXPECT_EQ(probe_options(out_).timeout_ms, 500U);
}

TEST_F(ProbeOptionsTest, AcceptsTheTypeAfterTwoDashes) {
    ASSERT_EQ(parse({"-1", "--", "_http._tcp"}), Parsed::run);
    EXPECT_EQ(types(), Names{"_http._tcp"});
}

TEST_F(ProbeOptionsTest, AcceptsTheTypeAsAnOption) {
    for (const Words& words : {Words{"-t_http._tcp", "-1"}, Words{"-1", "--type=_http._tcp"}}) {
        out_ = {};
        ASSERT_EQ(parse(words), Parsed::run);
        EXPECT_EQ(types(), Names{"_http._tcp"});
    }
}

TEST_F(ProbeOptionsTest, AcceptsSeveralTypes) {
    ASSERT_EQ(parse({"_http._tcp", "-t", "_ipp._tcp", "-1", "--", "_ssh._tcp"}), Parsed::run);
    EXPECT_EQ(types(), (Names{"_http._tcp", "_ipp._tcp", "_ssh._tcp"}));
    out_ = {};
    const Words most(limits::wanted_types_max, "_http._tcp");
    EXPECT_EQ(parse(most), Parsed::run);
}

TEST_F(ProbeOptionsTest, AcceptsOptionsThatAffectTheStatus) {
    ASSERT_EQ(parse({"--status", "-P", "7000", "-w", "2", "-f", "json", "-l"}), Parsed::run);
    EXPECT_EQ(out_.task, ProbeTask::status);
    EXPECT_EQ(parse({"--status", "-f", "openmetrics"}), Parsed::run);
}

TEST_F(ProbeOptionsTest, AcceptsOptionsThatAffectTheListOfHosts) {
    ASSERT_EQ(parse({"--hosts", "-P", "7000", "-w", "2", "-f", "json", "-i", "eth0", "-6",
                     "--patience", "1", "--from-port", "7002"}),
              Parsed::run);
    EXPECT_EQ(out_.task, ProbeTask::hosts);
    const ProbeOptions options = probe_options(out_);
    EXPECT_EQ(options.source_port, 7002);
    EXPECT_TRUE(options.hosts_only);
    EXPECT_EQ(options.interface_name, "eth0");
    EXPECT_EQ(options.patience_ms, 1000U);
    EXPECT_EQ(options.family, Family::ipv6);
    out_ = {};
    ASSERT_EQ(parse({}), Parsed::run);
    EXPECT_FALSE(probe_options(out_).hosts_only);
}

constexpr const char* hosts_refusal =
    "--hosts allows -P, -k, -w, -i, -4, -6, -l, -f, --from-port, --no-header, --patience "
    "and --trace only";
constexpr const char* status_refusal =
    "--status allows -P, -k, -w, -l, -f, --no-header, --trace, and --watch with --interval only";

TEST_F(ProbeOptionsTest, RefusesToAskFromThePortsOfProviders) {
    for (const Words& words :
         {Words{"--from-port=6737"}, Words{"--from-port=6738"},
          Words{"--from-port=65535", "-P65535"}, Words{"-P7000", "--from-port=7001"}}) {
        out_ = {};
        message_.clear();
        EXPECT_EQ(parse(words), Parsed::usage_error);
        EXPECT_EQ(message_.view(),
                  "--from-port must be neither the discovery port nor the next one");
    }
    for (const Words& words : {Words{"--from-port=6736"}, Words{"--from-port=6739"},
                               Words{"--from-port=6737", "-P65535"}, Words{"-P65535"}}) {
        out_ = {};
        EXPECT_EQ(parse(words), Parsed::run);
    }
    EXPECT_EQ(watch_options(out_).source_port, 0);
    ASSERT_EQ(parse({"--watch", "--from-port=1"}), Parsed::run);
    EXPECT_EQ(watch_options(out_).source_port, 1);
}

/// An option that would have no effect beside another one is refused; all others are accepted.
TEST_F(ProbeOptionsTest, RefusesOptionsWithoutEffect) {
    const struct {
        Words words;
        std::string message;
    } cases[] = {
        {{"--interval", "5"}, "--interval needs --repeat, or --status --watch"},
        {{"--interval=0", "-l", "-1"}, "--interval needs --repeat, or --status --watch"},
        {{"--interval", "5", "--repeat", "3"}, ""},
        {{"--repeat=0", "--interval=.5"}, ""},
        {{"--patience=1.001"}, "--patience must not be longer than --timeout"},
        {{"--patience=3", "-w2.999"}, "--patience must not be longer than --timeout"},
        {{"--patience=1"}, ""},
        {{"-w3", "--patience=3"}, ""},
        // The default patience fits any time-out.
        {{"-w.1"}, ""},
        {{"-l", "--patience=.1"}, "--patience conflicts with --local"},
        {{"-1", "--patience=.1"}, "--patience conflicts with --first"},
        {{"--patience=.1", "-c3"}, "--patience conflicts with --count"},
        {{"--to=192.0.2.1", "-6"}, "bad --to address '192.0.2.1': -4 or -6 excludes it"},
        {{"-4", "--to=192.0.2.1", "--to=[2001:db8::1]:9"},
         "bad --to address '2001:db8::1': -4 or -6 excludes it"},
        {{"--to=192.0.2.1", "-4"}, ""},
        {{"--to=2001:db8::1", "-6"}, ""},
        {{"--to=192.0.2.1:9", "-P7000"}, "-P has no effect: each --to has a port"},
        {{"--to=192.0.2.1:9", "--to=192.0.2.2", "-P7000"}, ""},
        {{"--to=printer.lan:9", "-P7000"}, "-P has no effect: each --to has a port"},
        {{"--to=printer.lan", "--to=192.0.2.1:9", "-6", "-P7000"},
         "bad --to address '192.0.2.1': -4 or -6 excludes it"},
        {{"--to=192.0.2.1:9", "--to=printer.lan", "-P7000"}, ""},
        {{"-n", "a", "--name=b"}, "--name is given twice"},
        {{"-ieth0", "-ieth1"}, "--interface is given twice"},
        {{"-ka", "-kb"}, "--key-file is given twice"},
        // Of other options the last one counts, because aliases and scripts set defaults.
        {{"-w1", "-w2", "-f", "sh", "-f", "tsv", "-1", "-c2", "-4", "-6", "-P1", "-P2"}, ""},
        {{"--status", "-l"}, ""},
        {{"--status", "--trace"}, ""},
        {{"--hosts", "--trace"}, ""},
        {{"--gone", "--trace"}, ""},
        {{"--status", "-n", "x"}, status_refusal},
        {{"--status", "--repeat=2"}, status_refusal},
        {{"--status", "--interval=2"}, status_refusal},
        {{"--status", "--patience=2"}, status_refusal},
        {{"--status", "--to=192.0.2.1"}, status_refusal},
        {{"--status", "-i", "lo"}, status_refusal},
        {{"--status", "-a", "x"}, status_refusal},
        {{"--status", "-4"}, status_refusal},
        {{"-6", "--status"}, status_refusal},
        {{"--hosts", "-l"}, ""},
        {{"--hosts", "-4"}, ""},
        {{"--hosts", "-n", "x"}, hosts_refusal},
        {{"--hosts", "-a", "x"}, hosts_refusal},
        {{"--hosts", "-1"}, hosts_refusal},
        {{"--hosts", "-c", "2"}, hosts_refusal},
        {{"--hosts", "--to=192.0.2.1"}, hosts_refusal},
        {{"--hosts", "--repeat=2"}, hosts_refusal},
        {{"--hosts", "_a._tcp"}, hosts_refusal},
        {{"--hosts", "-t", "_a._tcp"}, hosts_refusal},
        {{"--hosts", "-l", "-i", "lo"}, "--local conflicts with --interface"},
        {{"--hosts", "-l", "--patience=1"}, "--patience conflicts with --local"},
        {{"--hosts", "--patience=2"}, "--patience must not be longer than --timeout"},
        {{"--hosts", "--status"}, status_refusal},
        {{"--status", "-c", "2"}, status_refusal},
        {{"--status", "--watch"}, ""},
        {{"--watch", "--status", "--interval=2", "-f", "json", "-l"}, ""},
        {{"--watch", "--interval=2"}, "--interval needs --repeat, or --status --watch"},
        {{"--status", "--watch", "-w1"}, "--watch conflicts with --timeout"},
        {{"--status", "--watch", "--time"}, status_refusal},
        {{"--live"}, ""},
        {{"--live", "_a._tcp", "-l", "--sort=host", "--no-header", "--lost-after=5"}, ""},
        {{"--live", "-i", "lo", "--patience=2"}, ""},
        {{"--live", "--watch"}, "--live conflicts with --watch"},
        {{"--wait", "--live"}, "--live conflicts with --wait"},
        {{"--live", "--gone"}, "--live conflicts with --gone"},
        {{"--live", "-1"}, "--live conflicts with --first"},
        {{"--live", "-c2"}, "--live conflicts with --count"},
        {{"--live", "-w1"}, "--live conflicts with --timeout"},
        {{"--live", "--repeat=2"}, "--live conflicts with --repeat"},
        {{"--live", "--output=o"}, "--live conflicts with --output"},
        {{"--live", "-f", "table"}, "--live conflicts with --format"},
        {{"--live", "-0"}, "--live conflicts with --null"},
        {{"--live", "--time"}, "--time needs --watch"},
        {{"--live", "--exec", "true"}, "--exec needs --watch"},
        {{"--live", "--status"}, status_refusal},
        {{"--live", "--hosts"}, hosts_refusal},
        {{"--hosts", "--wait"}, hosts_refusal},
        {{"--hosts", "--lost-after=5"}, hosts_refusal},
        {{"-w", "0"}, "a --timeout of 0 needs --wait or --gone"},
        {{"--hosts", "-w0"}, "a --timeout of 0 needs --wait or --gone"},
        {{"--wait", "-w0"}, ""},
        {{"-w0", "--gone", "-c2"}, ""},
        {{"--watch", "-w1"}, "--watch conflicts with --timeout"},
        {{"--watch", "-1"}, "--watch conflicts with --first"},
        {{"--watch", "-c1"}, "--watch conflicts with --count"},
        {{"--watch", "--repeat=2"}, "--watch conflicts with --repeat"},
        {{"--watch", "--wait"}, "--watch conflicts with --wait"},
        {{"--gone", "--watch"}, "--watch conflicts with --gone"},
        {{"--gone", "--wait"}, "--wait conflicts with --gone"},
        {{"--wait", "-1"}, ""},
        {{"--gone", "-1"}, "--gone conflicts with --first"},
        {{"--wait", "--repeat=2"}, "--wait conflicts with --repeat"},
        {{"--gone", "--repeat=2"}, "--gone conflicts with --repeat"},
        {{"--gone", "-f", "tsv"}, "--gone conflicts with --format"},
        {{"--wait", "-f", "tsv"}, ""},
        {{"--wait", "--patience=.1"}, "--patience conflicts with --wait"},
        {{"--gone", "--patience=.1"}, ""},
        {{"--gone", "--patience=2"}, "--patience must not be longer than --timeout"},
        {{"--gone", "--patience=2", "-w0"}, ""},
        {{"--watch", "--patience=2"}, ""},
        {{"--watch", "-f", "sh", "--exec", "true"}, "--exec conflicts with --format"},
        {{"--watch", "--time", "--exec", "true"}, ""},
        {{"--exec", "true"}, "--exec needs --watch"},
        {{"--wait", "--exec", "true"}, "--exec needs --watch"},
        {{"--time"}, "--time needs --watch"},
        {{"--wait", "--time"}, "--time needs --watch"},
        {{"--lost-after=5"}, "--lost-after needs --watch, --live, --wait or --gone"},
        {{"--lost-after=5", "--gone"}, ""},
        {{"--no-header"}, ""},
        {{"-f", "table", "--no-header"}, ""},
        {{"--status", "--no-header"}, ""},
        {{"--hosts", "--no-header", "-f", "table"}, ""},
        {{"--watch", "--no-header", "--time"}, ""},
        {{"-f", "tsv", "--no-header"}, "--no-header needs the format table"},
        {{"--no-header", "-f", "{name}"}, "--no-header needs the format table"},
        {{"--status", "--no-header", "-f", "json"}, "--no-header needs the format table"},
        {{"--gone", "--no-header"}, "--gone conflicts with --no-header"},
        {{"--no-header", "-0"}, "--null conflicts with --no-header"},
        {{"--watch", "--no-header", "--exec", "true"}, "--exec conflicts with --no-header"},
        {{"-0"}, ""},
        {{"--wait", "--null", "-f", "tsv"}, ""},
        {{"--watch", "-0", "-f", "{name}"}, ""},
        {{"-0f", "json"}, ""},
        {{"-0f", "table"}, "--null needs the format tsv, json or a template"},
        {{"-f", "sh", "-0"}, "--null needs the format tsv, json or a template"},
        {{"--gone", "-0"}, "--gone conflicts with --null"},
        {{"--watch", "-0", "--exec", "true"}, "--exec conflicts with --null"},
        {{"--hosts", "-0"}, hosts_refusal},
        {{"-0", "--status"}, status_refusal},
        {{"--watch", "-f", "{event} {time} {name}"}, ""},
        {{"-f", "{event} {name}"}, "the fields {event} and {time} need --watch without --output"},
        {{"--wait", "-f", "{name} {time}"},
         "the fields {event} and {time} need --watch without --output"},
        {{"--watch", "--time", "-f", "{name}"}, "--time does not change a template: use {time}"},
    };
    for (const auto& c : cases) {
        out_ = {};
        message_.clear();
        std::string line;
        for (const std::string& word : c.words) line += word + " ";
        EXPECT_EQ(parse(c.words), c.message.empty() ? Parsed::run : Parsed::usage_error) << line;
        EXPECT_EQ(message_.view(), c.message) << line;
    }
}

TEST_F(ProbeOptionsTest, ReadsHowResultsLook) {
    ASSERT_EQ(parse({}), Parsed::run);
    EXPECT_TRUE(out_.with_titles);
    EXPECT_FALSE(out_.with_nul);
    ASSERT_EQ(parse({"--no-header"}), Parsed::run);
    EXPECT_FALSE(out_.with_titles);
    out_ = {};
    ASSERT_EQ(parse({"-0"}), Parsed::run);
    EXPECT_TRUE(out_.with_nul);
}

TEST_F(ProbeOptionsTest, ReadsOptionsOfAWatch) {
    ASSERT_EQ(parse({"--watch", "_http._tcp", "--time", "--lost-after", "2.5", "-ieth0", "-k",
                     "file", "--patience=1"}),
              Parsed::run)
        << message_.view();
    EXPECT_EQ(out_.task, ProbeTask::watch);
    EXPECT_TRUE(out_.with_time);
    EXPECT_TRUE(out_.command.empty());
    const WatchOptions options = watch_options(out_);
    EXPECT_EQ(types(), Names{"_http._tcp"});
    EXPECT_EQ(options.interface_name, "eth0");
    EXPECT_EQ(options.patience_ms, 1000U);
    EXPECT_EQ(options.lost_after_ms, 2500U);
    EXPECT_EQ(options.keys, &out_.keys);
    ASSERT_EQ(parse({"--watch", "--lost-after=1"}), Parsed::run);
    EXPECT_EQ(watch_options(out_).lost_after_ms, limits::lost_after_ms_min);
    ASSERT_EQ(parse({"--watch", "--lost-after=86400"}), Parsed::run);
    EXPECT_EQ(watch_options(out_).lost_after_ms, limits::lost_after_ms_max);
    out_ = {};
    ASSERT_EQ(parse({"--watch"}), Parsed::run);
    EXPECT_FALSE(out_.with_time);
    EXPECT_EQ(watch_options(out_).lost_after_ms, limits::lost_after_ms_default);
}

TEST_F(ProbeOptionsTest, TakesAllAfterExecAsTheCommand) {
    ASSERT_EQ(parse({"--watch", "_http._tcp", "--exec", "reload", "--now", "-n", "--", "x"}),
              Parsed::run)
        << message_.view();
    ASSERT_EQ(out_.command.size(), 5U);
    EXPECT_STREQ(out_.command[0], "reload");
    EXPECT_STREQ(out_.command[1], "--now");
    EXPECT_STREQ(out_.command[4], "x");
    EXPECT_EQ(out_.command.data()[5], nullptr) << "a null pointer ends it";
    EXPECT_EQ(types(), Names{"_http._tcp"});
    EXPECT_EQ(watch_options(out_).name_pattern, "");
}

TEST_F(ProbeOptionsTest, LeavesOutTheMarkBetweenExecAndTheCommand) {
    ASSERT_EQ(parse({"--watch", "--exec", "--", "reload", "--", "-x"}), Parsed::run);
    ASSERT_EQ(out_.command.size(), 3U);
    EXPECT_STREQ(out_.command[0], "reload");
    EXPECT_STREQ(out_.command[1], "--");
}

TEST_F(ProbeOptionsTest, ReadsWaitAndGone) {
    ASSERT_EQ(parse({"--wait", "-c3", "-w0"}), Parsed::run);
    EXPECT_EQ(out_.task, ProbeTask::wait);
    EXPECT_EQ(out_.count, 3U);
    EXPECT_EQ(out_.timeout_ms, 0U);
    out_ = {};
    ASSERT_EQ(parse({"--gone"}), Parsed::run);
    EXPECT_EQ(out_.task, ProbeTask::gone);
    EXPECT_EQ(out_.timeout_ms, limits::probe_timeout_ms_default);
}

TEST_F(ProbeOptionsTest, RunsNoCommandWithoutAnOutput) {
    EXPECT_EQ(parse({"--on-update", "x"}), Parsed::usage_error);
    EXPECT_EQ(message_.view(), command_shell() == nullptr
                                   ? "bad on-update 'x': this system has no shell for a command"
                                   : "--on-update needs --output");
}

TEST_F(ProbeOptionsTest, ExplainsErrors) {
    const std::string type_error = to_text(ServiceError::type_malformed);
    const struct {
        Words words;
        std::string message;
    } cases[] = {
        {{"http"}, "bad type 'http': " + type_error},
        {{"--", "-1"}, "bad type '-1': " + type_error},
        {{""}, "bad type '': " + type_error},
        {{"-t", "http"}, "bad type 'http': " + type_error},
        {{"-n", ""}, "bad name '': " + std::string(to_text(ServiceError::name_empty))},
        {{"-a", ""}, "bad attr '': " + std::string(to_text(ServiceError::attribute_without_key))},
        {{"-c", "0"}, "bad count '0': it must be a number from 1 to 16384"},
        {{"-c", "many"}, "bad count 'many': it must be a number from 1 to 16384"},
        {{"-c", "16385"}, "bad count '16385': it must be a number from 1 to 16384"},
        {{"-w", "-1"}, "bad timeout '-1': it must be 0 to 3600 seconds, with up to three decimals"},
        {{"-w", "3601"},
         "bad timeout '3601': it must be 0 to 3600 seconds, with up to three decimals"},
        {{"--watch", "--lost-after=0.999"},
         "bad lost-after '0.999': it must be 1 to 86400 seconds, with up to three decimals"},
        {{"--watch", "--lost-after=86400.001"},
         "bad lost-after '86400.001': it must be 1 to 86400 seconds, with up to three decimals"},
        {{"--watch", "--exec"}, "--exec needs a command after it"},
        {{"--watch", "--exec", "--"}, "--exec needs a command after it"},
        {{"--watch", "--exec=true"}, "option '--exec' takes no value"},
        {{"--to", "fe80::1"}, "bad --to address 'fe80::1': it needs --interface"},
        {{"--to=192.0.2.1", "--to=[ff12::1]:9"},
         "bad --to address 'ff12::1': it needs --interface"},
        {{"--to", "224.0.0.251"}, "bad --to address '224.0.0.251': it needs --interface"},
        {{"-l", "-i", "eth0"}, "--local conflicts with --interface"},
        {{"--to=192.0.2.1", "-l"}, "--local conflicts with --to"},
        {{"--to", "192.0.2"},
         "bad --to address '192.0.2': it must be an address or a name, like 192.0.2.1, "
         "[2001:db8::1]:6737 or printer.lan:6737"},
        {{"--repeat", "-1"}, "bad repeat '-1': it must be a number from 0 to 4294967295"},
        {{"--repeat", "4294967296"},
         "bad repeat '4294967296': it must be a number from 0 to 4294967295"},
        {{"--interval", "x"},
         "bad interval 'x': it must be 0 to 86400 seconds, with up to three decimals"},
        {{"-f", "xml"},
         "bad format 'xml': it must be table, tsv, json, sh, openmetrics, @NAME or a template"},
        {{"--hosts", "-f", "@csv"}, "--hosts has the formats table, tsv and json only"},
        {{"--status", "--sort", "name"}, status_refusal},
        {{"--watch", "-f", "@csv"},
         "--watch needs --output with -f @NAME or --sort: they show whole lists"},
        {{"--watch", "--sort", "name"},
         "--watch needs --output with -f @NAME or --sort: they show whole lists"},
        {{"--watch", "--output", "o", "-f", "{time}"},
         "the fields {event} and {time} need --watch without --output"},
        {{"--output", ""}, "bad output '': a file name must have 1 to 1023 bytes, none NUL"},
        {{"--output", "-"}, "bad output '-': omit this option to print to standard output"},
        {{"--output", "o", "-1"}, "--output conflicts with --first"},
        {{"--output", "o", "-c", "2"}, "--output conflicts with --count"},
        {{"--output", "o", "--wait"}, "--output conflicts with --wait"},
        {{"--set", "a=x\ny"}, "bad set 'a=x\\ny': it must not have control characters"},
        {{"--output", "o", "--gone"}, "--output conflicts with --gone"},
        {{"--output", "o", "--watch", "--time"}, "--output conflicts with --time"},
        {{"--output", "o", "--watch", "--exec", "x"}, "--output conflicts with --exec"},
        {{"--gone", "--sort", "name"}, "--sort conflicts with --gone"},
        {{"--settle", "1", "--watch"}, "--settle needs --output"},
        {{"--settle", "1", "--output", "o"}, "--settle needs --watch"},
        {{"--settle", "60001"}, "bad settle '60001': it must be 0 to 60000 milliseconds"},
        {{"--sort", "role"}, "bad sort 'role': it must be name, type, host, address or port"},
        {{"--set", "a=b"}, "--set needs a format file: -f @NAME"},
        {{"--set", "a"}, "bad set 'a': it must be KEY=VALUE"},
        {{"--set", "=a"}, "bad set '=a': it must be KEY=VALUE"},
        {{"--set", "a=b", "--set", "a=c"}, "bad set 'a=c': this key is given twice"},
        {{"-f", "{name"}, "bad format '{name': a '{' has no '}'; write '{{' for a brace"},
        {{"--status", "_a._tcp"}, status_refusal},
        {{"-1", "--status"}, status_refusal},
        {{"--status", "-f", "sh"},
         "--status has the formats table, tsv, json and openmetrics only"},
        {{"--hosts", "-f", "openmetrics"}, "--hosts has the formats table, tsv and json only"},
        {{"-f", "openmetrics"}, "--format openmetrics needs --status without --watch"},
        {{"--status", "--watch", "-f", "openmetrics"},
         "--format openmetrics needs --status without --watch"},
        {{"--watch", "-f", "openmetrics"}, "--format openmetrics needs --status without --watch"},
        {{"--wait", "-f", "openmetrics"}, "--format openmetrics needs --status without --watch"},
        {{"--hosts", "-f", "sh"}, "--hosts has the formats table, tsv and json only"},
        {{"--hosts", "-f", "{name}"}, "--hosts has the formats table, tsv and json only"},
        {{"--status", "-f", "{name}"},
         "--status has the formats table, tsv, json and openmetrics only"},
        {{"-k"}, "option '--key-file' needs a value: FILE"},
        // Planned options are unknown until they work.
        {{"--elucidate"}, "unknown option '--elucidate'"},
    };
    for (const auto& c : cases) {
        out_ = {};
        message_.clear();
        EXPECT_EQ(parse(c.words), Parsed::usage_error);
        EXPECT_EQ(message_.view(), c.message);
    }
}

TEST_F(ProbeOptionsTest, AcceptsTheGreatestNumberOfTargets) {
    Words words;
    for (std::size_t i = 0; i < limits::probe_targets_max; ++i) words.push_back("--to=192.0.2.1");
    EXPECT_EQ(parse(words), Parsed::run);
    words.push_back("--to=192.0.2.2");
    out_ = {};
    EXPECT_EQ(parse(words), Parsed::usage_error);
    EXPECT_EQ(message_.view(), "bad --to address '192.0.2.2': there may be at most 256 addresses");
}

TEST_F(ProbeOptionsTest, ShowsDefaultsInAHelpThatFitsATerminal) {
    EXPECT_EQ(parse({"-h"}), Parsed::show);
    const std::string help(message_.view());
    EXPECT_NE(help.find("(default: " + std::to_string(limits::discovery_port_default) + ")"),
              std::string::npos);
    static_assert(limits::probe_timeout_ms_default == 1000);
    EXPECT_NE(help.find("(default: 1.0)"), std::string::npos);
    for (const char* status :
         {"  0  found", "  1  found", "  2  wrong", "  3  system", "  4  a host", "126", "127"}) {
        EXPECT_NE(help.find(status), std::string::npos) << status;
    }
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 79U) << line;
}

}  // namespace
}  // namespace mpdisc::cli
