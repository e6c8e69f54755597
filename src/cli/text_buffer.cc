// SPDX-License-Identifier: MIT
#include "cli/text_buffer.h"

#include <cstdlib>
#include <cstring>

#include "mpdisc/memory.h"
#include "mpdisc/text.h"

namespace mpdisc::cli {

TextBuffer::~TextBuffer() {
    std::free(bytes_);
}

TextBuffer& TextBuffer::append(std::string_view text) {
    if (text.empty() || !make_room(text.size())) return *this;
    std::memcpy(bytes_ + size_, text.data(), text.size());
    size_ += text.size();
    return *this;
}

TextBuffer& TextBuffer::append(const char* text) {
    return append(std::string_view(text));
}

TextBuffer& TextBuffer::append_repeated(char c, std::size_t count) {
    if (count == 0 || !make_room(count)) return *this;
    std::memset(bytes_ + size_, c, count);
    size_ += count;
    return *this;
}

TextBuffer& TextBuffer::append_number(std::uint64_t value) {
    return append(NumberText(value).view());
}

std::span<char> TextBuffer::spare(std::size_t size) {
    if (!make_room(size)) return {};
    return {bytes_ + size_, size};
}

void TextBuffer::clear() {
    size_ = 0;
    failed_ = false;
}

bool TextBuffer::make_room(std::size_t more) {
    if (failed_) return false;
    if (more <= capacity_ - size_) return true;
    std::size_t wanted = capacity_ == 0 ? 256 : capacity_ * 2;
    if (wanted < size_ + more) wanted = size_ + more;
    void* grown = grow_memory(bytes_, size_, wanted);
    if (grown == nullptr) {
        fail();
        return false;
    }
    bytes_ = static_cast<char*>(grown);
    capacity_ = wanted;
    return true;
}

}  // namespace mpdisc::cli
