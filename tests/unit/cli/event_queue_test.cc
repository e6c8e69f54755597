// SPDX-License-Identifier: MIT
#include "cli/event_queue.h"

#include "cli/event_words.h"
#include "tests/unit/cli/sample.h"

namespace mpdisc::cli {
namespace {

constexpr auto added = WatchEventType::added;
constexpr auto changed = WatchEventType::changed;
constexpr auto removed = WatchEventType::removed;

class EventQueueTest : public testing::Test {
   protected:
    void add(WatchEventType type, const std::string& name, std::uint16_t port = 80) {
        Sample sample;
        sample.found.service.name = name;
        sample.found.service.port = port;
        queue_.add({type, sample.found}, {});
    }
    /// Starts the next job. Returns `EVENT NAME PORT`; empty if there is none.
    std::string start() {
        EventQueue::Job* const job = queue_.start_next();
        if (job == nullptr) return "";
        running_.push_back(job);
        const std::string variables(job->variables.view());
        EXPECT_EQ(value_of(variables, "MPDISC_EVENT"), to_text(job->event));
        return value_of(variables, "MPDISC_EVENT") + " " + value_of(variables, "MPDISC_NAME") +
               " " + value_of(variables, "MPDISC_PORT");
    }
    /// Ends the running job that was started first.
    void end_first() {
        queue_.end(*running_.front());
        running_.erase(running_.begin());
    }

    static std::string value_of(const std::string& variables, const std::string& name) {
        const std::size_t at = variables.find(name + "=");
        return at == std::string::npos ? "none" : variables.c_str() + at + name.size() + 1;
    }

    EventQueue queue_;
    std::vector<EventQueue::Job*> running_;
};

TEST_F(EventQueueTest, StartsServicesInTheirOrder) {
    add(added, "a");
    add(changed, "b");
    add(removed, "c");
    EXPECT_EQ(start(), "added a 80");
    EXPECT_EQ(start(), "changed b 80");
    EXPECT_EQ(start(), "removed c 80");
    EXPECT_EQ(start(), "");
}

TEST_F(EventQueueTest, DoesNotRunEventsOfOneServiceSideBySide) {
    add(added, "a");
    EXPECT_EQ(start(), "added a 80");
    add(changed, "a", 81);
    add(added, "b");
    EXPECT_EQ(start(), "added b 80");
    EXPECT_EQ(start(), "");
    end_first();
    EXPECT_EQ(start(), "changed a 81");
}

TEST_F(EventQueueTest, RunsServicesOfTheSameNameSideBySideIfTheirHostsOrTypesDiffer) {
    Sample sample;
    queue_.add({added, sample.found}, {});
    sample.found.provider.bytes[0] = 1;
    sample.found.host = "another";
    queue_.add({added, sample.found}, {});
    sample.found.service.type = "_ftp._tcp";
    queue_.add({added, sample.found}, {});
    for (int n = 0; n < 3; ++n) EXPECT_EQ(start(), "added web 80");
}

TEST_F(EventQueueTest, RunsEventsOfARestartedProgramInTheirOrder) {
    Sample old;
    queue_.add({added, old.found}, {});
    EXPECT_EQ(start(), "added web 80");
    end_first();
    Sample fresh;
    fresh.found.provider.bytes[0] = 1;
    fresh.found.service.port = 81;
    queue_.add({added, fresh.found}, {});
    queue_.add({removed, old.found}, {});
    EXPECT_EQ(start(), "added web 81");
    EXPECT_EQ(start(), "");
    // They do not become one event.
    end_first();
    EXPECT_EQ(start(), "removed web 80");
}

TEST_F(EventQueueTest, DoesNotRunEventsOfOneServiceSideBySideWhenItsHostIsRenamed) {
    Sample sample;
    queue_.add({added, sample.found}, {});
    EXPECT_EQ(start(), "added web 80");
    sample.found.host = "renamed";
    queue_.add({changed, sample.found}, {});
    EXPECT_EQ(start(), "");
    end_first();
    EXPECT_EQ(start(), "changed web 80");
}

TEST_F(EventQueueTest, UnitesWaitingEventsToTheLastState) {
    const struct {
        std::vector<WatchEventType> events;
        std::string started;
    } cases[] = {
        {{added, changed}, "added a 82"},
        {{added, changed, removed}, ""},
        {{added, removed}, ""},
        {{added, removed, added}, "added a 83"},
        {{changed, changed}, "changed a 82"},
        {{changed, removed}, "removed a 82"},
        {{removed, added}, "changed a 82"},
        {{removed, added, changed}, "changed a 83"},
        {{removed, added, removed}, "removed a 83"},
    };
    for (const auto& c : cases) {
        std::uint16_t port = 80;
        for (const WatchEventType event : c.events) add(event, "a", ++port);
        EXPECT_EQ(start(), c.started) << c.events.size();
        EXPECT_EQ(start(), "");
        if (!c.started.empty()) end_first();
    }
}

TEST_F(EventQueueTest, UnitesEventsWhileACommandOfTheServiceRuns) {
    add(added, "a");
    EXPECT_EQ(start(), "added a 80");
    add(changed, "a", 81);
    add(removed, "a", 81);
    EXPECT_EQ(start(), "");
    end_first();
    EXPECT_EQ(start(), "removed a 81");
    // What comes after the removal that runs is new again, and may go unseen.
    add(added, "a", 82);
    add(removed, "a", 82);
    end_first();
    EXPECT_EQ(start(), "");
}

TEST_F(EventQueueTest, RunsAtMostEight) {
    static_assert(EventQueue::running_max == 8);
    for (int n = 0; n < 10; ++n) add(added, "s" + std::to_string(n));
    for (int n = 0; n < 8; ++n) EXPECT_EQ(start(), "added s" + std::to_string(n) + " 80");
    EXPECT_EQ(start(), "");
    end_first();
    EXPECT_EQ(start(), "added s8 80");
    EXPECT_EQ(start(), "");
}

TEST_F(EventQueueTest, HasRoomForSoManyWaitingEvents) {
    for (std::size_t n = 0; n < EventQueue::running_max; ++n) {
        add(added, "r" + std::to_string(n));
        start();
    }
    for (std::size_t n = 0; n < EventQueue::waiting_max; ++n) {
        ASSERT_TRUE(queue_.has_room());
        add(added, "w" + std::to_string(n));
    }
    EXPECT_FALSE(queue_.has_room());
    EXPECT_EQ(start(), "");
    EXPECT_FALSE(queue_.has_room());
    end_first();
    EXPECT_EQ(start(), "added w0 80");
    EXPECT_TRUE(queue_.has_room());
}

TEST_F(EventQueueTest, LetsNoServiceThatKeepsChangingHoldUpOthers) {
    for (int n = 0; n < 8; ++n) {
        add(added, "busy" + std::to_string(n));
        start();
    }
    for (int n = 0; n < 8; ++n) add(changed, "busy" + std::to_string(n));
    add(added, "other");
    end_first();
    EXPECT_EQ(start(), "changed busy0 80");
    add(changed, "busy0");
    end_first();
    EXPECT_EQ(start(), "changed busy1 80");
    add(changed, "busy1");
    for (int n = 2; n < 8; ++n) {
        end_first();
        EXPECT_EQ(start(), "changed busy" + std::to_string(n) + " 80");
    }
    end_first();
    EXPECT_EQ(start(), "added other 80");
}

TEST_F(EventQueueTest, IsNotFilledForEverByServicesOfOneName) {
    Sample sample;
    queue_.add({added, sample.found}, {});
    EXPECT_EQ(start(), "added web 80") << "its command never ends";
    // Of the service itself.
    queue_.add({changed, sample.found}, {});
    const auto add_namesake = [&] {
        ++sample.found.provider.bytes[0];
        queue_.add({added, sample.found}, {});
    };
    for (std::size_t n = 2; n < EventQueue::waiting_max; ++n) add_namesake();
    EXPECT_EQ(start(), "") << "there is room for events of others";
    add_namesake();
    EXPECT_FALSE(queue_.has_room());
    EXPECT_EQ(start(), "added web 80");
    EXPECT_TRUE(queue_.has_room());
    EXPECT_EQ(start(), "");
    add(added, "other");
    EXPECT_EQ(start(), "added other 80");
}

TEST_F(EventQueueTest, HasTheTimeIfItIsGiven) {
    const Sample sample;
    queue_.add({added, sample.found}, "noon");
    EXPECT_EQ(value_of(std::string(queue_.start_next()->variables.view()), "MPDISC_TIME"), "noon");
    add(added, "b");
    EXPECT_EQ(value_of(std::string(queue_.start_next()->variables.view()), "MPDISC_TIME"), "none");
}

}  // namespace
}  // namespace mpdisc::cli
