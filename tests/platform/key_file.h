// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

#include "platform/host.h"
#include "platform/key_file.h"

namespace mpdisc::platform {

/// Gives access to the file to this user only.
void make_own(const std::string& path);

/// A file of keys and a reader of it.
class KeyFile : public testing::Test {
   protected:
    KeyFile() { write("secret"); }
    ~KeyFile() override {
        std::remove(path.c_str());
        std::remove(link.c_str());
    }

    void write(const std::string& text) {
        std::ofstream(path, std::ios::binary) << text;
        make_own(path);
    }
    KeyFault read(const std::string& name) {
        size = 0;
        return read_key_file(name.c_str(), room, size);
    }
    KeyError error() { return read(path).error; }

    const std::string path =
        testing::TempDir() + "mpdisc_platform_" + std::to_string(process_id()) + "_key";
    const std::string link = path + "_link";
    std::array<char, 64> room{};
    std::size_t size = 0;
};

}  // namespace mpdisc::platform
