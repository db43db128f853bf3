//! The inputs on disk: files and folders as typed come in, a sorted list of files goes out. Nothing is read here
//! but folders, and nothing is ever written.
//!
//! Whatever links there are, every folder is entered once, and none outside the folders that were typed, unless that
//! is asked for: a link to `/proc`, or a ladder of links, has no end.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::{name, open};

/// One input file.
#[derive(Debug)]
pub struct Entry {
    /// Where it is: for a link, the file that it leads to.
    pub path: PathBuf,
    /// The path as the dataset shows it ([`name::shown`]).
    pub shown: String,
    /// Why it is known not to be readable, if so (a folder that may not be listed, a socket, a link that leads out).
    pub trouble: Option<io::Error>,
}

/// What is walked and what is not.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Files and folders as typed.
    pub typed: &'a [PathBuf],
    /// Folders that are not entered (the output).
    pub excluded: &'a [PathBuf],
    /// Whether links may lead out of the typed folders.
    pub follow: bool,
}

/// Lists all files under the paths as typed, sorted by the path that the dataset shows.
///
/// Folders are walked whole; names that begin with a dot are left out unless typed. A symbolic link to a file in a
/// typed folder is that file once more; one to a folder in a typed folder is passed over, for what is in it is there
/// already; one that leads out is a row that says so.
///
/// # Errors
/// When a typed path does not exist or cannot be looked at; `Interrupted` when `stop` was set.
pub fn walk(scope: Scope<'_>, stop: &AtomicBool) -> io::Result<Vec<Entry>> {
    let roots = distinct(scope.typed)?;
    let real = |folders: &[PathBuf]| folders.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let mut walk = Walk {
        follow: scope.follow,
        roots: real(scope.typed),
        excluded: real(scope.excluded),
        seen: HashSet::new(),
        folders: Vec::new(),
        found: Vec::new(),
    };
    for root in roots {
        // What is typed is meant, also when it is a link.
        let (path, shown) = (root.canonicalize()?, name::shown(&tidy(root)));
        if path.metadata()?.is_dir() {
            walk.folder(path, shown);
        } else {
            walk.file(path, shown);
        }
    }
    while let Some((folder, shown)) = walk.folders.pop() {
        walk.list(&folder, &shown, stop)?;
    }
    let mut found = walk.found;
    found.sort_by(|one, other| one.shown.cmp(&other.shown));
    // Of several that are shown alike the last one that was met is meant.
    found.dedup_by(|later, earlier| {
        let same = later.shown == earlier.shown;
        if same {
            std::mem::swap(later, earlier);
        }
        same
    });
    found.shrink_to_fit();
    Ok(found)
}

/// The typed paths without those that lie in another typed folder, which would be listed twice.
fn distinct(typed: &[PathBuf]) -> io::Result<Vec<&PathBuf>> {
    let real = typed.iter().map(|path| path.canonicalize()).collect::<io::Result<Vec<_>>>()?;
    let covered = |index: usize| {
        real.iter().enumerate().any(|(other, path)| {
            other != index && real[index].starts_with(path) && (real[index] != *path || other < index)
        })
    };
    Ok((0..typed.len()).filter(|&index| !covered(index)).map(|index| &typed[index]).collect())
}

/// The path as typed, without `./` in front and separators at the end.
pub fn tidy(path: &Path) -> PathBuf {
    path.components()
        .collect::<PathBuf>()
        .strip_prefix(".")
        .map_or_else(|_| path.components().collect(), Path::to_owned)
}

/// A walk on its way. All its paths are real ones, without links.
struct Walk {
    follow: bool,
    roots: Vec<PathBuf>,
    excluded: Vec<PathBuf>,
    /// Folders that were met.
    seen: HashSet<PathBuf>,
    /// Folders still to be listed, with what they are shown as.
    folders: Vec<(PathBuf, String)>,
    found: Vec<Entry>,
}

impl Walk {
    /// A folder to be listed, unless it is excluded or was met before.
    fn folder(&mut self, path: PathBuf, shown: String) {
        if !self.excluded.contains(&path) && self.seen.insert(path.clone()) {
            self.folders.push((path, shown));
        }
    }

    /// A row for what is no folder. Anything but a regular file (a pipe, a socket, a device) is never opened.
    fn file(&mut self, path: PathBuf, shown: String) {
        let trouble = match path.symlink_metadata() {
            Ok(metadata) if metadata.is_file() => None,
            Ok(_) => Some(open::not_regular()),
            Err(error) => Some(error),
        };
        self.row(path, shown, trouble);
    }

    fn row(&mut self, path: PathBuf, shown: String, trouble: Option<io::Error>) {
        self.found.push(Entry { path, shown, trouble });
    }

    fn list(&mut self, folder: &Path, shown: &str, stop: &AtomicBool) -> io::Result<()> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.row(folder.to_owned(), shown.to_owned(), Some(error));
                return Ok(());
            }
        };
        for entry in entries {
            if stop.load(Ordering::Relaxed) {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.row(folder.to_owned(), shown.to_owned(), Some(error));
                    break;
                }
            };
            let file_name = entry.file_name();
            if file_name.as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let inner = name::shown(Path::new(&file_name));
            let shown = match shown {
                "" => inner,
                _ => format!("{}/{inner}", shown.trim_end_matches('/')),
            };
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.folder(entry.path(), shown),
                Ok(kind) if kind.is_symlink() => self.link(entry.path(), shown),
                Ok(kind) if kind.is_file() => self.row(entry.path(), shown, None),
                _ => self.file(entry.path(), shown),
            }
        }
        Ok(())
    }

    fn link(&mut self, path: PathBuf, shown: String) {
        let real = match path.canonicalize() {
            Ok(real) => real,
            Err(error) => return self.row(path, shown, Some(error)),
        };
        let inside = self.roots.iter().any(|root| real.starts_with(root));
        let folder = real.is_dir();
        match (folder, inside, self.follow) {
            // Everything in it has its own path, or is the output.
            (true, true, _) => {}
            (true, false, true) => self.folder(real, shown),
            (false, true, _) | (false, false, true) => self.file(real, shown),
            (_, false, false) => {
                let error = io::Error::new(io::ErrorKind::PermissionDenied, "a link out of the input folders");
                self.row(path, shown, Some(error));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(scope: Scope<'_>) -> Vec<Entry> {
        walk(scope, &AtomicBool::new(false)).expect("the folder is there")
    }

    fn names(typed: &[PathBuf], excluded: &[PathBuf], root: &Path) -> Vec<String> {
        let root = format!("{}/", root.display());
        let entries = walked(Scope { typed, excluded, follow: false });
        entries.into_iter().map(|entry| entry.shown.replacen(&root, "", 1)).collect()
    }

    #[test]
    fn files_are_sorted_and_hidden_ones_left_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir_all(root.join("b/.git")).expect("made");
        fs::create_dir_all(root.join("out")).expect("made");
        for name in ["b/2.txt", "b/1.txt", "b/.git/x", "a.txt", ".hidden", "out/figures.csv", ".gitignore"] {
            fs::write(root.join(name), "*").expect("written");
        }
        let all = names(&[root.to_owned()], &[root.join("out")], root);
        assert_eq!(all, ["a.txt", "b/1.txt", "b/2.txt"]);
        let typed = [root.join(".hidden"), root.join("b/2.txt"), root.join("b"), root.join("b/2.txt")];
        assert_eq!(names(&typed, &[], root), [".hidden", "b/1.txt", "b/2.txt"]);
        let absent = Scope { typed: &[root.join("absent")], excluded: &[], follow: false };
        assert!(walk(absent, &AtomicBool::new(false)).is_err());
        let stopped = walk(Scope { typed: &[root.to_owned()], excluded: &[], follow: false }, &AtomicBool::new(true));
        assert_eq!(stopped.map_err(|error| error.kind()).err(), Some(io::ErrorKind::Interrupted));
    }

    #[cfg(unix)]
    #[test]
    fn links_end_and_pipes_are_not_opened() {
        use std::os::unix::fs::symlink;
        let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let root = folder.path();
        fs::create_dir_all(root.join("a/b")).expect("made");
        fs::write(root.join("a/b/1.txt"), "x").expect("written");
        fs::write(outside.path().join("2.txt"), "x").expect("written");
        for (from, to) in [
            (root.join("a"), "a/b/up"),
            (root.join("a/b/1.txt"), "again.txt"),
            (root.join("nowhere"), "dangling"),
            (root.join("self"), "self"),
            (outside.path().to_owned(), "out"),
            (outside.path().to_owned(), "out-again"),
            (outside.path().join("2.txt"), "out.txt"),
        ] {
            symlink(from, root.join(to)).expect("linked");
        }
        let _listener = std::os::unix::net::UnixListener::bind(root.join("socket")).expect("bound");
        let rows = |follow| -> Vec<(String, bool)> {
            let entries = walked(Scope { typed: &[root.to_owned()], excluded: &[], follow });
            let inner = |entry: &Entry| {
                entry.shown.rsplit_once("/a/").map_or_else(
                    || entry.shown.replacen(&format!("{}/", root.display()), "", 1),
                    |(_, inner)| format!("a/{inner}"),
                )
            };
            entries.iter().map(|entry| (inner(entry), entry.trouble.is_some())).collect()
        };
        let row = |name: &str, trouble| (name.to_owned(), trouble);
        let mut want = vec![row("a/b/1.txt", false), row("again.txt", false), row("dangling", true)];
        let tail = [row("self", true), row("socket", true)];
        assert_eq!(
            rows(false),
            [&want[..], &["out", "out-again", "out.txt"].map(|name| row(name, true)), &tail].concat()
        );
        let followed: Vec<(String, bool)> = rows(true);
        want.push(row("out.txt", false));
        let once = |row: &&(String, bool)| !row.0.ends_with("/2.txt");
        assert_eq!(followed.iter().filter(once).cloned().collect::<Vec<_>>(), [&want[..], &tail].concat());
        assert_eq!(followed.len(), want.len() + tail.len() + 1, "a folder outside is entered once: {followed:?}");
    }

    /// A ladder of links has 2^24 paths, and 25 folders.
    #[cfg(unix)]
    #[test]
    fn a_ladder_of_links_is_climbed_once() {
        let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let step = |number: usize| outside.path().join(format!("l{number}"));
        (0..25).for_each(|number| fs::create_dir(step(number)).expect("made"));
        for number in 0..24 {
            for name in ["a", "b"] {
                std::os::unix::fs::symlink(step(number + 1), step(number).join(name)).expect("linked");
            }
        }
        fs::write(step(24).join("x.txt"), "x").expect("written");
        std::os::unix::fs::symlink(step(0), folder.path().join("ladder")).expect("linked");
        let typed = [folder.path().to_owned()];
        assert_eq!(walked(Scope { typed: &typed, excluded: &[], follow: true }).len(), 1);
        let inside = [outside.path().to_owned()];
        assert_eq!(walked(Scope { typed: &inside, excluded: &[], follow: false }).len(), 1);
    }
}
