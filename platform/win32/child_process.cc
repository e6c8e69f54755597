// SPDX-License-Identifier: MIT
#include "platform/child_process.h"

#include <cstdlib>
#include <cstring>
#include <string_view>

#include "platform/win32/child_environment.h"
#include "platform/win32/command_line.h"
#include "platform/win32/handle.h"
#include "platform/win32/text.h"

// The handle of a process can be waited for, and while it is open the process number is not given
// to another process. A child needs nothing else.

namespace mpdisc::platform {
namespace {

HANDLE inheritable(DWORD which) {
    HANDLE stream = GetStdHandle(which);
    (void)SetHandleInformation(stream, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return stream;
}

/// A stream that is empty and drops all.
HANDLE open_empty_stream() {
    SECURITY_ATTRIBUTES inherited{sizeof inherited, nullptr, TRUE};
    return CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                       &inherited, OPEN_EXISTING, 0, nullptr);
}

/// The standard streams of a child. No other handle of this process can be inherited.
class ChildStreams {
   public:
    explicit ChildStreams(const ChildOptions& options) {
        info.cb = sizeof info;
        info.dwFlags = STARTF_USESTDHANDLES;
        if (!options.has_input || !options.has_output) empty_ = open_empty_stream();
        info.hStdInput = options.has_input ? inheritable(STD_INPUT_HANDLE) : empty_;
        info.hStdOutput = options.has_output ? inheritable(STD_OUTPUT_HANDLE) : empty_;
        info.hStdError = inheritable(STD_ERROR_HANDLE);
    }
    ~ChildStreams() {
        if (empty_ != INVALID_HANDLE_VALUE) CloseHandle(empty_);
    }
    ChildStreams(const ChildStreams&) = delete;
    ChildStreams& operator=(const ChildStreams&) = delete;

    STARTUPINFOW info{};

   private:
    HANDLE empty_ = INVALID_HANDLE_VALUE;
};

/// A batch file is run by cmd.exe, which splits the arguments by its own rules. So an argument
/// could become a command. The system ignores dots and blanks at the end of a name.
bool is_batch_file(std::string_view name) {
    name = name.substr(0, name.find_last_not_of(". ") + 1);
    if (name.size() < 4) return false;
    const std::string_view end = name.substr(name.size() - 4);
    return _strnicmp(end.data(), ".bat", 4) == 0 || _strnicmp(end.data(), ".cmd", 4) == 0;
}

bool has_directory(std::string_view name) {
    return name.find_first_of("/\\:") != std::string_view::npos;
}

/// Finds a program in these directories. Returns 0, or the error number.
int find_along(const wchar_t* path, const wchar_t* name, wchar_t (&found)[MAX_PATH]) {
    const DWORD length = SearchPathW(path, name, L".exe", MAX_PATH, found, nullptr);
    if (length == 0) return ERROR_FILE_NOT_FOUND;
    return length < MAX_PATH ? 0 : ERROR_FILENAME_EXCED_RANGE;
}

/// Finds a program along PATH. The search of the system would begin in the directory of this
/// program and in the current directory. Returns 0, or the error number.
int find_along_path(const wchar_t* name, wchar_t (&found)[MAX_PATH]) {
    const DWORD size = GetEnvironmentVariableW(L"PATH", nullptr, 0);
    auto* const path = static_cast<wchar_t*>(std::malloc((size + 1) * sizeof(wchar_t)));
    if (path == nullptr) return ERROR_NOT_ENOUGH_MEMORY;
    path[0] = L'\0';
    (void)GetEnvironmentVariableW(L"PATH", path, size);
    const int error = find_along(path, name, found);
    std::free(path);
    return error;
}

}  // namespace

int find_program(const char* name) {
    if (*name == '\0') return ERROR_FILE_NOT_FOUND;
    if (is_batch_file(name)) return ERROR_BAD_EXE_FORMAT;
    const WideText wide_name(name);
    if (wide_name.c_str() == nullptr) return ERROR_NOT_ENOUGH_MEMORY;
    wchar_t found[MAX_PATH];
    const int error = has_directory(name) ? find_along(L".", wide_name.c_str(), found)
                                          : find_along_path(wide_name.c_str(), found);
    if (error != 0) return error;
    const DWORD attributes = GetFileAttributesW(found);
    const bool is_directory =
        attributes == INVALID_FILE_ATTRIBUTES || (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
    return is_directory ? ERROR_ACCESS_DENIED : 0;
}

// The child has its own process group. So child_send() reaches only the child, and the child does
// not get the Ctrl-C of the console.
int child_start(char* const argv[], const ChildOptions& options, ChildProcess& out) {
    if (argv[0] == nullptr || argv[0][0] == '\0') return ERROR_FILE_NOT_FOUND;
    const std::string_view name = argv[0];
    if (is_batch_file(name)) return ERROR_BAD_EXE_FORMAT;
    const CommandLine line(argv);
    if (line.data() == nullptr) return ERROR_NOT_ENOUGH_MEMORY;
    const WideText wide_line({line.data(), line.size()});
    if (wide_line.c_str() == nullptr) return ERROR_NOT_ENOUGH_MEMORY;
    const WideText wide_name(name);
    if (wide_name.c_str() == nullptr) return ERROR_NOT_ENOUGH_MEMORY;
    wchar_t found[MAX_PATH];
    const bool is_path = has_directory(name);
    if (!is_path) {
        if (const int error = find_along_path(wide_name.c_str(), found); error != 0) return error;
    }
    const ChildEnvironment environment(options);
    if (!environment.is_ok()) return ERROR_NOT_ENOUGH_MEMORY;
    ChildStreams streams(options);
    PROCESS_INFORMATION process{};
    if (CreateProcessW(is_path ? nullptr : found, wide_line.c_str(), nullptr, nullptr, TRUE,
                       CREATE_NEW_PROCESS_GROUP | CREATE_UNICODE_ENVIRONMENT, environment.data(),
                       nullptr, &streams.info, &process) == 0) {
        const DWORD error = GetLastError();
        return static_cast<int>(error == ERROR_PATH_NOT_FOUND ? ERROR_FILE_NOT_FOUND : error);
    }
    CloseHandle(process.hThread);
    out.process = from_handle(process.hProcess);
    out.watch = out.process;
    return 0;
}

bool child_ended(const ChildProcess& child, ChildEnd& out) {
    if (child.process == -1) return false;
    DWORD code = 0;
    if (WaitForSingleObject(to_handle(child.process), 0) != WAIT_OBJECT_0 ||
        GetExitCodeProcess(to_handle(child.process), &code) == 0) {
        return false;
    }
    out = {static_cast<int>(code), 0};
    return true;
}

// Ctrl-Break is the only console event that can be sent to one group. A child without a console is
// ended.
void child_send(const ChildProcess& child, Signal signal) {
    if (child.process == -1 || (signal != Signal::interrupt && signal != Signal::terminate)) return;
    if (WaitForSingleObject(to_handle(child.process), 0) != WAIT_TIMEOUT) return;
    if (GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, GetProcessId(to_handle(child.process))) == 0) {
        TerminateProcess(to_handle(child.process), 128 + 15);
    }
}

// There are no groups to end.
void child_kill(const ChildProcess& child) {
    if (child.process != -1) TerminateProcess(to_handle(child.process), 128 + 9);
}

// Windows has no zombies.
void child_reap_others() {}

void child_release(ChildProcess& child) {
    if (child.process == -1) return;
    CloseHandle(to_handle(child.process));
    child = {};
}

// cmd.exe reads its command by rules of its own.
const char* command_shell() {
    return nullptr;
}

// Windows has no such limit.
void raise_descriptor_limit() {}

}  // namespace mpdisc::platform
