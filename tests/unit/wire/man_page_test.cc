// SPDX-License-Identifier: MIT
//
// mpdisc-wire.7 is the normative text. Its examples, numbers and tables must agree with the codec.
#include <map>
#include <set>

#include "tests/vectors/fields.h"
#include "tests/vectors/names.h"
#include "tests/vectors/sealing.h"

namespace mpdisc::testing {
namespace {

std::vector<std::string> page_lines() {
    std::ifstream page(std::filesystem::path(MPDISC_SOURCE_DIR) / "man" / "mpdisc-wire.7");
    std::vector<std::string> lines;
    for (std::string line; std::getline(page, line);) lines.push_back(line);
    return lines;
}

/// The bytes of each example. The key is the vector that the comment before the example names.
std::map<std::string, Datagram> page_examples() {
    const std::string marker = ".\\\" vector ";
    const std::vector<std::string> lines = page_lines();
    std::map<std::string, Datagram> examples;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (lines[at].rfind(".Bd -literal", 0) != 0) continue;
        EXPECT_EQ(lines[at - 1].rfind(marker, 0), 0U) << "line " << at << " names no vector";
        const std::string name = lines[at - 1].substr(marker.size());
        EXPECT_EQ(examples.count(name), 0U) << name << " is there twice";
        Datagram& bytes = examples[name];
        while (++at < lines.size() && lines[at] != ".Ed") {
            EXPECT_TRUE(parse_hex_line(lines[at], bytes)) << lines[at];
        }
    }
    return examples;
}

/// All table rows of the page that begin with a number, in cells: number, name, the rest.
std::vector<std::vector<std::string>> numbered_rows() {
    std::vector<std::vector<std::string>> rows;
    for (const std::string& line : page_lines()) {
        if (line.rfind(".It ", 0) != 0 || line.find(" Ta ") == std::string::npos) continue;
        std::vector<std::string> cells;
        std::size_t begin = 4;
        for (std::size_t end = 0; end != std::string::npos; begin = end + 4) {
            end = line.find(" Ta ", begin);
            cells.push_back(line.substr(begin, end == std::string::npos ? end : end - begin));
        }
        if (cells[0].find_first_of("0123456789") == 0) rows.push_back(cells);
    }
    return rows;
}

bool has_row(const std::string& number, const std::string& name) {
    const auto rows = numbered_rows();
    return std::any_of(rows.begin(), rows.end(),
                       [&](const auto& row) { return row[0] == number && row[1] == name; });
}

bool has_line(const std::string& wanted) {
    const std::vector<std::string> lines = page_lines();
    return std::find(lines.begin(), lines.end(), wanted) != lines.end();
}

TEST(WirePage, shows_the_vectors) {
    for (const auto& [name, bytes] : page_examples()) {
        EXPECT_FALSE(bytes.empty()) << name;
        EXPECT_EQ(bytes, load_vector(name)) << name;
    }
}

/// Encodes and seals a sealed example again, with the key that the page names.
Datagram sealed_again(const Decoded& decoded, const Datagram& example) {
    const wire::Keyring keys = keyring_of({sealing_key_digits});
    wire::Header header;
    wire::Bytes fields;
    wire::Seal seal;
    EXPECT_EQ(wire::decode_header(example, header, fields), wire::DecodeError::none);
    EXPECT_TRUE(keys.open(example, binding_of(header.type), fields, seal));
    return sealed(keys, encode_any(decoded), seal);
}

TEST(WirePage, names_the_key_of_its_examples) {
    EXPECT_TRUE(has_line(".Dl " + std::string(sealing_key_digits.substr(0, 32))));
    EXPECT_TRUE(has_line(".Dl " + std::string(sealing_key_digits.substr(32))));
}

TEST(WirePage, shows_each_message) {
    std::set<unsigned> shown;
    for (const auto& [name, bytes] : page_examples()) {
        const Decoded decoded = decode_any(bytes);
        ASSERT_TRUE(decoded.ok()) << name;
        const bool is_sealed = name.rfind("sealed/", 0) == 0;
        EXPECT_EQ(is_sealed ? sealed_again(decoded, bytes) : encode_any(decoded), bytes) << name;
        shown.insert(static_cast<unsigned>(decoded.header.type));
    }
    EXPECT_EQ(shown.size(), message_names.size());
}

TEST(WirePage, numbers_the_messages_and_describes_each) {
    EXPECT_EQ(message_names.size(), wire::message_type_last);
    for (const auto& [number, name] : message_names) {
        EXPECT_TRUE(has_row(std::to_string(number), name)) << name;
        EXPECT_TRUE(has_line(".Ss " + name)) << name;
    }
}

/// The vectors use the same numbers. Their own tests show how the codec reads them.
TEST(WirePage, numbers_the_fields) {
    for (const auto& [number, name] : field_names) {
        std::ostringstream text;
        if (number >= wire::critical_bit) text << "0x" << std::hex;
        text << number;
        EXPECT_TRUE(has_row(text.str(), name)) << name;
    }
    std::set<std::uint16_t> used;
    for (const Vector& vector : all_vectors()) {
        for (const RawField& field : vector.fields) used.insert(field.type);
        vector.for_each_nested([&](std::size_t, const RawFields& inner) {
            for (const RawField& field : inner) used.insert(field.type);
        });
    }
    for (const RawField& field : split_message(load_vector("sealed/provider_heartbeat"))) {
        used.insert(field.type);
    }
    for (const auto& [number, name] : field_names) {
        EXPECT_EQ(used.count(number), 1U) << name << " is in no vector";
    }
    EXPECT_EQ(used.size(), field_names.size());
}

/// The page's tables agree with rules_of(), which the tests of the codec use.
TEST(WirePage, says_which_fields_a_message_has) {
    for (const auto& [number, message] : message_names) {
        const MessageRules rules = rules_of(static_cast<wire::MessageType>(number));
        const std::vector<std::string> lines = page_lines();
        auto line = std::find(lines.begin(), lines.end(), ".Ss " + message);
        std::set<std::string> rows;
        for (; line != lines.end() && *line != ".El"; ++line) {
            if (line->rfind(".It ", 0) == 0 && line->rfind(".It Em ", 0) != 0) rows.insert(*line);
        }
        EXPECT_EQ(rows.size(), rules.required.size() + rules.optional.size()) << message;
        for (const auto& [type, field] : field_names) {
            const bool required = contains(rules.required, type);
            if (!required && !contains(rules.optional, type)) continue;
            const std::string start =
                ".It " + field + " Ta " + (required ? "required" : "optional");
            const auto row = std::find_if(rows.begin(), rows.end(), [&](const std::string& text) {
                return text == start || text.rfind(start + " Ta ", 0) == 0;
            });
            ASSERT_NE(row, rows.end()) << message << ": " << start;
            EXPECT_EQ(row->find("repeatable") != std::string::npos,
                      contains(rules.repeatable, type))
                << *row;
        }
    }
}

TEST(WirePage, numbers_the_counters) {
    for (std::size_t i = 0; i < counter_count; ++i) {
        const char* const name = to_text(static_cast<Counter>(i));
        EXPECT_TRUE(has_row(std::to_string(i), name)) << name;
    }
}

TEST(WirePage, states_the_limits) {
    std::string text;
    for (const std::string& line : page_lines()) text += line + ' ';
    for (const std::size_t limit :
         {std::size_t{limits::discovery_port_default}, limits::network_datagram_max,
          limits::loopback_datagram_max, limits::encoded_service_max, limits::provider_services_max,
          limits::provider_services_bytes_max, limits::registry_secondaries_max,
          limits::recent_requests_max, limits::appointment_max, std::size_t{limits::window_ms_max},
          std::size_t{limits::lease_ms_max}, std::size_t{limits::replay_window_ms},
          std::size_t{limits::heartbeat_ms_min}, limits::request_size_min,
          limits::type_filter_bytes_max, limits::encoded_neighbour_max}) {
        EXPECT_NE(text.find(std::to_string(limit)), std::string::npos) << limit;
    }
}

TEST(WirePage, states_the_usual_rates) {
    const auto row = [](const std::string& who, std::uint32_t client, std::uint32_t host) {
        return ".It " + who + " Ta " + std::to_string(client) + " KiB/s Ta " +
               std::to_string(host) + " KiB/s";
    };
    constexpr std::uint32_t client = limits::client_rate_kib_default;
    constexpr std::uint32_t host = limits::host_rate_kib_default;
    EXPECT_TRUE(has_line(row("with a valid token", client, host)));
    EXPECT_TRUE(has_line(row("without one, from a known address", client, host)));
    EXPECT_TRUE(has_line(row("without one, from another address", client, host / 32)));
    EXPECT_TRUE(has_line(row("with keys, without time and token", client, host / 32)));
    EXPECT_TRUE(has_line(row("by the loopback interface", client / 16, host / 8)));
}

TEST(WirePage, has_the_sections_that_the_sources_cite) {
    // mandoc reports a plain FIELDS as a misspelt FILES.
    for (const char* section :
         {".Sh HEADER", ".Sh FIELDS\\&", ".Sh SERVICE", ".Sh NEIGHBOUR", ".Sh MESSAGES",
          ".Sh COUNTER", ".Sh EXAMPLES", ".Sh AUTHENTICATION", ".Sh TRANSPORT"}) {
        EXPECT_TRUE(has_line(section)) << section;
    }
}

}  // namespace
}  // namespace mpdisc::testing
