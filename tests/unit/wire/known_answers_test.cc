// SPDX-License-Identifier: MIT
//
// mpdisc-wire.7, KNOWN_ANSWERS: a client does not ask for a service in its filter. It nearly always
// asks for any other service.
#include "wire/known_answers.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/vectors/fields.h"

namespace mpdisc::testing {
namespace {

constexpr std::uint64_t transaction = 0x0123'4567'89AB'CDEF;

/// The hash of a service; each number has another provider.
std::uint64_t hash_of(std::uint32_t number, std::uint8_t attempt = 2) {
    ProviderId provider;
    for (std::size_t i = 0; i < 4; ++i) {
        provider.bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    const Datagram service = {0, 8, 0, 4, 1, 2, 3, 4};
    return wire::answer_hash(transaction, attempt, provider, service);
}

/// The filter of a client that follows the advice of the man page.
class Filter {
   public:
    /// Knows the services with the numbers 0 to `count` - 1.
    explicit Filter(std::uint32_t count, std::uint8_t attempt = 2, std::uint8_t shards = 1)
        : bits_((count * wire::known_answer_bits + 7) / 8) {
        known.hashes = wire::known_answer_hashes;
        known.shards = shards;
        for (std::uint32_t n = 0; n < count; ++n)
            wire::add_known_answer(bits_, hash_of(n, attempt));
        known.bits = bits_;
    }
    Filter(const Filter&) = delete;
    Filter& operator=(const Filter&) = delete;

    wire::KnownAnswers known;

   private:
    Datagram bits_;
};

/// The share of `others` unknown services that filters of `known` services deny, over many
/// attempts.
double share_of_denials(std::uint32_t known, std::uint32_t others) {
    constexpr std::uint8_t attempts = 200;
    std::uint32_t denied = 0;
    for (std::uint8_t attempt = 1; attempt <= attempts; ++attempt) {
        const Filter filter(known, attempt);
        for (std::uint32_t n = 0; n < others; ++n) {
            if (!filter.known.asks_for(hash_of(1'000'000 + n, attempt))) ++denied;
        }
    }
    return static_cast<double>(denied) / (others * attempts);
}

TEST(KnownAnswers, are_not_asked_for) {
    for (const std::uint32_t count : {1U, 2U, 3U, 10U, 100U, 897U, 5000U}) {
        const Filter filter(count);
        for (std::uint32_t n = 0; n < count; ++n) {
            ASSERT_FALSE(filter.known.asks_for(hash_of(n))) << n << " of " << count;
        }
    }
}

TEST(KnownAnswers, ask_for_everything_without_a_filter) {
    const wire::KnownAnswers none;
    for (std::uint32_t n = 0; n < 1000; ++n) EXPECT_TRUE(none.asks_for(hash_of(n)));
    wire::KnownAnswers of_another_shard;
    of_another_shard.shard = 1;
    of_another_shard.shards = 2;
    for (std::uint32_t n = 0; n < 1000; ++n) EXPECT_TRUE(of_another_shard.asks_for(hash_of(n)));
}

TEST(KnownAnswers, ask_for_everything_if_the_filter_is_empty) {
    const Datagram bits(100);
    wire::KnownAnswers known;
    known.hashes = 1;
    known.bits = bits;
    for (std::uint32_t n = 0; n < 1000; ++n) EXPECT_TRUE(known.asks_for(hash_of(n)));
}

TEST(KnownAnswers, ask_for_nothing_if_the_filter_is_full) {
    for (const std::size_t size : {1U, 3U, 100U, 1168U}) {
        const Datagram bits(size, 0xFF);
        wire::KnownAnswers known;
        known.bits = bits;
        for (known.hashes = 1; known.hashes <= wire::known_answer_hashes_max; ++known.hashes) {
            EXPECT_FALSE(known.asks_for(hash_of(known.hashes)));
        }
    }
}

TEST(KnownAnswers, deny_one_in_120_unknown_services) {
    for (const std::uint32_t count : {30U, 100U, 900U}) {
        const double share = share_of_denials(count, 1000);
        EXPECT_GT(share, 1 / 140.0) << count;
        EXPECT_LT(share, 1 / 105.0) << count;
    }
}

/// The bits of a service have equal distances, so they collide more often than random bits. In a
/// filter of few services this makes more than one in 120, but never many.
TEST(KnownAnswers, deny_at_most_one_in_thirty_with_a_small_filter) {
    for (std::uint32_t count = 1; count < 20; ++count) {
        EXPECT_LT(share_of_denials(count, 250), 1 / 30.0) << count;
    }
}

TEST(KnownAnswers, deny_other_services_in_each_attempt) {
    constexpr std::uint32_t count = 500;
    std::vector<std::uint32_t> missing(20'000);
    for (std::uint32_t n = 0; n < missing.size(); ++n) missing[n] = count + n;
    std::size_t former = missing.size();
    // The next attempt asks for the services that an attempt denied by chance.
    for (std::uint8_t attempt = 2; !missing.empty(); ++attempt) {
        ASSERT_LT(attempt, 7);
        const Filter filter(count, attempt);
        std::erase_if(missing,
                      [&](std::uint32_t n) { return filter.known.asks_for(hash_of(n, attempt)); });
        EXPECT_LT(missing.size(), former / 20 + 1) << int{attempt};
        former = missing.size();
    }
}

TEST(KnownAnswers, have_hashes_of_transaction_attempt_provider_and_service) {
    ProviderId provider;
    ProviderId other;
    other.bytes[15] = 1;
    const Datagram service = {0, 8, 0, 1, 7};
    const Datagram longer = {0, 8, 0, 1, 7, 0};
    const std::set<std::uint64_t> hashes = {
        wire::answer_hash(1, 1, provider, service), wire::answer_hash(2, 1, provider, service),
        wire::answer_hash(1, 2, provider, service), wire::answer_hash(2, 2, provider, service),
        wire::answer_hash(1, 1, other, service),    wire::answer_hash(1, 1, provider, longer)};
    EXPECT_EQ(hashes.size(), 6U);
}

TEST(KnownAnswers, have_each_service_in_one_shard) {
    constexpr std::uint32_t services = 50'000;
    for (const std::uint8_t shards : std::initializer_list<std::uint8_t>{1, 2, 3, 7, 19, 64, 255}) {
        std::vector<std::uint32_t> in_shard(shards);
        const Datagram none_known(1);
        wire::KnownAnswers known;
        known.hashes = 1;
        known.shards = shards;
        known.bits = none_known;
        for (std::uint32_t n = 0; n < services; ++n) {
            const std::uint64_t hash = hash_of(n);
            const std::uint8_t shard = wire::shard_of(hash, shards);
            ASSERT_LT(shard, shards);
            ++in_shard[shard];
            if (n >= 200) continue;
            for (int asked = 0; asked < shards; ++asked) {
                known.shard = static_cast<std::uint8_t>(asked);
                ASSERT_EQ(known.asks_for(hash), asked == shard) << asked << " of " << int{shards};
            }
        }
        // About five times the standard deviation.
        const double mean = static_cast<double>(services) / shards;
        for (const std::uint32_t count : in_shard) {
            EXPECT_NEAR(count, mean, 5 * std::sqrt(mean)) << int{shards};
        }
    }
}

TEST(KnownAnswers, divide_the_hashes_into_shards_in_their_order) {
    EXPECT_EQ(wire::shard_of(0, 3), 0);
    EXPECT_EQ(wire::shard_of(0x5555'FFFF'FFFF'FFFFU, 3), 0);
    EXPECT_EQ(wire::shard_of(0x5556'0000'0000'0000U, 3), 1);
    EXPECT_EQ(wire::shard_of(0xAAAB'0000'0000'0000U, 3), 2);
    EXPECT_EQ(wire::shard_of(UINT64_MAX, 3), 2);
    EXPECT_EQ(wire::shard_of(UINT64_MAX, 255), 254);
}

/// Each filter in the vectors knows only the service of the vector `service_advertisement`.
class VectorFilter : public ::testing::Test {
   protected:
    VectorFilter() {
        const auto& message = std::get<wire::Advertisement>(advertisement_.message);
        provider = message.provider;
        auto services = message.services.read();
        wire::ServiceList::Item item;
        EXPECT_TRUE(services.next(item));
        service.assign(item.encoded.begin(), item.encoded.end());
    }

    void expect_to_know_only_that(const wire::Request& request) {
        const wire::KnownAnswers& known = request.known;
        ASSERT_EQ(known.hashes, wire::known_answer_hashes);
        const std::uint64_t hash =
            wire::answer_hash(request.transaction, request.attempt, provider, service);
        EXPECT_EQ(wire::shard_of(hash, known.shards), known.shard);
        EXPECT_FALSE(known.asks_for(hash));
        Datagram bits(known.bits.size());
        wire::add_known_answer(bits, hash);
        EXPECT_TRUE(std::equal(bits.begin(), bits.end(), known.bits.begin()))
            << "other bits are set";
        Datagram other = service;
        other.back() ^= 1;
        const std::uint64_t other_hash =
            wire::answer_hash(request.transaction, request.attempt, provider, other);
        if (wire::shard_of(other_hash, known.shards) == known.shard) {
            EXPECT_TRUE(known.asks_for(other_hash));
        }
    }

    const Datagram advertisement_bytes_ = load_vector("service_advertisement");
    const Decoded advertisement_ = decode_any(advertisement_bytes_);
    ProviderId provider;
    Datagram service;
};

TEST_F(VectorFilter, of_the_request_knows_the_advertised_service) {
    const Datagram bytes = load_vector("client_discovery_request_known");
    const Decoded decoded = decode_any(bytes);
    const auto& request = std::get<wire::Request>(decoded.message);
    EXPECT_TRUE(request.known.wants_roster);
    expect_to_know_only_that(request);
}

TEST_F(VectorFilter, of_the_notification_knows_the_advertised_service) {
    const Datagram bytes = load_vector("provider_notification_known");
    const Decoded decoded = decode_any(bytes);
    const auto& notification = std::get<wire::Notification>(decoded.message);
    EXPECT_FALSE(notification.request.known.wants_roster);
    EXPECT_EQ(notification.request.known.shards, 3);
    expect_to_know_only_that(notification.request);
}

}  // namespace
}  // namespace mpdisc::testing
