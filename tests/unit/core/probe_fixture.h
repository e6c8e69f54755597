// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "core/search/probe.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {

/// What an answer says.
struct Answer {
    /// Numbers of the provider and of its host's primary.
    std::uint32_t provider = 1;
    std::uint32_t primary = 1;
    std::uint32_t matching = 1;
    std::uint32_t revision = 1;
    std::uint8_t attempt = 1;
    std::vector<Service> services;
    std::vector<std::string> addresses = {"192.0.2.20"};
    bool settled = true;
    /// 0: the host withholds nothing.
    std::uint64_t address_token = 0;
    bool others_answer = false;
};

using Names = std::vector<std::string>;

/// A HOST_QUERY that a search has sent.
struct SentHostQuery {
    core::Route route;
    Bytes bytes;
    TimeUs sent_us = 0;

    [[nodiscard]] wire::HostQuery message() const { return read<wire::HostQuery>(bytes); }
};

/// Does not wait for sleeping hosts.
inline core::ProbeConfig hasty_config() {
    core::ProbeConfig config;
    config.patience_ms = 0;
    return config;
}

inline core::ProbeConfig local_config() {
    core::ProbeConfig config;
    config.local_only = true;
    return config;
}

/// The owner of a search. It has the clock, and plays the network.
class ProbeTest : public testing::Test {
   protected:
    void start(const core::ProbeConfig& config = {}) {
        probe.emplace(config);
        EXPECT_TRUE(probe->set_interfaces(list_of(usual_interfaces())));
        probe->start(now_us);
        take_requests();
    }

    void run_until(TimeUs end_us) {
        while (probe->next_deadline_us() <= end_us) {
            now_us = std::max(now_us, probe->next_deadline_us());
            probe->tick(now_us);
            take_requests();
        }
        now_us = end_us;
    }
    void run_for(TimeUs duration_us) { run_until(now_us + duration_us); }

    void take_requests() {
        for (core::Outbound out; probe->poll_transmit(out);) {
            if (type_of(out.bytes) == wire::MessageType::host_query) {
                host_queries.push_back({out.route, {out.bytes.begin(), out.bytes.end()}, now_us});
                continue;
            }
            requests.push_back({out.bytes.begin(), out.bytes.end()});
            routes.push_back(out.route);
            times_us.push_back(now_us);
        }
    }

    [[nodiscard]] Bytes bytes_of_answer(const Answer& answer) const {
        const Bytes services = encoded(answer.services);
        wire::Advertisement made;
        made.transaction = read<wire::Request>(requests.front()).transaction;
        made.attempt = answer.attempt;
        made.provider = id_of(answer.provider);
        made.role = answer.provider == answer.primary ? Role::primary : Role::secondary;
        made.host_name = "host";
        for (const std::string& text : answer.addresses) {
            made.addresses[made.address_count++] = ip(text);
        }
        made.lifetime_s = 60;
        made.roster = {id_of(answer.primary), answer.matching,      answer.revision,
                       answer.settled,        answer.address_token, answer.others_answer};
        made.services = wire::ServiceList(services);
        return bytes_of(made);
    }

    void receive(const Bytes& bytes, std::string_view from = "192.0.2.20") {
        const std::uint32_t if_index = ip(from).is_loopback() ? lo : eth0;
        probe->receive(now_us, {core::Channel::client, endpoint(from, 6737), ip("192.0.2.10"),
                                if_index, bytes});
        take_requests();
    }
    void receive(const Answer& answer, std::string_view from = "192.0.2.20") {
        receive(bytes_of_answer(answer), from);
    }

    /// An answer from the neighbour with that number, which has its own address.
    void receive_from_host(std::uint32_t number, const Answer& answer) {
        const std::string tail = std::to_string(number / 65'536) + "." +
                                 std::to_string(number / 256 % 256) + "." +
                                 std::to_string(number % 256);
        receive(answer, "10." + tail);
    }

    std::vector<std::string> found() {
        std::vector<std::string> names;
        for (FoundServiceView each; probe->next_service(each);)
            names.emplace_back(each.service.name);
        return names;
    }

    [[nodiscard]] std::size_t attempts() const {
        return read<wire::Request>(requests.back()).attempt;
    }
    [[nodiscard]] ProbeOutcome outcome() const { return probe->outcome(); }
    [[nodiscard]] std::uint64_t count(Counter counter) { return probe->counters()[counter]; }

    static constexpr TimeUs ms = 1'000;

    TimeUs now_us = 5'000'000;
    std::optional<core::Probe> probe;
    std::vector<Bytes> requests;
    std::vector<core::Route> routes;
    std::vector<TimeUs> times_us;
    /// They ask which hosts there are, and are no requests.
    std::vector<SentHostQuery> host_queries;
};

}  // namespace mpdisc::test
