// SPDX-License-Identifier: MIT
#include "platform/signals.h"

#include <array>

#include "platform/win32/handle.h"

// Events of the console, of logging off and of shutting down come on a thread of the system, which
// stores them here.

namespace mpdisc::platform {
namespace {

SRWLOCK lock = SRWLOCK_INIT;
/// Set while a signal waits. Null while the signals are not watched.
HANDLE event = nullptr;
/// Guarded by the lock. The oldest signal is first. If the array is full, a signal is lost.
std::array<Signal, 16> waiting;
std::size_t waiting_count = 0;

/// False if the signals are not watched.
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
    // The console is closed, the user logs off, or the system shuts down. The system ends the
    // process when this function returns, or after some seconds. So the process has time to end by
    // itself.
    Sleep(INFINITE);
    return TRUE;
}

}  // namespace

// If Ctrl-C was ignored at the start, the system does not report it. No other signals stop a
// program, so both sets are the same.
bool signals_open(SignalSet) {
    if (event != nullptr) return false;
    HANDLE fresh = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    if (fresh == nullptr) return false;
    AcquireSRWLockExclusive(&lock);
    event = fresh;
    waiting_count = 0;
    ReleaseSRWLockExclusive(&lock);
    // The handler is installed once and never removed. Its removal would wait for the handler, and
    // when the console is closed, the handler waits for the end of the process. While the signals
    // are not watched, the handler leaves all events to the system.
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

void hold_hangup() {}

void exit_on_stop_signals() {
    SetConsoleCtrlHandler(
        [](DWORD) -> BOOL {
            ExitProcess(0);
            return TRUE;
        },
        TRUE);
}

// On Windows, writing to a closed pipe is only an error.
void ignore_closed_pipes() {}

void ignore_children() {}

bool has_terminal() {
    return false;
}

void end_by_signal(int number) {
    ExitProcess(static_cast<UINT>(128 + number));
}

}  // namespace mpdisc::platform
