#pragma once
#include <libpq-fe.h>

// Swift's Glibc module is compiled without _GNU_SOURCE and so hides this one; pipe() with a later fcntl would leak the
// descriptors into a process spawned between the two.
int pipe2(int ends[2], int flags);
