// SPDX-License-Identifier: MIT
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

#include <cerrno>

#include "mpdisc/text.h"
#include "platform/host.h"
#include "platform/posix/log_priority.h"
#include "platform/posix/log_socket.h"

// Sends to the log what syslog(3) sends (RFC 3164), without syslog(3). In a static program that
// function adds printf, strftime and time zones, a sixth of the whole. A line has no time stamp;
// the log adds one.

namespace mpdisc::platform {
namespace {

constexpr sockaddr_un log_address{AF_UNIX, "/dev/log"};

const char* program_name = "";
int log_socket = -1;

/// Writes `<PRIORITY>PROGRAM[PROCESS]: `. A name that is too long is cut.
FixedString<127> prefix_of(LogLevel level) {
    const auto priority = static_cast<unsigned>(LOG_DAEMON | log_priority(level));
    FixedString<127> text;
    (void)text.append("<");
    (void)text.append(NumberText(priority).view());
    (void)text.append(">");
    (void)text.append(slice(program_name, 0, 64));
    (void)text.append("[");
    (void)text.append(NumberText(process_id()).view());
    (void)text.append("]: ");
    return text;
}

iovec part_of(std::string_view text) {
    return {const_cast<char*>(text.data()), text.size()};
}

}  // namespace

int system_log_open(const char* program) {
    program_name = program;
    if (log_socket == -1) log_socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    return log_socket == -1 ? errno : try_log(log_address.sun_path);
}

void system_log(LogLevel level, std::string_view line) {
    const FixedString<127> prefix = prefix_of(level);
    iovec parts[] = {part_of(prefix.view()), part_of(line)};
    sockaddr_un address = log_address;
    msghdr message{};
    // Each message has the address, because a log that was restarted is another socket.
    message.msg_name = &address;
    message.msg_namelen = sizeof address;
    message.msg_iov = parts;
    message.msg_iovlen = 2;
    // A log that hangs must not block the program.
    (void)sendmsg(log_socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

bool system_log_available() {
    return true;
}

}  // namespace mpdisc::platform
