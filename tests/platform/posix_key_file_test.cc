// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "key_file.h"

namespace mpdisc::platform {

void make_own(const std::string& path) {
    ASSERT_EQ(chmod(path.c_str(), 0600), 0);
}

namespace {

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
