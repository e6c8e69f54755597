// SPDX-License-Identifier: MIT
//
// The description of a datagram for people: it has all that the datagram says, in the words of
// mpdisc-wire.7.
#include <regex>

#include "mpdisc/message_description.h"
#include "tests/vectors/fields.h"
#include "tests/vectors/names.h"

namespace mpdisc::testing {
namespace {

/// A line for each field, those inside another field behind two spaces.
std::vector<std::string> lines_of(wire::Bytes datagram) {
    MessageDescription message(datagram);
    std::vector<std::string> lines;
    for (DescribedField field; message.next(field);) {
        std::string line = field.is_inner ? "  " : "";
        line += field.name.view();
        if (!field.value.empty()) (line += ' ') += field.value.view();
        lines.push_back(line);
    }
    return lines;
}

std::string text_of(wire::Bytes datagram) {
    std::string text;
    for (const std::string& line : lines_of(datagram)) text += line + "\n";
    return text;
}

std::string name_of(wire::Bytes datagram) {
    return std::string(MessageDescription(datagram).type());
}

/// The names of all fields in the order of the datagram, those inside another field behind it.
std::vector<std::string> names_in(const RawFields& fields) {
    std::vector<std::string> names;
    for (const RawField& field : fields) {
        names.push_back(field_names.at(field.type));
        if (!is_nested(field.type)) continue;
        for (const RawField& inner : split_fields(field.value, 0)) {
            names.push_back("  " + field_names.at(inner.type));
        }
    }
    return names;
}

/// All vectors, also the sealed ones.
std::vector<std::string> all_names() {
    std::vector<std::string> names = vector_names();
    for (const auto& entry : std::filesystem::directory_iterator(vectors_directory() / "sealed")) {
        if (entry.path().extension() == ".hex")
            names.push_back("sealed/" + entry.path().stem().string());
    }
    return names;
}

TEST(MessageDescription, names_each_field_of_each_message_in_its_order) {
    for (const std::string& name : all_names()) {
        SCOPED_TRACE(name);
        const Datagram datagram = load_vector(name);
        MessageDescription message(datagram);
        EXPECT_EQ(message.fault(), nullptr);
        EXPECT_EQ(message.type(), message_names.at(datagram[4]));
        std::vector<std::string> names;
        for (const std::string& line : lines_of(datagram)) {
            names.push_back(line.substr(0, line.find(' ', 2)));
            EXPECT_EQ(line.find(" malformed "), std::string::npos) << line;
        }
        EXPECT_EQ(names, names_in(split_message(datagram)));
    }
}

TEST(MessageDescription, knows_each_message_and_each_field_of_the_page) {
    for (const auto& [number, name] : message_names) {
        Datagram datagram = load_vector("provider_heartbeat");
        datagram[4] = static_cast<std::uint8_t>(number);
        EXPECT_EQ(name_of(datagram), name);
    }
    for (const auto& [type, name] : field_names) {
        const Datagram datagram = with_fields(load_vector("provider_heartbeat"), {{type, {}}});
        EXPECT_EQ(text_of(datagram).substr(0, name.size()), name);
    }
}

/// The addresses, the quoted texts, the dates' fields and the named numbers in a vector's comments.
std::vector<std::string> facts_of(const std::string& name) {
    std::ifstream file(vectors_directory() / (name + ".hex"));
    std::vector<std::string> facts;
    const std::regex fact(
        "^ *(?:[0-9a-f]{2} +)+# (?:"
        "(?:[0-9]+ bytes, )?\"([^\"]*)\"|"
        "[A-Z_]{3,}: \"([^\"]*)\"|"
        "(?:ADDRESS: )?([0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+|[0-9a-f]+::[0-9a-f:]+)|"
        "COUNTER ([a-z-]+: [0-9]+)|"
        "(?:[A-Z_]{3,}: )?(?:interface index|port|process id|revision) ([0-9]+).*|"
        "(?:ATTEMPT|LIFETIME|WINDOW|LEASE|HEARTBEAT_INTERVAL|PORT|AGE|PROCESS_ID|USER_ID): "
        "([0-9]+).*|"
        "(?:ROLE|role): ([a-z]+))$");
    for (std::string line; std::getline(file, line);) {
        std::smatch match;
        if (line.find("magic") != std::string::npos || !std::regex_match(line, match, fact))
            continue;
        for (std::size_t n = 1; n < match.size(); ++n) {
            if (match[n].matched)
                facts.push_back(std::regex_replace(match[n].str(), std::regex(":(?= )"), ""));
        }
    }
    return facts;
}

TEST(MessageDescription, tells_what_the_comments_of_the_vectors_say) {
    std::size_t count = 0;
    for (const std::string& name : all_names()) {
        const std::string text = text_of(load_vector(name));
        for (const std::string& fact : facts_of(name)) {
            EXPECT_NE(text.find(fact), std::string::npos) << name << ": " << fact << "\n" << text;
            ++count;
        }
    }
    EXPECT_GT(count, 250U);
}

TEST(MessageDescription, shows_flags_codes_units_and_optional_parts) {
    EXPECT_EQ(lines_of(load_vector("service_advertisement_withheld")).at(6),
              "ROSTER provider_id=9f3c52d108a74be6b1d07e426c95aa13 services=300 revision=18 "
              "flags=none token=0xc4197de03582fb6b");
    const std::string list = text_of(load_vector("host_list"));
    EXPECT_NE(list.find("  SUMMARY revision=1 services=1 digest=0x76bb1437f154e85d "
                        "flags=not_settled\n"),
              std::string::npos)
        << list;
    const auto heartbeat = lines_of(load_vector("provider_heartbeat_ack_register_again"));
    EXPECT_EQ(heartbeat.back(), "RESULT register_again");
    const auto full = lines_of(load_vector("provider_registration_ack_full"));
    EXPECT_EQ(full.at(1), "RESULT registry_full");
    EXPECT_EQ(full.at(3), "LEASE 60000 ms");
}

TEST(MessageDescription, shows_values_of_the_wrong_size_as_bytes) {
    const Datagram heartbeat = load_vector("provider_heartbeat");
    const Datagram changed =
        with_fields(heartbeat, {{1, {0xab, 0xcd}}, {2, {}}, {4, {1, 2, 3}}, {12, {5, 'a'}}});
    EXPECT_EQ(text_of(changed),
              "PROVIDER_ID malformed abcd\nROLE malformed \nADDRESS malformed 010203\n"
              "ATTRIBUTES malformed 0561\n");
    EXPECT_STREQ(MessageDescription(changed).fault(), "a value is not allowed");
}

TEST(MessageDescription, shows_numbers_without_a_meaning) {
    const Datagram heartbeat = load_vector("provider_heartbeat");
    EXPECT_EQ(
        text_of(with_fields(heartbeat,
                            {{2, {9}}, {38, Datagram(17, 0xff)}, {0x63, {1}}, {0x9999, {}}})),
        "ROLE 9\nSUMMARY revision=4294967295 services=4294967295 digest=0xffffffffffffffff "
        "flags=not_settled,learns_neighbours,unknown,unknown,unknown,unknown,unknown,unknown\n"
        "field 0x63 01\nfield 0x9999\n");
}

TEST(MessageDescription, cuts_long_values) {
    const Datagram heartbeat = load_vector("provider_heartbeat");
    const std::string hex = text_of(with_fields(heartbeat, {{39, Datagram(64, 0xab)}}));
    EXPECT_EQ(hex.size(), std::string("TYPES ").size() + 64 + std::string(" ...\n").size());
    const std::string ports = text_of(with_fields(heartbeat, {{26, Datagram(2 * 8192, 1)}}));
    EXPECT_EQ(ports.substr(ports.size() - 9), " 257 ...\n");
    const std::string long_text = text_of(with_fields(heartbeat, {{3, Datagram(5000, 'x')}}));
    EXPECT_EQ(long_text.substr(long_text.size() - 6), "x ...\n");
    EXPECT_LT(long_text.size(), DescribedField::value_max + 20);
}

TEST(MessageDescription, says_why_receivers_drop_a_datagram) {
    const Datagram valid = load_vector("provider_heartbeat");
    const auto fault_of = [](const Datagram& datagram) {
        return std::string(MessageDescription(datagram).fault());
    };
    EXPECT_EQ(fault_of({1, 2, 3}), "it is shorter than a header");
    EXPECT_EQ(fault_of(Datagram(16, 7)), "it does not begin with MPD1");
    Datagram longer = valid;
    longer.push_back(0);
    EXPECT_EQ(fault_of(longer), "it is not as long as its header says");
    Datagram unknown = valid;
    unknown[4] = 99;
    EXPECT_EQ(fault_of(unknown), "its type is unknown");
    EXPECT_EQ(fault_of(with_fields(valid, {})), "a required field is missing");
    const RawFields twice = {{1, Datagram(16, 1)}, {1, Datagram(16, 1)}};
    EXPECT_EQ(fault_of(with_fields(valid, twice)), "a field is repeated");
    EXPECT_EQ(fault_of(with_fields(valid, {{0x9999, {}}})), "an unknown field is critical");
    Datagram cut = valid;
    write_u16(cut, 6, cut.size() - 17);
    cut.pop_back();
    EXPECT_EQ(fault_of(cut), "a field is cut off");
}

TEST(MessageDescription, describes_what_a_header_has_also_of_an_unknown_message) {
    Datagram unknown = load_vector("provider_heartbeat");
    unknown[4] = 99;
    const MessageDescription message(unknown);
    EXPECT_TRUE(message.is_message());
    EXPECT_EQ(message.type(), "");
    EXPECT_EQ(message.type_number(), 99);
    EXPECT_EQ(message.transaction_id(),
              MessageDescription(load_vector("provider_heartbeat")).transaction_id());
    EXPECT_EQ(lines_of(unknown), lines_of(load_vector("provider_heartbeat")));
    EXPECT_FALSE(MessageDescription(Datagram{}).is_message());
    EXPECT_TRUE(lines_of(Datagram(40, 'M')).empty());
}

/// Each cut and each changed byte: nothing is read beyond the end, and the parts stay in order.
TEST(MessageDescription, agrees_with_the_decoder_about_damaged_messages) {
    for (const Vector& vector : all_vectors()) {
        for (std::size_t at = 0; at < vector.datagram.size(); ++at) {
            for (const unsigned change : {1U, 0x80U, 0xffU}) {
                Datagram changed = vector.datagram;
                changed[at] = static_cast<std::uint8_t>(changed[at] ^ change);
                const bool is_valid = decode_any(changed).ok();
                EXPECT_EQ(MessageDescription(changed).fault() == nullptr, is_valid)
                    << vector.name << " " << at;
                static_cast<void>(text_of(changed));
            }
            static_cast<void>(text_of(wire::Bytes(vector.datagram).first(at)));
        }
    }
}

}  // namespace
}  // namespace mpdisc::testing
