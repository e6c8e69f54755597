// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <limits.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "platform/posix/file_status.h"
#include "platform/posix/poll_call.h"
#include "platform/streams.h"

namespace mpdisc::platform {
namespace {

int descriptor_of(StandardStream stream) {
    return stream == StandardStream::output ? STDOUT_FILENO : STDERR_FILENO;
}

/// Whether the output is a pipe that this process only writes to. If it could read from it, data
/// would make the descriptor readable.
bool is_pipe_to_a_reader() {
    FileStatus status;
    return read_status(STDOUT_FILENO, status) && S_ISFIFO(status.mode) &&
           (fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE) == O_WRONLY;
}

}  // namespace

void claim_standard_streams() {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; ++descriptor) {
        // An open descriptor succeeds, or fails with another error. fcntl() of musl would add ten
        // times the code.
        if (lseek(descriptor, 0, SEEK_CUR) != -1 || errno != EBADF) continue;
        // open() returns the lowest free number, which is this one. It is opened for the wrong
        // direction, so that it refuses.
        [[maybe_unused]] const int taken =
            descriptor == STDIN_FILENO ? open("/dev/null", O_WRONLY) : open("/dev/null", O_RDONLY);
    }
}

bool is_terminal(StandardStream stream) {
    return isatty(descriptor_of(stream)) == 1;
}

TerminalSize terminal_size(StandardStream stream) {
    winsize size{};
    if (ioctl(descriptor_of(stream), TIOCGWINSZ, &size) != 0) return {};
    return {size.ws_col, size.ws_row};
}

bool enable_colours(StandardStream stream) {
    const char* const kind = std::getenv("TERM");
    return is_terminal(stream) && kind != nullptr && *kind != '\0' &&
           std::string_view(kind) != "dumb";
}

PollEntry output_reader() {
    return {is_pipe_to_a_reader() ? Handle{STDOUT_FILENO} : Handle{-1}, false};
}

bool is_reader_lost(const PollEntry& reader) {
    pollfd pipe{static_cast<int>(reader.handle), 0, 0};
    const timespec at_once{};
    return reader.handle != -1 && poll_descriptors({&pipe, 1}, &at_once) == 1;
}

bool is_standard_stream(const char* path) {
    struct stat file {};
    if (stat(path, &file) == -1) return false;
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO}) {
        struct stat stream {};
        const bool is_open = fstat(descriptor, &stream) == 0;
        if (is_open && stream.st_dev == file.st_dev && stream.st_ino == file.st_ino) return true;
    }
    return false;
}

bool write_all(StandardStream stream, std::string_view text) {
    const int descriptor = descriptor_of(stream);
    while (!text.empty()) {
        const ssize_t written = write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            // Another process that shares the stream made it non-blocking.
            pollfd writable{descriptor, POLLOUT, 0};
            if (poll_descriptors({&writable, 1}, nullptr) < 0 && errno != EINTR) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool try_write(StandardStream stream, std::string_view text) {
    const int descriptor = descriptor_of(stream);
    while (!text.empty()) {
        pollfd writable{descriptor, POLLOUT, 0};
        const timespec at_once{};
        if (poll_descriptors({&writable, 1}, &at_once) != 1) return false;
        // A pipe that is writable accepts this many bytes without blocking. If another writer fills
        // it just now, the next signal interrupts the write, and it is not tried again.
        const std::size_t size = std::min<std::size_t>(text.size(), PIPE_BUF);
        const ssize_t written = write(descriptor, text.data(), size);
        if (written < 0) return false;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace mpdisc::platform
