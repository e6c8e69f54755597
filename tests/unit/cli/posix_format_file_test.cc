// SPDX-License-Identifier: MIT
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "cli/format_file.h"
#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

TEST(FormatFile, IsFoundByItsNameOrPath) {
    const std::string path = temporary_path("format");
    std::ofstream(path) << "%row\n{name}\n";
    const std::size_t slash = path.rfind('/');
    const std::string name = path.substr(slash + 1);
    TextBuffer reason;
    EXPECT_TRUE(FormatFile().load(path, {}, reason)) << reason.view();
    EXPECT_FALSE(FormatFile().load(name, {}, reason));
    EXPECT_EQ(reason.view(), "no format has this name");
    setenv("MPDISC_FORMATS", path.substr(0, slash).c_str(), 1);
    reason.clear();
    EXPECT_TRUE(FormatFile().load(name, {}, reason)) << reason.view();
    unsetenv("MPDISC_FORMATS");
    std::ofstream(path) << std::string(FormatFile::bytes_max + 1, '%');
    EXPECT_FALSE(FormatFile().load(path, {}, reason));
    EXPECT_EQ(reason.view(), "the file is larger than 64 KiB");
    std::remove(path.c_str());
}

}  // namespace
}  // namespace mpdisc::cli
