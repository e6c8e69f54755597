// SPDX-License-Identifier: MIT
#include "platform/win32/child_environment.h"

#include <algorithm>
#include <cstdlib>

#include "platform/win32/system.h"
#include "platform/win32/text.h"

namespace mpdisc::platform {
namespace {

/// The environment of this process, in the same form.
class OwnEnvironment {
   public:
    OwnEnvironment() : units_(GetEnvironmentStringsW()) {
        while (units_ != nullptr && units_[size_] != L'\0') size_ += entry_at(size_).size() + 1;
    }
    ~OwnEnvironment() {
        if (units_ != nullptr) FreeEnvironmentStringsW(units_);
    }
    OwnEnvironment(const OwnEnvironment&) = delete;
    OwnEnvironment& operator=(const OwnEnvironment&) = delete;

    /// Without the NUL at the end of all.
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::wstring_view entry_at(std::size_t at) const { return units_ + at; }

   private:
    wchar_t* units_;
    std::size_t size_ = 0;
};

/// The system does not tell upper from lower case in names.
bool is_hidden(std::wstring_view entry, const WideText& prefix) {
    const std::size_t size = prefix.size();
    return size != 0 && entry.size() >= size && _wcsnicmp(entry.data(), prefix.c_str(), size) == 0;
}

}  // namespace

ChildEnvironment::ChildEnvironment(const ChildOptions& options)
    : is_inherited_(options.variables.empty() && options.hidden_prefix.empty()) {
    if (is_inherited_) return;
    const OwnEnvironment own;
    const WideText prefix(options.hidden_prefix);
    const WideText variables(options.variables);
    if (prefix.c_str() == nullptr || variables.c_str() == nullptr) return;
    // An empty environment has two NULs.
    const std::size_t room = own.size() + variables.size() + 2;
    units_ = static_cast<wchar_t*>(std::malloc(room * sizeof(wchar_t)));
    if (units_ == nullptr) return;
    for (std::size_t at = 0; at < own.size();) {
        const std::wstring_view entry = own.entry_at(at);
        at += entry.size() + 1;
        if (!is_hidden(entry, prefix)) add({entry.data(), entry.size() + 1});
    }
    add({variables.c_str(), variables.size()});
    const wchar_t end = L'\0';
    if (size_ == 0) add({&end, 1});
    add({&end, 1});
}

ChildEnvironment::~ChildEnvironment() {
    std::free(units_);
}

void ChildEnvironment::add(std::wstring_view units) {
    std::ranges::copy(units, units_ + size_);
    size_ += units.size();
}

}  // namespace mpdisc::platform
