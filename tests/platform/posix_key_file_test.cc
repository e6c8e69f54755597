// SPDX-License-Identifier: MIT
#include "platform/key_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <string>

namespace mpdisc::platform {
namespace {

class KeyFile : public testing::Test {
   protected:
    KeyFile() { write("secret"); }
    ~KeyFile() override {
        unlink(path.c_str());
        unlink(link.c_str());
    }

    void write(const std::string& text) {
        std::ofstream(path, std::ios::binary) << text;
        chmod(path.c_str(), 0600);
    }
    KeyFault read(const std::string& name) {
        size = 0;
        return read_key_file(name.c_str(), room, size);
    }
    KeyError error() { return read(path).error; }

    const std::string path =
        testing::TempDir() + "mpdisc_platform_" + std::to_string(getpid()) + "_key";
    const std::string link = path + "_link";
    std::array<char, 64> room{};
    std::size_t size = 0;
};

TEST_F(KeyFile, IsReadWhole) {
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(std::string(room.data(), size), "secret");
    write("");
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(size, 0U);
    write(std::string(64, 'x'));
    EXPECT_EQ(error(), KeyError::none);
    EXPECT_EQ(size, 64U);
    write(std::string(65, 'x'));
    EXPECT_EQ(error(), KeyError::file_too_large);
}

TEST_F(KeyFile, IsItsOwnersAlone) {
    for (const mode_t mode : {0400, 0600, 0700}) {
        chmod(path.c_str(), mode);
        EXPECT_EQ(error(), KeyError::none) << mode;
    }
    for (const mode_t mode : {0640, 0620, 0610, 0604, 0602, 0601, 0644, 0666}) {
        chmod(path.c_str(), mode);
        EXPECT_EQ(error(), KeyError::exposed) << mode;
    }
    EXPECT_EQ(size, 0U);
}

TEST_F(KeyFile, BelongsToThisUserOrToRoot) {
    if (geteuid() != 0) GTEST_SKIP() << "it takes root to give files away";
    ASSERT_EQ(chown(path.c_str(), 4711, 4711), 0);
    EXPECT_EQ(error(), KeyError::foreign_owner);
    ASSERT_EQ(seteuid(4711), 0);
    const KeyError as_owner = error();
    ASSERT_EQ(seteuid(0), 0);
    EXPECT_EQ(as_owner, KeyError::none);
}

TEST_F(KeyFile, IsARegularFile) {
    EXPECT_EQ(read(testing::TempDir()).error, KeyError::not_regular);
    EXPECT_EQ(read("/dev/null").error, KeyError::not_regular);
    // Nobody ever writes to it, and nobody must wait for that.
    ASSERT_EQ(mkfifo(link.c_str(), 0600), 0);
    EXPECT_EQ(read(link).error, KeyError::not_regular);
}

/// What counts is the file that is read.
TEST_F(KeyFile, MayStandBehindALink) {
    ASSERT_EQ(symlink(path.c_str(), link.c_str()), 0);
    EXPECT_EQ(read(link).error, KeyError::none);
    chmod(path.c_str(), 0644);
    EXPECT_EQ(read(link).error, KeyError::exposed);
}

TEST_F(KeyFile, ThatIsNotThereSaysWhy) {
    const KeyFault fault = read(link);
    EXPECT_EQ(fault.error, KeyError::unreadable);
    EXPECT_EQ(fault.system_error, ENOENT);
    EXPECT_EQ(read(path + "/under").system_error, ENOTDIR);
}

/// A descriptor that stayed open would go to the command that a provider runs.
TEST_F(KeyFile, IsClosed) {
    const int before = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(before);
    (void)error();
    (void)read("/dev/null");
    const int after = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(after);
    EXPECT_EQ(after, before);
}

}  // namespace
}  // namespace mpdisc::platform
