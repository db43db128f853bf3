//! The inputs on disk: files and folders as typed come in, a sorted list of files goes out. Nothing is read here
//! but folders, and nothing is ever written.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{name, open};

/// One input file.
#[derive(Debug)]
pub struct Entry {
    /// Where it is.
    pub path: PathBuf,
    /// The path as the dataset shows it ([`name::shown`]).
    pub shown: String,
    /// Why it is known not to be readable, if so (a folder that may not be listed, a socket).
    pub trouble: Option<io::Error>,
}

/// Lists all files under the paths as typed, sorted by the path that the dataset shows.
///
/// Folders are walked whole; names that begin with a dot are left out unless typed. Symbolic links are
/// followed, a link back to a folder above it is passed over. `excluded` folders (the output) are not entered.
///
/// # Errors
/// When a typed path does not exist or cannot be looked at.
pub fn walk(typed: &[PathBuf], excluded: &[PathBuf]) -> io::Result<Vec<Entry>> {
    let excluded: Vec<PathBuf> = excluded.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let mut found: BTreeMap<String, Entry> = BTreeMap::new();
    for root in distinct(typed)? {
        let base = name::shown(&tidy(root));
        if root.metadata()?.is_dir() {
            folder(root, &base, &excluded, &mut found);
        } else {
            let trouble = special(root);
            found.insert(base.clone(), Entry { path: root.clone(), shown: base, trouble });
        }
    }
    Ok(found.into_values().collect())
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

fn folder(root: &Path, base: &str, excluded: &[PathBuf], found: &mut BTreeMap<String, Entry>) {
    let outside = excluded.to_vec();
    let walker = WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .filter_entry(move |entry| {
            // Only folders with the name of an excluded one are worth a look at their real path.
            let suspect =
                outside.iter().any(|folder| folder.file_name() == Some(entry.file_name()) || entry.path_is_symlink());
            !(suspect && entry.path().canonicalize().is_ok_and(|real| outside.contains(&real)))
        })
        .build();
    let shown = |path: &Path| {
        let inner = name::shown(path.strip_prefix(root).unwrap_or(path));
        match (base, inner.as_str()) {
            ("", _) => inner,
            (_, "") => base.to_owned(),
            _ => format!("{}/{inner}", base.trim_end_matches('/')),
        }
    };
    for item in walker {
        match item {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
            Ok(entry) => {
                let path = entry.into_path();
                let (shown, trouble) = (shown(&path), special(&path));
                found.insert(shown.clone(), Entry { path, shown, trouble });
            }
            Err(error) => trouble(error, &shown, found),
        }
    }
}

/// A link that leads back to a folder above it holds nothing new; anything else is worth a row.
fn trouble(error: ignore::Error, shown: &dyn Fn(&Path) -> String, found: &mut BTreeMap<String, Entry>) {
    let (mut path, mut inner) = (None, &error);
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => (path, inner) = (Some(at.clone()), err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Loop { .. } => return,
            _ => break,
        }
    }
    let Some(path) = path else { return };
    let shown = shown(&path);
    let reason = error.into_io_error().unwrap_or_else(|| io::Error::from(io::ErrorKind::Other));
    found.insert(shown.clone(), Entry { path, shown, trouble: Some(reason) });
}

/// Anything but a regular file (a pipe, a socket, a device) is never opened: reading it might never end.
fn special(path: &Path) -> Option<io::Error> {
    match path.metadata() {
        Ok(metadata) if metadata.is_file() => None,
        Ok(_) => Some(open::not_regular()),
        Err(error) => Some(error),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn names(typed: &[PathBuf], excluded: &[PathBuf], root: &Path) -> Vec<String> {
        let root = format!("{}/", root.display());
        let entries = walk(typed, excluded).expect("the folder is there");
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
        assert!(walk(&[root.join("absent")], &[]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn loops_end_and_pipes_are_not_opened() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir_all(root.join("a/b")).expect("made");
        fs::write(root.join("a/b/1.txt"), "x").expect("written");
        symlink(root.join("a"), root.join("a/b/up")).expect("linked");
        symlink(root.join("nowhere"), root.join("dangling")).expect("linked");
        let _listener = std::os::unix::net::UnixListener::bind(root.join("socket")).expect("bound");
        let entries = walk(&[root.to_owned()], &[]).expect("walked");
        let rows: Vec<_> = entries
            .iter()
            .map(|entry| (entry.path.file_name().and_then(|name| name.to_str()), entry.trouble.is_some()))
            .collect();
        assert_eq!(rows, [(Some("1.txt"), false), (Some("dangling"), true), (Some("socket"), true)]);
    }
}
