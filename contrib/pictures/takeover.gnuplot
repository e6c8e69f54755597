# SPDX-License-Identifier: MIT
#
# size: 720 462
# title: What happens when the primary is killed, and when it hangs
# desc: Two time lines. Above, in milliseconds: the primary of 100 providers is killed. The port is free for
#   about 4 ms, then another provider holds it, and after about 10 ms all others have registered with it. A
#   probe that is sent at the moment of the kill finds all. Below, in seconds: the primary hangs. Three
#   heartbeats of its deputy go unanswered. Between 2.5 and 3.5 seconds after the hang began the deputy takes
#   over. When the former primary goes on, it becomes a secondary.
#
# The numbers are in takeover.tsv. Places are pixels from the upper left corner.

cell(what, n) = system(sprintf("awk -F '\t' '$1 == \"%s\" { print $%d }' takeover.tsv", what, n)) + 0
port = cell('port held again', 2)
registered = cell('all registered', 2)
probe = cell('probe ends', 2)
deputy = cell('all with the deputy', 2) / 1000.0
runs = cell('port held again', 4)
if (port < 1.5 || registered - port < 4 || registered > 12 || deputy < 2.5 || deputy > 3.5) {
    exit error 'these numbers need other scales, or other places of the words'
}

text = 0x1f2328; muted = 0x59636e; line = 0xd1d9e0; panel = 0xf6f8fa; paper = 0xffffff
blue = 0x0969da; bluish = 0xddf4ff; green = 0x1a7f37; greenish = 0xdafbe1
red = 0xcf222e; reddish = 0xffebe9; amber = 0x9a6700; amberish = 0xfff8c5

set xrange [0:720]
set yrange [462:0]
set margins 0, 0, 0, 0
unset border
unset tics
unset key
set macros

# Where a time is: both scales begin at the same place, and end at 15 ms and at 5 s.
begin = 236; end = 680; before = 156
ms(t) = begin + t * (end - begin) / 15.0
s(t) = begin + t * (end - begin) / 5.0

right = "right textcolor rgb muted font 'Helvetica,13'"
small = "textcolor rgb muted font 'Helvetica,13'"
inside = "center textcolor rgb text font 'Helvetica,13'"

set object 1 rectangle from 10, 8 to 710, 226 behind fillcolor rgb panel fillstyle solid border linecolor rgb line
set object 2 rectangle from 10, 236 to 710, 454 behind fillcolor rgb panel fillstyle solid border linecolor rgb line

# --- Killed ---
y = 0
set label 'The primary is killed' at 28, y + 33 textcolor rgb text font 'Helvetica-Bold,16'
set label sprintf('100 providers, medians of %d runs', runs) at end, y + 33 @right

set arrow from begin, y + 174 to end, y + 174 nohead linecolor rgb muted
do for [t = 0:15:5] {
    set arrow from ms(t), y + 174 to ms(t), y + 180 nohead linecolor rgb muted
    set label (t == 0 ? '0' : sprintf('%d ms', t)) at ms(t), y + 189 center @small
}
set label 'UDP port 6737' at 147, y + 91 @right
set object 11 rectangle from before, y + 78 to begin, y + 104 fillstyle solid border linecolor rgb blue fillcolor rgb bluish
set label 'primary' at (before + begin) / 2, y + 91 @inside
set object 12 rectangle from begin, y + 78 to ms(port), y + 104 fillstyle solid border linecolor rgb red fillcolor rgb reddish
set label 'free' at (begin + ms(port)) / 2, y + 91 @inside
set object 13 rectangle from ms(port), y + 78 to end, y + 104 fillstyle solid border linecolor rgb blue fillcolor rgb bluish
set label 'another is the primary' at (ms(port) + ms(registered)) / 2, y + 91 @inside

set label 'the other 98' at 147, y + 123 @right
set object 14 rectangle from ms(port), y + 110 to ms(registered), y + 136 fillstyle solid border linecolor rgb muted fillcolor rgb paper
set label 'register with it' at (ms(port) + ms(registered)) / 2, y + 123 @inside
set object 15 rectangle from ms(registered), y + 110 to end, y + 136 fillstyle solid border linecolor rgb green fillcolor rgb greenish
set label 'all registered' at (ms(registered) + end) / 2, y + 123 @inside

set label 'a probe sent at 0' at 147, y + 155 @right
set object 16 polygon from begin, y + 142 to end - 4, y + 142 to end + 9, y + 155 to end - 4, y + 168 \
    to begin, y + 168 to begin, y + 142 fillstyle solid border linecolor rgb green fillcolor rgb greenish
set label sprintf('finds all 99, in each run, and ends after %.0f ms', probe) at (begin + end) / 2, y + 155 @inside

set label 'kill -9' at begin, y + 62 center textcolor rgb red font 'Helvetica-Bold,13'
set label sprintf('%.1f ms', port) at ms(port), y + 62 center textcolor rgb text font 'Helvetica-Bold,13'
set label sprintf('%.0f ms', registered) at ms(registered), y + 62 center textcolor rgb text font 'Helvetica-Bold,13'
set arrow from begin, y + 70 to begin, y + 174 nohead front linecolor rgb red linewidth 2
set arrow from ms(port), y + 70 to ms(port), y + 78 nohead linecolor rgb text
set arrow from ms(registered), y + 70 to ms(registered), y + 110 nohead linecolor rgb text
set label sprintf('slowest runs: port held after %.0f ms, all registered after %.0f ms', \
    cell('port held again', 3), cell('all registered', 3)) at end, y + 209 @right

# --- Hangs ---
y = 228
set label 'The primary hangs' at 28, y + 33 textcolor rgb text font 'Helvetica-Bold,16'
set arrow from begin, y + 174 to end, y + 174 nohead linecolor rgb muted
do for [t = 0:5] {
    set arrow from s(t), y + 174 to s(t), y + 180 nohead linecolor rgb muted
    set label (t == 0 ? '0' : sprintf('%d s', t)) at s(t), y + 189 center @small
}
set label 'UDP port 6737' at 147, y + 91 @right
set object 21 rectangle from before, y + 78 to begin, y + 104 fillstyle solid border linecolor rgb blue fillcolor rgb bluish
set label 'primary' at (before + begin) / 2, y + 91 @inside
set object 22 rectangle from begin, y + 78 to s(deputy), y + 104 fillstyle solid border linecolor rgb red fillcolor rgb reddish
set label 'no answers' at (begin + s(deputy)) / 2, y + 91 @inside
set object 23 rectangle from s(deputy), y + 78 to end, y + 104 fillstyle solid border linecolor rgb blue fillcolor rgb bluish
set label 'the deputy is the primary' at (s(deputy) + end) / 2, y + 91 @inside

# The deputy sends a heartbeat each second, and waits half a second for the answer to the third one.
beats = "deputy's heartbeats"
set label beats at 147, y + 123 right textcolor rgb muted font 'Helvetica,13'
set arrow from s(deputy - 3.5) - 5, y + 123 to s(deputy - 3.5) - 1.5, y + 127 nohead front linecolor rgb paper linewidth 2
set arrow from s(deputy - 3.5) - 1.5, y + 127 to s(deputy - 3.5) + 5, y + 119 nohead front linecolor rgb paper linewidth 2
do for [n = 0:2] { set label '?' at s(deputy - 2.5 + n), y + 123 front center textcolor rgb paper font 'Helvetica-Bold,13' }
set label 'three unanswered: takes over' at s(deputy) + 9, y + 123 textcolor rgb text font 'Helvetica-Halo,13'

set label 'hang' at begin, y + 62 center textcolor rgb red font 'Helvetica-Bold,13'
set label sprintf('%.1f s', deputy) at s(deputy), y + 62 center textcolor rgb text font 'Helvetica-Bold,13'
set label '(2.5 to 3.5 s)' at s(deputy) + 22, y + 62 @small
set arrow from begin, y + 70 to begin, y + 174 nohead front linecolor rgb red linewidth 2
set arrow from s(deputy), y + 70 to s(deputy), y + 136 nohead linecolor rgb text
set arrow from s(2.5), y + 73 to s(3.5), y + 73 nohead linecolor rgb text
set arrow from s(2.5), y + 69 to s(2.5), y + 77 nohead linecolor rgb text
set arrow from s(3.5), y + 69 to s(3.5), y + 77 nohead linecolor rgb text
set label 'seconds: 333 times coarser than above' at end, y + 209 @right

set label 'former primary' at 147, y + 155 @right
set object 24 rectangle from begin, y + 142 to s(4), y + 168 fillstyle solid border linecolor rgb amber fillcolor rgb amberish
set label 'hangs until it goes on' at (begin + s(4)) / 2, y + 155 @inside
set object 25 rectangle from s(4), y + 142 to end, y + 168 fillstyle solid border linecolor rgb muted fillcolor rgb paper
set label 'secondary' at (s(4) + end) / 2, y + 155 @inside

plot '+' using (s(deputy - 3.5)):(y + 123) every ::::0 with points pointtype 7 pointsize 1.6 linecolor rgb green, \
    for [n = 0:2] '+' using (s(deputy - 2.5 + n)):(y + 123) every ::::0 with points pointtype 7 pointsize 1.6 linecolor rgb amber
