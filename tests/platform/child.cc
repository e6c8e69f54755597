// SPDX-License-Identifier: MIT
// The main() of this test program. The program is also the child that its tests start, since no
// command exists on every system.
//
//   --child exit CODE            exits with that code
//   --child raise NUMBER         raises that signal, then exits with 0
//   --child await-signal PORT    sends "ready" to that port, exits with 100 + the Signal that comes
//   --child await-word PORT      sends "ready" to that port, exits when it is answered
//   --child tell-id PORT         sends its process id to that port, exits when it is answered
//   --child is-hex-of HEX:TEXT   exits with 0 if the text has these bytes
//   --child has-variable TEXT    exits with 0 if its environment has this NAME=VALUE, and with 1 if
//   the
//                                variable has another value; 2 if there is none
//   --child count-input MAX      exits with the number of bytes of its input, counted up to MAX
//   --child leave PORT           starts `await-word PORT`, does not wait for it, exits with 9
#include "child.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "mpdisc/poll.h"
#include "peer.h"
#include "platform/host.h"

namespace mpdisc::platform {
namespace {

std::string own_program;

bool say(Peer& peer, const std::string& port, std::string_view word) {
    const auto number = static_cast<std::uint16_t>(std::stoi(port));
    return peer.open_on_loopback(Family::ipv4) &&
           peer.send({IpAddress::loopback(Family::ipv4), 0, number}, word) == 1;
}

int await_signal(const std::string& port) {
    SignalWatch signals;
    Peer peer;
    if (!signals.open() || !say(peer, port, "ready")) return 1;
    const PollEntry entry = signals.poll_entry();
    const TimeUs give_up_us = monotonic_us() + patience_us;
    Signal signal = Signal::none;
    while (signal == Signal::none && monotonic_us() < give_up_us) {
        if (!wait({&entry, 1}, give_up_us)) return 1;
        signal = signals.next();
    }
    return 100 + static_cast<int>(signal);
}

int await_word(const std::string& port, std::string_view greeting) {
    Peer peer;
    return say(peer, port, greeting) && peer.receive_one().text == "end" ? 0 : 1;
}

int compare_with_hex(const std::string& argument) {
    const std::size_t colon = argument.find(':');
    if (colon == std::string::npos) return 2;
    return argument.substr(0, colon) == hex_of(argument.substr(colon + 1)) ? 0 : 1;
}

int find_variable(const std::string& entry) {
    const std::size_t equals = entry.find('=');
    const char* const value = std::getenv(entry.substr(0, equals).c_str());
    return value == nullptr ? 2 : entry.substr(equals + 1) == value ? 0 : 1;
}

int count_input(int max) {
    int count = 0;
    while (count < max && std::getchar() != EOF) ++count;
    return count;
}

int leave_grandchild(const std::string& port) {
    Command grandchild;
    return start_child(grandchild, {"await-word", port}) == 0 ? 9 : 1;
}

int run_child(const std::string& task, const std::string& argument) {
    if (task == "exit") return std::stoi(argument);
    if (task == "raise") return std::raise(std::stoi(argument));
    if (task == "await-signal") return await_signal(argument);
    if (task == "await-word") return await_word(argument, "ready");
    if (task == "tell-id") return await_word(argument, std::to_string(process_id()));
    if (task == "is-hex-of") return compare_with_hex(argument);
    if (task == "has-variable") return find_variable(argument);
    if (task == "count-input") return count_input(std::stoi(argument));
    if (task == "leave") return leave_grandchild(argument);
    return 1;
}

}  // namespace

std::string hex_of(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        digits += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        digits += "0123456789abcdef"[c & 15];
    }
    return digits;
}

int start_child(Command& command, std::vector<std::string> arguments, const ChildOptions& options) {
    arguments.insert(arguments.begin(), {own_program, "--child"});
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    return command.start(argv.data(), options);
}

int await_end(Command& command) {
    const TimeUs give_up_us = monotonic_us() + patience_us;
    int exit_code = -1;
    while (!command.ended(exit_code) && monotonic_us() < give_up_us) {
        const PollEntry entry = command.poll_entry();
        if (!wait({&entry, 1}, give_up_us)) break;
    }
    return exit_code;
}

}  // namespace mpdisc::platform

int main(int argc, char** argv) {
    mpdisc::platform::own_program = argv[0];
    if (argc == 4 && std::string_view(argv[1]) == "--child") {
        return mpdisc::platform::run_child(argv[2], argv[3]);
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
