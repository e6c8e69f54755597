// SPDX-License-Identifier: MIT
#include "cli/explain_causes.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace mpdisc::cli {
namespace {

const IpAddress own = IpAddress::v4(192, 0, 2, 1);
const IpAddress other = IpAddress::v4(192, 0, 2, 2);

/// A search that found nothing, on a host whose clock is set.
class Explain : public testing::Test {
   protected:
    Explain() {
        facts.time_of_day_ms = 1'800'000'000'000;
        addresses[0].address = own;
        facts.addresses = addresses;
    }

    std::string explained(FormatKind format = FormatKind::tsv) {
        TextBuffer text;
        ExplainOutput out(format, text);
        explain(facts, arguments, out);
        EXPECT_TRUE(text.ok());
        return std::string(text.view());
    }
    /// The codes of the causes, with a space after each.
    std::string causes() {
        const std::string text = explained();
        std::string codes;
        for (std::size_t at = 0; (at = text.find("cause\t", at)) != std::string::npos;) {
            at += 6;
            codes += text.substr(at, text.find('\t', at) - at) + " ";
        }
        return codes;
    }
    void give_keys() {
        constexpr std::array<std::uint8_t, 32> key{1};
        ASSERT_EQ(arguments.keys.add(key), KeyError::none);
    }
    static void drop(LastDrops& drops, Counter reason, const IpAddress& from,
                     std::uint64_t age_ms) {
        drops[static_cast<std::size_t>(reason)] = {{from, 0, 6737}, age_ms};
    }

    std::array<InterfaceAddress, 1> addresses;
    ExplainFacts facts;
    ProbeArguments arguments;
};

TEST_F(Explain, says_that_nobody_answers_if_there_is_no_other_cause) {
    EXPECT_EQ(causes(), "nobody ");
    facts.port_holder = "dnsmasq (pid 7)";
    EXPECT_EQ(causes(), "port-held ");
}

TEST_F(Explain, numbers_causes_for_people_and_tells_what_to_do) {
    facts.counters.set(Counter::drop_malformed, 3);
    drop(facts.last_drops, Counter::drop_malformed, other, 5);
    EXPECT_EQ(explained(FormatKind::table),
              "nothing found\n"
              "1. answers ignored (drop-malformed): 3; the last one came from 192.0.2.2:6737\n"
              "   -> find the program that sends them; it may be another version\n");
}

TEST_F(Explain, names_the_cause_before_its_effects) {
    const IncompleteHost silent{{}, other, "eth0", 0, true};
    const AskedInterface interface { "eth0", InterfaceKind::wireless, true };
    facts.outcome = ProbeOutcome::incomplete;
    facts.incomplete = std::span(&silent, 1);
    facts.incomplete_count = 3;
    facts.interfaces = std::span(&interface, 1);
    facts.counters.set(Counter::send_errors, 1);
    EXPECT_EQ(causes(), "sends-refused firewall silent-host incomplete-host ");
    EXPECT_NE(explained().find("\tfurther incomplete hosts: 2\t"), std::string::npos);
    EXPECT_NE(explained().find("note\twifi\teth0 is Wi-Fi:"), std::string::npos);
    arguments.local_only = true;
    EXPECT_EQ(causes(), "sends-refused silent-host incomplete-host ");
    EXPECT_EQ(explained().find("note"), std::string::npos);
}

TEST_F(Explain, ignores_what_the_primary_dropped_long_ago) {
    facts.status = StatusOutcome::complete;
    drop(facts.primary_drops, Counter::drop_rate_limited, own, 60'000);
    drop(facts.primary_drops, Counter::drop_off_link, other, 59'999);
    EXPECT_EQ(causes(), "rate-limit off-link ");
    EXPECT_NE(explained().find("came from this host, 192.0.2.1:6737\t"), std::string::npos);
    drop(facts.primary_drops, Counter::drop_rate_limited, own, 60'001);
    EXPECT_EQ(causes(), "nobody off-link ") << "what others sent explains no search of this host";
}

TEST_F(Explain, doubts_clocks_only_if_there_are_keys) {
    facts.time_of_day_ms = 0;
    drop(facts.primary_drops, Counter::drop_replayed, other, 0);
    EXPECT_EQ(causes(), "nobody ");
    give_keys();
    EXPECT_EQ(causes(), "clock clock ");
    facts.time_of_day_ms = 1'800'000'000'000;
    EXPECT_EQ(causes(), "clock nobody ");
}

TEST_F(Explain, tells_whose_keys_differ) {
    drop(facts.primary_drops, Counter::drop_unauthenticated, own, 0);
    EXPECT_EQ(causes(), "nobody ") << "programs of this host get an answer of their own";
    drop(facts.primary_drops, Counter::drop_unauthenticated, other, 0);
    EXPECT_EQ(causes(), "keys nobody ");
    facts.status = StatusOutcome::other_keys;
    EXPECT_NE(explained().find("this program shares no key with the providers of this host"),
              std::string::npos);
}

TEST_F(Explain, compares_services_with_the_filter) {
    arguments.types[0] = "_ipp._tcp";
    arguments.type_count = 1;
    ASSERT_TRUE(arguments.name_pattern.assign("d*k"));
    facts.on_link.add({"web", "_http._tcp", 80, {}}, arguments);
    EXPECT_NE(explained().find("the providers that answer do not match: they offer _http._tcp\t"),
              std::string::npos);
    facts.on_link.add({"hall", "_IPP._tcp", 631, {}}, arguments);
    EXPECT_NE(explained().find("services without this name or these attributes: 1\t"),
              std::string::npos);
    EXPECT_NE(explained().find("result\tnothing\tnothing found: no service of type _ipp._tcp\t"),
              std::string::npos);
    EXPECT_EQ(causes(), "no-match ");
    facts.on_link.add({"desk", "_ipp._tcp", 631, {}}, arguments);
    EXPECT_EQ(causes(), "loss ");
}

TEST_F(Explain, lists_each_type_once_and_not_too_many) {
    TypesSeen types;
    for (int n = 0; n < 20; ++n) {
        const std::string type = "_t" + std::to_string(n) + "._tcp";
        types.add(type);
        types.add(type);
    }
    ASSERT_EQ(types.all().size(), 8U);
    EXPECT_EQ(types.all().back().view(), "_t7._tcp");
    EXPECT_TRUE(types.has_others());
}

TEST_F(Explain, has_nothing_to_explain_if_all_was_found) {
    facts.outcome = ProbeOutcome::complete;
    facts.found = 2;
    EXPECT_EQ(explained(FormatKind::table), "services found: 2; none known to be missing\n");
    facts.outcome = ProbeOutcome::incomplete;
    EXPECT_EQ(explained(FormatKind::json),
              "{\"kind\":\"result\",\"code\":\"incomplete\",\"text\":\"services found: 2; some are "
              "missing\",\"advice\":\"\"}\n");
}

}  // namespace
}  // namespace mpdisc::cli
