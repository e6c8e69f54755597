// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/kit/array.h"
#include "core/kit/hash_index.h"
#include "core/kit/random.h"
#include "mpdisc/address.h"
#include "mpdisc/limits.h"
#include "mpdisc/types.h"
#include "wire/neighbour_messages.h"

namespace mpdisc::core {

/// Where a host was heard. Address and interface identify an entry of the neighbourhood.
struct NeighbourSource {
    IpAddress address;
    std::uint32_t if_index = 0;
    /// The interface and the kind of address, as origin_group() gives it: less than 2^40.
    std::uint64_t group = 0;
};

/// The hosts that this host knows at the addresses where it reached them (mpdisc.7, NEIGHBOURHOOD).
///
/// Without keys, anyone can forge announcements with any source address. Therefore an announcement
/// is no more than a reason to ask that address, by unicast and with a secret transaction. Only an
/// answer adds a host, replaces what is known, or keeps a host that is said to be gone. What an
/// announcement says of a known host counts until the next answer, but it can remove neither the
/// host nor a type.
///
/// The answer tells which host has the address. So an address has one entry, and a sender that
/// forges all ids gains nothing by it. The entries of one group may be as many as there is room
/// left, so other groups always find room. An entry never makes room for another one.
///
/// Questions are sent at a bounded rate. Addresses to ask wait in a bounded queue. The groups take
/// turns, so a flood of addresses of one kind leaves the others their share. There are few IPv4
/// addresses on a link, and each is asked at most once a round. So a flood that claims all of them
/// runs dry before the round ends, and a new host is asked within about a round. IPv6 addresses do
/// not run out. Two more kinds of turns help hosts that have no other address: addresses that a
/// confirmed host lists, and addresses that have shown a token of this host. No forger can use
/// these. A new host comes to show a token, because it sees that the digests of others lack it,
/// and asks them for their lists.
class Neighbourhood {
   public:
    static constexpr std::uint32_t none = HashIndex::none;

    /// `hash_key` is secret: it makes the transactions of the questions. `random` must outlive this
    /// object.
    Neighbourhood(std::uint64_t hash_key, Random& random) : hash_key_(hash_key), random_(random) {}

    struct Entry {
        wire::HostDescription host;
        NeighbourSource source;
        /// When the host was last heard, and when it last answered a question.
        TimeUs heard_us = 0;
        TimeUs answered_us = 0;

       private:
        friend class Neighbourhood;
        /// When to ask next, or to give up after the last question.
        TimeUs due_us = 0;
        /// The time in its newest sealed announcement.
        std::uint64_t sealed_ms = 0;
        /// Its part of the digest of its group.
        std::uint64_t share = 0;
        std::uint32_t group = 0;
        /// Questions without an answer.
        std::uint8_t tries = 0;
        /// It will be asked, also if it announces itself before.
        bool is_suspected = false;
        bool said_farewell = false;
    };

    /// This host begins to listen, or something may have happened that it did not hear: it was
    /// suspended, or has other interfaces. So each known host is asked.
    void begin(TimeUs now_us);
    /// Forgets all hosts.
    void clear();
    /// This host's own part of the digest of a group: wire::digest_of() itself at each address from
    /// which it announces itself there. Without a share, it announces nothing.
    void add_own_share(std::uint64_t group, std::uint64_t share);
    void clear_own_shares();
    /// The digest to announce by the path of this group. Others compare it with theirs of the same
    /// path.
    [[nodiscard]] std::uint64_t digest(std::uint64_t group) const;
    /// Changes when anything in the neighbourhood changes.
    [[nodiscard]] std::uint64_t digest() const;

    /// A HOST_ANNOUNCEMENT came, also as an answer. The owner has checked that the source may be
    /// another host on the link. `sealed_ms`: the time in a sealed one, else 0. Returns whether
    /// the neighbourhood has changed.
    bool note(TimeUs now_us, const wire::HostAnnouncement& announcement,
              const NeighbourSource& source, std::uint64_t sealed_ms = 0);
    /// Whether that transaction answers a question to this source. So the message is fresh.
    [[nodiscard]] bool is_answer(TimeUs now_us, const NeighbourSource& source,
                                 std::uint64_t transaction) const;
    /// A neighbour lists a host at this source.
    void note_listed(TimeUs now_us, const wire::Neighbour& listed, const NeighbourSource& source);
    /// A message came from the discovery port of another host, so there is one, even if its
    /// announcements were lost. Nothing else of the message is believed.
    void note_unproven(TimeUs now_us, const NeighbourSource& source);
    /// A HOST_QUERY with a valid token came from there.
    void note_proven(TimeUs now_us, const NeighbourSource& source);
    /// A client could not reach this host: ask it.
    void note_silent(TimeUs now_us, const HostId& host);

    /// A question to send: a HOST_QUERY by unicast to the discovery port.
    struct Question {
        NeighbourSource source;
        std::uint64_t transaction = 0;
        /// How many were sent there before.
        std::uint8_t tries = 0;
    };
    /// After each input and each tick, to be called until it returns false.
    [[nodiscard]] bool next_question(TimeUs now_us, Question& out);
    /// A list to ask for, page by page, each time with this token.
    struct ListRequest {
        NeighbourSource source;
        std::uint64_t address_token = 0;
    };
    [[nodiscard]] bool next_list_request(ListRequest& out);

    void tick(TimeUs now_us);
    [[nodiscard]] TimeUs next_deadline_us() const;

    [[nodiscard]] std::span<const Entry> entries() const { return entries_.view(); }
    /// How many hosts have these addresses. For an administrator: it looks at each entry.
    [[nodiscard]] std::uint32_t count_hosts() const;
    /// How many addresses will be asked whether a host is there.
    [[nodiscard]] std::uint32_t candidates() const {
        return static_cast<std::uint32_t>(candidates_.size());
    }
    /// Whether this host has had the time to learn its neighbourhood, and has no reason to doubt
    /// that it knows all. An address that announced a host, or that it leaves, and answers no
    /// question is a reason: the announcement may be forged, but the host may also be there, and
    /// unicasts do not reach it. A host without room in the table is another reason.
    [[nodiscard]] bool is_settled(TimeUs now_us) const;

    static constexpr TimeUs round_us = 2'000'000;
    static constexpr TimeUs try_gap_us = 1'000'000;
    /// A host that said farewell is given up sooner.
    static constexpr TimeUs farewell_gap_us = 300'000;
    static constexpr std::uint8_t tries_max = 3;
    /// A host is asked at most once in this time if others say something of it.
    static constexpr TimeUs suspicion_gap_us = 2'000'000;
    /// A host whose announcement lacks a type is asked within this time. The questions of all
    /// neighbours are spread over it.
    static constexpr TimeUs lost_type_window_us = 30'000'000;
    /// The time from one list to the next. It is doubled each time, until a list tells of a host or
    /// all digests agree.
    static constexpr TimeUs list_gap_us_min = 3'000'000;
    static constexpr TimeUs list_gap_us_max = 96'000'000;
    /// About this many hosts ask one that has another digest than all others, each time. They may
    /// be thousands.
    static constexpr std::uint64_t list_askers = 32;
    static constexpr TimeUs settling_us = 1'500'000;
    /// How long a host that does not answer is a reason to doubt.
    static constexpr TimeUs doubt_us = 90'000'000;

   private:
    /// Why an address is to be asked. Each has turns of its own.
    enum class Reason : std::uint8_t { announced, listed, proven, entered };

    /// An address to ask.
    struct Candidate {
        NeighbourSource source;
        std::uint32_t group = 0;
        std::uint8_t tries = 0;
        TimeUs due_us = 0;
    };
    /// The candidates of one reason and group, or the entries of a group.
    struct Group {
        std::uint64_t key = 0;
        std::uint32_t count = 0;
        /// When its candidates last had a turn.
        std::uint32_t served = 0;
        std::uint64_t own_share = 0;
        std::uint64_t digest = 0;
    };

    [[nodiscard]] static std::uint64_t key_of(std::uint64_t group, Reason reason) {
        return group | std::uint64_t{static_cast<std::uint8_t>(reason)} << 62;
    }
    [[nodiscard]] std::uint32_t find_or_add_group(std::uint64_t key);
    [[nodiscard]] std::uint64_t hash_of(const NeighbourSource& source, std::uint64_t salt) const;
    [[nodiscard]] std::uint64_t transaction_for(const NeighbourSource& source,
                                                std::uint64_t slot) const;
    [[nodiscard]] std::uint32_t find(const NeighbourSource& source) const;

    bool note_answer(TimeUs now_us, const wire::HostAnnouncement& answer,
                     const NeighbourSource& source, std::uint64_t sealed_ms);
    [[nodiscard]] std::uint32_t add(const NeighbourSource& source);
    void remove(std::uint32_t number);
    /// Replaces what is known of the host. True if its id, primary or revision has changed.
    bool describe(Entry& entry, const wire::HostDescription& host);
    /// Asks the host at `due_us`, or sooner if it is asked anyway.
    void suspect(Entry& entry, TimeUs due_us);
    void set_due(Entry& entry, TimeUs due_us);

    /// True if the address will be asked.
    bool admit(TimeUs now_us, const NeighbourSource& source, Reason reason);
    /// A candidate that makes room for one of that group; `none` if there is none.
    [[nodiscard]] std::uint32_t candidate_replaced_by(std::uint32_t group);
    void remove_candidate(std::uint32_t number);
    [[nodiscard]] bool ask_candidate(TimeUs now_us, Question& out);
    [[nodiscard]] bool ask_entry(TimeUs now_us, Question& out);

    void compare_digests(TimeUs now_us, const Entry& entry);
    [[nodiscard]] bool has_other_digest(const Entry& entry) const {
        const wire::HostSummary& summary = entry.host.summary;
        return summary.knows_neighbours && summary.digest != groups_[entry.group].digest;
    }
    void schedule_list(TimeUs now_us);
    void choose_list(TimeUs now_us);

    std::uint64_t hash_key_;
    Random& random_;
    TimeUs begun_us_ = 0;
    Array<Group> groups_;
    Array<Entry> entries_;
    HashIndex by_source_;
    /// No entry is due before.
    TimeUs entries_due_us_ = never_us;

    Array<Candidate> candidates_;
    /// How many candidates were asked already.
    std::uint32_t tried_ = 0;
    std::uint32_t turn_ = 0;
    bool is_turn_of_entries_ = false;
    /// When the next question may be sent.
    TimeUs free_us_ = 0;
    /// A Bloom filter of the addresses that were admitted in this round. In a flood it takes one in
    /// a thousand new addresses for an admitted one; these are admitted in the next round.
    std::array<std::uint8_t, 4096> admitted_{};
    static constexpr std::uint32_t admitted_hashes = 4;
    TimeUs round_end_us_ = 0;

    /// The address of a host that was announced or listed, or that was said to leave, and that did
    /// not answer.
    struct Doubt {
        std::uint64_t hash = 0;
        TimeUs until_us = 0;
    };
    void add_doubt(TimeUs now_us, const NeighbourSource& source);
    /// The latest ones. A new one replaces the oldest.
    std::array<Doubt, 16> doubts_{};
    std::uint32_t next_doubt_ = 0;

    TimeUs list_due_us_ = never_us;
    TimeUs list_gap_us_ = list_gap_us_min;
    /// The hash of the source to ask for its list once it has answered; 0: of none.
    std::uint64_t list_from_ = 0;
    ListRequest list_request_;
};

}  // namespace mpdisc::core
