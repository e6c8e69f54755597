// SPDX-License-Identifier: MIT
#include "cli/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "cli/probe_options.h"
#include "cli/provider_plan.h"
#include "tests/unit/cli/arguments.h"
#include "tests/unit/cli/temporary_path.h"

namespace mpdisc::cli {
namespace {

const std::string key = "00112233445566778899aabbccddeeff";
const std::string other_key = "ffeeddccbbaa99887766554433221100";

class KeyFileTest : public testing::Test {
   protected:
    ~KeyFileTest() override {
        std::remove(path_.c_str());
        std::remove(other_path_.c_str());
        std::remove(config_path_.c_str());
    }

    static void write(const std::string& path, const std::string& text, mode_t mode = 0600) {
        std::ofstream(path, std::ios::binary) << text;
        ASSERT_EQ(chmod(path.c_str(), mode), 0);
    }
    Parsed load(const std::string& path) {
        FileName name;
        EXPECT_EQ(read_file_name(path, name), nullptr);
        keys_.clear();
        message_.clear();
        return load_keys(name, keys_, message_);
    }
    /// Makes the plan of this command line. Returns what is wrong with it.
    std::string plan(std::vector<std::string> words) {
        words.insert(words.begin(), {"-t", "_http._tcp", "-p", "80"});
        const ArgumentWords arguments(words);
        ProviderArguments parsed;
        EXPECT_EQ(parse_provider_options(arguments.view(), "box", parsed, message_), Parsed::run);
        Mistakes mistakes;
        make_plan(parsed, FileRead::waits, plan_, mistakes);
        return std::string(mistakes.lines());
    }

    const std::string path_ = temporary_path("keys");
    const std::string other_path_ = temporary_path("other.keys");
    const std::string config_path_ = temporary_path("keys.conf");
    KeySet keys_;
    ProviderPlan plan_;
    TextBuffer message_;
};

TEST_F(KeyFileTest, GivesItsKeysInOrder) {
    write(path_, "# ours\n" + key + "\n" + other_key + "\n");
    ASSERT_EQ(load(path_), Parsed::run) << message_.view();
    ASSERT_EQ(keys_.size(), 2U);
    EXPECT_EQ(keys_[0][15], 0xFF);
    EXPECT_EQ(keys_[1][15], 0x00);
}

TEST_F(KeyFileTest, GivesNoKeysIfThereIsNoFile) {
    EXPECT_EQ(load_keys({}, keys_, message_), Parsed::run);
    EXPECT_TRUE(keys_.is_empty());
}

TEST_F(KeyFileTest, IsRefusedByAMessageWithFileAndLineButWithoutTheKey) {
    write(path_, "\n" + key + "\n" + other_key + "0\n");
    EXPECT_EQ(load(path_), Parsed::error);
    EXPECT_EQ(message_.view(),
              path_ + ":3: a key must have 16 to 64 bytes, each of two hexadecimal digits");
    write(path_, "");
    EXPECT_EQ(load(path_), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ": it contains no key");
    write(path_, key, 0640);
    EXPECT_EQ(load(path_), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ": other users can access it (see chmod)");
    EXPECT_EQ(load(path_ + "\n"), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + "\\n: No such file or directory");
    write(path_, std::string(limits::key_file_bytes_max + 1, '\n'));
    EXPECT_EQ(load(path_), Parsed::error);
    EXPECT_EQ(message_.view(), path_ + ": it has more than 4096 bytes");
}

TEST_F(KeyFileTest, NeedsAValidFileName) {
    FileName name;
    ASSERT_EQ(read_file_name(std::string(1023, 'x'), name), nullptr);
    EXPECT_EQ(std::string(name.data()), std::string(1023, 'x'));
    ASSERT_EQ(read_file_name("short", name), nullptr);
    EXPECT_STREQ(name.data(), "short");
    for (const std::string& text :
         {std::string(), std::string(1024, 'x'), std::string("a\0b", 3)}) {
        EXPECT_STREQ(read_file_name(text, name), "a file name must have 1 to 1023 bytes, none NUL");
        EXPECT_STREQ(name.data(), "short");
    }
}

TEST_F(KeyFileTest, ComesFromTheCommandLineOrTheConfiguration) {
    write(path_, key);
    write(other_path_, other_key);
    write(config_path_, "[provider]\nkey-file = " + other_path_ + "\n");
    ASSERT_EQ(plan({}), "");
    EXPECT_TRUE(plan_.keys.is_empty());
    ASSERT_EQ(plan({"-c", config_path_}), "");
    ASSERT_EQ(plan_.keys.size(), 1U);
    EXPECT_EQ(plan_.keys[0][0], 0xFF);
    plan_.keys.clear();
    // The command line's file overrides the other one, which is not read.
    std::remove(other_path_.c_str());
    ASSERT_EQ(plan({"-c", config_path_, "--key-file", path_}), "");
    ASSERT_EQ(plan_.keys.size(), 1U);
    EXPECT_EQ(plan_.keys[0][0], 0x00);
}

TEST_F(KeyFileTest, IsRefusedWithTheLineOfTheConfigurationThatNamesIt) {
    write(config_path_, "[provider]\nlease = 9\nkey-file = " + path_ + "\n");
    EXPECT_EQ(plan({"-c", config_path_}),
              config_path_ + ":3: " + path_ + ": No such file or directory");
    write(path_, key + "\n0\n");
    EXPECT_EQ(plan({"-c", config_path_}),
              config_path_ + ":3: " + path_ +
                  ":2: a key must have 16 to 64 bytes, each of two hexadecimal "
                  "digits");
    // A file of the command line has no such line.
    EXPECT_EQ(plan({"-c", config_path_, "-k", path_}),
              path_ + ":2: a key must have 16 to 64 bytes, each of two hexadecimal digits");
}

TEST_F(KeyFileTest, MayBeGivenOnlyOnceInAConfiguration) {
    write(path_, key);
    write(config_path_, "[provider]\nkey-file = " + path_ + "\nkey-file = " + path_ + "\n");
    EXPECT_EQ(plan({"-c", config_path_}),
              config_path_ + ":3: 'key-file' is given twice in this section");
}

TEST_F(KeyFileTest, ServesASearchAndAStatusOfTheProbe) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"-k", path_}, {"--key-file=" + path_, "--status"}}) {
        const ArgumentWords arguments(words);
        ProbeArguments parsed;
        ASSERT_EQ(parse_probe_options(arguments.view(), parsed, message_), Parsed::run)
            << message_.view();
        EXPECT_EQ(std::string(parsed.key_file.data()), path_);
        EXPECT_EQ(probe_options(parsed).keys, &parsed.keys);
    }
    const ArgumentWords arguments({"-k", ""});
    ProbeArguments parsed;
    EXPECT_EQ(parse_probe_options(arguments.view(), parsed, message_), Parsed::usage_error);
}

}  // namespace
}  // namespace mpdisc::cli
