// SPDX-License-Identifier: MIT
#include "core/kit/outbox.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "mpdisc/expects.h"

namespace mpdisc::core {

void Outbox::forget_delayed() {
    for (std::size_t i = 0; i < delayed_count_; ++i) std::free(delayed_[i].bytes);
    delayed_count_ = 0;
}

std::span<std::uint8_t> Outbox::reserve(std::size_t size_max) {
    if (sent_ == ready_.size()) {
        sent_ = 0;
        ready_.clear();
        bytes_.clear();
    }
    if (!bytes_.reserve(bytes_.size() + size_max)) return {};
    reserved_ = size_max - sealer_.overhead();
    return bytes_.spare().first(reserved_);
}

std::size_t Outbox::seal(const Route& route, std::size_t size) {
    expects(size != 0 && size <= reserved_);  // the encoded datagram must have fitted
    reserved_ = 0;
    return sealer_.seal(route.to.port, bytes_.spare(), size);
}

bool Outbox::queue(const Route& route, std::size_t size) {
    if (!ready_.push_back({route, bytes_.size(), size})) return false;
    bytes_.extend(size);
    return true;
}

bool Outbox::commit(const Route& route, std::size_t size, TimeUs due_us) {
    size = seal(route, size);
    if (due_us == 0 || delayed_count_ == delayed_.size()) return queue(route, size);
    auto* copy = static_cast<std::uint8_t*>(std::malloc(size));
    if (copy == nullptr) return queue(route, size);
    std::memcpy(copy, bytes_.spare().data(), size);
    delayed_[delayed_count_++] = {due_us, route, copy, size};
    return true;
}

std::size_t Outbox::release_due(TimeUs now_us) {
    std::size_t lost = 0;
    for (std::size_t i = 0; i < delayed_count_;) {
        const Delayed delayed = delayed_[i];
        if (delayed.due_us > now_us) {
            ++i;
            continue;
        }
        delayed_[i] = delayed_[--delayed_count_];
        const std::span<std::uint8_t> room = reserve(delayed.size + sealer_.overhead());
        if (!room.empty()) std::memcpy(room.data(), delayed.bytes, delayed.size);
        if (room.empty() || !queue(delayed.route, delayed.size)) ++lost;
        std::free(delayed.bytes);
    }
    return lost;
}

TimeUs Outbox::next_deadline_us() const {
    TimeUs deadline_us = never_us;
    for (std::size_t i = 0; i < delayed_count_; ++i) {
        deadline_us = std::min(deadline_us, delayed_[i].due_us);
    }
    return deadline_us;
}

bool Outbox::next(Outbound& out) {
    if (sent_ == ready_.size()) return false;
    const Ready& ready = ready_[sent_++];
    out.route = ready.route;
    out.bytes = bytes_.view().subspan(ready.offset, ready.size);
    return true;
}

}  // namespace mpdisc::core
