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
        Parts parts = parts_of(answer);
        return catalogue.merge(parts.advertisement, filter, parts.source, parts.record);
    }
    /// Puts the service of the answer in the place of the known one with that number.
    core::Catalogue::Put put(std::uint32_t known, const CatalogueAnswer& answer) {
        Parts parts = parts_of(answer);
        (void)catalogue.merge_roster(parts.advertisement, parts.source, parts.record);
        wire::ServiceList::Reader services = parts.advertisement.services.read();
        wire::ServiceList::Item item;
        EXPECT_TRUE(services.next(item));
        return catalogue.put(known, parts.record, item, answer.host_name);
    }
    core::Catalogue::Put put(const CatalogueAnswer& answer) {
        return put(core::FoundServices::none, answer);
    }
    /// The number of the service with that name.
    [[nodiscard]] std::uint32_t number_of(std::string_view name) const {
        const core::FoundServices& services = catalogue.services();
        for (std::uint32_t number = 0; number < services.end(); ++number) {
            if (services.is_live(number) && services[number].service().name == name) return number;
        }
        return core::FoundServices::none;
    }
    void remove(std::string_view name) { catalogue.remove(number_of(name)); }
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

   private:
    /// What the catalogue takes of an answer. It refers to the answer.
    struct Parts {
        Bytes services;
        wire::Advertisement advertisement;
        core::AnswerSource source;
        core::FoundRecord record;
    };
    static Parts parts_of(const CatalogueAnswer& answer) {
        Parts parts;
        parts.services = encoded(answer.services);
        wire::Advertisement& advertisement = parts.advertisement;
        advertisement.provider = id_of(answer.provider);
        advertisement.role = answer.provider == answer.primary ? Role::primary : Role::secondary;
        advertisement.host_name = answer.host_name;
        advertisement.lifetime_s = 60;
        advertisement.roster = {id_of(answer.primary), answer.matching, answer.revision,
                                answer.settled};
        advertisement.services = wire::ServiceList(parts.services);
        parts.source = {ip(answer.from), answer.if_index, answer.attempt};
        parts.source.group = answer.group;
        core::FoundRecord& record = parts.record;
        record.port = answer.port;
        record.rtt_us = 700;
        record.address = ip(answer.addresses.empty() ? answer.from : answer.addresses.front());
        for (const std::string& text : answer.addresses) {
            record.addresses[record.address_count++] = ip(text);
        }
        return parts;
    }

   protected:
    core::InterfaceTable interfaces;
    core::Random random{{1, 2, 3, 4}};
    const core::Selection selection;
    core::Catalogue catalogue{interfaces, selection, random};
};

}  // namespace mpdisc::test
