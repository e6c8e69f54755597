// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

#include "cli/poll_set.h"
#include "cli/screen_text.h"
#include "cli/text_buffer.h"
#include "program/signals.h"
#include "program/terminal.h"

namespace mpdisc::cli {

/// The message if Screen::open() fails.
inline constexpr const char* screen_refused = "cannot use the terminal";

/// The whole screen of the terminal, which is given back as it was. A picture that has been begun
/// is written as there is room, and pictures that come meanwhile are left out, so a slow terminal
/// shows the latest one. Where a terminal takes nothing more, a signal still ends the wait for it.
class Screen {
   public:
    Screen() = default;
    ~Screen() { close(); }
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    /// Takes over the screen, the keys and the signals. False if the system refuses.
    [[nodiscard]] bool open();
    /// Gives all of them back. While a terminal takes no output, this waits; a signal then ends the
    /// program.
    void close();
    [[nodiscard]] bool is_open() const { return terminal_.is_open(); }

    enum class Wish : std::uint8_t {
        none,
        /// The screen has another size, or has lost its picture.
        redraw,
        /// The user wants no more, or the terminal is gone.
        end,
    };

    /// Writes what there is room for, and returns what the keys and signals ask for. It may suspend
    /// the program. To be called after each wait.
    [[nodiscard]] Wish process();
    /// Whether draw() begins a picture now.
    [[nodiscard]] bool is_ready() const { return written_ == frame_.size(); }
    void draw(const Picture& picture);
    /// The width of a line, in cells.
    [[nodiscard]] std::size_t line_cells() const { return size().columns; }
    void add_poll_entries(PollSet& set) const;

   private:
    [[nodiscard]] bool enter();
    void leave();
    void write_frame();
    [[nodiscard]] TerminalSize size() const;

    SignalWatch signals_;
    Terminal terminal_;
    /// The picture that is being written, and how much of it is written.
    TextBuffer frame_;
    std::size_t written_ = 0;
};

/// Says on stderr what the option needs, if the terminal is not there or cannot be drawn on.
[[nodiscard]] bool can_draw_or_explain(const char* option);

}  // namespace mpdisc::cli
