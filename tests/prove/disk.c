/* A disk that is watched and that fails when told to: preloaded, it stands between SQLite and the C library.

   It does nothing until `disk_watch` names a database; from then on every call on that file and the files beside it (its log, its
   journal, its folder) is noted in order, and `disk_fail` lets the n-th of them fail. All other files pass untouched. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#undef open64
#undef openat64
#undef pread64
#undef pwrite64
#undef ftruncate64
#undef mmap64

enum { OTHER, DATABASE, LOG, JOURNAL, SHARED, FOLDER };
static const char *const endings[] = {NULL, "", "-wal", "-journal", "-shm"};
enum { MOST = 65536 };

struct note {
    uint32_t kind, file;
    int64_t offset, length, at;
};

static char database[4096], folder[4096];
static int journal = -1, whole;
static unsigned char file_of[MOST];
static long calls, fail_from, fail_times, syncs;
static int fail_with, fail_short;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(result, name, ...) \
    static result (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static void put(const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    for (const char *at = bytes; length;) {
        ssize_t done = real_write(journal, at, length);
        if (done <= 0) abort(); /* a journal with holes would prove nothing */
        at += done, length -= (size_t)done;
    }
}

static void note(char kind, int file, int64_t offset, int64_t length, const void *bytes) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    struct note told = {(uint32_t)kind, (uint32_t)file, offset, length, now.tv_sec * 1000000000LL + now.tv_nsec};
    put(&told, sizeof told);
    if (bytes) put(bytes, (size_t)length);
}

/* Whose turn it is, counted; whether this call is one that must fail. The turn is held until `end`. */
static int begin(char kind, int file) {
    pthread_mutex_lock(&turn);
    calls++;
    if (!fail_from || calls < fail_from || calls >= fail_from + fail_times) return 0;
    if (fail_short && calls == fail_from) {
        if (kind != 'W') return 0;
        note('F', file, kind, calls, NULL);
        return 2;
    }
    note('F', file, kind, calls, NULL);
    return 1;
}

static void end(void) { pthread_mutex_unlock(&turn); }

static int failed(void) {
    end();
    errno = fail_with;
    return -1;
}

void disk_watch(const char *of, const char *into, int all) {
    REAL(int, open, const char *, int, ...);
    strncpy(database, of, sizeof database - 1);
    strncpy(folder, of, sizeof folder - 1);
    char *slash = strrchr(folder, '/');
    if (slash) *slash = 0;
    whole = all;
    journal = real_open(into, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (journal < 0) abort();
}

void disk_fail(long from, long times, int with, int cut_short) {
    fail_from = from, fail_times = times, fail_with = with, fail_short = cut_short;
}

long disk_calls(void) { return calls; }

static int kind_of(const char *path) {
    if (journal < 0 || !path) return OTHER;
    size_t length = strlen(database);
    if (!strncmp(path, database, length))
        for (int file = DATABASE; file <= SHARED; file++)
            if (!strcmp(path + length, endings[file])) return file;
    return strcmp(path, folder) ? OTHER : FOLDER;
}

static int kept(int fd) { return fd >= 0 && fd < MOST ? file_of[fd] : OTHER; }

#define OPENED(call) \
    int file = kind_of(path), made; \
    if (!file) return call; \
    if (begin('O', file)) return failed(); \
    made = (flags & O_CREAT) && access(path, F_OK); \
    int fd = call; \
    if (fd >= MOST) abort(); \
    if (fd >= 0) file_of[fd] = (unsigned char)file; \
    if (fd >= 0 && made && whole && file != SHARED) note('C', file, 0, 0, NULL); \
    if (fd >= 0 && (flags & O_TRUNC)) abort(); /* nobody opens a database so */ \
    return end(), fd

#define MODE \
    mode_t mode = 0; \
    if (flags & O_CREAT) { \
        va_list more; \
        va_start(more, flags); \
        mode = va_arg(more, mode_t); \
        va_end(more); \
    }

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        MODE OPENED(real_##name(path, flags, mode)); \
    }
#define OPENAT(name) \
    int name(int at, const char *path, int flags, ...) { \
        REAL(int, name, int, const char *, int, ...); \
        MODE OPENED(real_##name(at, path, flags, mode)); \
    }
OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    REAL(int, close, int);
    if (kept(fd)) file_of[fd] = OTHER;
    return real_close(fd);
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    int file = kind_of(path);
    if (!file) return real_unlink(path);
    if (begin('U', file)) return failed();
    int done = real_unlink(path);
    if (!done && whole && file != SHARED) note('U', file, 0, 0, NULL);
    return end(), done;
}

#define READ(call) \
    int file = kept(fd); \
    if (!file) return call; \
    if (begin('R', file)) return failed(); \
    end(); \
    return call

ssize_t read(int fd, void *bytes, size_t length) {
    REAL(ssize_t, read, int, void *, size_t);
    READ(real_read(fd, bytes, length));
}

#define PREAD(name, place) \
    ssize_t name(int fd, void *bytes, size_t length, place offset) { \
        REAL(ssize_t, name, int, void *, size_t, place); \
        READ(real_##name(fd, bytes, length, offset)); \
    }
PREAD(pread, off_t)
PREAD(pread64, int64_t)

/* Noted before it is done: from that moment on it may reach the platter. */
#define WRITE(call, where) \
    int file = kept(fd), how; \
    if (!file) return call; \
    if ((how = begin('W', file)) == 1) return failed(); \
    if (how == 2) length = (length + 1) / 2; \
    if (whole && file < SHARED) note('W', file, where, (int64_t)length, bytes); \
    ssize_t done = call; \
    return end(), done

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    WRITE(real_write(fd, bytes, length), lseek(fd, 0, SEEK_CUR));
}

#define PWRITE(name, place) \
    ssize_t name(int fd, const void *bytes, size_t length, place offset) { \
        REAL(ssize_t, name, int, const void *, size_t, place); \
        WRITE(real_##name(fd, bytes, length, offset), (int64_t)offset); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, int64_t)

#define TRUNCATE(name, place) \
    int name(int fd, place length) { \
        REAL(int, name, int, place); \
        int file = kept(fd); \
        if (!file) return real_##name(fd, length); \
        if (begin('T', file)) return failed(); \
        if (whole && file < SHARED) note('T', file, (int64_t)length, 0, NULL); \
        int done = real_##name(fd, length); \
        return end(), done; \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, int64_t)

/* What was written before a sync began is kept once it has ended. */
#define SYNC(name) \
    int name(int fd) { \
        REAL(int, name, int); \
        int file = kept(fd); \
        if (!file) return real_##name(fd); \
        if (begin('S', file)) return failed(); \
        long number = ++syncs; \
        if (whole) note('S', file, number, 0, NULL); \
        end(); \
        int done = real_##name(fd); \
        pthread_mutex_lock(&turn); \
        if (!done && whole) note('E', file, number, 0, NULL); \
        return end(), done; \
    }
SYNC(fsync)
SYNC(fdatasync)

#define MAP(name, place) \
    void *name(void *at, size_t length, int protection, int flags, int fd, place offset) { \
        REAL(void *, name, void *, size_t, int, int, int, place); \
        int file = (flags & MAP_ANONYMOUS) ? OTHER : kept(fd); \
        if (file) { \
            if (begin('M', file)) return failed(), MAP_FAILED; \
            end(); \
        } \
        return real_##name(at, length, protection, flags, fd, offset); \
    }
MAP(mmap, off_t)
MAP(mmap64, int64_t)
