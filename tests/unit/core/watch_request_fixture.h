// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/unit/core/virtual_host.h"

namespace mpdisc::test {

using wire::MessageType;
using Keys = std::set<std::uint64_t>;
using Names = std::multiset<std::string>;

/// A watch on the network of eth0. It asks a host as mpdisc-wire.7 says, Requests of a watch.
class WatchRequestTest : public testing::Test {
   protected:
    static constexpr std::uint64_t transaction = 42;

    [[nodiscard]] static std::uint64_t key_of(const VirtualProvider& provider,
                                              const Service& offered) {
        return wire::sketch_key(transaction, provider.id(), encoded({offered}));
    }

    [[nodiscard]] wire::Request next_request(std::string_view type = {}) {
        return request(transaction, ++attempt, type);
    }
    [[nodiscard]] wire::Request sketch_request(std::uint8_t cells, std::uint8_t shard = 0,
                                               std::uint16_t shards = 1) {
        wire::Request made = next_request();
        made.sketch = {true, cells, shard, shards};
        return made;
    }
    [[nodiscard]] wire::Request wanted_request(const Keys& keys) {
        wire::Request made = next_request();
        wanted.resize(keys.size() * 8);
        wire::Writer writer(wanted);
        for (const std::uint64_t key : keys) writer.u64(key);
        made.wanted = {wanted};
        return made;
    }

    /// Sends the request, and returns what comes.
    std::vector<wire::Advertisement> ask(const Bytes& bytes) {
        client->received.clear();
        host.sent.clear();
        host.send_to_port(client->endpoint, bytes, if_index, local);
        host.run_for(ms);
        std::vector<wire::Advertisement> answers;
        for (const Datagram& each : client->received) {
            answers.push_back(read<wire::Advertisement>(each.bytes));
        }
        return answers;
    }
    std::vector<wire::Advertisement> ask(const wire::Request& asked) {
        return ask(bytes_of(asked));
    }
    /// Sends the request, and returns the only answer.
    wire::Advertisement ask_primary(const wire::Request& asked) {
        const auto answers = ask(asked);
        EXPECT_EQ(answers.size(), 1U);
        return answers.empty() ? wire::Advertisement{} : answers[0];
    }
    [[nodiscard]] static Names names_of(const std::vector<wire::Advertisement>& answers) {
        Names names;
        for (const wire::Advertisement& each : answers) {
            const auto found = names_in(each.services);
            names.insert(found.begin(), found.end());
        }
        return names;
    }

    /// The keys in a sketch of few services.
    [[nodiscard]] static Keys keys_in(const wire::Advertisement& answer) {
        if (answer.sketch.empty()) {
            ADD_FAILURE() << "there is no sketch";
            return {};
        }
        wire::Sketch sketch = wire::Sketch::from(answer.sketch);
        wire::Sketch::Difference difference;
        EXPECT_TRUE(sketch.read(difference));
        EXPECT_EQ(difference.there, 0U);
        const auto keys = std::span(difference.only_here).first(difference.here);
        return {keys.begin(), keys.end()};
    }

    VirtualHost host;
    VirtualClient* client = &host.client(endpoint("192.0.2.77", 5000));
    std::uint32_t if_index = eth0;
    std::string local = "192.0.2.10";
    std::uint8_t attempt = 0;
    Bytes wanted;
};

}  // namespace mpdisc::test
