//! One fingerprint of everything that a result depends on (program text, forms, rules, catalogue, locked
//! dependencies), so that a cache entry is never mistaken for the work of another build.

use std::path::{Path, PathBuf};

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else {
            into.push(path);
        }
    }
}

/// FNV-1a over names and contents, 64 bits twice with different bases: enough to tell builds apart.
fn fingerprint(files: &[PathBuf]) -> String {
    let (mut low, mut high) = (0xcbf2_9ce4_8422_2325_u64, 0x6c62_272e_07bb_0142_u64);
    for file in files {
        let name = file.to_string_lossy().replace('\\', "/");
        let bytes = std::fs::read(file).unwrap_or_default();
        for &byte in name.as_bytes().iter().chain(&[0]).chain(&bytes).chain(&[0]) {
            low = (low ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            high = (high.rotate_left(5) ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{low:016x}{high:016x}")
}

fn main() {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=Cargo.lock");
    println!("cargo::rerun-if-changed=Cargo.toml");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    collect(Path::new("src"), &mut files);
    files.sort();
    let data = |under: &[&str]| {
        let chosen = |file: &&PathBuf| {
            file.extension().is_some_and(|extension| extension == "toml" || extension == "csv")
                && under.iter().any(|folder| file.starts_with(folder))
        };
        files.iter().filter(chosen).cloned().collect::<Vec<_>>()
    };
    println!("cargo::rustc-env=GOUJI_FORMS={}", fingerprint(&data(&["src/form", "src/narrative"])));
    println!(
        "cargo::rustc-env=GOUJI_RULES={}",
        fingerprint(&data(&["src/form", "src/finding", "src/edit", "src/across"]))
    );
    files.extend(["Cargo.lock", "Cargo.toml"].map(PathBuf::from));
    println!("cargo::rustc-env=GOUJI_BUILD={}", fingerprint(&files));
}
