// SPDX-License-Identifier: MIT
#include "wire/auth.h"

#include <map>

#include "tests/unit/wire/other_implementation.h"
#include "tests/vectors/fields.h"
#include "tests/vectors/sealing.h"

namespace mpdisc::testing {
namespace {

constexpr std::string_view other_key = "00112233445566778899aabbccddeeff";
constexpr std::string_view third_key = "ffeeddccbbaa99887766554433221100";
constexpr std::uint16_t auth_field = 35;

/// The result when a receiver with these keys opens a datagram.
struct Opened {
    Opened(const wire::Keyring& keys, const Datagram& datagram)
        : Opened(keys, datagram, binding_of(type_of(datagram))) {}
    Opened(const wire::Keyring& keys, const Datagram& datagram, const wire::Binding& binding) {
        wire::Header header;
        wire::Bytes view;
        EXPECT_EQ(wire::decode_header(datagram, header, view), wire::DecodeError::none);
        ok = keys.open(datagram, binding, view, seal);
        fields.assign(view.begin(), view.end());
    }
    bool ok = false;
    wire::Seal seal;
    Datagram fields;
};

/// Corrects the length in the header first, so that only the code can show the damage.
bool opens(const wire::Keyring& keys, Datagram datagram) {
    write_u16(datagram, 6, datagram.size() - header_bytes);
    return Opened(keys, datagram).ok;
}

struct SealedVector {
    std::string name;
    std::uint64_t time_ms;
};
const std::vector<SealedVector> sealed_vectors = {{"client_discovery_request", sealed_at_ms},
                                                  {"service_advertisement", sealed_at_ms},
                                                  {"provider_discovery_request", 0},
                                                  {"provider_discovery_response_nonce", 0},
                                                  {"provider_registration", 0},
                                                  {"provider_notification", sealed_at_ms},
                                                  {"provider_heartbeat", 0},
                                                  {"provider_registration_ack", 0},
                                                  {"provider_heartbeat_ack", 0},
                                                  {"provider_unregistration", 0},
                                                  {"primary_change", 0},
                                                  {"status_request", 0},
                                                  {"status_response_last", 0},
                                                  {"deputy_appointment", 0},
                                                  {"host_announcement", sealed_at_ms},
                                                  {"host_query", sealed_at_ms},
                                                  {"host_list_last", sealed_at_ms}};

TEST(Auth, seals_and_opens_the_vectors) {
    const wire::Keyring keys = keyring_of({sealing_key_digits});
    for (const auto& [name, time_ms] : sealed_vectors) {
        SCOPED_TRACE(name);
        const Datagram plain = load_vector(name);
        const Datagram vector = load_vector("sealed/" + name);
        EXPECT_EQ(sealed(keys, plain, {0, time_ms}), vector);
        const Opened opened(keys, vector);
        EXPECT_TRUE(opened.ok);
        EXPECT_EQ(opened.seal.time_ms, time_ms);
        EXPECT_EQ(opened.fields, Datagram(plain.begin() + header_bytes, plain.end()));
    }
}

/// The port and the nonce in the table of mpdisc-wire.7; 0 if a message is not bound to a port.
struct BoundTo {
    std::uint16_t port = 0;
    bool nonce = false;
};
const std::map<int, BoundTo> bound_to = {
    {3, {40001, false}},  {4, {40001, false}}, {5, {40001, true}},  {6, {0, true}},
    {7, {40001, true}},   {8, {40001, true}},  {9, {40001, true}},  {10, {40001, true}},
    {11, {40000, false}}, {12, {40001, true}}, {13, {40001, true}}, {14, {40001, true}}};

/// The bytes that the code covers after the message.
std::string trailer_of(const Datagram& datagram) {
    const auto bound = bound_to.find(datagram[4]);
    if (bound == bound_to.end()) return {};
    Datagram trailer(2);
    write_u16(trailer, 0, bound->second.port);
    const wire::Nonce nonce = bound->second.nonce ? sealing_nonce : wire::Nonce{};
    trailer.insert(trailer.end(), nonce.begin(), nonce.end());
    return wire::hex_of(trailer);
}

TEST(Auth, has_the_code_of_another_implementation) {
    std::vector<std::string> lines;
    std::vector<std::string> codes;
    for (const auto& [name, time_ms] : sealed_vectors) {
        const Datagram vector = load_vector("sealed/" + name);
        const auto code = vector.end() - wire::mac_size;
        const std::string covered = wire::hex_of(Datagram(vector.begin(), code));
        lines.push_back(covered + trailer_of(vector) + " " + std::string(sealing_key_digits));
        codes.push_back(wire::hex_of(Datagram(code, vector.end())));
    }
    const auto made = wire::ask_perl("substr(hmac_sha256_hex(@F), 0, 32)", lines);
    EXPECT_EQ(made, codes);
}

/// Opens each message with another port or nonce than the message may be bound to.
TEST(Auth, binds_each_message_as_the_man_page_says) {
    const wire::Keyring keys = keyring_of({sealing_key_digits});
    for (const auto& [name, time_ms] : sealed_vectors) {
        SCOPED_TRACE(name);
        const Datagram vector = load_vector("sealed/" + name);
        const wire::Binding binding = binding_of(type_of(vector));
        const auto bound = bound_to.find(vector[4]);
        const BoundTo to = bound == bound_to.end() ? BoundTo{} : bound->second;
        wire::Binding other = binding;
        other.from_port ^= 1;
        EXPECT_EQ(Opened(keys, vector, other).ok, to.port != binding.from_port);
        other = binding;
        other.to_port ^= 1;
        EXPECT_EQ(Opened(keys, vector, other).ok, to.port != binding.to_port);
        for (std::size_t at = 0; at < binding.nonce.size(); ++at) {
            other = binding;
            other.nonce[at] ^= 1;
            EXPECT_EQ(Opened(keys, vector, other).ok, !to.nonce) << at;
        }
        other = binding;
        other.nonce = {};
        EXPECT_EQ(Opened(keys, vector, other).ok, !to.nonce);
    }
}

TEST(Auth, covers_each_bit) {
    const wire::Keyring keys = keyring_of({sealing_key_digits});
    for (const auto& [name, time_ms] : sealed_vectors) {
        Datagram vector = load_vector("sealed/" + name);
        for (std::size_t at = 5; at < vector.size(); ++at) {
            if (at == 6 || at == 7) continue;  // the length, which the header check covers
            for (int bit = 0; bit < 8; ++bit) {
                vector[at] = static_cast<std::uint8_t>(vector[at] ^ 1 << bit);
                EXPECT_FALSE(Opened(keys, vector).ok) << name << ", " << at;
                vector[at] = static_cast<std::uint8_t>(vector[at] ^ 1 << bit);
            }
        }
    }
}

TEST(Auth, covers_the_type) {
    const wire::Keyring keys = keyring_of({sealing_key_digits});
    Datagram vector = load_vector("sealed/provider_heartbeat");
    vector[4] = 10;  // PROVIDER_UNREGISTRATION
    EXPECT_FALSE(Opened(keys, vector).ok);
}

TEST(Auth, fails_if_a_message_is_cut_or_lengthened) {
    const wire::Keyring keys = keyring_of({sealing_key_digits});
    const Datagram vector = load_vector("sealed/client_discovery_request");
    for (std::size_t size = header_bytes; size < vector.size(); ++size) {
        EXPECT_FALSE(opens(keys, Datagram(vector.begin(), vector.begin() + std::ptrdiff_t(size))));
    }
    Datagram longer = vector;
    longer.insert(longer.end(), {0, 63, 0, 0});
    EXPECT_FALSE(opens(keys, longer));
    EXPECT_FALSE(opens(keys, load_vector("client_discovery_request")));
}

/// A right code in a field with another type or length does not count.
TEST(Auth, requires_its_type_and_length) {
    const wire::Keyring keys = keyring_of({sealing_key_digits});
    wire::HmacKey key;
    KeySet set;
    ASSERT_EQ(set.add_hexadecimal(sealing_key_digits), KeyError::none);
    key.assign(set[0]);
    const Datagram vector = load_vector("sealed/client_discovery_request");
    const std::size_t auth_at = vector.size() - wire::auth_size;
    for (std::size_t at = auth_at; at < auth_at + 4; ++at) {
        Datagram changed = vector;
        changed[at] ^= 1;
        const wire::Bytes covered = wire::Bytes(changed).first(changed.size() - wire::mac_size);
        const wire::Sha256::Digest digest = key.authenticate(covered);
        std::copy_n(digest.begin(), wire::mac_size, changed.end() - wire::mac_size);
        EXPECT_FALSE(Opened(keys, changed).ok) << at;
    }
}

TEST(Auth, accepts_each_key_and_returns_its_index) {
    const wire::Keyring all = keyring_of({sealing_key_digits, other_key, third_key});
    const Datagram plain = load_vector("provider_heartbeat");
    for (std::uint8_t key = 0; key < 3; ++key) {
        const Datagram datagram = sealed(all, plain, {key, 0});
        const Opened opened(all, datagram);
        EXPECT_TRUE(opened.ok);
        EXPECT_EQ(opened.seal.key, key);
        EXPECT_EQ(Opened(keyring_of({sealing_key_digits}), datagram).ok, key == 0);
        EXPECT_EQ(Opened(keyring_of({other_key}), datagram).ok, key == 1);
        EXPECT_EQ(Opened(keyring_of({third_key, other_key}), datagram).ok, key != 0);
    }
}

TEST(Auth, differs_for_a_longer_key_with_the_same_beginning) {
    const std::string longer = std::string(other_key) + "00";
    const Datagram plain = load_vector("provider_heartbeat");
    // HMAC pads a key with zeros to a block, so these two keys are equal.
    EXPECT_TRUE(Opened(keyring_of({other_key}), sealed(keyring_of({longer}), plain)).ok);
    const std::string different = std::string(other_key) + "01";
    EXPECT_FALSE(Opened(keyring_of({other_key}), sealed(keyring_of({different}), plain)).ok);
}

TEST(Auth, adds_nothing_and_refuses_sealed_messages_without_keys) {
    const wire::Keyring none;
    EXPECT_TRUE(none.is_empty());
    EXPECT_EQ(none.overhead(), 0U);
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        EXPECT_EQ(sealed(none, vector.datagram), vector.datagram);
        EXPECT_TRUE(Opened(none, vector.datagram).ok);
        const wire::Keyring keys = keyring_of({sealing_key_digits});
        const Datagram datagram = sealed(keys, vector.datagram);
        EXPECT_FALSE(Opened(none, datagram).ok);
        EXPECT_TRUE(Opened(keys, datagram).ok);
        // AUTH is refused in any place.
        const RawFields moved = with(vector.fields, 0, {auth_field, Datagram(24)});
        EXPECT_FALSE(Opened(none, with_fields(vector.datagram, moved)).ok);
    }
}

/// In any other place, AUTH is an unknown field, and the code covers it like any other field.
TEST(Auth, counts_only_as_the_last_field) {
    const wire::Keyring keys = keyring_of({sealing_key_digits});
    for (const Vector& vector : all_vectors()) {
        SCOPED_TRACE(vector.name);
        const RawField further{auth_field, Datagram(24, 0x5A)};
        for (std::size_t at : {std::size_t{0}, vector.fields.size()}) {
            const Datagram twice = with_fields(vector.datagram, with(vector.fields, at, further));
            const Datagram datagram = sealed(keys, twice, {0, 7});
            const Opened opened(keys, datagram);
            EXPECT_TRUE(opened.ok);
            EXPECT_EQ(opened.seal.time_ms, 7U) << "the time of the last AUTH";
            EXPECT_EQ(opened.fields, Datagram(twice.begin() + header_bytes, twice.end()));
            EXPECT_EQ(decode_any(twice).error, wire::DecodeError::none) << "the decoder skips it";
            EXPECT_FALSE(Opened(keys, twice).ok) << "it is not the code of this message";
        }
        if (vector.fields.empty()) continue;  // AUTH alone is always last
        RawFields moved = split_message(sealed(keys, vector.datagram));
        std::rotate(moved.begin(), moved.end() - 1, moved.end());
        EXPECT_FALSE(Opened(keys, with_fields(vector.datagram, moved)).ok) << "AUTH is not last";
    }
}

TEST(Auth, is_an_unknown_field_in_a_service) {
    const Datagram datagram = load_vector("service_advertisement");
    RawFields fields = split_message(datagram);
    RawField& last = fields.back();
    ASSERT_EQ(last.type, service_field);
    last.value = join_fields(last.value, {{auth_field, Datagram(24)}});
    const Datagram changed = with_fields(datagram, fields);
    EXPECT_TRUE(Opened(wire::Keyring{}, changed).ok);
    EXPECT_EQ(decode_any(changed).error, wire::DecodeError::none);
}

/// Bytes inside another field may look like AUTH.
TEST(Auth, is_recognised_only_as_a_field) {
    Datagram datagram = load_vector("client_discovery_request");
    RawFields fields = split_message(datagram);
    Datagram bits(60, 0xFF);
    const Datagram look_alike = {0, 35, 0, 24};
    std::copy(look_alike.begin(), look_alike.end(), bits.end() - 28);
    fields.push_back({63, bits});
    EXPECT_TRUE(Opened(wire::Keyring{}, with_fields(datagram, fields)).ok);
}

TEST(Auth, seals_with_the_key_and_time_set_last) {
    const wire::Keyring keys = keyring_of({sealing_key_digits, other_key});
    const std::uint16_t own_port = 40001;
    wire::Sealer sealer(keys, own_port);
    sealer.bind(sealing_nonce);
    Datagram room = load_vector("provider_heartbeat");
    const std::size_t size = room.size();
    room.resize(size + sealer.overhead());
    sealer.use({1, 12345});
    ASSERT_EQ(sealer.seal(6737, room, size), room.size());
    const Opened opened(keyring_of({other_key}), room);
    EXPECT_TRUE(opened.ok);
    EXPECT_EQ(opened.seal.time_ms, 12345U);
}

TEST(Auth, wipes_its_keys) {
    alignas(wire::Keyring) std::array<std::uint8_t, sizeof(wire::Keyring)> memory{};
    auto* const keys = new (memory.data()) wire::Keyring(keyring_of({sealing_key_digits}));
    EXPECT_NE(memory, decltype(memory){});
    keys->~Keyring();
    EXPECT_EQ(memory, decltype(memory){});
}

}  // namespace
}  // namespace mpdisc::testing
