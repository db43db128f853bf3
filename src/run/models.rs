//! Where the model of the recogniser lies: a folder that was named comes in, or none; the file of the model goes out.
//!
//! A folder that was named must hold it. The user's own folder for data may; without it scans stay pictures.

use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use super::error::{Doing, RunError};
use crate::reader::{Recogniser, model};

/// The variable that names the folder where the command line does not.
pub const VARIABLE: &str = "GOUJI_MODELS";

/// The model's file in the folder that was named, in that of the environment, or in the user's folder for data.
///
/// # Errors
/// When a folder that was named lacks it, or what lies there is another model.
pub fn find(named: Option<&Path>) -> Result<Option<PathBuf>, RunError> {
    let of_environment = || std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = named.map(Path::to_owned).or_else(of_environment) {
        let path = folder.join(model::FILE);
        return known(&path).map(|()| Some(path));
    }
    let Some(path) = own().map(|folder| folder.join(model::FILE)).filter(|path| path.is_file()) else {
        return Ok(None);
    };
    known(&path).map(|()| Some(path))
}

/// The user's folder for the program's models (XDG Base Directory Specification).
pub fn own() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")));
    data.or_else(|| set("LOCALAPPDATA")).map(|data| data.join("gouji/models"))
}

/// A recogniser whose model is in this open file, which is read when the first scan is met.
pub fn recogniser(file: File) -> Recogniser {
    Recogniser::new(move || {
        let mut bytes = Vec::with_capacity(model::LENGTH as usize);
        let mut file = &file;
        file.rewind()?;
        file.take(model::LENGTH + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    })
}

fn known(path: &Path) -> Result<(), RunError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(model::LENGTH + 1).read_to_end(&mut bytes));
    read.map_err(RunError::io(Doing::Model, path))?;
    model::check(&bytes).map_err(|error| RunError::Model { path: path.to_owned(), error })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_folder_must_hold_the_known_model() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(find(Some(folder.path())), Err(RunError::Io { doing: Doing::Model, .. })));
        std::fs::write(folder.path().join(model::FILE), b"another model").expect("written");
        let error = find(Some(folder.path())).expect_err("it is another model");
        assert!(matches!(error, RunError::Model { .. }), "{error}");
        assert!(error.to_string().contains("scripts/models"), "{error}");
    }
}
