// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/search/catalogue.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {

/// An answer that a catalogue merges.
struct CatalogueAnswer {
    /// Numbers of the provider and of its host's primary.
    std::uint32_t provider = 1;
    std::uint32_t primary = 1;
    std::vector<Service> services = {};
    std::uint32_t matching = 1;
    std::uint32_t revision = 1;
    std::uint32_t attempt = 1;
    std::string from = "192.0.2.1";
    std::uint16_t port = 1'000;
    std::uint32_t if_index = eth0;
    /// Those that a client can reach.
    std::vector<std::string> addresses = {"192.0.2.1"};
    std::string host_name = "host";
    std::uint64_t group = 1;
    bool settled = true;
};

/// A catalogue, and what its reader was told.
class CatalogueTest : public testing::Test {
   protected:
    CatalogueTest() {
        EXPECT_NE(interfaces.assign(list_of(usual_interfaces())),
                  core::InterfaceTable::Update::no_memory);
    }

    core::Catalogue::Merged merge(const CatalogueAnswer& answer, const Filter& filter = {}) {
        const Bytes services = encoded(answer.services);
        wire::Advertisement advertisement;
        advertisement.provider = id_of(answer.provider);
        advertisement.role = answer.provider == answer.primary ? Role::primary : Role::secondary;
        advertisement.host_name = answer.host_name;
        advertisement.lifetime_s = 60;
        advertisement.roster = {id_of(answer.primary), answer.matching, answer.revision,
                                answer.settled};
        advertisement.services = wire::ServiceList(services);
        core::AnswerSource source{ip(answer.from), answer.if_index, answer.attempt};
        source.group = answer.group;
        core::FoundRecord record;
        record.port = answer.port;
        record.rtt_us = 700;
        record.address = answer.addresses.empty() ? source.address : ip(answer.addresses.front());
        for (const std::string& text : answer.addresses) {
            record.addresses[record.address_count++] = ip(text);
        }
        return catalogue.merge(advertisement, filter, source, record);
    }
    std::uint32_t host_of(const CatalogueAnswer& answer) { return merge(answer).host.host; }

    /// All changes that wait: `+name`, `~name` or `-name`, with the service's port.
    std::vector<std::string> changes(bool awaits_names = false) {
        std::vector<std::string> told;
        for (core::CatalogueChange each; catalogue.next_change(each, awaits_names);) {
            told.push_back(text_of(each));
        }
        return told;
    }
    static std::string text_of(const core::CatalogueChange& change) {
        const char sign = change.kind == core::ChangeKind::added     ? '+'
                          : change.kind == core::ChangeKind::changed ? '~'
                                                                     : '-';
        return sign + std::string(change.service.service.name) + ":" +
               std::to_string(change.service.service.port);
    }

    core::InterfaceTable interfaces;
    core::Random random{{1, 2, 3, 4}};
    core::Catalogue catalogue{interfaces, random};
};

}  // namespace mpdisc::test
