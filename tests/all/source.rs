//! The source tree itself: files, their openings, what they must not hold, and the codes of findings.

use std::path::{Path, PathBuf};

use gouji::internals::finding::{catalogue, entry};
use gouji::internals::form::forms;

use crate::project;

/// A source file: path inside `src`, its text, and whether only tests are compiled from it.
pub struct Source {
    pub path: String,
    pub text: String,
    test: bool,
}

impl Source {
    /// The lines that are compiled into the program: without comments and without items for tests.
    pub fn code(&self) -> Vec<(usize, &str)> {
        let mut out = Vec::new();
        let mut lines = self.text.lines().enumerate().filter(|_| !self.test);
        while let Some((number, line)) = lines.next() {
            let start = line.trim_start();
            if start == "#[cfg(test)]" {
                // The item ends on its own line, or with a brace under its first letter.
                let end = format!("{}}}", &line[..line.len() - start.len()]);
                if lines.next().is_some_and(|(_, item)| item.trim_end().ends_with('{')) {
                    lines.by_ref().find(|(_, line)| *line == end);
                }
            } else if !start.starts_with("//") {
                out.push((number + 1, line));
            }
        }
        out
    }

    /// Files of the modules that it declares for tests only, without `.rs`.
    fn test_modules(&self) -> Vec<String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "mod.rs")) => format!("{folder}/"),
            None if self.path == "lib.rs" || self.path == "main.rs" => String::new(),
            _ => format!("{}/", self.path.trim_end_matches(".rs")),
        };
        let lines: Vec<&str> = self.text.lines().map(str::trim).collect();
        let modules = lines
            .windows(2)
            .filter(|pair| pair[0] == "#[cfg(test)]")
            .filter_map(|pair| pair[1].strip_suffix(';')?.split_once("mod ").map(|(_, name)| name));
        modules.map(|name| format!("{folder}{name}")).collect()
    }
}

/// Every source file of the library and the program, in the order of their paths.
pub fn sources() -> Vec<Source> {
    let root = project("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let mut sources: Vec<Source> = paths
        .into_iter()
        .map(|path| Source {
            text: std::fs::read_to_string(&path).expect("source files are UTF-8"),
            path: path.strip_prefix(&root).expect("it lies below").to_string_lossy().replace('\\', "/"),
            test: false,
        })
        .collect();
    let tests: Vec<String> = sources.iter().flat_map(Source::test_modules).collect();
    for source in &mut sources {
        source.test = tests.iter().any(|test| {
            let rest = source.path.strip_prefix(test.as_str());
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        });
    }
    sources
}

fn walk(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            walk(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

fn complain(lines: Vec<String>) {
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
}

#[test]
fn files_open_with_what_they_are_for() {
    let silent = sources().into_iter().filter(|source| !source.text.starts_with("//! "));
    complain(silent.map(|source| format!("src/{} does not open with //!", source.path)).collect());
}

#[test]
fn files_stay_short() {
    let long = sources().into_iter().map(|source| (source.text.lines().count(), source.path));
    complain(
        long.filter(|(lines, _)| *lines > 600).map(|(lines, path)| format!("src/{path}: {lines} lines")).collect(),
    );
}

#[test]
fn no_file_is_a_drawer() {
    let vague = ["util", "utils", "helper", "helpers", "manager", "common", "misc"];
    let named = sources()
        .into_iter()
        .filter(|source| source.path.split('/').any(|part| vague.contains(&part.trim_end_matches(".rs"))));
    complain(named.map(|source| format!("src/{}", source.path)).collect());
}

#[test]
fn nothing_unfinished_or_unchecked() {
    let forbidden = [".unwrap()", "todo!(", "unimplemented!(", "dbg!(", "unsafe {"];
    let mut lines = Vec::new();
    for source in sources() {
        for (number, line) in source.code() {
            for word in forbidden.iter().filter(|word| line.contains(**word)) {
                lines.push(format!("src/{}:{number}: {word}", source.path));
            }
        }
    }
    complain(lines);
}

/// String literals that follow a marker on a line.
fn literals<'a>(line: &'a str, marker: &str) -> Vec<&'a str> {
    line.split(marker).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn findings_are_catalogued() {
    let mut lines = Vec::new();
    for source in sources() {
        for (number, line) in source.code() {
            for code in literals(line, "Finding::new(\"").into_iter().filter(|code| entry(code).is_none()) {
                lines.push(format!("src/{}:{number}: {code} is not in the catalogue", source.path));
            }
        }
    }
    for rule in forms().forms.iter().flat_map(|form| &form.rules) {
        if entry(&rule.code).is_none() {
            lines.push(format!("a form file: rule {} is not in the catalogue", rule.code));
        }
    }
    complain(lines);
}

#[test]
fn the_catalogue_holds_nothing_idle() {
    let mut text: String = sources()
        .iter()
        .flat_map(|source| source.code().into_iter().map(|(_, line)| line).collect::<Vec<_>>())
        .collect();
    // Rules over years and comparisons of the prose are data of their own.
    for data in ["src/across/rules.toml", "src/narrative/measures.toml"] {
        text.push_str(&std::fs::read_to_string(project(data)).expect("the rules are there"));
    }
    let ruled = |code: &str| forms().forms.iter().flat_map(|form| &form.rules).any(|rule| rule.code == code);
    let idle = catalogue().iter().filter(|entry| !ruled(&entry.code) && !text.contains(&format!("\"{}\"", entry.code)));
    complain(idle.map(|entry| format!("{} is in the catalogue, but nothing says it", entry.code)).collect());
}

/// Notions of which a second definition is a mistake: what it is, the place of the one, and what another one would be
/// written with.
const DEFINED_ONCE: &[(&str, &str, &[&str])] = &[
    ("invisible characters", "script/character.rs", &["\\u{200b}", "\\u{200e}", "\\u{202a}", "\\u{2060}", "\\u{ad}"]),
    ("wide characters", "script/character.rs", &["width_cjk", "\\u{3040}", "\\u{a4cf}"]),
    ("enumerators", "script/enumerator.rs", &["\"一二三四五六七八九十\"", "[一二三四五六七八九十\\d]", "'①'", "'㈠'"]),
    ("the folding of characters", "script/fold.rs", &["\\u{ff01}'..=", "\\u{2e80}'..=", "'⻔'", "traditional.txt"]),
    ("digits of Chinese numerals", "script/numeral.rs", &["'零' |", "'壹'", "'佰'"]),
    ("marks for nothing", "number/mod.rs", &["\"不涉及\"", "\"不适用\""]),
    ("units", "number/unit.rs", &["\"亿元\"", "\"千元\"", "\"条次\""]),
    ("bread crumbs", "reader/masthead.rs", &["\"当前位置\"", "\"所在位置\""]),
    ("the hash of FNV", "(the crate fnv)", &["cbf2_9ce4", "cbf29ce4", "0100_0000_01b3", "100000001b3"]),
];

#[test]
fn notions_have_one_definition() {
    let mut lines = Vec::new();
    let sources = sources();
    for (notion, place, words) in DEFINED_ONCE {
        let mut defined = place.starts_with('(');
        for source in &sources {
            for (number, line) in source.code() {
                let line = line.to_lowercase();
                for word in words.iter().filter(|word| line.contains(**word)) {
                    if source.path == *place {
                        defined = true;
                    } else {
                        lines
                            .push(format!("src/{}:{number}: {word}: {notion} are defined in src/{place}", source.path));
                    }
                }
            }
        }
        if !defined {
            lines.push(format!("{notion} are not defined in src/{place}"));
        }
    }
    complain(lines);
}

/// Words that every part of the program could claim, and the nouns of ARCHITECTURE.md. Each names at most one type, so that
/// it means one thing.
const ONE_MEANING: &[&str] = &[
    "CellGrid", "Context", "Document", "Figure", "Filing", "Finding", "Flow", "Form", "Format", "Item", "Kind",
    "Notice", "Organ", "Part", "Place", "Quantity", "Rule", "Sheet", "Source", "Variable",
];

/// The name of the type that a line defines.
fn defines(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = match line.strip_prefix("pub(") {
        Some(rest) => rest.split_once(')')?.1.trim_start(),
        None => line.strip_prefix("pub ").unwrap_or(line),
    };
    let name = ["struct ", "enum ", "trait "].iter().find_map(|word| line.strip_prefix(word))?;
    name.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

#[test]
fn common_words_have_one_meaning() {
    assert_eq!(defines("    pub(super) struct Sheet<'a> {"), Some("Sheet"));
    let mut types: Vec<(String, String)> = Vec::new();
    for source in sources() {
        for (number, line) in source.code() {
            if let Some(name) = defines(line).filter(|name| ONE_MEANING.contains(name)) {
                types.push((name.to_owned(), format!("src/{}:{number}", source.path)));
            }
        }
    }
    types.sort();
    let nouns = std::fs::read_to_string(project("ARCHITECTURE.md")).expect("it is there");
    let nouns = nouns
        .split("| noun |")
        .nth(1)
        .expect("a table of nouns")
        .lines()
        .skip(2)
        .map_while(|line| line.split('|').nth(1));
    let nouns: Vec<&str> = nouns.map(str::trim).collect();
    assert!(nouns.len() > 5 && nouns.iter().all(|noun| ONE_MEANING.contains(noun)), "{nouns:?}");
    let untyped = nouns.iter().filter(|noun| !types.iter().any(|(name, _)| name == *noun));
    complain(untyped.map(|noun| format!("ARCHITECTURE.md: no type {noun} in src")).collect());
    let twice = types.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    complain(twice.map(|pair| format!("{}: a second type {}, after {}", pair[1].1, pair[1].0, pair[0].1)).collect());
}
