//! The `gouji` program: hands the command line to [`gouji::cli`] and returns its exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    gouji::cli::main()
}
