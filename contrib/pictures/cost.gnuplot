# SPDX-License-Identifier: MIT
#
# size: 720 430
# title: Time until all services of one host are found
# desc: Five lines over the number of services on the host, from 1 to 1,000, both on logarithmic scales.
#   Up to 100 services mpdisc-probe ends after a few milliseconds and knows that it has all, and at 1,000
#   after tens of milliseconds. MiniSSDPd, one process for all services, is faster up to 100 and does not
#   find all of 1,000. Avahi has resolved all after a fifth of a second, and avahi-browse ends after one
#   second; at 1,000 services both take more than two.
#
# The numbers are in cost.tsv, in milliseconds. Each line has its name at its right end.

data = 'cost.tsv'
set datafile separator tab
set datafile missing '-'

text = 0x1f2328; muted = 0x59636e; line = 0xd1d9e0; panel = 0xf6f8fa
blue = 0x0969da; amber = 0x9a6700; purple = 0x8250df

# Two digits and the unit.
short(ms) = ms < 0.995 ? sprintf('%.2f ms', ms) : ms < 9.95 ? sprintf('%.1f ms', ms) : sprintf('%.0f ms', ms)
shown(ms) = ms < 999.5 ? short(ms) : sprintf('%.1f s', ms / 1000.0)

# The last row in which column n has a time: how many services, and the time.
last(n) = sprintf("awk -F '\t' '$1 + 0 && $%d != \"-\" { x = $1; y = $%d } END { print x, y }' %s", n, n, data)
array end_x[6]; array end_y[6]
do for [n = 2:6] { found = system(last(n)); end_x[n] = word(found, 1) + 0; end_y[n] = word(found, 2) + 0 }

set logscale xy
set xrange [0.8:1000]
set yrange [0.06:5000]
set lmargin at screen 88.0 / 720
set rmargin at screen 492.0 / 720
set tmargin at screen 1 - 78.0 / 430
set bmargin at screen 66.0 / 430
unset key
unset border
set tics scale 0 textcolor rgb muted font 'Helvetica,13'
set xtics ('1' 1, '10' 10, '100' 100, '1,000' 1000) offset 0, 0.2
set ytics ('0.1 ms' 0.1, '1 ms' 1, '10 ms' 10, '100 ms' 100, '1 s' 1000)
set grid ytics linetype 1 linecolor rgb line linewidth 1

set object 1 rectangle from screen 10.0 / 720, screen 8.0 / 430 to screen 710.0 / 720, screen 1 - 8.0 / 430 \
    behind fillcolor rgb panel fillstyle solid border linecolor rgb line
set label 1 'Time until all services of one host are found' at screen 28.0 / 720, screen 1 - 36.0 / 430 \
    textcolor rgb text font 'Helvetica-Bold,16'
set label 2 'medians; both scales are logarithmic' at screen 28.0 / 720, screen 1 - 58.0 / 430 \
    textcolor rgb muted font 'Helvetica,13'
set label 3 'services on the host' at screen 290.0 / 720, screen 29.0 / 430 center \
    textcolor rgb muted font 'Helvetica,13'

# The names. Two lines that end close to each other have theirs above each other.
decade = (430 - 78 - 66) / log10(5000 / 0.06)
apart(high, low) = (log10(high / low) * decade > 18) ? 1 : sqrt(10 ** (18 / decade) / (high / low))
set label 11 sprintf('avahi-browse ends: %s', shown(end_y[6])) at end_x[6], end_y[6] * apart(end_y[6], end_y[5]) textcolor rgb amber
set label 12 sprintf('Avahi, all resolved: %s', shown(end_y[5])) at end_x[5], end_y[5] / apart(end_y[6], end_y[5]) textcolor rgb amber
set label 13 sprintf('mpdisc-probe ends: %s', shown(end_y[3])) at end_x[3], end_y[3] * apart(end_y[3], end_y[2]) textcolor rgb blue
set label 14 sprintf('mpdisc, all answers: %s', shown(end_y[2])) at end_x[2], end_y[2] / apart(end_y[3], end_y[2]) textcolor rgb blue
set label 15 sprintf('MiniSSDPd, all answers: %s', shown(end_y[4])) at end_x[4], end_y[4] textcolor rgb purple
set label 16 end_x[4] < 1000 ? '(one process for all; 1,000: not all)' : '(one process for all)' \
    at end_x[4], end_y[4] / 10 ** (17 / decade) textcolor rgb muted
do for [n = 11:16] { set label n font 'Helvetica-Halo,13' offset 1.2, 0 }
set label 13 font 'Helvetica-Bold-Halo,13'

# The numbers at the points, but for the last ones: the times after which the programs end.
inner(n) = column(1) < end_x[n] ? column(n) : NaN
set style line 1 linecolor rgb amber linewidth 2 pointtype 7 pointsize 0.6
set style line 2 linecolor rgb blue linewidth 2.5 pointtype 7 pointsize 0.6
# Solid: a program has ended. Dashed: all answers are in.
set style line 3 linecolor rgb purple linewidth 2 pointtype 7 pointsize 0.6
plot data using 1:6 with linespoints linestyle 1, \
    data using 1:5 with linespoints linestyle 1 dashtype (6, 4), \
    data using 1:3 with linespoints linestyle 2, \
    data using 1:2 with linespoints linestyle 2 dashtype (6, 4), \
    data using 1:4 with linespoints linestyle 3 dashtype (6, 4), \
    for [n in '6 3'] data using 1:(inner(int(n))):(shown(column(int(n)))) \
        with labels offset 0, 0.8 textcolor rgb muted font 'Helvetica-Halo,13'
