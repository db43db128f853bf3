//! What a worker gives up before it sees the first byte of a file: whoever takes it over finds no file, no network,
//! no other program, no environment, and little time and memory.
//!
//! The limits of processes are Unix's, the rest is Linux's, where the kernel has it; a worker tells what it could give
//! up ([`Confinement`]), and the run says what it could not. Elsewhere time is watched by the run alone, and memory by
//! the limits of the readers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What stands around a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confinement {
    /// The system refuses memory beyond the limit, and ends it when its time is up.
    pub limits: bool,
    /// No path can be opened (Landlock).
    pub paths: bool,
    /// No system call passes that opens, connects or starts something (seccomp).
    pub calls: bool,
}

impl Confinement {
    /// What is lacking, in the words of the systems' manuals.
    pub fn lacking(self) -> Vec<&'static str> {
        let parts = [(self.limits, "setrlimit"), (self.paths, "Landlock"), (self.calls, "seccomp")];
        parts.into_iter().filter(|(there, _)| !there).map(|(_, name)| name).collect()
    }
}

/// The first half, while the process has one thread: limits, no new privileges, no paths, death with the run.
pub fn alone(memory: u64) -> Confinement {
    Confinement { limits: limits(memory), paths: paths(), calls: false }
}

/// The second half, when all threads are there: no calls but those that reading needs, no further descriptors.
pub fn all_threads(so_far: Confinement) -> Confinement {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let _ = Resource::NPROC.set(0, 0);
        let _ = Resource::NOFILE.set(0, 0);
    }
    Confinement { calls: calls(), ..so_far }
}

/// Processor time that this process has used.
pub fn used() -> Duration {
    #[cfg(unix)]
    {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        let (seconds, nanoseconds) = (time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0));
        Duration::new(seconds, nanoseconds)
    }
    #[cfg(not(unix))]
    Duration::ZERO
}

/// Lets the system end this process when it has worked for so many seconds from now.
pub fn allow(seconds: u32) {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let (_, hard) = Resource::CPU.get().unwrap_or((0, rlimit::INFINITY));
        // The system counts whole seconds; the one that has begun is not this file's.
        let _ = Resource::CPU.set((used().as_secs() + 1 + u64::from(seconds)).min(hard), hard);
    }
    #[cfg(not(unix))]
    let _ = seconds;
}

/// The signal with which the system ends a process whose time is up.
#[cfg(unix)]
pub fn out_of_time(signal: i32) -> bool {
    signal == rustix::process::Signal::XCPU.as_raw()
}

/// The signal with which the kernel ends the greediest process when memory is short.
#[cfg(unix)]
pub const KILLED: i32 = rustix::process::Signal::KILL.as_raw();

/// Signals that come from outside: from the kernel when memory is short, from an operator, from a shutdown.
#[cfg(unix)]
pub fn from_outside(signal: i32) -> bool {
    use rustix::process::Signal;
    [Signal::HUP, Signal::INT, Signal::QUIT, Signal::KILL, Signal::TERM].iter().any(|known| known.as_raw() == signal)
}

#[cfg(unix)]
fn limits(memory: u64) -> bool {
    use rlimit::Resource;
    let _ = Resource::CORE.set(0, 0);
    let _ = Resource::FSIZE.set(0, 0);
    Resource::AS.set(memory, memory).is_ok()
}

#[cfg(not(unix))]
fn limits(_: u64) -> bool {
    false
}

#[cfg(target_os = "linux")]
fn paths() -> bool {
    use landlock::{
        ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetStatus, Scope,
    };
    // When memory is short, a worker goes before the run does.
    let _ = std::fs::write("/proc/self/oom_score_adj", "1000");
    let _ = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
    let _ = rustix::thread::set_no_new_privs(true);
    let enforced = || {
        let ruleset = Ruleset::default().set_compatibility(CompatLevel::BestEffort);
        let ruleset = ruleset.handle_access(AccessFs::from_all(ABI::V5)).ok()?;
        let ruleset = ruleset.handle_access(AccessNet::from_all(ABI::V5)).ok()?;
        let ruleset = ruleset.scope(Scope::from_all(ABI::V6)).ok()?;
        ruleset.create().ok()?.restrict_self().ok()
    };
    enforced().is_some_and(|status| status.ruleset != RulesetStatus::NotEnforced)
}

#[cfg(not(target_os = "linux"))]
fn paths() -> bool {
    false
}

/// Calls that reading needs: what is open is read and written, memory, locks, clocks, the own end. All others fail
/// with `EPERM`.
#[cfg(target_os = "linux")]
const CALLS: &[libc::c_long] = &[
    libc::SYS_brk,
    libc::SYS_clock_getres,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_fstat,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_getrusage,
    libc::SYS_gettid,
    libc::SYS_gettimeofday,
    libc::SYS_lseek,
    libc::SYS_madvise,
    libc::SYS_membarrier,
    libc::SYS_mmap,
    libc::SYS_mprotect,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_pread64,
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
    libc::SYS_write,
    libc::SYS_writev,
];

#[cfg(target_os = "linux")]
fn calls() -> bool {
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    };
    let installed = || {
        // Limits and signals of this process, and of no other.
        let first_is = |value: u64| {
            let condition = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, value).ok()?;
            Some(vec![SeccompRule::new(vec![condition]).ok()?])
        };
        let mut rules: std::collections::BTreeMap<i64, Vec<SeccompRule>> =
            CALLS.iter().map(|&call| (call, Vec::new())).collect();
        rules.insert(libc::SYS_prlimit64, first_is(0)?);
        rules.insert(libc::SYS_tgkill, first_is(std::process::id().into())?);
        let denied = SeccompAction::Errno(libc::EPERM.cast_unsigned());
        let target = std::env::consts::ARCH.try_into().ok()?;
        let filter = SeccompFilter::new(rules, denied, SeccompAction::Allow, target).ok()?;
        let program: BpfProgram = filter.try_into().ok()?;
        seccompiler::apply_filter_all_threads(&program).ok()
    };
    installed().is_some()
}

#[cfg(not(target_os = "linux"))]
fn calls() -> bool {
    false
}
