//! The layers of ARCHITECTURE.md: a module uses lower layers and its own folder only.

use std::collections::BTreeMap;

use crate::project;
use crate::source::sources;

/// Layer of each top module, as `src/lib.rs` declares them.
fn declared() -> BTreeMap<String, usize> {
    let text = std::fs::read_to_string(project("src/lib.rs")).expect("the library has a root");
    let mut layer = None;
    let mut out = BTreeMap::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("// Layer ") {
            layer = rest.split(':').next().and_then(|number| number.parse().ok());
        } else if let Some(name) = line.strip_prefix("pub mod ").or(line.strip_prefix("mod ")) {
            let layer = layer.unwrap_or_else(|| panic!("{line} stands under no layer"));
            out.insert(name.trim_end_matches(';').to_owned(), layer);
        }
    }
    out
}

/// Layer of each top module, as ARCHITECTURE.md tells.
fn told() -> BTreeMap<String, usize> {
    let text = std::fs::read_to_string(project("ARCHITECTURE.md")).expect("the architecture is written down");
    let table = text.lines().skip_while(|line| *line != "```layers").skip(1).take_while(|line| *line != "```");
    let mut out = BTreeMap::new();
    for line in table {
        let mut words = line.split_whitespace();
        let layer = words.next().and_then(|word| word.parse().ok()).expect("a layer's line opens with its number");
        out.extend(words.take_while(|word| *word != "#").map(|name| (name.to_owned(), layer)));
    }
    out
}

#[test]
fn the_book_and_the_source_agree() {
    assert!(declared().len() > 15);
    assert_eq!(declared(), told());
}

#[test]
fn modules_use_lower_layers_only() {
    let layers = declared();
    let mut lines = Vec::new();
    for source in sources() {
        let module = source.path.split(['/', '.']).next().unwrap_or_default().to_owned();
        let Some(&own) = layers.get(&module) else { continue };
        for (number, line) in source.code() {
            for rest in line.split("crate::").skip(1) {
                let used: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                // `use crate::{a, b}` would hide what is used.
                if used.is_empty() {
                    lines.push(format!("src/{}:{number}: name one module after crate::", source.path));
                }
                if let Some(&layer) = layers.get(&used)
                    && used != module
                    && layer >= own
                {
                    lines.push(format!("src/{}:{number}: {module} ({own}) uses {used} ({layer})", source.path));
                }
            }
        }
    }
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

/// The core touches nothing outside: no disk, clock, environment, threads, and no state that changes.
#[test]
fn the_core_is_pure() {
    let layers = declared();
    let core = layers["filing"];
    let forbidden =
        ["std::fs", "std::env", "std::time", "std::thread", "std::process", "std::net", "rayon", "static mut", "Mutex"];
    let mut lines = Vec::new();
    for source in sources() {
        let module = source.path.split(['/', '.']).next().unwrap_or_default();
        if layers.get(module).is_none_or(|&layer| layer > core) {
            continue;
        }
        for (number, line) in source.code() {
            for word in forbidden.iter().filter(|word| line.contains(**word)) {
                lines.push(format!("src/{}:{number}: {word}", source.path));
            }
        }
    }
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}
