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
#include "core/search/group_counts.h"
#include "mpdisc/address.h"
#include "mpdisc/fixed_string.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/client_messages.h"

namespace mpdisc::core {

/// Where an answer came from.
struct AnswerSource {
    IpAddress address;
    std::uint32_t if_index = 0;
    /// The attempt of the search that it answers, counted from 1.
    std::uint32_t attempt = 0;
    /// The host withholds services from a client until the client shows this. 0: it withholds none.
    std::uint64_t address_token = 0;
    /// As origin_group() gives it.
    std::uint64_t group = 0;
};

/// What a search knows of each host: how many services its primary says there are, and how many
/// were found. Hosts differ by the ids of their primaries. Two ids belong to one host if they
/// answer from one address, or speak for one provider; then the later one is the primary now.
class HostRosters {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    explicit HostRosters(std::uint64_t hash_key) : hash_key_(hash_key) {}

    enum class News : std::uint8_t { none, first, changed };
    struct Merged {
        /// The host's number. `none` if there are too many hosts, or there is no memory: from then
        /// on the search cannot know whether it has everything.
        std::uint32_t host = none;
        /// Whether the host is new, or its primary says something else than before.
        News news = News::none;
        /// The host withheld services and sent a token that was not known.
        bool has_new_token = false;
    };
    /// Merges what an answer says of its host. `lacks_nothing_of`: the primary says that nothing of
    /// this shard is missing.
    [[nodiscard]] Merged merge(const wire::Roster& roster, const AnswerSource& source,
                               std::optional<std::uint8_t> lacks_nothing_of = {});
    /// The host that answered from there; `none` if there is none.
    [[nodiscard]] std::uint32_t find(const AnswerSource& source) const {
        return number_of(by_source_.find(hash_of(source)));
    }
    /// The host with that primary; `none` if there is none. Any sender can claim an id, if there
    /// are no keys.
    [[nodiscard]] std::uint32_t find(const ProviderId& primary) const {
        return number_of(by_primary_.find(hash_of(primary)));
    }
    /// This attempt asks the host's primary to confirm its list, in so many shards.
    void note_asked(std::uint32_t host, std::uint32_t attempt, std::uint8_t shards) {
        hosts_[host].completeness.note_request(attempt, shards);
    }
    /// This attempt shows the host its tokens, so the host withholds nothing.
    void note_tokens_shown(std::uint32_t host, std::uint32_t attempt);
    /// Whether the host has answered nothing since an attempt showed its tokens. Perhaps the path
    /// by which they go does not work in one direction.
    [[nodiscard]] bool ignores_tokens(std::uint32_t host) const {
        return hosts_[host].attempt < hosts_[host].shown_attempt;
    }
    /// Whether the host sent a token that no attempt has shown yet.
    [[nodiscard]] bool has_unshown_token(std::uint32_t host) const {
        return hosts_[host].has_unshown_token;
    }
    /// The first attempt from which the host withheld nothing.
    [[nodiscard]] std::uint32_t first_whole_attempt(std::uint32_t host) const {
        return hosts_[host].first_whole_attempt;
    }
    /// The host's name. An empty one changes nothing, and neither does one that is too long.
    void set_name(std::uint32_t host, std::string_view name) {
        if (host != none && !name.empty()) (void)hosts_[host].name.assign(name);
    }
    /// Empty until an answer names the host.
    [[nodiscard]] std::string_view name(std::uint32_t host) const {
        return hosts_[host].name.view();
    }
    /// A service of that host was found.
    void add_found(std::uint32_t host);
    /// The table had no room for one of its services, so the host's list stays incomplete.
    void note_truncated(std::uint32_t host);
    [[nodiscard]] bool is_truncated(std::uint32_t host) const { return hosts_[host].is_truncated; }
    /// A service of that host is not listed any more.
    void remove_found(std::uint32_t host);
    /// Both are one host, because the same service came from both.
    void join(std::uint32_t from, std::uint32_t into);
    /// Forgets a host, and the hosts that were joined to it. It must have no services any more. The
    /// numbers become free for other hosts.
    void remove(std::uint32_t host);

    /// The numbers of hosts are less than size(). If two hosts were joined, number_of() gives the
    /// number that stands for both. A free number reads as a complete host without sources.
    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(hosts_.size()); }
    [[nodiscard]] std::uint32_t number_of(std::uint32_t host) const;
    /// Whether services of the host are missing, or may be missing.
    [[nodiscard]] bool is_incomplete(std::uint32_t host) const {
        return hosts_[host].joined_to == none && hosts_[host].is_incomplete();
    }
    /// The host's primary now.
    [[nodiscard]] const ProviderId& primary(std::uint32_t host) const {
        return hosts_[host].primary;
    }
    /// Where the host answered from, each address and interface once. A request to one of them may
    /// not reach all of its providers.
    [[nodiscard]] std::span<const AnswerSource> sources(std::uint32_t host) const {
        return std::span(hosts_[host].sources).first(hosts_[host].source_count);
    }

    /// How many hosts there are. All hosts without a number count as one, and as incomplete.
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
        /// The latest ids of its primaries, `primary` among them, and the one to replace next.
        std::array<ProviderId, limits::host_primaries_max> primaries{};
        std::uint8_t primary_count = 0;
        std::uint8_t next_primary = 0;
        FixedString<limits::host_name_max> name;
        std::array<AnswerSource, limits::host_sources_max> sources{};
        std::uint8_t source_count = 0;
        /// The latest attempt that the host answered.
        std::uint32_t attempt = 0;
        std::uint32_t matching = 0;
        std::uint32_t revision = 0;
        std::uint32_t found = 0;
        /// The group that it was first heard from.
        std::uint64_t group = 0;
        /// The host that stands for this one, too. A free number: the next free number.
        std::uint32_t joined_to = none;
        /// The primary knows all providers of its host, so the count will not grow by itself.
        bool roster_is_final = true;
        bool has_unshown_token = false;
        bool is_truncated = false;
        /// The first attempt that showed tokens since the host's latest answer.
        std::uint32_t shown_attempt = 0;
        std::uint32_t first_whole_attempt = 1;
        CompletenessCheck completeness;

        void set_roster(const wire::Roster& roster) {
            primary = roster.primary;
            revision = roster.revision;
            matching = roster.matching;
            roster_is_final = roster.settled;
        }
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
    [[nodiscard]] std::uint32_t add_host(const wire::Roster& roster, std::uint64_t group);
    void add_primary(std::uint32_t number, const ProviderId& primary);
    /// True if the source brought a token that was not known.
    bool note_source(std::uint32_t number, const AnswerSource& source);
    /// From now on an answer from this source belongs to this host, whatever its primary's id.
    void index_source(std::uint32_t number, const AnswerSource& source);
    void unindex_source(std::uint32_t number, const AnswerSource& source);
    /// True if the roster is news.
    [[nodiscard]] static bool update_host(Host& host, const wire::Roster& roster,
                                          std::uint32_t attempt);
    /// Forgets one host; others that were joined to it stay.
    void erase(std::uint32_t number);
    void discount(const Host& host);
    void count(const Host& host);

    std::uint64_t hash_key_;
    Array<Host> hosts_;
    /// The first free number, and how many numbers are free.
    std::uint32_t first_free_ = none;
    std::uint32_t free_ = 0;
    GroupCounts groups_{limits::probe_hosts_max};
    /// These find a host by the id of one of its primaries, and by a source.
    HashIndex by_primary_;
    HashIndex by_source_;
    std::uint32_t count_ = 0;
    std::uint32_t incomplete_ = 0;
    std::uint64_t missing_ = 0;
    bool overflowed_ = false;
};

}  // namespace mpdisc::core
