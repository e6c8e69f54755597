// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "core/search/host_lists.h"
#include "tests/unit/core/addresses.h"
#include "tests/unit/core/messages.h"

namespace mpdisc::test {

constexpr TimeUs ms = 1'000;

/// A host in a list.
struct Listed {
    std::uint32_t id = 1;
    std::vector<std::string> addresses;
    std::uint32_t if_index = eth0;
    std::string type = "_http._tcp";
};

class HostListsTest : public testing::Test {
   protected:
    HostListsTest() { (void)interfaces.assign(list_of(usual_interfaces())); }

    void begin(core::ProbeScope scope = {}, std::string_view type = "_http._tcp") {
        scope.discovery_port = 6737;
        ASSERT_TRUE(targets.compute(scope, interfaces));
        std::construct_at(&reachable, interfaces, targets, sources, scope.family);
        lists.begin(now_us, true, type, 1'000 * ms);
        lists.note_attempt(now_us);
        take_queries();
    }
    void take_queries() {
        for (core::HostLists::Query query; lists.next_query(now_us, heard, query);) {
            sent.push_back(query);
        }
    }
    void run_for(TimeUs duration_us) {
        const TimeUs end_us = now_us + duration_us;
        while (lists.next_deadline_us() <= end_us) {
            now_us = std::max(now_us, lists.next_deadline_us());
            take_queries();
        }
        now_us = end_us;
    }
    /// The last query to that address; it must be there.
    [[nodiscard]] const core::HostLists::Query& last_to(std::string_view address) const {
        for (auto each = sent.rbegin(); each != sent.rend(); ++each) {
            if (each->to.address == ip(address)) return *each;
        }
        ADD_FAILURE() << "no query to " << address;
        return sent.front();
    }
    [[nodiscard]] std::size_t sent_to(std::string_view address) const {
        const IpAddress to = ip(address);
        return static_cast<std::size_t>(
            std::ranges::count(sent, to, [](const auto& each) { return each.to.address; }));
    }
    [[nodiscard]] std::vector<core::HostLists::Query> broadcasts() const {
        std::vector<core::HostLists::Query> found = sent;
        std::erase_if(found,
                      [](const auto& each) { return each.to.address.family != Family::any; });
        return found;
    }
    static wire::Neighbour neighbour_of(const Listed& listed) {
        wire::Neighbour made;
        made.host.bytes = id_of(listed.id).bytes;
        made.primary = id_of(1'000 + listed.id);
        made.types = wire::TypeFilter(1);
        made.types.add(listed.type);
        for (const std::string& address : listed.addresses) {
            made.sources[made.source_count++] = {ip(address), listed.if_index};
        }
        return made;
    }
    static core::Inbound inbound(std::string_view from, std::uint32_t if_index) {
        return {core::Channel::client, endpoint(from, 6737), {}, if_index, {}};
    }
    /// A list of the host with that address, which has the number 99.
    void receive_list(std::uint64_t transaction, std::string_view from, std::uint32_t if_index,
                      const std::vector<Listed>& hosts, bool is_settled = true,
                      std::uint32_t next_page = 0) {
        Bytes bytes(limits::loopback_datagram_max);
        wire::HostSummary summary;
        summary.services = own_services;
        summary.knows_neighbours = is_settled;
        HostId lister;
        lister.bytes = id_of(99).bytes;
        wire::HostListWriter writer(bytes, transaction, lister, summary);
        for (const Listed& each : hosts) EXPECT_TRUE(writer.add(neighbour_of(each)));
        bytes.resize(writer.finish(next_page));
        lists.on_list(inbound(from, if_index), read<wire::HostList>(bytes));
        take_queries();
    }
    void receive_local_list(const std::vector<Listed>& hosts, bool is_settled = true,
                            std::uint32_t next_page = 0) {
        receive_list(last_to("127.0.0.1").message.transaction, "127.0.0.1", lo, hosts, is_settled,
                     next_page);
    }
    /// A host on a link answers the search, and then the queries to it.
    void hear(std::string_view address, std::uint32_t if_index = eth0) {
        const core::AnswerSource source{ip(address), if_index, 1};
        (void)heard.merge({id_of(++primaries)}, source);
        lists.note_heard(source);
        take_queries();
    }
    void receive_token(std::uint64_t transaction, std::string_view from,
                       std::uint32_t if_index = eth0, bool keeps_list = true) {
        wire::HostAnnouncement announcement;
        announcement.transaction = transaction;
        announcement.host.bytes = id_of(99).bytes;
        announcement.address_token = 42;
        announcement.summary.knows_neighbours = keeps_list;
        announcement.types = wire::TypeFilter(1);
        announcement.types.add("_http._tcp");
        lists.on_announcement(inbound(from, if_index), announcement);
        take_queries();
    }
    void receive_list_of_link(std::string_view lister, std::uint32_t if_index,
                              const std::vector<Listed>& hosts, bool is_settled = true) {
        hear(lister, if_index);
        receive_token(last_to(lister).message.transaction, lister, if_index);
        receive_list(last_to(lister).message.transaction, lister, if_index, hosts, is_settled);
    }
    /// The addresses of all known hosts but this one.
    [[nodiscard]] std::vector<std::string> neighbours() const {
        std::vector<std::string> all;
        for (std::uint32_t n = 0; n < lists.known().size(); ++n) {
            for (const core::AnswerSource& each : lists.known()[n].all_sources()) {
                if (each.if_index != lo) all.emplace_back(to_text(each.address).view());
            }
        }
        return all;
    }
    [[nodiscard]] bool is_expected(std::uint64_t transaction, std::string_view from) const {
        return lists.is_expected(transaction, ip(from));
    }

    TimeUs now_us = 1'000'000;
    core::Random random{{UINT64_C(0x9e3779b97f4a7c15), 2, 3, UINT64_C(0xbf58476d1ce4e5b9)}};
    core::InterfaceTable interfaces;
    core::ProbeTargets targets;
    core::AnswerSources sources{interfaces, true, Family::any};
    core::ReachableHosts reachable{interfaces, targets, sources, Family::any};
    const core::Selection selection;
    core::HostLists lists{interfaces, targets, reachable, selection, random};
    core::HostRosters heard{8};
    std::vector<core::HostLists::Query> sent;
    std::uint32_t primaries = 0;
    /// How many services the lister has.
    std::uint32_t own_services = 0;
};

using Addresses = std::vector<std::string>;

}  // namespace mpdisc::test
