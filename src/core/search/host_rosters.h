// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "core/search/completeness_check.h"
#include "mpdisc/address.h"
#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Where an answer came from, and to which attempt of the search, counted from 1.
struct AnswerSource {
    IpAddress address;
    std::uint32_t if_index = 0;
    std::uint32_t attempt = 0;
    /// Whoever asks it with this gets what was withheld; 0: nothing was.
    std::uint64_t address_token = 0;
    /// As origin_group() gives it.
    std::uint64_t group = 0;
};

/// What a probe knows of each host: how many services its primary says there are, and how many
/// have come. Hosts are told apart by their primaries' ids; two ids that answer from one address,
/// or speak for one provider, are primaries of one host, of which the later one holds.
class HostRosters {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    explicit HostRosters(std::uint64_t hash_key) : hash_key_(hash_key) {}

    enum class News : std::uint8_t { none, first, changed };
    struct Merged {
        /// The host's number; `none` when there are too many, or without memory: from then on
        /// nobody knows whether everything has come.
        std::uint32_t host = none;
        /// It was not known, or what its primary says is another thing than before.
        News news = News::none;
        /// It withheld something from whoever has not the token that came with this.
        bool has_new_token = false;
    };
    /// Takes in what an answer says of its host. `lacks_nothing_of`: the shard of which its primary
    /// found nothing that the client has not.
    [[nodiscard]] Merged merge(const wire::Roster& roster, const AnswerSource& source,
                               std::optional<std::uint8_t> lacks_nothing_of = {});
    /// That attempt asks the host's primary to say if nothing is missing, in so many shards.
    void note_asked(std::uint32_t host, std::uint32_t attempt, std::uint8_t shards) {
        hosts_[host].completeness.note_request(attempt, shards);
    }
    /// That attempt shows the host's tokens, so that nothing is withheld from it.
    void note_tokens_shown(std::uint32_t host, std::uint32_t attempt);
    /// Whether the host has given a token that was not shown yet.
    [[nodiscard]] bool has_unshown_token(std::uint32_t host) const {
        return hosts_[host].has_unshown_token;
    }
    /// The first attempt from which it withheld nothing.
    [[nodiscard]] std::uint32_t first_whole_attempt(std::uint32_t host) const {
        return hosts_[host].first_whole_attempt;
    }
    /// What the host is called; a name that is too long is none. An empty one tells nothing.
    void set_name(std::uint32_t host, std::string_view name) {
        if (host != none && !name.empty()) (void)hosts_[host].name.assign(name);
    }
    /// Empty as long as nobody has told it.
    [[nodiscard]] std::string_view name(std::uint32_t host) const {
        return hosts_[host].name.view();
    }
    /// A service of that host was found.
    void add_found(std::uint32_t host);
    /// One of its services is not listed because there are too many: its list stays incomplete.
    void note_truncated(std::uint32_t host);
    [[nodiscard]] bool is_truncated(std::uint32_t host) const { return hosts_[host].is_truncated; }
    /// A service of that host is not listed any more.
    void remove_found(std::uint32_t host);
    /// The same service came from both, so they are one host.
    void join(std::uint32_t from, std::uint32_t into);
    /// Forgets the host, which has no services left, and those that were joined to it. Their
    /// numbers may go to other hosts.
    void remove(std::uint32_t host);

    /// Numbers of hosts are 0 to size() - 1; two that turned out to be one go by the number that
    /// number_of() gives for both. A number that is not in use stands for a host without sources
    /// that is complete.
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(hosts_.size()); }
    [[nodiscard]] std::uint32_t number_of(std::uint32_t host) const;
    /// Whether something of it is missing, or may be.
    [[nodiscard]] bool is_incomplete(std::uint32_t host) const {
        return hosts_[host].joined_to == none && hosts_[host].is_incomplete();
    }
    /// From where it has answered, each address and interface once: not all of its providers may
    /// be asked by any of these.
    [[nodiscard]] std::span<const AnswerSource> sources(std::uint32_t host) const {
        return std::span(hosts_[host].sources).first(hosts_[host].source_count);
    }

    /// How many there are; those that did not fit count as one, and as incomplete.
    [[nodiscard]] std::uint32_t count() const { return count_ + (overflowed_ ? 1 : 0); }
    [[nodiscard]] std::uint32_t incomplete_hosts() const {
        return incomplete_ + (overflowed_ ? 1 : 0);
    }
    [[nodiscard]] std::uint32_t missing_services_of(std::uint32_t host) const {
        return hosts_[host].missing();
    }
    [[nodiscard]] std::uint32_t missing_services() const {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(missing_, UINT32_MAX));
    }

   private:
    struct Host {
        ProviderId primary;
        /// The ids that it went by lately, this one among them, and the next one to be forgotten.
        std::array<ProviderId, limits::host_primaries_max> primaries{};
        std::uint8_t primary_count = 0;
        std::uint8_t next_primary = 0;
        FixedString<limits::host_name_max> name;
        std::array<AnswerSource, limits::host_sources_max> sources{};
        std::uint8_t source_count = 0;
        /// The latest one that was answered.
        std::uint32_t attempt = 0;
        std::uint32_t matching = 0;
        std::uint32_t revision = 0;
        std::uint32_t found = 0;
        /// Its group's number.
        std::uint32_t group = none;
        /// It is the same as that one, which stands for both. Of a number that is not in use, the
        /// next such number.
        std::uint32_t joined_to = none;
        /// What it says may grow still.
        bool roster_is_final = true;
        bool has_unshown_token = false;
        bool is_truncated = false;
        std::uint32_t first_whole_attempt = 1;
        CompletenessCheck completeness;

        [[nodiscard]] std::uint32_t missing() const {
            const std::uint32_t told = matching > found ? matching - found : 0;
            return std::max<std::uint32_t>(told, is_truncated ? 1 : 0);
        }
        [[nodiscard]] bool is_incomplete() const {
            return missing() != 0 || !roster_is_final || completeness.is_pending();
        }
    };

    [[nodiscard]] std::uint64_t hash_of(const AnswerSource& source) const;
    [[nodiscard]] std::uint64_t hash_of(const ProviderId& primary) const {
        return keyed_hash(hash_key_, primary.bytes);
    }
    [[nodiscard]] std::uint32_t host_of(const wire::Roster& roster, const AnswerSource& source);
    /// Makes room for one more host of that group; returns the group's number. `none` if the group
    /// has its share, or for want of memory.
    [[nodiscard]] std::uint32_t reserve_one(std::uint64_t group);
    [[nodiscard]] std::uint32_t add_host(const wire::Roster& roster, std::uint64_t group);
    void add_primary(std::uint32_t number, const ProviderId& primary);
    /// True where it brought a token that was not known.
    bool note_source(std::uint32_t number, const AnswerSource& source);
    /// An answer that comes from there under another id is of this host, too.
    void index_source(std::uint32_t number, const AnswerSource& source);
    void unindex_source(std::uint32_t number, const AnswerSource& source);
    [[nodiscard]] static bool replace_roster(Host& host, const wire::Roster& roster);
    [[nodiscard]] static bool update_host(Host& host, const wire::Roster& roster,
                                          std::uint32_t attempt);
    /// Forgets one host; others that were joined to it stay.
    void erase(std::uint32_t number);
    void discount(const Host& host);
    void count(const Host& host);

    /// How many hosts were heard first from a sender of that group.
    struct GroupCount {
        std::uint64_t group = 0;
        std::size_t hosts = 0;
    };

    std::uint64_t hash_key_;
    Array<Host> hosts_;
    /// The numbers that are not in use: the first one, and how many there are.
    std::uint32_t first_free_ = none;
    std::uint32_t free_ = 0;
    Array<GroupCount> groups_;
    /// Which host each of these ids and sources belongs to.
    HashIndex by_primary_;
    HashIndex by_source_;
    std::uint32_t count_ = 0;
    std::uint32_t incomplete_ = 0;
    std::uint64_t missing_ = 0;
    bool overflowed_ = false;
};

}  // namespace mpdisc::core
