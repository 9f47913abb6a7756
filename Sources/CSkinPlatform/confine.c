// What the process gives up, so that a photo that is read by mistake as a program can neither send nor change anything.
#define _GNU_SOURCE
#include "skin_confine.h"

#if defined(__linux__)
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int skin_keep_memory_private(void) {
  const struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none)) return -1;
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int skin_landlock_version(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  return version > 0 ? (int)version : 0;
}

int skin_confine_files(const char *const *folders, int folder_count) {
  int version = skin_landlock_version();
  if (version == 0) return 1;
  uint64_t writing = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                     LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                     LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
                     LANDLOCK_ACCESS_FS_MAKE_SYM;
#ifdef LANDLOCK_ACCESS_FS_TRUNCATE
  if (version >= 3) writing |= LANDLOCK_ACCESS_FS_TRUNCATE;
#endif
  struct landlock_ruleset_attr rules = {.handled_access_fs = writing | LANDLOCK_ACCESS_FS_EXECUTE};
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules.handled_access_fs), 0);
  if (ruleset < 0) return -1;
  int status = 0;
  for (int i = 0; i < folder_count && status == 0; i++) {
    int folder = open(folders[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
    // A folder that is not there is no place to write to; the write itself will say so.
    if (folder < 0) continue;
    struct landlock_path_beneath_attr below = {.allowed_access = writing, .parent_fd = folder};
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &below, 0)) status = -1;
    close(folder);
  }
  if (status == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) status = -1;
  if (status == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0)) status = -1;
  int reason = errno;
  close(ruleset);
  errno = reason;
  return status;
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define ANSWER(code) BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (code))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
// One call is answered with an error.
#define DENY(number, code) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 1), ANSWER(code)
// One call is answered with an error if the low half of an argument has one of the bits; the number is loaded again.
#define DENY_BITS(number, argument, bits)                                                                   \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (number), 0, 4), LOAD(args[argument]),                                \
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, (bits), 0, 1), ANSWER(EACCES), ALLOW
#define WRITING (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)

int skin_confine_calls(int writes) {
  static const struct sock_filter head[] = {
      LOAD(arch),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
      ANSWER(ENOSYS),
      LOAD(nr),
#if defined(__x86_64__)
      // The calls of the x32 interface have this bit.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1),
      ANSWER(ENOSYS),
#endif
      DENY(__NR_execve, EPERM),
      DENY(__NR_execveat, EPERM),
      DENY(__NR_socket, EPERM),
      DENY(__NR_connect, EPERM),
      DENY(__NR_bind, EPERM),
      DENY(__NR_listen, EPERM),
      DENY(__NR_ptrace, EPERM),
      DENY(__NR_process_vm_readv, EPERM),
      DENY(__NR_process_vm_writev, EPERM),
      DENY(__NR_pidfd_getfd, EPERM),
      DENY(__NR_open_by_handle_at, EPERM),
      DENY(__NR_bpf, EPERM),
      DENY(__NR_mount, EPERM),
      DENY(__NR_setns, EPERM),
      DENY(__NR_unshare, EPERM),
      DENY(__NR_keyctl, EPERM),
      // What could do any of these by another way.
      DENY(__NR_io_uring_setup, ENOSYS),
      DENY(__NR_userfaultfd, ENOSYS),
  };
  static const struct sock_filter no_writing[] = {
#ifdef __NR_open
      DENY_BITS(__NR_open, 1, WRITING),
      DENY(__NR_creat, EACCES),
      DENY(__NR_rename, EACCES),
      DENY(__NR_unlink, EACCES),
      DENY(__NR_rmdir, EACCES),
      DENY(__NR_mkdir, EACCES),
      DENY(__NR_link, EACCES),
      DENY(__NR_symlink, EACCES),
      DENY(__NR_mknod, EACCES),
      DENY(__NR_chmod, EACCES),
      DENY(__NR_chown, EACCES),
#endif
      DENY_BITS(__NR_openat, 2, WRITING),
      // Its flags lie in memory, where a filter cannot look; the C library then takes the older call.
      DENY(__NR_openat2, ENOSYS),
      DENY(__NR_renameat2, EACCES),
#ifdef __NR_renameat
      DENY(__NR_renameat, EACCES),
#endif
      DENY(__NR_unlinkat, EACCES),
      DENY(__NR_mkdirat, EACCES),
      DENY(__NR_linkat, EACCES),
      DENY(__NR_symlinkat, EACCES),
      DENY(__NR_mknodat, EACCES),
      DENY(__NR_truncate, EACCES),
      DENY(__NR_fchmodat, EACCES),
      DENY(__NR_fchownat, EACCES),
  };
  enum { head_count = sizeof(head) / sizeof(*head), rest_count = sizeof(no_writing) / sizeof(*no_writing) };
  struct sock_filter all[head_count + rest_count + 1];
  unsigned short count = 0;
  for (int i = 0; i < head_count; i++) all[count++] = head[i];
  for (int i = 0; i < rest_count && !writes; i++) all[count++] = no_writing[i];
  all[count++] = (struct sock_filter)ALLOW;
  const struct sock_fprog program = {count, all};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return -1;
  long status = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
  if (status == 0) return 0;
  // A thread's number means that this thread could not be confined.
  if (status > 0) errno = EAGAIN;
  return status < 0 && (errno == ENOSYS || errno == EINVAL) ? 1 : -1;
}
#else
int skin_confine_calls(int writes) { return 1; }
#endif

#else
#include <sys/resource.h>

int skin_keep_memory_private(void) {
  const struct rlimit none = {0, 0};
  return setrlimit(RLIMIT_CORE, &none);
}
int skin_landlock_version(void) { return 0; }
int skin_confine_files(const char *const *folders, int folder_count) { return 1; }
int skin_confine_calls(int writes) { return 1; }
#endif
