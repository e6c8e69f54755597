// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// The frozen datagrams beside this file: lines of hexadecimal bytes. A comment begins with `#`.
namespace mpdisc::testing {

using Datagram = std::vector<std::uint8_t>;

inline std::filesystem::path vectors_directory() {
    return std::filesystem::path(MPDISC_SOURCE_DIR) / "tests" / "vectors";
}

/// Adds the bytes of one line to `out`; false if it has anything but bytes and a comment.
inline bool parse_hex_line(const std::string& line, Datagram& out) {
    std::istringstream words(line.substr(0, line.find('#')));
    for (std::string word; words >> word;) {
        if (word.size() != 2 || word.find_first_not_of("0123456789abcdef") != std::string::npos) {
            return false;
        }
        out.push_back(static_cast<std::uint8_t>(std::stoi(word, nullptr, 16)));
    }
    return true;
}

/// The datagram of tests/vectors/NAME.hex. Throws if there is no such file, or it is malformed.
inline Datagram load_vector(const std::string& name) {
    std::ifstream file(vectors_directory() / (name + ".hex"));
    Datagram datagram;
    for (std::string line; std::getline(file, line);) {
        if (!parse_hex_line(line, datagram)) throw std::runtime_error(name + ": " + line);
    }
    if (datagram.empty()) throw std::runtime_error("no vector " + name);
    return datagram;
}

/// The names of all vectors, sorted.
inline std::vector<std::string> vector_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(vectors_directory())) {
        if (entry.path().extension() == ".hex") names.push_back(entry.path().stem().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace mpdisc::testing
