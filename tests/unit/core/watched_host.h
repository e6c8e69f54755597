// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/core/addresses.h"
#include "tests/unit/core/keys.h"
#include "tests/unit/core/messages.h"
#include "wire/known_answers.h"
#include "wire/sketch.h"

namespace mpdisc::test {

/// A host that a watch follows. It answers requests as mpdisc-wire.7 says.
struct WatchedHost {
    static constexpr std::uint16_t discovery_port = 6737;

    struct Path {
        std::string address;
        std::uint32_t if_index = eth0;
        /// Nothing passes.
        bool is_cut = false;
        /// The system refuses requests: no program has the port.
        bool is_closed = false;
    };
    struct Offered {
        std::uint32_t provider;
        Service service;
        Bytes field;
        /// Its provider answers by this path alone.
        std::optional<std::size_t> only_by;
    };
    struct Reply {
        Bytes bytes;
        std::uint16_t port;
    };

    std::vector<Path> paths;
    std::uint32_t id = 1;
    std::uint32_t primary = 1;
    std::uint32_t revision = 1;
    /// The last revision of each earlier primary.
    std::map<std::uint32_t, std::uint32_t> former_revisions;
    bool settled = true;
    bool contested = false;
    /// 0: none is told.
    std::uint32_t former_primary = 0;
    std::string name = "box";
    /// Those that it advertises beside that of the path.
    std::vector<std::string> other_addresses;
    std::vector<Offered> services;
    /// The hosts that it lists. If there are none, it gives no list.
    std::vector<const WatchedHost*> neighbours;
    /// Providers that have not registered with the primary.
    std::set<std::uint32_t> unregistered;
    /// Secondaries that send nothing.
    std::set<std::uint32_t> hanging;
    /// Its sketches cannot be read.
    bool garbles_sketches = false;
    /// The host withholds all services until it is shown this. 0: it withholds none.
    std::uint64_t token = 0;
    wire::Keyring keys;
    std::uint64_t wall_ms = 0;

    // --- What happens there ---

    void add(const Service& added, std::uint32_t provider = 0,
             std::optional<std::size_t> only_by = {}) {
        services.push_back({provider == 0 ? primary : provider, added, encoded({added}), only_by});
        ++revision;
    }
    void add(std::string_view added, std::uint32_t provider = 0) { add(service(added), provider); }
    /// Adds services that are named `prefix` and a number.
    void add_many(std::size_t count, std::string_view prefix = "s", std::uint32_t provider = 0) {
        for (std::size_t n = 0; n < count; ++n) {
            add(std::string(prefix) + std::to_string(n), provider);
        }
    }
    Offered& offered(std::string_view wanted) {
        return *std::ranges::find(services, wanted,
                                  [](const Offered& each) { return each.service.view().name; });
    }
    void change_port(std::string_view changed, std::uint16_t port) {
        Offered& one = offered(changed);
        EXPECT_EQ(one.service.set_port(port), ServiceError::none);
        one.field = encoded({one.service});
        ++revision;
    }
    void remove(std::string_view removed) {
        std::erase_if(services,
                      [&](const Offered& each) { return each.service.view().name == removed; });
        ++revision;
    }
    void remove_provider(std::uint32_t provider) {
        std::erase_if(services, [&](const Offered& each) { return each.provider == provider; });
        ++revision;
    }
    /// A secondary has become the primary. The others have not registered with it yet.
    void take_over(std::uint32_t provider) {
        // Each of them numbers its states itself.
        former_revisions[primary] = revision;
        primary = provider;
        revision = former_revisions[primary] + 1;
        settled = false;
        for (const Offered& each : services) {
            if (each.provider != primary) unregistered.insert(each.provider);
        }
        unregistered.erase(primary);
    }
    /// The others have registered, those that are left.
    void settle() {
        unregistered.clear();
        settled = true;
        ++revision;
    }

    // --- What it says ---

    /// A host that leaves says so with a lifetime of 0.
    [[nodiscard]] Bytes announcement(std::uint32_t lifetime_s = 180,
                                     std::uint64_t transaction = 0) const {
        wire::HostAnnouncement made;
        describe(made);
        made.address_token = neighbours.empty() ? 0 : 77;
        made.lifetime_s = lifetime_s;
        made.transaction = transaction;
        return seal(bytes_of(made));
    }

    [[nodiscard]] Bytes answer_query(const Bytes& bytes) const {
        const Bytes plain = unsealed(bytes);
        const auto query = read<wire::HostQuery>(plain);
        return query.wants_list ? list(query) : announcement(180, query.transaction);
    }

    /// The answers of all providers to a request by that path.
    std::vector<Reply> answer(std::size_t path, const Bytes& bytes) {
        bool needs_token = token != 0;
        if (!keys.is_empty()) {
            wire::Seal with;
            if (!opens(keys, bytes, {}, with)) return {};
            const std::int64_t late_ms = static_cast<std::int64_t>(wall_ms - with.time_ms);
            const bool is_dated = with.time_ms != 0;
            if (is_dated && std::abs(late_ms) > std::int64_t{limits::replay_window_ms}) return {};
            needs_token = !is_dated;
            time_ms_ = with.time_ms;
        }
        const Bytes plain = unsealed(bytes);
        const auto request = read<wire::Request>(plain);
        wire::Advertisement made = advertisement(path, request);
        const std::uint64_t own_token = token != 0 ? token : 77;
        if (needs_token && request.address_token != own_token) {
            made.roster.address_token = own_token;
            return {{seal(bytes_of(made)), discovery_port}};
        }
        return request.sketch.is_wanted ? sketch_reply(path, request, made)
                                        : service_replies(path, request, made);
    }

   private:
    void describe(wire::HostDescription& out) const {
        out.host.bytes = id_of(id).bytes;
        out.primary = id_of(primary);
        out.summary.revision = revision;
        out.summary.services = static_cast<std::uint32_t>(services.size());
        out.summary.settled = settled;
        out.summary.knows_neighbours = !neighbours.empty();
        out.types = wire::TypeFilter(1);
        for (const Offered& each : services) out.types.add(each.service.view().type);
    }
    [[nodiscard]] Bytes list(const wire::HostQuery& query) const {
        wire::Neighbour own;
        describe(own);
        Bytes out(limits::network_datagram_max);
        wire::HostListWriter writer(out, query.transaction, own.host, own.summary);
        for (const WatchedHost* each : neighbours) {
            wire::Neighbour made;
            each->describe(made);
            for (const Path& path : each->paths) {
                made.sources[made.source_count++] = {ip(path.address), 0};
            }
            EXPECT_TRUE(writer.add(made));
        }
        out.resize(writer.finish(0));
        return seal(out);
    }
    [[nodiscard]] Bytes seal(Bytes message) const {
        return keys.is_empty() ? message : sealed(keys, std::move(message), time_ms_);
    }
    /// Without AUTH, which a decoder does not know.
    [[nodiscard]] Bytes unsealed(Bytes bytes) const {
        bytes.resize(bytes.size() - keys.overhead());
        const std::size_t length = bytes.size() - wire::header_size;
        bytes[6] = static_cast<std::uint8_t>(length >> 8);
        bytes[7] = static_cast<std::uint8_t>(length);
        return bytes;
    }
    /// The services that match, and that the path reaches.
    [[nodiscard]] std::vector<const Offered*> matching(std::size_t path,
                                                       const wire::Request& request) const {
        std::vector<const Offered*> all;
        for (const Offered& each : services) {
            const bool is_reached = !each.only_by || *each.only_by == path;
            if (!is_reached || unregistered.contains(each.provider)) continue;
            if (request.filter.matches(each.service.view())) all.push_back(&each);
        }
        return all;
    }
    [[nodiscard]] wire::Advertisement advertisement(std::size_t path,
                                                    const wire::Request& request) const {
        wire::Advertisement made;
        made.transaction = request.transaction;
        made.attempt = request.attempt;
        made.provider = id_of(primary);
        made.role = Role::primary;
        made.host_name = name;
        made.addresses[made.address_count++] = ip(paths[path].address);
        for (const std::string& each : other_addresses) {
            made.addresses[made.address_count++] = ip(each);
        }
        made.lifetime_s = 60;
        made.roster.primary = id_of(primary);
        made.roster.matching = static_cast<std::uint32_t>(matching(path, request).size());
        made.roster.revision = revision;
        made.roster.settled = settled;
        made.roster.contested = contested;
        return made;
    }
    [[nodiscard]] std::vector<Reply> sketch_reply(std::size_t path, const wire::Request& request,
                                                  wire::Advertisement made) const {
        const wire::SketchSize& size = request.sketch;
        wire::Sketch sketch(size.cells);
        for (const Offered* each : matching(path, request)) {
            const std::uint64_t key =
                wire::sketch_key(request.transaction, id_of(each->provider), each->field);
            const bool is_asked_for =
                size.cells != 0 && wire::sketch_shard(key, size.shards) == size.shard;
            if (is_asked_for) sketch.add(key);
        }
        const std::vector<std::uint8_t> garbage(size.cells * wire::Sketch::cell_size, 0xA5);
        made.sketch = garbles_sketches ? wire::Bytes(garbage) : sketch.bytes();
        made.shard = size.shard;
        if (former_primary != 0) made.former_primary = id_of(former_primary);
        if (bytes_of(made).size() + keys.overhead() > limits::network_datagram_max) {
            made.host_name = {};
            made.address_count = 0;
        }
        return {{seal(bytes_of(made)), discovery_port}};
    }
    [[nodiscard]] static bool is_lacking(const wire::Request& request, const Offered& each) {
        const ProviderId provider = id_of(each.provider);
        if (!request.wanted.is_empty()) {
            return request.wanted.has(wire::sketch_key(request.transaction, provider, each.field));
        }
        return request.known.hashes == 0 ||
               request.known.asks_for(
                   wire::answer_hash(request.transaction, request.attempt, provider, each.field));
    }
    [[nodiscard]] std::vector<Reply> service_replies(std::size_t path, const wire::Request& request,
                                                     wire::Advertisement made) const {
        std::map<std::uint32_t, std::vector<const Offered*>> lacking;
        for (const Offered* each : matching(path, request)) {
            if (is_lacking(request, *each)) lacking[each->provider].push_back(each);
        }
        const bool has_own = lacking.contains(primary);
        made.roster.others_answer = lacking.size() > (has_own ? 1U : 0U);
        std::vector<Reply> replies;
        const bool wants_roster = request.known.wants_roster || !request.wanted.is_empty() ||
                                  (request.attempt > 1 && made.roster.others_answer);
        if (!has_own && wants_roster) replies.push_back({seal(bytes_of(made)), discovery_port});
        for (const auto& [provider, offered] : lacking) {
            if (hanging.contains(provider)) continue;
            made.provider = id_of(provider);
            made.role = provider == primary ? Role::primary : Role::secondary;
            made.roster.others_answer = provider == primary && lacking.size() > 1;
            const std::uint16_t port = provider == primary
                                           ? discovery_port
                                           : static_cast<std::uint16_t>(40'000 + provider);
            for (std::size_t next = 0; next < offered.size();) {
                replies.push_back({seal(filled(made, offered, next)), port});
            }
        }
        return replies;
    }
    /// As many services as fit one datagram, from that one on.
    [[nodiscard]] Bytes filled(const wire::Advertisement& made,
                               const std::vector<const Offered*>& offered,
                               std::size_t& next) const {
        Bytes out(limits::network_datagram_max - keys.overhead());
        wire::AdvertisementWriter writer(made, out);
        while (next < offered.size() && writer.fits(offered[next]->field.size())) {
            writer.add(offered[next++]->field);
        }
        out.resize(writer.finish());
        return out;
    }

    /// Answers repeat the time of the request.
    std::uint64_t time_ms_ = 0;
};

}  // namespace mpdisc::test
