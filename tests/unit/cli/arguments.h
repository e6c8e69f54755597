// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cli/options.h"

namespace mpdisc::cli {

/// A command line as main() gets it, without the program's name, with a null pointer at its end.
class ArgumentWords {
   public:
    explicit ArgumentWords(std::vector<std::string> words) : words_(std::move(words)) {
        for (std::string& word : words_) pointers_.push_back(word.data());
        pointers_.push_back(nullptr);
    }
    ArgumentWords(const ArgumentWords&) = delete;
    ArgumentWords& operator=(const ArgumentWords&) = delete;

    [[nodiscard]] Arguments view() const { return Arguments(pointers_).first(words_.size()); }

   private:
    std::vector<std::string> words_;
    std::vector<char*> pointers_;
};

}  // namespace mpdisc::cli
