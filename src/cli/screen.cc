// SPDX-License-Identifier: MIT
#include "cli/screen.h"

#include "cli/probe_options.h"
#include "mpdisc/text.h"
#include "program/console.h"

namespace mpdisc::cli {

namespace {

// Controls of xterm, which other terminals have or ignore: the other screen, the cursor, and the
// wrapping of long lines.
constexpr std::string_view enter_screen = "\x1b[?1049h\x1b[?25l\x1b[?7l";
constexpr std::string_view leave_screen = "\x1b[?7h\x1b[?25h\x1b[?1049l";

/// try_write() does not divide a text of this size.
constexpr std::size_t part_max = 512;

}  // namespace

bool Screen::open() {
    return signals_.open(SignalSet::screen) && enter();
}

void Screen::close() {
    if (!is_open()) return;
    signals_.close();
    exit_on_stop_signals();
    leave();
}

bool Screen::enter() {
    if (!terminal_.open()) return false;
    frame_.clear();
    frame_.append(enter_screen);
    written_ = 0;
    write_frame();
    return true;
}

void Screen::leave() {
    terminal_.close();
    (void)write_all(StandardStream::output, leave_screen);
}

Screen::Wish Screen::process() {
    Wish wish = Wish::none;
    for (Signal signal = signals_.next(); signal != Signal::none; signal = signals_.next()) {
        if (signal != Signal::resize) return Wish::end;
        wish = Wish::redraw;
    }
    for (TerminalKey key = terminal_.next_key(); key != TerminalKey::none;
         key = terminal_.next_key()) {
        if (key == TerminalKey::end) return Wish::end;
        if (key != TerminalKey::suspend) continue;
        leave();
        terminal_suspend();
        if (!enter()) return Wish::end;
        wish = Wish::redraw;
    }
    write_frame();
    return wish;
}

void Screen::draw(const Picture& picture) {
    if (!is_ready()) return;
    frame_.clear();
    append_screen(frame_, picture, size());
    written_ = 0;
    write_frame();
}

void Screen::write_frame() {
    while (!is_ready()) {
        const std::string_view part = slice(frame_.view(), written_, part_max);
        if (!try_write(StandardStream::output, part)) return;
        written_ += part.size();
    }
}

void Screen::add_poll_entries(PollSet& set) const {
    set.add(signals_.poll_entry());
    set.add(terminal_.keys());
    if (!is_ready()) set.add(terminal_.room());
}

TerminalSize Screen::size() const {
    const TerminalSize size = terminal_size(StandardStream::output);
    return size.columns == 0 || size.lines == 0 ? TerminalSize{80, 24} : size;
}

bool can_draw_or_explain(const char* option) {
    if (terminal_can_draw()) return true;
    TextBuffer message;
    message.append(option);
    if (terminal_available()) {
        message.append(" needs a terminal as standard input and output, other than TERM=dumb");
    } else {
        message.append(" is not supported on this system");
    }
    print_error(probe_program, message.view());
    return false;
}

}  // namespace mpdisc::cli
