/* Faults of the disk at the n-th call, for every n: loaded before a process (LD_PRELOAD).
 *
 * Counts the calls that change files below one folder - open to write, write, fsync, rename,
 * unlink, truncate, mkdir - whoever makes them: Python, SQLite, Rust. From there on, or once,
 * a call fails, or the process dies. Nothing happens before `tiig_faults` is called. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum how { COUNT, IO_ERROR, FULL, READ_ONLY, KILL, TORN };
enum what { OPEN, WRITE, SYNC, MOVE };

static char root[4096];
static size_t root_length;
static int how;
static long number;
static long counted;

void tiig_faults(const char *below, int mode, long at) {
    root_length = 0;
    snprintf(root, sizeof root, "%s", below);
    counted = 0;
    how = mode;
    number = at;
    root_length = strlen(root);
}

long tiig_counted(void) { return counted; }

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static int below_path(const char *path) {
    return root_length && path && strncmp(path, root, root_length) == 0;
}

static int below_file(int file) {
    char link[64], path[4096];
    if (!root_length) return 0;
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (length < 0) return 0;
    path[length] = 0;
    return below_path(path);
}

/* Returns 1 where the call must fail (errno is set), 2 where it must be torn, else 0. */
static int reached(enum what kind) {
    long now = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
    switch (how) {
    case IO_ERROR:
        if (now == number) { errno = EIO; return 1; }
        return 0;
    case FULL:
        if (now >= number && (kind == WRITE || kind == OPEN)) { errno = ENOSPC; return 1; }
        return 0;
    case READ_ONLY:
        if (now >= number) { errno = EROFS; return 1; }
        return 0;
    case KILL:
        if (now == number) die();
        return 0;
    case TORN:
        return now == number ? 2 : 0;
    default:
        return 0;
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define WRITES(name, parameters, half, whole)                                   \
    ssize_t name parameters {                                                   \
        static __typeof__(&name) real;                                          \
        if (!real) real = REAL(name);                                           \
        if (below_file(file)) {                                                 \
            int fate = reached(WRITE);                                          \
            if (fate == 1) return -1;                                           \
            if (fate == 2) { (void)!real half; die(); }                         \
        }                                                                       \
        return real whole;                                                      \
    }

WRITES(write, (int file, const void *data, size_t size), (file, data, size / 2), (file, data, size))
WRITES(pwrite, (int file, const void *data, size_t size, off_t at), (file, data, size / 2, at),
       (file, data, size, at))
WRITES(pwrite64, (int file, const void *data, size_t size, off64_t at), (file, data, size / 2, at),
       (file, data, size, at))
WRITES(writev, (int file, const struct iovec *parts, int count), (file, parts, count / 2),
       (file, parts, count))

#define CHANGES(name, kind, parameters, there, arguments)                       \
    int name parameters {                                                       \
        static __typeof__(&name) real;                                          \
        if (!real) real = REAL(name);                                           \
        if (there) {                                                            \
            int fate = reached(kind);                                           \
            if (fate == 1) return -1;                                           \
            if (fate == 2) { (void)!real arguments; die(); }                    \
        }                                                                       \
        return real arguments;                                                  \
    }

CHANGES(fsync, SYNC, (int file), below_file(file), (file))
CHANGES(fdatasync, SYNC, (int file), below_file(file), (file))
CHANGES(ftruncate, WRITE, (int file, off_t size), below_file(file), (file, size))
CHANGES(ftruncate64, WRITE, (int file, off64_t size), below_file(file), (file, size))
CHANGES(rename, MOVE, (const char *from, const char *to), below_path(to), (from, to))
CHANGES(unlink, MOVE, (const char *path), below_path(path), (path))
CHANGES(mkdir, OPEN, (const char *path, mode_t mode), below_path(path), (path, mode))

#define OPENS(name)                                                             \
    int name(const char *path, int flags, ...) {                                \
        static __typeof__(&name) real;                                          \
        if (!real) real = REAL(name);                                           \
        va_list more;                                                           \
        va_start(more, flags);                                                  \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;               \
        va_end(more);                                                           \
        if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && below_path(path)) {      \
            int fate = reached(flags & O_CREAT ? OPEN : SYNC);                  \
            if (fate == 1) return -1;                                           \
            if (fate == 2) { (void)!real(path, flags, mode); die(); }           \
        }                                                                       \
        return real(path, flags, mode);                                         \
    }

OPENS(open)
OPENS(open64)
