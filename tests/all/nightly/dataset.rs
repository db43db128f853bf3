//! The published dataset: what is not its own is left alone, what was altered is seen, what is done is done.

use super::*;

/// A file in the output folder that the dataset needs, but did not publish.
#[test]
fn foreign_files_are_neither_removed_nor_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 3);
    succeed(&input, &output, &[]);
    fs::write(output.join("texts.csv"), "mine").expect("written");
    succeed(&input, &output, &["--full"]);
    assert_eq!(fs::read_to_string(output.join("texts.csv")).expect("still there"), "mine");
    let refused = run(&input, &output, &["--texts"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(refused.status.code() == Some(2) && said.contains("is no file of a published dataset"), "{said}");
    assert_eq!(fs::read_to_string(output.join("texts.csv")).expect("still there"), "mine");
    assert!(verifies(&output));
    fs::remove_file(output.join("texts.csv")).expect("removed");
    succeed(&input, &output, &["--texts"]);
    assert!(output.join("texts.csv").exists());
    succeed(&input, &output, &[]);
    assert!(!output.join("texts.csv").exists(), "published before, not asked for now");
    let other = folder.path().join("other");
    fs::create_dir(&other).expect("made");
    fs::write(other.join("figures.csv"), "mine").expect("written");
    assert_eq!(run(&input, &other, &[]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(other.join("figures.csv")).expect("still there"), "mine");
}

/// What fails after the new dataset is in its place is a warning: status 2 would say that the old one is there.
#[test]
fn after_the_switch_trouble_is_a_warning() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 3);
    succeed(&input, &output, &[]);
    for blocked in ["run.json", ".gouji/published.json"] {
        let path = output.join(blocked);
        let _ = fs::remove_file(&path);
        fs::create_dir_all(path.join("x")).expect("made");
    }
    for number in 3..6 {
        good(&input, number + 1);
        let done = run(&input, &output, &[]);
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success() && said.contains("warning: writing the report of the run failed"), "{said}");
        assert_eq!(table(&output, "filings.csv").len(), number + 1);
        assert!(verifies(&output));
    }
}

#[test]
fn an_altered_descriptor_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 3);
    succeed(&input, &output, &[]);
    let path = output.join("datapackage.json");
    let text = fs::read_to_string(&path).expect("read");
    let alter = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        change(&mut package);
        let mut altered = serde_json::to_string_pretty(&package).expect("JSON");
        altered.push('\n');
        altered
    };
    let doubled = alter(&|package| {
        let resources = package["resources"].as_array_mut().expect("a list");
        resources.push(resources[0].clone());
    });
    let altered = [
        text.replacen("\"name\": \"value\"", "\"name\": \"worth\"", 1),
        text.replacen("\"type\": \"integer\"", "\"type\": \"string\"", 1),
        text.replacen("\"version\": \"", "\"version\": \"9", 1),
        text.replacen("\"title\": \"", "\"title\": \"x", 1),
        text.replacen("\"build\": \"", "\"build\": \"x", 1),
        format!("{text} "),
        doubled,
    ];
    for altered in altered {
        assert_ne!(altered, text);
        fs::write(&path, &altered).expect("written");
        assert!(!verifies(&output));
        // A copy of the dataset elsewhere has no record; what this program wrote it still knows to the letter.
        let record = output.join(".gouji/published.json");
        let aside = folder.path().join("record");
        fs::rename(&record, &aside).expect("moved");
        let same_build = !altered.contains("\"build\": \"x");
        assert!(!verifies(&output) || !same_build, "{altered}");
        fs::rename(&aside, &record).expect("moved");
    }
    // A table altered together with its hash.
    let figures = output.join("coverage.csv");
    let before = fs::read(&figures).expect("read");
    let after = [&before[..], b"x,,2020,expected,\n"].concat();
    fs::write(&figures, &after).expect("written");
    assert!(!verifies(&output));
    fs::write(&figures, &before).expect("written");
    fs::write(&path, &text).expect("written");
    assert!(verifies(&output));
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_table_holds_nobody_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 3);
    succeed(&input, &output, &[]);
    for name in ["figures.csv", "datapackage.json"] {
        let path = output.join(name);
        let aside = folder.path().join("aside");
        fs::rename(&path, &aside).expect("moved");
        assert!(Command::new("mkfifo").arg(&path).status().expect("starts").success());
        assert!(!verifies(&output), "{name}");
        fs::remove_file(&path).expect("removed");
        fs::rename(&aside, &path).expect("moved");
    }
    assert!(verifies(&output));
}

#[test]
fn an_empty_journal_blocks_no_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 3);
    succeed(&input, &output, &[]);
    fs::write(output.join(".gouji/switch.json"), "").expect("written");
    assert!(verifies(&output));
    succeed(&input, &output, &[]);
    assert!(!output.join(".gouji/switch.json").exists() && verifies(&output));
}

/// Every row has a path of its own, and the same one at every run.
#[test]
fn paths_that_clash_are_told_apart_and_settle() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir_all(input.join("a.tar!")).expect("made");
    fs::write(input.join("a.tar!/b.txt"), "甲县人民政府2023年政府信息公开工作年度报告\n").expect("written");
    let mut packed = tar::Builder::new(Vec::new());
    for (name, text) in [("b.txt", "1"), ("dup.txt", "2"), ("dup.txt", "3"), ("dup.txt#2", "4"), ("c\u{7}.txt", "5")] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        packed.append_data(&mut header, name, text.as_bytes()).expect("packed");
    }
    fs::write(input.join("a.tar"), packed.into_inner().expect("packed")).expect("written");
    for round in 0..3 {
        succeed(&input, &output, &["--full"]);
        let mut paths: Vec<String> = table(&output, "filings.csv").iter().map(|row| row["path"].clone()).collect();
        let all = paths.len();
        assert!(paths.iter().any(|path| path.ends_with("c%07.txt")), "{paths:?}");
        paths.sort();
        paths.dedup();
        assert_eq!((all, paths.len()), (6, 6), "{paths:?}");
        assert_eq!(table(&output, "changes.csv").len(), if round == 0 { 6 } else { 0 });
    }
}

/// An archive is not read again because other files went.
#[test]
fn a_prune_keeps_what_is_known_of_archives() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 20);
    let mut packed = tar::Builder::new(Vec::new());
    for number in 0..5 {
        let text = format!("乙县{number}镇人民政府2023年政府信息公开工作年度报告\n");
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        packed.append_data(&mut header, format!("{number}.txt"), text.as_bytes()).expect("packed");
    }
    fs::write(input.join("a.tar"), packed.into_inner().expect("packed")).expect("written");
    succeed(&input, &output, &[]);
    for number in 0..20 {
        fs::remove_file(input.join(format!("good-{number:03}.txt"))).expect("removed");
    }
    let read = || {
        let report = fs::read(output.join("run.json")).expect("read");
        serde_json::from_slice::<serde_json::Value>(&report).expect("JSON")["read"].clone()
    };
    for _ in 0..2 {
        succeed(&input, &output, &["--allow-removals"]);
        assert_eq!(read(), 0);
    }
}
