// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "platform/file.h"

namespace mpdisc::platform {
namespace {

namespace fs = std::filesystem;

/// A directory of the test.
class ReplaceFile : public testing::Test {
   protected:
    ReplaceFile() {
        char name[] = "/tmp/mpdisc-replace-XXXXXX";
        directory_ = mkdtemp(name);
        path_ = directory_ + "/list.conf";
    }
    ~ReplaceFile() override { fs::remove_all(directory_); }

    static std::string content_of(const std::string& path) {
        std::ostringstream text;
        text << std::ifstream(path, std::ios::binary).rdbuf();
        return text.str();
    }
    [[nodiscard]] std::ptrdiff_t files() const {
        return std::distance(fs::directory_iterator(directory_), fs::directory_iterator());
    }
    [[nodiscard]] struct stat status() const {
        struct stat out {};
        EXPECT_EQ(stat(path_.c_str(), &out), 0);
        return out;
    }

    std::string directory_;
    std::string path_;
};

TEST_F(ReplaceFile, MakesAFileAndReplacesIt) {
    const mode_t former = umask(027);
    EXPECT_EQ(replace_file(path_.c_str(), "one\n"), 0);
    umask(former);
    EXPECT_EQ(content_of(path_), "one\n");
    EXPECT_EQ(status().st_mode & 07777, 0640U) << "the umask counts";
    EXPECT_EQ(replace_file(path_.c_str(), ""), 0);
    EXPECT_EQ(content_of(path_), "");
    EXPECT_EQ(files(), 1) << "nothing is left beside it";
}

TEST_F(ReplaceFile, KeepsModeAndOwner) {
    std::ofstream(path_) << "old";
    ASSERT_EQ(chmod(path_.c_str(), 0604), 0);
    const bool is_root = geteuid() == 0;
    if (is_root) {
        ASSERT_EQ(chown(path_.c_str(), 12, 34), 0);
    }
    EXPECT_EQ(replace_file(path_.c_str(), "new"), 0);
    EXPECT_EQ(status().st_mode & 07777, 0604U);
    EXPECT_EQ(status().st_uid, is_root ? 12U : geteuid());
    EXPECT_EQ(status().st_gid, is_root ? 34U : getegid());
}

TEST_F(ReplaceFile, FollowsSymbolicLinks) {
    const std::string target = directory_ + "/target";
    std::ofstream(target) << "old";
    fs::create_symlink("target", path_);
    EXPECT_EQ(replace_file(path_.c_str(), "new"), 0);
    EXPECT_TRUE(fs::is_symlink(path_));
    EXPECT_EQ(content_of(target), "new");
    fs::remove(target);
    EXPECT_EQ(replace_file(path_.c_str(), "newer"), ENOENT);
    EXPECT_TRUE(fs::is_symlink(path_));
}

TEST_F(ReplaceFile, KeepsSeveralWritersApart) {
    const std::string one(50'000, '1');
    const std::string two(60'000, '2');
    const auto write = [&](const std::string& content) {
        for (int i = 0; i < 50; ++i) EXPECT_EQ(replace_file(path_.c_str(), content), 0);
    };
    std::jthread other(write, two);
    write(one);
    other.join();
    const std::string seen = content_of(path_);
    EXPECT_TRUE(seen == one || seen == two) << seen.size();
    EXPECT_EQ(files(), 1);
}

TEST_F(ReplaceFile, ShowsAReaderNoPart) {
    const std::string one(100'000, '1');
    const std::string two(200'000, '2');
    ASSERT_EQ(replace_file(path_.c_str(), one), 0);
    std::jthread writer([&] {
        for (int i = 0; i < 50; ++i) {
            EXPECT_EQ(replace_file(path_.c_str(), i % 2 == 0 ? two : one), 0);
        }
    });
    for (int i = 0; i < 200; ++i) {
        const std::string seen = content_of(path_);
        EXPECT_TRUE(seen == one || seen == two) << seen.size();
    }
}

TEST_F(ReplaceFile, ChangesNothingIfItFails) {
    std::ofstream(path_) << "old";
    // The disk is full.
    rlimit former{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &former), 0);
    const rlimit small{10, former.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(replace_file(path_.c_str(), "longer than ten bytes"), EFBIG);
    std::signal(SIGXFSZ, handler);
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &former), 0);
    EXPECT_EQ(content_of(path_), "old");
    EXPECT_EQ(files(), 1) << "nothing is left beside it";
}

TEST_F(ReplaceFile, RefusesWhatIsNoFile) {
    EXPECT_EQ(replace_file(directory_.c_str(), "x"), EISDIR);
    ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
    EXPECT_EQ(replace_file(path_.c_str(), "x"), EOPNOTSUPP);
    EXPECT_TRUE(fs::is_fifo(path_));
    EXPECT_EQ(replace_file((directory_ + "/none/x").c_str(), "x"), ENOENT);
    EXPECT_EQ(replace_file((directory_ + "/" + std::string(5000, 'x')).c_str(), "x"), ENAMETOOLONG);
}

}  // namespace
}  // namespace mpdisc::platform
