# SPDX-License-Identifier: MIT
#
# gnuplot -e "data = 'growth.tsv'; plot_file = 'growth.svg'" growth.gnuplot
set terminal svg size 1000,480 dynamic font "sans,12" background "white"
set output plot_file
set datafile separator "\t"
set key below vertical maxrows 3
set grid
set logscale x
set xlabel "secondaries on one host"
set multiplot layout 1,2

set logscale y
set ylabel "ms"
set title "time"
plot data using 1:2 skip 1 with linespoints title "all registered, from their start", \
     data using 1:3 skip 1 with linespoints title "of that, the primary's processor time", \
     data using 1:7 skip 1 with linespoints title "mpdisc-probe -l finds all and ends"

set ylabel "KiB"
set title "the primary's memory"
plot data using 1:4 skip 1 with linespoints title "resident", \
     data using 1:5 skip 1 with linespoints title "its own"
