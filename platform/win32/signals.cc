// SPDX-License-Identifier: MIT
#include "platform/signals.h"

#include <array>

#include "platform/win32/handle.h"

// What a console, or who shuts the system down, has to say comes on a thread of its own, which
// leaves it here.

namespace mpdisc::platform {
namespace {

SRWLOCK lock = SRWLOCK_INIT;
/// Set while there is something to take; null while nobody watches.
HANDLE event = nullptr;
/// Guarded by the lock; the oldest first. A full one loses what comes, among many of its kind.
std::array<Signal, 16> waiting;
std::size_t waiting_count = 0;

/// False where nobody watches.
bool put(Signal signal) {
    AcquireSRWLockExclusive(&lock);
    const bool is_watched = event != nullptr;
    if (is_watched) {
        if (waiting_count < waiting.size()) waiting[waiting_count++] = signal;
        SetEvent(event);
    }
    ReleaseSRWLockExclusive(&lock);
    return is_watched;
}

BOOL WINAPI on_console_event(DWORD type) {
    if (!put(type == CTRL_C_EVENT ? Signal::interrupt : Signal::terminate)) return FALSE;
    if (type == CTRL_C_EVENT || type == CTRL_BREAK_EVENT) return TRUE;
    // The console is closed, the user leaves, or the system is shut down: the process ends once
    // this returns. It has some seconds to end by itself.
    Sleep(INFINITE);
    return TRUE;
}

}  // namespace

// A Ctrl-C that is ignored at the start stays so: then the system does not tell of it. Of signals
// that stop a program there are no others, so that both sets are the same.
bool signals_open(SignalSet) {
    if (event != nullptr) return false;
    HANDLE fresh = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    if (fresh == nullptr) return false;
    AcquireSRWLockExclusive(&lock);
    event = fresh;
    waiting_count = 0;
    ReleaseSRWLockExclusive(&lock);
    // Once and for all: to take it back would wait for it, and at the end of the console it waits
    // for the process. Where nobody watches, it leaves everything to the system.
    static bool is_told = false;
    if (!is_told) is_told = SetConsoleCtrlHandler(on_console_event, TRUE) != 0;
    if (!is_told) signals_close();
    return is_told;
}

void signals_close() {
    if (event == nullptr) return;
    AcquireSRWLockExclusive(&lock);
    CloseHandle(event);
    event = nullptr;
    ReleaseSRWLockExclusive(&lock);
}

PollEntry signals_poll_entry() {
    return {event == nullptr ? Handle{-1} : from_handle(event), false};
}

Signal signals_next() {
    Signal signal = Signal::none;
    AcquireSRWLockExclusive(&lock);
    if (waiting_count != 0) {
        signal = waiting[0];
        --waiting_count;
        for (std::size_t i = 0; i < waiting_count; ++i) waiting[i] = waiting[i + 1];
    }
    if (event != nullptr && waiting_count == 0) ResetEvent(event);
    ReleaseSRWLockExclusive(&lock);
    return signal;
}

// Writing to a closed pipe is an error here, and no more.
void ignore_closed_pipes() {}

void ignore_children() {}

bool has_terminal() {
    return false;
}

void end_by_signal(int number) {
    ExitProcess(static_cast<UINT>(128 + number));
}

}  // namespace mpdisc::platform
