// SPDX-License-Identifier: MIT
// Commands that really run.
#include "cli/event_commands.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <sstream>

#include "mpdisc/poll.h"
#include "mpdisc/text.h"
#include "tests/unit/cli/arguments.h"
#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

constexpr auto added = WatchEventType::added;
constexpr auto changed = WatchEventType::changed;
constexpr auto removed = WatchEventType::removed;

/// Runs `sh -c SCRIPT sh FILE`, where FILE collects what commands write.
class EventCommandsTest : public testing::Test {
   protected:
    void SetUp() override { std::remove(path_.c_str()); }
    void TearDown() override { std::remove(path_.c_str()); }

    void use(const std::string& script) {
        words_.emplace(std::vector<std::string>{"sh", "-c", script, "sh", path_});
        commands_.emplace(words_->view());
    }
    void add(WatchEventType type, const FoundServiceView& found) {
        while (!commands_->has_room()) await_one();
        commands_->add({type, found}, {});
        commands_->start_next();
    }
    void add(WatchEventType type, std::string_view name, std::uint16_t port = 80) {
        Sample sample;
        sample.found.service.name = name;
        sample.found.service.port = port;
        add(type, sample.found);
    }
    void await_one() {
        PollSet set;
        commands_->add_poll_entries(set);
        ASSERT_TRUE(set.wait(monotonic_us() + 10'000'000));
        commands_->note_ended();
        commands_->start_next();
    }
    void await_all() {
        while (commands_->has_running()) await_one();
    }
    std::string written() const {
        std::ifstream file(path_, std::ios::binary);
        std::stringstream text;
        text << file.rdbuf();
        return text.str();
    }

    std::string path_ = temporary_path("events");
    std::optional<ArgumentWords> words_;
    std::optional<EventCommands> commands_;
};

TEST_F(EventCommandsTest, HaveTheServiceInTheirEnvironment) {
    setenv("MPDISC_ATTR_old", "of another service", 1);
    use("printf '%s|%s|%s|%s|%s|%s\\n' \"$MPDISC_EVENT\" \"$MPDISC_NAME\" \"$MPDISC_PORT\" "
        "\"$MPDISC_ATTR_path\" \"${MPDISC_ATTR_old-none}\" \"${MPDISC_TIME-none}\" >>\"$1\"");
    const Sample sample({"path=/a b"});
    add(added, sample.found);
    await_all();
    unsetenv("MPDISC_ATTR_old");
    EXPECT_EQ(written(), "added|web|80|/a b|none|none\n");
}

TEST_F(EventCommandsTest, RunOneAfterAnotherForOneService) {
    use("echo begin $MPDISC_EVENT >>\"$1\"; sleep 0.05; echo end $MPDISC_EVENT >>\"$1\"");
    add(added, "a");
    add(changed, "a");
    await_one();
    add(removed, "a");
    await_all();
    EXPECT_EQ(written(),
              "begin added\nend added\nbegin changed\nend changed\nbegin removed\nend removed\n");
}

TEST_F(EventCommandsTest, RunSideBySideForDifferentServices) {
    // Each one waits for the other.
    use("echo $MPDISC_NAME >>\"$1\"; until [ $(wc -l <\"$1\") = 2 ]; do sleep 0.01; done");
    add(added, "a");
    add(added, "b");
    await_all();
    EXPECT_EQ(std::ranges::count(written(), '\n'), 2);
}

TEST_F(EventCommandsTest, GetTheLastStateOfABurst) {
    use("echo $MPDISC_EVENT $MPDISC_PORT >>\"$1\"");
    add(added, "a", 1);
    for (std::uint16_t port = 2; port <= 1000; ++port) add(changed, "a", port);
    await_all();
    EXPECT_EQ(written(), "added 1\nchanged 1000\n");
}

TEST_F(EventCommandsTest, AreNotRunForTheFirstPicture) {
    use("echo $MPDISC_EVENT >>\"$1\"");
    commands_->add({WatchEventType::synced, {}}, {});
    commands_->start_next();
    EXPECT_FALSE(commands_->has_running());
}

TEST_F(EventCommandsTest, AreReportedIfTheyFail) {
    use("case $MPDISC_NAME in good) ;; bad*) exit 7 ;; *) kill -KILL $$ ;; esac");
    testing::internal::CaptureStderr();
    add(added, "good");
    await_all();
    add(changed, "bad'\n\x1b");
    await_all();
    add(removed, "killed");
    await_all();
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "mpdisc-probe: the command for 'bad'\\n\\0033' _http._tcp (changed) exited with "
              "status 7\n"
              "mpdisc-probe: the command for 'killed' _http._tcp (removed) was killed by signal "
              "9\n");
}

TEST_F(EventCommandsTest, AreReportedIfTheyCannotBeStartedAndOthersFollow) {
    const std::string program = temporary_path("program");
    const ArgumentWords words({program, path_});
    commands_.emplace(words.view());
    testing::internal::CaptureStderr();
    add(added, "a");
    EXPECT_FALSE(commands_->has_running());
    std::ofstream(program) << "#!/bin/sh\necho $MPDISC_EVENT >>\"$1\"\n";
    add(changed, "a");
    ASSERT_EQ(chmod(program.c_str(), 0700), 0);
    add(removed, "a");
    await_all();
    std::remove(program.c_str());
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "mpdisc-probe: the command for 'a' _http._tcp (added) could not be started: No such "
              "file or directory\n"
              "mpdisc-probe: the command for 'a' _http._tcp (changed) could not be started: "
              "Permission denied\n");
    EXPECT_EQ(written(), "removed\n");
}

/// Text that is full of what shells, terminals and readers of lines might obey.
std::string hostile_text(std::mt19937& random, std::size_t size_max) {
    static const std::vector<std::string> pieces = {"$(id)",
                                                    "`id`",
                                                    ";",
                                                    "&",
                                                    "|",
                                                    "'",
                                                    "\"",
                                                    "\\",
                                                    "\n",
                                                    "\r",
                                                    "\t",
                                                    " ",
                                                    "=",
                                                    "MPDISC_EVENT=",
                                                    "LD_PRELOAD=/x",
                                                    "PATH=",
                                                    "%s",
                                                    "\x1b[31m",
                                                    "*",
                                                    "~",
                                                    "-",
                                                    "--",
                                                    "\xc2\x9b",
                                                    "\xe2\x80\xae",
                                                    "ä",
                                                    "a"};
    std::string text;
    while (true) {
        const std::string& piece = pieces[random() % pieces.size()];
        if (text.size() + piece.size() > size_max || (!text.empty() && random() % 8 == 0)) break;
        text += piece;
    }
    return text;
}

/// The variables that a dump of an environment has, by their names.
std::map<std::string, std::string> read_dump(const std::string& dump) {
    std::map<std::string, std::string> variables;
    for (std::size_t at = 0; at < dump.size();) {
        const std::string entry = dump.c_str() + at;
        at += entry.size() + 1;
        const std::size_t equals = entry.find('=');
        EXPECT_NE(equals, std::string::npos) << entry;
        EXPECT_TRUE(variables.emplace(entry.substr(0, equals), entry.substr(equals + 1)).second)
            << "twice: " << entry;
    }
    return variables;
}

/// Undoes the escaping, as printf(1) does with %b.
std::string unescaped(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out += text[i];
        } else if (text[++i] == '0') {
            out += static_cast<char>(std::stoi(text.substr(i + 1, 3), nullptr, 8));
            i += 3;
        } else {
            const std::size_t which = std::string("ntr\\").find(text[i]);
            out += "\n\t\r\\"[which];
        }
    }
    return out;
}

/// How many services such a test has. MPDISC_HOSTILE_SERVICES sets another number.
int hostile_service_count() {
    const char* const given = std::getenv("MPDISC_HOSTILE_SERVICES");
    return given == nullptr ? 40 : std::atoi(given);
}

TEST_F(EventCommandsTest, AreNotDeceivedByHostileServices) {
    // The program itself dumps its environment. No shell stands between.
    const std::string dump_path = temporary_path("dump");
    const ArgumentWords words({"cp", "/proc/self/environ", dump_path});
    if (access("/proc/self/environ", R_OK) != 0) GTEST_SKIP() << "no /proc";
    const auto dump = [&] {
        std::ifstream file(dump_path, std::ios::binary);
        std::stringstream text;
        text << file.rdbuf();
        return read_dump(text.str());
    };
    commands_.emplace(words.view());
    add(added, Sample().found);
    await_all();
    // The variables that no service sets.
    std::map<std::string, std::string> usual = dump();
    std::erase_if(usual, [](const auto& entry) { return entry.first.starts_with("MPDISC_"); });

    std::mt19937 random(1);
    for (int n = 0; n < hostile_service_count(); ++n) {
        const std::string name = hostile_text(random, limits::instance_name_max);
        const std::string key = "k" + std::to_string(n);
        const std::string value = hostile_text(random, 200);
        Sample sample({key + "=" + value});
        sample.found.service.name = name;
        sample.found.host = name;
        add(added, sample.found);
        await_all();
        const std::map<std::string, std::string> variables = dump();
        ASSERT_EQ(unescaped(variables.at("MPDISC_NAME")), name);
        ASSERT_EQ(unescaped(variables.at("MPDISC_HOST")), name);
        ASSERT_EQ(unescaped(variables.at("MPDISC_ATTR_" + key)), value);
        ASSERT_EQ(variables.at("MPDISC_EVENT"), "added");
        std::size_t others = 0;
        for (const auto& [other, text] : variables) {
            ASSERT_TRUE(is_utf8(text) && text.find('\n') == std::string::npos) << text;
            if (other.starts_with("MPDISC_")) continue;
            ++others;
            ASSERT_EQ(usual.at(other), text);
        }
        ASSERT_EQ(others, usual.size());
        // 11 fields, the event, the attribute and the list of attributes.
        ASSERT_EQ(variables.size() - others, 14U);
    }
    std::remove(dump_path.c_str());
}

}  // namespace
}  // namespace mpdisc::cli
