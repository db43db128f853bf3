//! The `gouji` program: hands the command line to [`gouji::cli`] and returns its exit status.

use std::process::ExitCode;

/// A filing is read in some thousands of small pieces of memory: a tenth of a run's processor time, against the
/// allocator of glibc (`scripts/bench`). Only the program has it; who links the library chooses for himself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The allocator asks for large pages, which stay in memory whole for whatever lies on them: a third of a run's memory,
    // for less processor time than can be measured. Workers inherit it. A kernel that refuses costs memory, no more.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    gouji::cli::main()
}
