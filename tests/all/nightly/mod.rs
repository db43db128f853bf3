//! The refresh that nobody watches: monsters, kills, concurrent starts, odd names, files that come, go and move.
//!
//! `scripts/nightly/kill` and `scripts/nightly/monsters` do the same at length.

mod dataset;
mod workers;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::{project, skipped};

fn gouji(input: &Path, output: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.arg("--lang").arg("en").arg("extract").arg(input).arg("-o").arg(output).args(more);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(input: &Path, output: &Path, more: &[&str]) -> Output {
    gouji(input, output, more).output().expect("the program starts")
}

fn succeed(input: &Path, output: &Path, more: &[&str]) {
    let done = run(input, output, more);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn verifies(output: &Path) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.arg("verify").arg(output).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("the program starts").success()
}

/// A table as rows of column name and field.
fn table(output: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(output.join(name)).expect("the table is there");
    let headers = reader.headers().expect("a header").clone();
    let row =
        |record: csv::StringRecord| headers.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// Path in the input, verdict and reason of every filing.
fn verdicts(input: &Path, output: &Path) -> Vec<(String, String, String)> {
    let prefix = format!("{}/", input.display());
    let of = |row: &BTreeMap<String, String>| {
        (row["path"].replacen(&prefix, "", 1), row["verdict"].clone(), row["reason"].clone())
    };
    let mut all: Vec<_> = table(output, "filings.csv").iter().map(of).collect();
    all.sort();
    all
}

/// The bytes of every file of the dataset.
fn dataset(output: &Path) -> BTreeMap<String, Vec<u8>> {
    let published = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.ends_with(".csv") || name == "datapackage.json"
    };
    let files = fs::read_dir(output).expect("the output is there").flatten().map(|entry| entry.path());
    files
        .filter(published)
        .map(|path| {
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), fs::read(&path).expect("read"))
        })
        .collect()
}

/// Text files with a sentence each, all different.
fn good(folder: &Path, count: usize) {
    fs::create_dir_all(folder).expect("made");
    for number in 0..count {
        let text =
            format!("甲县{number}镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息{number}条。\n");
        fs::write(folder.join(format!("good-{number:03}.txt")), text).expect("written");
    }
}

#[test]
fn of_twenty_starts_one_runs_and_the_others_say_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 3);
    // Keeps the first one busy until all have started.
    fs::write(input.join("slow.txt"), "gouji-monster: sleep\n").expect("written");
    let start = || gouji(&input, &output, &["--max-seconds", "1"]).env("GOUJI_MONSTERS", "1").spawn().expect("starts");
    let children: Vec<_> = (0..20).map(|_| start()).collect();
    let done: Vec<Output> = children.into_iter().map(|child| child.wait_with_output().expect("ends")).collect();
    let (ran, refused): (Vec<&Output>, Vec<&Output>) = done.iter().partition(|done| done.status.success());
    assert_eq!((ran.len(), refused.len()), (1, 19));
    for refused in refused {
        let said = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(2));
        assert!(said.contains("is in use by another run (pid "), "{said}");
    }
    assert!(verifies(&output));
}

#[cfg(unix)]
#[test]
fn odd_names_are_rows() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir_all(&input).expect("made");
    let long = format!("{}.txt", "长".repeat(83));
    assert!(long.len() <= 255 && long.len() > 250);
    let names: [&[u8]; 6] =
        [b"\xB1\xA8.txt", long.as_bytes(), b"a\nb.txt", b"=1+1.txt", b"q\"uote,.txt", b"100%25.txt"];
    for name in names {
        fs::write(input.join(OsStr::from_bytes(name)), "x").expect("written");
    }
    std::os::unix::fs::symlink(&input, input.join("loop")).expect("linked");
    succeed(&input, &output, &[]);
    let prefix = format!("{}/", input.display());
    let mut paths: Vec<String> =
        table(&output, "filings.csv").iter().map(|row| row["path"].replacen(&prefix, "", 1)).collect();
    paths.sort();
    let mut want = ["%B1%A8.txt", &long, "a%0Ab.txt", "=1+1.txt", "q\"uote,.txt", "100%2525.txt"].map(str::to_owned);
    want.sort();
    assert_eq!(paths, want);
    // A path typed relative to the folder begins with the formula itself.
    let typed = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .current_dir(&input)
        .args(["extract", "./=1+1.txt", "-o"])
        .arg(folder.path().join("two"))
        .output()
        .expect("starts");
    assert!(typed.status.success());
    assert_eq!(table(&folder.path().join("two"), "filings.csv")[0]["path"], "=1+1.txt");
    let safe = Command::new(env!("CARGO_BIN_EXE_gouji"))
        .current_dir(&input)
        .args(["extract", "./=1+1.txt", "--spreadsheet-safe", "-o"])
        .arg(folder.path().join("two"))
        .output()
        .expect("starts");
    assert!(safe.status.success());
    assert_eq!(table(&folder.path().join("two"), "filings.csv")[0]["path"], "'=1+1.txt");
    assert!(verifies(&output));
}

#[test]
fn a_refresh_gives_what_a_full_run_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output, full) = (folder.path().join("in"), folder.path().join("out"), folder.path().join("full"));
    good(&input, 12);
    fs::create_dir_all(input.join("sub")).expect("made");
    for output in [&output, &full] {
        succeed(&input, output, &[]);
    }
    fs::rename(input.join("good-001.txt"), input.join("sub/moved.txt")).expect("moved");
    fs::remove_file(input.join("good-002.txt")).expect("removed");
    fs::write(input.join("good-003.txt"), "乙县2022年政府信息公开工作年度报告\n").expect("changed");
    fs::copy(input.join("good-004.txt"), input.join("copy.txt")).expect("copied");
    succeed(&input, &output, &["--jobs", "3"]);
    succeed(&input, &full, &["--full", "--in-process", "--jobs", "1"]);
    assert_eq!(dataset(&output), dataset(&full));
    let changes: Vec<(String, String)> =
        table(&output, "changes.csv").iter().map(|row| (row["change"].clone(), row["path"].clone())).collect();
    let at = |name: &str| input.join(name).display().to_string();
    for (change, name) in
        [("moved", "sub/moved.txt"), ("removed", "good-002.txt"), ("changed", "good-003.txt"), ("new", "copy.txt")]
    {
        assert!(changes.contains(&(change.to_owned(), at(name))), "{change} {name} in {changes:?}");
    }
    assert_eq!(changes.len(), 4);
    // Only the changed file was read again; the moved one and the copy were known by their content.
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).expect("read")).expect("JSON");
    assert_eq!(report["read"], 1);
}

#[test]
fn an_empty_share_does_not_empty_the_dataset() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 10);
    succeed(&input, &output, &[]);
    let before = dataset(&output);
    for number in 0..3 {
        fs::remove_file(input.join(format!("good-00{number}.txt"))).expect("removed");
    }
    let refused = run(&input, &output, &[]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("3 of the 10 files") && said.contains("--allow-removals"), "{said}");
    assert_eq!(dataset(&output), before);
    succeed(&input, &output, &["--allow-removals"]);
    assert_eq!(table(&output, "filings.csv").len(), 7);
    // Gone altogether: not even an empty list.
    fs::rename(&input, folder.path().join("elsewhere")).expect("renamed");
    assert_eq!(run(&input, &output, &["--allow-removals"]).status.code(), Some(2));
    assert_eq!(table(&output, "filings.csv").len(), 7);
    // The output may not be its own input.
    assert_eq!(run(&output, &output, &[]).status.code(), Some(2));
    assert!(verifies(&output));
}

#[test]
fn killed_at_any_moment_the_dataset_is_the_old_one_or_the_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output, calm) = (project("corpus"), folder.path().join("out"), folder.path().join("calm"));
    succeed(&input, &calm, &[]);
    succeed(&input, &calm, &[]);
    let start = std::time::Instant::now();
    succeed(&input, &output, &["--full"]);
    let whole = start.elapsed();
    for round in 0..12_u32 {
        let mut child = gouji(&input, &output, &["--full"]).spawn().expect("starts");
        std::thread::sleep(whole * (round + 1) / 12);
        child.kill().expect("killed");
        child.wait().expect("gone");
        assert!(verifies(&output), "after a kill at {round}/12 of the run");
    }
    succeed(&input, &output, &[]);
    succeed(&input, &output, &[]);
    assert_eq!(dataset(&output), dataset(&calm));
}

#[test]
fn a_damaged_cache_is_set_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 5);
    succeed(&input, &output, &[]);
    succeed(&input, &output, &[]);
    let before = dataset(&output);
    let cache = output.join(".gouji/cache.redb");
    let mut bytes = fs::read(&cache).expect("read");
    // Everything behind the file's own header, so that it opens and disappoints later.
    let header = 4_096.min(bytes.len());
    bytes[header..].fill(0xA5);
    fs::write(&cache, bytes).expect("written");
    succeed(&input, &output, &[]);
    assert_eq!(dataset(&output), before);
    assert!(output.join(".gouji/cache.damaged").exists());
}

#[test]
fn a_run_that_finds_nothing_new_touches_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 5);
    let modified = || -> Vec<_> {
        let names = dataset(&output).into_keys();
        names.map(|name| fs::metadata(output.join(name)).and_then(|file| file.modified()).expect("a time")).collect()
    };
    let ran = |more: &[&str]| {
        let done = run(&input, &output, more);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).contains("as the last time")
    };
    // The first run tells of changes, the second that there are none; the third has nothing to say.
    assert!(!ran(&[]) && !ran(&[]));
    let (times, bytes) = (modified(), dataset(&output));
    assert!(ran(&[]));
    assert!(modified() == times && dataset(&output) == bytes);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(output.join("run.json")).expect("the report")).expect("JSON");
    assert_eq!((&report["unchanged"], &report["filings"]), (&true.into(), &5.into()));
    // What is asked for otherwise, or was altered behind its back, is written again.
    assert!(!ran(&["--full"]) && ran(&[]));
    assert!(!ran(&["--bom"]) && ran(&["--bom"]) && !ran(&[]) && ran(&[]));
    let organs = folder.path().join("organs.csv");
    fs::write(&organs, "organ,pattern\n乙局,good-001\n").expect("written");
    let list = ["--organs", organs.to_str().expect("a name")];
    // Another organ is a change, of which the next run tells nothing any more.
    assert!(!ran(&list) && !ran(&list) && ran(&list));
    fs::write(&organs, "organ,pattern\n丙局,good-001\n").expect("written");
    assert!(!ran(&list) && !ran(&list) && ran(&list) && !ran(&[]) && !ran(&[]) && ran(&[]));
    // The history keeps what the changes told.
    let named = table(&output, "history.csv").into_iter().filter(|row| row["change"] == "identity");
    assert_eq!(named.map(|row| row["organ"].clone()).collect::<Vec<_>>(), ["乙局", "丙局", ""]);
    let filings = output.join("filings.csv");
    fs::write(&filings, fs::read_to_string(&filings).expect("read").replace("2023", "2022")).expect("written");
    assert!(!ran(&[]));
    let now = dataset(&output);
    let told = ["changes.csv", "history.csv", "datapackage.json"];
    assert!(now.iter().all(|(name, text)| told.contains(&name.as_str()) || bytes[name] == *text));
    assert!(!ran(&[]));
    fs::write(input.join("good-001.txt"), "甲县1镇人民政府2023年政府信息公开工作年度报告\n").expect("written");
    assert!(!ran(&[]) && !ran(&[]) && ran(&[]));
}

/// A filing of an organ's year whose first table is one row of digits a line.
fn run_together(folder: &Path, year: u16, norm: &str) {
    let text = format!(
        "江苏省某市甲局{year}年政府信息公开工作年度报告\n二、主动公开政府信息情况\n\
         第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件{norm}\
         第二十条第（五）项信息内容本年处理决定数量行政许可2293第二十条第（六）项信息内容本年处理决定数量行政处罚1282行政强制42\
         第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费3.5\n三、收到和处理政府信息公开申请情况\n"
    );
    fs::write(folder.join(format!("甲局{year}.txt")), text).expect("written");
}

#[test]
fn a_neighbour_that_comes_or_goes_changes_what_a_year_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output, full) = (folder.path().join("in"), folder.path().join("out"), folder.path().join("full"));
    fs::create_dir(&input).expect("made");
    run_together(&input, 2021, "6936353");
    // The same bytes under another name say the same.
    fs::copy(input.join("甲局2021.txt"), input.join("副本甲局2021.txt")).expect("copied");
    let row = |output: &Path| -> Vec<String> {
        let figures = table(output, "figures.csv");
        let norm = figures.iter().filter(|row| row["variable"].starts_with("pro_norm_"));
        norm.map(|row| format!("{} {}", row["status"], row["value"])).collect()
    };
    succeed(&input, &output, &[]);
    assert_eq!(row(&output), ["text "; 6]);
    run_together(&input, 2020, "5 1 320");
    succeed(&input, &output, &[]);
    let two = ["decoded 69", "decoded 36", "decoded 353"];
    assert_eq!(row(&output), [["decoded 5", "decoded 1", "decoded 320"], two, two].concat());
    let filings = table(&output, "filings.csv");
    assert!(filings.iter().all(|row| row["figures_reported"] == "10"), "{filings:?}");
    succeed(&input, &full, &["--full"]);
    assert_eq!(dataset(&output).get("figures.csv"), dataset(&full).get("figures.csv"));
    assert_eq!(dataset(&output).get("findings.csv"), dataset(&full).get("findings.csv"));
    fs::remove_file(input.join("甲局2020.txt")).expect("removed");
    succeed(&input, &output, &["--allow-removals"]);
    assert_eq!(row(&output), ["text "; 6]);
}

/// On a file system of a few megabytes, in a name space of its own: writes fail, and nothing is damaged by that.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_no_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, disk, full) = (folder.path().join("in"), folder.path().join("disk"), folder.path().join("full"));
    // More than are committed at a time: the store refuses what follows a failed write.
    good(&input, 1_300);
    fs::create_dir(&disk).expect("made");
    // Too small for the cache; large enough; too small for new tables beside the old ones.
    let script = r#"
        mount -t tmpfs -o size=700k gouji "$2" || exit 77
        "$0" --lang en extract "$1" -o "$2/out" --quiet; echo "cache: $?" $(ls "$2/out/.gouji" | grep -c damaged)
        mount -o remount,size=200m "$2"
        "$0" --lang en extract "$1" -o "$2/out" --quiet && "$0" verify "$2/out" >/dev/null
        mount -o remount,size=$(($(du -sk "$2" | cut -f1) + 300))k "$2"
        "$0" --lang en extract "$1" -o "$2/out" --quiet --bom; echo "tables: $?" $(ls "$2/out/.gouji" | grep -c damaged)
        mount -o remount,size=200m "$2"
        "$0" verify "$2/out" && "$0" extract "$1" -o "$2/out" --quiet
        cp -r "$2/out" "$3""#;
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-c", script, env!("CARGO_BIN_EXE_gouji")]).args([&input, &disk, &full]);
    let done = match command.output() {
        Ok(done) if done.status.code() != Some(77) && !done.stdout.is_empty() => done,
        _ => return skipped("no name space of its own to mount a small disk in"),
    };
    let (out, told) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(out.starts_with("cache: 2 0\ntables: 2 0\n"), "{out} {told}");
    assert_eq!(told.matches("No space left").count(), 2, "{told}");
    let undisturbed = folder.path().join("undisturbed");
    succeed(&input, &undisturbed, &[]);
    succeed(&input, &undisturbed, &[]);
    assert!(dataset(&full) == dataset(&undisturbed), "the end is as if the disk had never been full");
}
