//! What this machine can bear: how many workers at a time, and how much memory each may have.

/// Memory that a worker may be expected to use with documents as they come.
const EXPECTED: u64 = 1 << 30;

/// Files read at a time when nothing else is asked for: one for each processor, fewer where memory is short.
pub fn jobs() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    memory().map_or(processors, |memory| fitting(processors, memory))
}

fn fitting(processors: usize, memory: u64) -> usize {
    let workers = usize::try_from(most(memory) / EXPECTED).unwrap_or(usize::MAX);
    processors.min(workers.max(1))
}

/// What of the memory the workers may have.
fn most(memory: u64) -> u64 {
    memory / 4 * 3
}

/// The limit on a worker's memory: what is asked for, and no more than the machine has.
pub fn worker_memory(asked: u64) -> u64 {
    memory().map_or(asked, |memory| asked.min(most(memory)))
}

/// Memory of the machine, or of the container; `None` where the system does not tell (elsewhere than on Linux).
fn memory() -> Option<u64> {
    #[cfg(target_os = "linux")]
    {
        let info = rustix::system::sysinfo();
        let machine = (info.totalram as u64).saturating_mul(info.mem_unit.into());
        // cgroup v2, as the kernel documents it: bytes, or the word `max`.
        let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
        let group = group.and_then(|text| text.trim().parse().ok()).unwrap_or(u64::MAX);
        Some(machine.min(group))
    }
    #[cfg(not(target_os = "linux"))]
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_machine_has_fewer_workers() {
        assert_eq!((fitting(8, 64 << 30), fitting(8, 4 << 30), fitting(8, 1 << 20)), (8, 3, 1));
        assert_eq!(worker_memory(1 << 20), 1 << 20);
        assert!(worker_memory(u64::MAX) > 0 && jobs() > 0);
    }
}
