/* Makes a disk slow: preloaded, it has every write and sync of a file below $SLOW_UNDER take as many milliseconds as the
   file $SLOW_SAYS holds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static ssize_t (*real_write)(int, const void *, size_t);

static void wait_for_disk(int descriptor)
{
    const char *under = getenv("SLOW_UNDER"), *says = getenv("SLOW_SAYS");
    char link[64], path[4096], text[16];
    if (under == NULL || says == NULL)
        return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return;
    path[length] = 0;
    if (strncmp(path, under, strlen(under)) != 0)
        return;
    int file = open(says, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return;
    length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0)
        return;
    text[length] = 0;
    long milliseconds = atol(text);
    struct timespec rest = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    nanosleep(&rest, NULL);
}

ssize_t write(int descriptor, const void *data, size_t size)
{
    if (real_write == NULL)
        real_write = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    wait_for_disk(descriptor);
    return real_write(descriptor, data, size);
}

int fsync(int descriptor)
{
    wait_for_disk(descriptor);
    return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(descriptor);
}

int fdatasync(int descriptor)
{
    wait_for_disk(descriptor);
    return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(descriptor);
}
