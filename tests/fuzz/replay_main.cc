// SPDX-License-Identifier: MIT
//
// Feeds a target the inputs in the given files and directories, without a fuzzer. It fails if the
// target fails, or if there is no input.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_at(const fs::path& path) {
    if (!fs::is_directory(path)) return {path};
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(path)) {
        if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool replay(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::error_code error;
    // Allocate exactly the file's size, so that the sanitizer sees reads past the end.
    std::vector<char> bytes(fs::file_size(path, error));
    if (error || !file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
        std::fprintf(stderr, "cannot read %s\n", path.c_str());
        return false;
    }
    // If the target crashes, the last line names the input.
    std::printf("%s\n", path.c_str());
    std::fflush(stdout);
    (void)LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    (void)LLVMFuzzerInitialize(&count, &arguments);
    std::size_t inputs = 0;
    for (int n = 1; n < count; ++n) {
        for (const fs::path& path : files_at(arguments[n])) {
            if (!replay(path)) return 1;
            ++inputs;
        }
    }
    std::printf("%zu inputs\n", inputs);
    return inputs == 0 ? 1 : 0;
}
