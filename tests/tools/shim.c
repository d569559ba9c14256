/* LD_PRELOAD shim: kills the process at, or fails, the n-th call on a file whose path holds a pattern.
 * The state lies in a page shared with forked children, so the parent reads the counts of a killed child. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { READ = 1, WRITE = 2, SYNC = 4, TRUNCATE = 8, UNLINK = 16, RENAME = 32 };
enum { OFF, KILL, FAIL_ONCE, FAIL_STICKY, TEAR };

struct state {
    long calls, hits, at;
    int action, error, kinds;
    char pattern[1024];
};
static struct state *state;

__attribute__((constructor)) static void begin(void) {
    void *page = mmap(NULL, sizeof *state, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    state = page == MAP_FAILED ? NULL : page;
}

void shim_arm(const char *pattern, long at, int action, int error, int kinds) {
    memset(state, 0, sizeof *state);
    state->at = at;
    state->action = action;
    state->error = error;
    state->kinds = kinds;
    snprintf(state->pattern, sizeof state->pattern, "%s", pattern);
}
long shim_calls(void) { return state->calls; }
long shim_hits(void) { return state->hits; }

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

/* 0: let the call through; -1: fail it with errno set; 1: tear it. */
static int meet(int kind, const char *path) {
    if (!state || !state->pattern[0] || !(state->kinds & kind) || !strstr(path, state->pattern)) return 0;
    long call = __atomic_add_fetch(&state->calls, 1, __ATOMIC_SEQ_CST);
    int due = state->action == FAIL_STICKY ? call >= state->at : call == state->at;
    if (state->action == OFF || !due) return 0;
    __atomic_add_fetch(&state->hits, 1, __ATOMIC_SEQ_CST);
    if (state->action == TEAR && kind == WRITE) return 1;
    if (state->action == KILL || state->action == TEAR) die();
    errno = state->error;
    return -1;
}

static int meet_fd(int kind, int fd) {
    if (!state || !state->pattern[0]) return 0;
    char link[32], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return meet(kind, path);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
#define READING(name, offset) ssize_t name(int fd, void *to, size_t size, offset at) { \
    REAL(name); \
    return meet_fd(READ, fd) ? -1 : real(fd, to, size, at); }
#define WRITING(name, offset) ssize_t name(int fd, const void *from, size_t size, offset at) { \
    REAL(name); \
    int met = meet_fd(WRITE, fd); \
    if (met > 0) { real(fd, from, size / 2, at); die(); } \
    return met ? -1 : real(fd, from, size, at); }
#define ON_FD(name, kind) int name(int fd) { \
    REAL(name); return meet_fd(kind, fd) ? -1 : real(fd); }
#define TRUNCATING(name, offset) int name(int fd, offset size) { \
    REAL(name); return meet_fd(TRUNCATE, fd) ? -1 : real(fd, size); }

READING(pread, off_t)
READING(pread64, off64_t)
WRITING(pwrite, off_t)
WRITING(pwrite64, off64_t)
ON_FD(fsync, SYNC)
ON_FD(fdatasync, SYNC)
TRUNCATING(ftruncate, off_t)
TRUNCATING(ftruncate64, off64_t)

ssize_t write(int fd, const void *from, size_t size) {
    REAL(write);
    int met = meet_fd(WRITE, fd);
    if (met > 0) { real(fd, from, size / 2); die(); }
    return met ? -1 : real(fd, from, size);
}
int unlink(const char *path) {
    REAL(unlink);
    return meet(UNLINK, path) ? -1 : real(path);
}
int rename(const char *from, const char *to) {
    REAL(rename);
    return meet(RENAME, to) ? -1 : real(from, to);
}
