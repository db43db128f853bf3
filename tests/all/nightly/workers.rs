//! The workers: what files do to them costs those files, what the machine does to them costs nobody, and what takes
//! them over gets nowhere.

use super::*;

/// Writes planted monsters.
fn monsters(folder: &Path, names: &[&str]) {
    fs::create_dir_all(folder).expect("made");
    for name in names {
        fs::write(folder.join(format!("{name}.txt")), format!("gouji-monster: {name}\n")).expect("written");
    }
}

fn awake(input: &Path, output: &Path, more: &[&str]) -> Command {
    let mut command = gouji(input, output, more);
    command.env("GOUJI_MONSTERS", "1");
    command
}

fn report(output: &Path) -> serde_json::Value {
    serde_json::from_slice(&fs::read(output.join("run.json")).expect("the report")).expect("JSON")
}

/// The workers of a run.
#[cfg(target_os = "linux")]
fn workers(run: u32) -> Vec<u32> {
    let parent = |id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name in parentheses may hold blanks.
        stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse::<u32>().ok()
    };
    let all = fs::read_dir("/proc").expect("the processes").flatten();
    let ids = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    ids.filter(|&id| parent(id) == Some(run)).collect()
}

#[cfg(target_os = "linux")]
fn signal(name: &str, ids: &[u32]) {
    for id in ids {
        // One that has ended meanwhile is no failure.
        let _ = Command::new("kill").args([&format!("-{name}"), &id.to_string()]).stderr(Stdio::null()).status();
    }
}

#[test]
fn monsters_cost_only_themselves() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 40);
    let planted = [
        ("hang", "timed_out"),
        ("sleep", "timed_out"),
        ("overflow", "crashed"),
        ("abort", "crashed"),
        ("exit", "crashed"),
        ("allocate", "out_of_memory"),
        ("panic", "panicked"),
    ];
    monsters(&input, &planted.map(|(name, _)| name));
    fs::write(input.join("empty.txt"), "").expect("written");
    let run = || {
        let done = awake(&input, &output, &["--max-seconds", "1", "--jobs", "2"]).output().expect("the program starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        verdicts(&input, &output)
    };
    let all = run();
    let bad = all.iter().filter(|(_, verdict, _)| verdict == "unreadable");
    let bad: BTreeMap<String, String> = bad.map(|(path, _, reason)| (path.clone(), reason.clone())).collect();
    let mut want: BTreeMap<String, String> =
        planted.map(|(name, reason)| (format!("{name}.txt"), reason.to_owned())).into();
    want.insert("empty.txt".to_owned(), "empty".to_owned());
    assert_eq!((bad, all.len()), (want, 48));
    // What brought a worker down is remembered; what ran out of time may have met a busy machine, and is tried again.
    assert_eq!(run(), all);
    assert_eq!(report(&output)["read"], 2);
}

/// The same bytes whatever the environment of the run says.
#[test]
fn the_environment_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("in");
    good(&input, 3);
    monsters(&input, &["overflow", "abort", "allocate", "panic"]);
    let with = |output: &str, environment: &[(&str, &str)]| {
        let output = folder.path().join(output);
        let mut command = awake(&input, &output, &["--jobs", "1"]);
        command.envs(environment.iter().copied());
        let done = command.output().expect("starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        dataset(&output)
    };
    let plain = with("plain", &[("RUST_BACKTRACE", "0")]);
    let full = with("full", &[("RUST_BACKTRACE", "full"), ("RUST_LIB_BACKTRACE", "1"), ("LANG", "C"), ("TZ", "X")]);
    assert!(plain == full);
}

/// A worker that was taken over, shown from inside: it opens nothing, reaches nobody, starts nothing, knows nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_worker_gets_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    let escapes = ["open", "write", "list", "connect", "exec", "thread", "environment"];
    monsters(&input, &escapes);
    let done = awake(&input, &output, &["--log", "json"]).output().expect("starts");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
    let lacking = said.lines().find(|line| line.contains("\"confinement\"")).unwrap_or_default();
    let findings = table(&output, "findings.csv");
    let told = |escape: &str| findings.iter().any(|row| row["message_en"].contains(&format!("refused: {escape}")));
    assert!(told("environment"), "{findings:?}");
    if lacking.contains("seccomp") {
        return skipped("this kernel has no seccomp");
    }
    for escape in escapes {
        assert!(told(escape), "{escape}: {findings:?}");
    }
}

/// Workers killed by others, as the kernel does when memory is short: nothing of it stays.
#[cfg(target_os = "linux")]
#[test]
fn kills_from_outside_are_no_property_of_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 60);
    monsters(&input, &["work"]);
    let mut run = awake(&input, &output, &["--jobs", "2"]).spawn().expect("starts");
    let mut kills = 0;
    while kills < 40 && run.try_wait().expect("waited").is_none() {
        let workers = workers(run.id());
        kills += workers.len();
        signal("KILL", &workers);
        std::thread::sleep(Duration::from_millis(40));
    }
    assert!(run.wait().expect("ends").success() && kills > 0);
    let done = awake(&input, &output, &[]).output().expect("starts");
    assert!(done.status.success());
    let bad: Vec<_> = verdicts(&input, &output).into_iter().filter(|(_, verdict, _)| verdict == "unreadable").collect();
    assert!(bad.is_empty(), "{bad:?}");
}

/// Stopped and continued, as by a suspended machine, longer than a file may work.
#[cfg(target_os = "linux")]
#[test]
fn frozen_workers_cost_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    good(&input, 20);
    monsters(&input, &["work"]);
    let mut run = awake(&input, &output, &["--jobs", "2", "--max-seconds", "3"]).spawn().expect("starts");
    let mut frozen = Vec::new();
    while frozen.is_empty() && run.try_wait().expect("waited").is_none() {
        frozen = workers(run.id());
    }
    signal("STOP", &frozen);
    std::thread::sleep(Duration::from_secs(4));
    signal("CONT", &frozen);
    assert!(run.wait().expect("ends").success() && !frozen.is_empty());
    let bad: Vec<_> = verdicts(&input, &output).into_iter().filter(|(_, verdict, _)| verdict == "unreadable").collect();
    assert!(bad.is_empty(), "{bad:?}");
}

/// `check` reads under the same supervision.
#[test]
fn check_is_supervised() {
    let folder = tempfile::tempdir().expect("a folder");
    monsters(folder.path(), &["hang", "overflow", "allocate"]);
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(["--lang", "en", "check", "--max-seconds", "1", "--json"]).arg(folder.path());
    let done = command.env("GOUJI_MONSTERS", "1").output().expect("starts");
    let said = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(1), "{said}");
    for reason in ["timed_out", "crashed", "out_of_memory"] {
        assert!(said.contains(reason), "{reason}: {said}");
    }
}
