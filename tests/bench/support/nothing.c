/* SPDX-License-Identifier: MIT */
/* The floor for each program: it starts and ends. */
int main(void) {
    return 0;
}
