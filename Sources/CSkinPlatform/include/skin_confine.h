#pragma once

/// Keeps the process's memory to itself: no core dump, and no other process of the same user may read it.
/// Returns 0, or -1 as prctl(2) and setrlimit(2) do.
int skin_keep_memory_private(void);

/// Which version of Landlock the system has; 0 if none.
int skin_landlock_version(void);

/// From now on this thread and those that it starts write, make and remove files only below `folders`, and run no
/// other program. Call it before any other thread is started. Returns 0; 1 if the system has no Landlock; -1 with errno.
int skin_confine_files(const char *const *folders, int folder_count);

/// From now on no thread of the process runs another program, opens a socket, connects or listens anew, or looks into
/// another process; if `writes` is 0 none opens a file for writing, or makes, renames or removes one.
/// Returns 0; 1 if the system has no such filter; -1 with errno.
int skin_confine_calls(int writes);
