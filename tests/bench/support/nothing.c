/* SPDX-License-Identifier: MIT */
/* The floor under every program: to be started, and to end. */
int main(void) {
    return 0;
}
