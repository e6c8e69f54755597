// SPDX-License-Identifier: MIT
#include "cli/config_directory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "tests/unit/cli/temporary_path.h"

namespace mpdisc::cli {
namespace {

class ConfigDirectoryTest : public testing::Test {
   protected:
    ConfigDirectoryTest() { std::filesystem::create_directory(path_); }
    ~ConfigDirectoryTest() override { std::filesystem::remove_all(path_); }

    void write(const std::string& name, const std::string& text) {
        std::ofstream(path_ + "/" + name, std::ios::binary) << text;
    }
    void write_service(const std::string& file, const std::string& name) {
        write(file, "[service]\ntype = _a._udp\nport = 1\nname = " + name + "\n");
    }
    /// Reads the directory. Returns what is wrong with it.
    std::string load() {
        Mistakes mistakes;
        plan_ = {};
        load_config_directory(path_.c_str(), "box", plan_, mistakes);
        return std::string(mistakes.lines());
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> all;
        ServiceView service;
        for (std::size_t position = 0; plan_.services.next(position, service);) {
            all.emplace_back(service.name);
        }
        return all;
    }

    const std::string path_ = temporary_path("conf.d");
    PlannedServices plan_;
};

TEST_F(ConfigDirectoryTest, ReadsFilesInTheOrderOfTheirNames) {
    EXPECT_EQ(load(), "");
    EXPECT_TRUE(plan_.services.is_empty());
    for (const char* name : {"b", "10", "a", "9", "aa"}) {
        write_service(std::string(name) + ".conf", name);
    }
    EXPECT_EQ(load(), "");
    EXPECT_EQ(names(), (std::vector<std::string>{"10", "9", "a", "aa", "b"}));
}

TEST_F(ConfigDirectoryTest, PassesHiddenAndOtherFilesOver) {
    for (const char* name : {".a.conf", "a.conf~", "a.conf.rpmsave", "conf", "README"}) {
        write(name, "no configuration");
    }
    write_service("a.conf", "a");
    EXPECT_EQ(load(), "");
    EXPECT_EQ(names(), std::vector<std::string>{"a"});
}

TEST_F(ConfigDirectoryTest, NamesTheFileOfEachMistake) {
    write("a.conf", "[service]\ntype = _a._udp\n");
    write_service("b.conf", "same");
    write_service("c.conf", "same");
    write("d.conf", "[provider]\nlease = 5\n");
    std::filesystem::create_directory(path_ + "/e.conf");
    const std::string mistakes = load();
    const std::string begin =
        path_ + "/a.conf:1: this service has no port\n" + path_ +
        "/c.conf:1: service 'same' _a._udp: " + to_text(ServiceError::duplicate) + "\n" + path_ +
        "/d.conf:1: [provider] is allowed in the file of --config only\n" + "cannot read '" +
        path_ + "/e.conf': ";
    EXPECT_TRUE(mistakes.starts_with(begin)) << mistakes;
    EXPECT_EQ(names(), std::vector<std::string>{"same"});
}

TEST_F(ConfigDirectoryTest, RefusesADirectoryThatIsNotThere) {
    std::filesystem::remove(path_);
    // The reason differs between systems.
    const std::string mistakes = load();
    EXPECT_TRUE(mistakes.starts_with("cannot read '" + path_ + "': ")) << mistakes;
}

TEST_F(ConfigDirectoryTest, ReadsABoundedNumberOfFiles) {
    for (std::size_t n = 0; n < config_files_max; ++n) {
        write_service(std::to_string(n) + std::string(200, 'x') + ".conf", std::to_string(n));
    }
    EXPECT_EQ(load(), "");
    EXPECT_EQ(names().size(), config_files_max);
    write_service("a.conf", "a");
    EXPECT_EQ(load(), "cannot read '" + path_ + "': it has more than 256 files *.conf");
    // Their names have no room.
    for (std::size_t n = 0; n < 100; ++n)
        write(std::to_string(n) + std::string(240, 'y') + ".conf", "");
    EXPECT_EQ(load(), "cannot read '" + path_ + "': it has more than 256 files *.conf");
}

}  // namespace
}  // namespace mpdisc::cli
