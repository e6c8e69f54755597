// SPDX-License-Identifier: MIT
#include "cli/event_queue.h"

#include <algorithm>

#include "cli/watch_output.h"
#include "mpdisc/expects.h"

namespace mpdisc::cli {

namespace {

EventQueue::ServiceKey key_of(const FoundServiceView& found) {
    EventQueue::ServiceKey key;
    key.provider = found.provider;
    [[maybe_unused]] const bool fits =
        key.name.assign(found.service.name) && key.type.assign(found.service.type);
    expects(fits);
    return key;
}

/// The event that tells the same as the two together. A command has been told of the service only
/// if the first event is `changed` or `removed`.
WatchEventType united(WatchEventType first, WatchEventType second) {
    if (second == WatchEventType::removed) return second;
    return first == WatchEventType::added ? first : WatchEventType::changed;
}

bool are_same(const EventQueue::Job& one, const EventQueue::Job& other) {
    return one.service == other.service;
}

/// Whether one may have taken the place of the other, or both are the same.
bool are_related(const EventQueue::Job& one, const EventQueue::Job& other) {
    return one.service.name == other.service.name && one.service.type == other.service.type &&
           (one.service.provider == other.service.provider || one.host == other.host);
}

}  // namespace

void EventQueue::add(const WatchEvent& event, std::string_view time) {
    expects(has_room() && event.type != WatchEventType::synced);
    WatchEvent told = event;
    const ServiceKey service = key_of(event.service);
    Job* job = find_waiting(service);
    if (job == nullptr) {
        job = &take_free();
        job->state = State::waiting;
        job->service = service;
        job->number = next_number_++;
        ++waiting_count_;
    } else if (job->event == WatchEventType::added && event.type == WatchEventType::removed) {
        // It came and went before any command knew of it.
        job->state = State::free;
        --waiting_count_;
        return;
    } else {
        told.type = united(job->event, event.type);
    }
    job->event = told.type;
    [[maybe_unused]] const bool fits = job->host.assign(event.service.host);
    expects(fits);
    job->variables.clear();
    append_event_variables(job->variables, told, time);
}

EventQueue::Job* EventQueue::start_next() {
    if (running_count_ == running_max) return nullptr;
    Job* next = find_startable(are_related);
    if (next == nullptr && !has_room()) next = find_startable(are_same);
    if (next == nullptr) return nullptr;
    next->state = State::running;
    --waiting_count_;
    ++running_count_;
    return next;
}

void EventQueue::end(Job& job) {
    expects(job.state == State::running);
    job.state = State::free;
    --running_count_;
}

EventQueue::Job* EventQueue::find_waiting(const ServiceKey& service) {
    for (Job& job : jobs_) {
        if (job.state == State::waiting && job.service == service) return &job;
    }
    return nullptr;
}

EventQueue::Job* EventQueue::find_startable(IsHeldBy is_held_by) {
    Job* found = nullptr;
    for (Job& job : jobs_) {
        if (job.state != State::waiting || (found != nullptr && job.number > found->number)) {
            continue;
        }
        const bool is_held = std::ranges::any_of(jobs_, [&](const Job& other) {
            return other.state == State::running && is_held_by(job, other);
        });
        if (!is_held) found = &job;
    }
    return found;
}

EventQueue::Job& EventQueue::take_free() {
    for (Job& job : jobs_) {
        if (job.state == State::free) return job;
    }
    expects(false);
    return jobs_.front();
}

}  // namespace mpdisc::cli
