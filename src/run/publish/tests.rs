//! Switch and undoing with every call failing in turn, broken off at every call, and with files that refuse.

use std::cell::Cell;
use std::fs;

use super::*;

/// When calls fail.
#[derive(Debug, Clone, Copy)]
enum Fault {
    Never,
    /// This call alone.
    At(usize),
    /// This call and all that follow: the process is gone.
    From(usize),
    /// Moving anything to this place, or removing it, as with an immutable file.
    Refuses(&'static str),
    /// As before, and the process is gone at this call.
    RefusesUntil(&'static str, usize),
}

/// A disk with a fault; it flushes nothing, so that thousands of switches take no time.
struct Faulty {
    fault: Fault,
    calls: Cell<usize>,
}

impl Faulty {
    fn new(fault: Fault) -> Self {
        Self { fault, calls: Cell::new(0) }
    }

    fn call(&self, changed: Option<&Path>) -> io::Result<()> {
        let call = self.calls.get();
        self.calls.set(call + 1);
        let refused = |name: &str| {
            changed.is_some_and(|path| {
                path.file_name().is_some_and(|file| file == name)
                    && path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "out")
            })
        };
        let fails = match self.fault {
            Fault::Never => false,
            Fault::At(at) => call == at,
            Fault::From(from) => call >= from,
            Fault::Refuses(name) => refused(name),
            Fault::RefusesUntil(name, from) => call >= from || refused(name),
        };
        if fails { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    }

    /// Whether the fault was met, or could not have been.
    fn passed(&self, at: usize) -> bool {
        self.calls.get() <= at
    }
}

impl Disk for Faulty {
    fn is_there(&self, path: &Path) -> io::Result<bool> {
        self.call(None).and_then(|()| System.is_there(path))
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call(None).and_then(|()| System.read(path))
    }
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.call(None).and_then(|()| System.list(folder))
    }
    fn digest(&self, path: &Path) -> io::Result<String> {
        self.call(None).and_then(|()| System.digest(path))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.call(Some(path)).and_then(|()| fs::write(path, bytes))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(Some(from)).and_then(|()| System.link(from, to))
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(Some(to)).and_then(|()| fs::copy(from, to).map(|_| ()))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(Some(to)).and_then(|()| System.rename(from, to))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(Some(path)).and_then(|()| System.remove(path))
    }
    fn clear(&self, folder: &Path) -> io::Result<()> {
        self.call(None).and_then(|()| System.clear(folder))
    }
    fn make(&self, folder: &Path) -> io::Result<()> {
        self.call(None).and_then(|()| System.make(folder))
    }
    fn flush(&self, _: &Path) -> io::Result<()> {
        self.call(None)
    }
}

const OLD_FILES: &[(&str, &str)] =
    &[("a.csv", "old a"), ("datapackage.json", "old"), ("mine.txt", "not the dataset's"), ("t.csv", "old t")];
const NEW_FILES: &[(&str, &str)] = &[("a.csv", "new a"), ("b.csv", "new b"), ("datapackage.json", "new")];
const AFTER: &[(&str, &str)] =
    &[("a.csv", "new a"), ("b.csv", "new b"), ("datapackage.json", "new"), ("mine.txt", "not the dataset's")];

fn write(folder: &Path, files: &[(&str, &str)]) -> Vec<PublishedFile> {
    fs::create_dir_all(folder).expect("made");
    let mut items = Vec::new();
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("written");
        let (sha256, _) = digest(&folder.join(name)).expect("read");
        items.push(PublishedFile { name: (*name).to_owned(), sha256 });
    }
    items
}

struct Prepared {
    _folder: tempfile::TempDir,
    output: PathBuf,
    state: PathBuf,
}

impl Prepared {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("out");
        let state = output.join(".gouji");
        write(&output, OLD_FILES);
        Self { _folder: folder, output, state }
    }

    fn staged(&self) -> Plan {
        let files = write(&stage(&self.state).expect("staged"), NEW_FILES);
        Plan { files, obsolete: vec!["t.csv".to_owned()], record: "new record".to_owned() }
    }

    fn switch(&self, fault: Fault) -> (io::Result<()>, Faulty) {
        let plan = self.staged();
        let disk = Faulty::new(fault);
        (switch_on(&disk, &self.output, &self.state, plan), disk)
    }

    fn recover(&self, fault: Fault) -> (io::Result<Recovered>, Faulty) {
        let disk = Faulty::new(fault);
        (recover_on(&disk, &self.output, &self.state), disk)
    }

    fn published(&self) -> Vec<(String, String)> {
        let files = fs::read_dir(&self.output).expect("read").flatten().filter(|entry| entry.path().is_file());
        let text = |path: PathBuf| fs::read_to_string(path).expect("read");
        let mut found: Vec<_> =
            files.map(|entry| (entry.file_name().to_string_lossy().into_owned(), text(entry.path()))).collect();
        found.sort();
        found
    }

    /// The dataset is one of the two, whole, and nothing else was touched.
    fn is(&self, told: &str) -> bool {
        let (old, new) = (pairs(OLD_FILES), pairs(AFTER));
        let now = self.published();
        assert!(now == old || now == new, "{told}: {now:?}");
        let record = fs::read_to_string(self.state.join(RECORD)).ok();
        assert!(now == new || record.as_deref() != Some("new record"), "{told}: a record of what is not published");
        now == new
    }

    /// The names that are left in the state folder.
    fn left(&self) -> Vec<String> {
        System.list(&self.state).expect("read")
    }
}

fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn a_switch_replaces_and_removes() {
    let place = Prepared::new();
    place.switch(Fault::Never).0.expect("switched");
    assert!(place.is("after a switch"));
    assert_eq!(place.left(), [RECORD], "nothing is left over");
    assert_eq!(place.recover(Fault::Never).0.expect("recovered"), Recovered::Clean);
}

/// Broken off at every call, the dataset is whole after the next start; before the start, what counts is whole as
/// [`Current`] tells.
#[test]
fn a_switch_broken_off_at_any_call_is_recovered() {
    let mut outcomes = [0, 0];
    for at in 0.. {
        let place = Prepared::new();
        let (_, disk) = place.switch(Fault::From(at));
        let current = Current::new(&place.output, &place.state);
        let texts = NEW_FILES.iter().map(|(name, _)| fs::read_to_string(current.file(name)).unwrap_or_default());
        let new: Vec<bool> = texts.map(|text| text.starts_with("new")).collect();
        assert!(new.iter().all(|&one| one == new[0]), "call {at}: {new:?}");
        place.recover(Fault::Never).0.expect("recovered");
        outcomes[usize::from(place.is(&format!("call {at}")))] += 1;
        if disk.passed(at) {
            break;
        }
    }
    assert!(outcomes[0] > 10 && outcomes[1] > 5, "both ends were met: {outcomes:?}");
}

/// A failing call leaves the old dataset or the new one, at once or after the next start.
#[test]
fn a_switch_with_one_failing_call_is_whole() {
    for at in 0.. {
        let place = Prepared::new();
        let (outcome, disk) = place.switch(Fault::At(at));
        let open = place.state.join(JOURNAL).exists();
        let new = open || place.is(&format!("call {at}"));
        // Exit status 2 means that the dataset is as it was; only an open journal may still decide otherwise.
        assert!(open || outcome.is_ok() == new, "call {at}");
        place.recover(Fault::Never).0.expect("recovered");
        place.is(&format!("call {at}, recovered"));
        if disk.passed(at) {
            break;
        }
    }
}

/// A file that cannot be replaced undoes the switch; the undoing itself broken off at any call, and again at any
/// call of the next start, any number of times.
#[test]
fn a_file_that_refuses_costs_nothing_however_often() {
    for name in ["a.csv", "b.csv", "t.csv", "datapackage.json"] {
        let place = Prepared::new();
        for round in 0..3 {
            place.switch(Fault::Refuses(name)).0.expect_err("refused");
            assert!(!place.is(&format!("{name}, run {round}")));
            assert!(!place.state.join(JOURNAL).exists(), "{name}: the old dataset is back, and nothing is open");
        }
        for first in 0.. {
            let broken = Prepared::new();
            let (_, disk) = broken.switch(Fault::RefusesUntil(name, first));
            for second in 0.. {
                let (_, again) = broken.recover(Fault::RefusesUntil(name, second));
                if again.passed(second) {
                    break;
                }
            }
            broken.recover(Fault::Refuses(name)).0.expect("recovered");
            broken.is(&format!("{name}, broken off at {first}"));
            if disk.passed(first) {
                break;
            }
        }
    }
}

#[test]
fn a_damaged_stage_is_undone_however_often_that_is_broken_off() {
    for moved in 0..NEW_FILES.len() {
        let place = Prepared::new();
        let plan = place.staged();
        announce(&Faulty::new(Fault::Never), &place.output, &place.state, plan).expect("announced");
        for (name, _) in &NEW_FILES[..moved] {
            fs::rename(place.state.join(STAGE).join(name), place.output.join(name)).expect("moved");
        }
        fs::write(place.state.join(STAGE).join(NEW_FILES[moved].0), "to").expect("written");
        for at in 0.. {
            let (outcome, disk) = place.recover(Fault::From(at));
            if disk.passed(at) {
                assert!(outcome.is_ok());
                break;
            }
        }
        assert!(!place.is(&format!("{moved} moved")));
        assert!(place.left().is_empty(), "{:?}", place.left());
    }
}

#[test]
fn an_unreadable_journal_blocks_nothing_and_loses_nothing() {
    for text in ["", "{", "null"] {
        let place = Prepared::new();
        place.staged();
        fs::write(place.state.join(JOURNAL), text).expect("written");
        assert!(!Current::new(&place.output, &place.state).is_switching());
        assert_eq!(place.recover(Fault::Never).0.expect("recovered"), Recovered::Clean);
        assert!(!place.is(text));
        // Lost in the midst of a switch, the kept files are put back.
        let plan = place.staged();
        announce(&System, &place.output, &place.state, plan).expect("announced");
        fs::write(place.state.join(JOURNAL), text).expect("written");
        fs::rename(place.state.join(STAGE).join("a.csv"), place.output.join("a.csv")).expect("moved");
        assert_eq!(place.recover(Fault::Never).0.expect("recovered"), Recovered::Back);
        assert!(!place.is(text));
    }
}

#[test]
fn a_folder_in_the_place_of_a_table_is_told_before_anything_moves() {
    let place = Prepared::new();
    fs::create_dir_all(place.output.join("b.csv/x")).expect("made");
    assert!(place.switch(Fault::Never).0.is_err());
    assert!(!place.is("a folder in the way") && place.left().is_empty());
}
