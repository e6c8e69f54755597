// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

#include "key_file.h"

namespace mpdisc::platform {

void make_own(const std::string& path) {
    ASSERT_EQ(chmod(path.c_str(), 0600), 0);
}

namespace {

TEST_F(KeyFile, MustBeAccessibleToItsOwnerOnly) {
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

TEST_F(KeyFile, MustBelongToThisUserOrRoot) {
    if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    ASSERT_EQ(chown(path.c_str(), 4711, 4711), 0);
    EXPECT_EQ(error(), KeyError::foreign_owner);
    ASSERT_EQ(seteuid(4711), 0);
    const KeyError as_owner = error();
    ASSERT_EQ(seteuid(0), 0);
    EXPECT_EQ(as_owner, KeyError::none);
}

TEST_F(KeyFile, MustBeARegularFile) {
    EXPECT_EQ(read("/dev/null").error, KeyError::not_regular);
    // Nothing writes to this pipe, and the reader must not wait for it.
    ASSERT_EQ(mkfifo(link.c_str(), 0600), 0);
    EXPECT_EQ(read(link).error, KeyError::not_regular);
}

/// The check is of the file that is read.
TEST_F(KeyFile, MayBeReachedByALink) {
    ASSERT_EQ(symlink(path.c_str(), link.c_str()), 0);
    EXPECT_EQ(read(link).error, KeyError::none);
    chmod(path.c_str(), 0644);
    EXPECT_EQ(read(link).error, KeyError::exposed);
}

TEST_F(KeyFile, AMissingOneIsReported) {
    const KeyFault fault = read(link);
    EXPECT_EQ(fault.error, KeyError::unreadable);
    EXPECT_EQ(fault.system_error, ENOENT);
    EXPECT_EQ(read(path + "/under").system_error, ENOTDIR);
}

/// A directory of credentials as systemd makes it. An access control list gives the user of the
/// service access to its files. In the mode of a file, the list looks like a permission of the
/// group.
class Credential : public KeyFile {
   protected:
    Credential() {
        EXPECT_EQ(mkdir(directory.c_str(), 0700), 0);
        EXPECT_EQ(std::rename(path.c_str(), credential.c_str()), 0);
        chmod(credential.c_str(), 0440);
        chmod(directory.c_str(), 0550);
        EXPECT_EQ(setenv("CREDENTIALS_DIRECTORY", directory.c_str(), 1), 0);
    }
    ~Credential() override {
        unsetenv("CREDENTIALS_DIRECTORY");
        chmod(directory.c_str(), 0700);
        for (const std::string& name : {credential, in_directory}) std::remove(name.c_str());
        rmdir(directory.c_str());
    }
    KeyError error() { return read(credential).error; }

    const std::string directory = path + "_credentials";
    const std::string credential = directory + "/key";
    const std::string in_directory = directory + "/link";
};

TEST_F(Credential, MayBeReadableByItsGroup) {
    for (const mode_t mode : {0400, 0440, 0640}) {
        chmod(credential.c_str(), mode);
        EXPECT_EQ(error(), KeyError::none) << mode;
        EXPECT_EQ(size, 6U);
    }
    for (const mode_t mode : {0444, 0460, 0450, 0441, 0404, 0402, 0420, 0666}) {
        chmod(credential.c_str(), mode);
        EXPECT_EQ(error(), KeyError::exposed) << mode;
    }
}

TEST_F(Credential, MustBeInADirectoryThatOthersCannotChange) {
    for (const mode_t mode : {0500, 0550, 0700, 0755}) {
        chmod(directory.c_str(), mode);
        EXPECT_EQ(error(), KeyError::none) << mode;
    }
    for (const mode_t mode : {0770, 0720, 0702, 0777, 01777}) {
        chmod(directory.c_str(), mode);
        EXPECT_EQ(error(), KeyError::exposed) << mode;
    }
}

TEST_F(Credential, MustBeInADirectoryOfRootOrThisUser) {
    if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
    ASSERT_EQ(chown(directory.c_str(), 4711, 4711), 0);
    EXPECT_EQ(error(), KeyError::exposed);
    ASSERT_EQ(chown(credential.c_str(), 4711, 4711), 0);
    ASSERT_EQ(seteuid(4711), 0);
    const KeyError as_owner = error();
    ASSERT_EQ(seteuid(0), 0);
    EXPECT_EQ(as_owner, KeyError::none);
    // A file of another user is refused in any directory.
    ASSERT_EQ(chown(directory.c_str(), 0, 0), 0);
    EXPECT_EQ(error(), KeyError::foreign_owner);
}

TEST_F(Credential, IsRecognizedByAnyPath) {
    const std::string name = directory.substr(directory.rfind('/'));
    for (const std::string& way :
         {directory + "/.." + name + "/key", directory + "//key", directory + "/./key"}) {
        EXPECT_EQ(read(way).error, KeyError::none) << way;
    }
    // The path may lead to the directory by a link of another name.
    ASSERT_EQ(symlink(directory.c_str(), link.c_str()), 0);
    EXPECT_EQ(read(link + "/key").error, KeyError::none);
    EXPECT_EQ(setenv("CREDENTIALS_DIRECTORY", link.c_str(), 1), 0);
    EXPECT_EQ(error(), KeyError::none);
}

TEST_F(Credential, MustBeInTheDirectoryOfCredentials) {
    write("other");
    chmod(path.c_str(), 0440);
    EXPECT_EQ(read(path).error, KeyError::exposed);
    EXPECT_EQ(read(directory + "/../" + path.substr(path.rfind('/') + 1)).error, KeyError::exposed);
    // A link in the directory does not count either, even if it has the name of the file.
    chmod(directory.c_str(), 0700);
    ASSERT_EQ(symlink(path.c_str(), in_directory.c_str()), 0);
    EXPECT_EQ(read(in_directory).error, KeyError::exposed);
    std::remove(credential.c_str());
    ASSERT_EQ(symlink(path.c_str(), credential.c_str()), 0);
    EXPECT_EQ(error(), KeyError::exposed);
}

TEST_F(Credential, NeedsTheEnvironmentVariable) {
    for (const char* const none : {"", "/nonexistent", "/dev/null"}) {
        EXPECT_EQ(setenv("CREDENTIALS_DIRECTORY", none, 1), 0);
        EXPECT_EQ(error(), KeyError::exposed) << none;
    }
    unsetenv("CREDENTIALS_DIRECTORY");
    EXPECT_EQ(error(), KeyError::exposed);
    EXPECT_EQ(size, 0U);
}

/// An open descriptor would be inherited by the command of a provider.
TEST_F(KeyFile, IsClosed) {
    const int before = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(before);
    (void)error();
    (void)read("/dev/null");
    ASSERT_EQ(setenv("CREDENTIALS_DIRECTORY", testing::TempDir().c_str(), 1), 0);
    chmod(path.c_str(), 0440);
    (void)error();
    unsetenv("CREDENTIALS_DIRECTORY");
    const int after = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(after);
    EXPECT_EQ(after, before);
}

}  // namespace
}  // namespace mpdisc::platform
