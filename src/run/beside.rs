//! The pictures beside a page on the disk: a page's path and bytes come in, what lies where its addresses lead goes out.
//!
//! Nothing is looked at but regular files in the page's folder and the folders in it; no link is followed. Which addresses a
//! page has is told by its bytes alone ([`beside::addresses`]): it is not read here.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::load::{self, Content, HELD, Loaded, NotLoaded};
use crate::corpus::open::Links;
use crate::limits::Limits;
use crate::reader::beside::{self, Beside};

/// The pictures beside a page; `None` for a file that names none, of which its content alone says everything.
///
/// # Errors
/// When `stop` was set.
pub fn of(path: &Path, content: &Content, limits: &Limits, stop: &AtomicBool) -> Result<Option<Beside>, NotLoaded> {
    let Content::Bytes(page) = content else { return Ok(None) };
    if !page.trim_ascii_start().starts_with(b"<") && !page.starts_with(b"\xef\xbb\xbf") {
        return Ok(None);
    }
    let addresses = beside::addresses(page);
    if addresses.is_empty() {
        return Ok(None);
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut stopped = false;
    let beside = Beside::gathered(&addresses, |address, left| {
        let most = left.min(HELD).min(limits.input_bytes);
        let limits = Limits { input_bytes: most, archive_bytes: most, ..*limits };
        let place = beside::path_from("", address).filter(|place| !stopped && leads_through_folders(folder, place))?;
        match load::load(&folder.join(place), Links::Refused, &limits, stop) {
            Ok(Loaded { content: Ok((_, Content::Bytes(bytes))), .. }) => Some(Arc::from(bytes)),
            Err(NotLoaded::Stopped) => {
                stopped = true;
                None
            }
            // It is not there, may not be read, or is too large.
            Ok(_) | Err(NotLoaded::Refused(_)) => None,
        }
    });
    if stopped { Err(NotLoaded::Stopped) } else { Ok(Some(beside)) }
}

/// Whether no part of a path but the last, which is opened without following it, is a link.
fn leads_through_folders(folder: &Path, place: &str) -> bool {
    let Some((folders, _)) = place.rsplit_once('/') else { return true };
    let mut path = folder.to_owned();
    folders.split('/').all(|part| {
        path.push(part);
        !path.is_symlink()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(page: &Path, text: &str) -> Option<Vec<String>> {
        let content = Content::Bytes(text.as_bytes().to_vec());
        let found = of(page, &content, &Limits::default(), &AtomicBool::new(false)).expect("not stopped");
        found.map(|beside| beside.pictures().map(|(address, _)| address.to_owned()).collect())
    }

    #[test]
    fn what_lies_below_the_folder_of_a_page_is_beside_it() {
        let top = tempfile::tempdir().expect("a folder");
        let folder = top.path().join("2023");
        std::fs::create_dir_all(folder.join("page_files")).expect("made");
        for place in ["above.png", "2023/a.png", "2023/page_files/b.png", "2023/.hidden.png"] {
            std::fs::write(top.path().join(place), "1").expect("written");
        }
        let page = folder.join("page.html");
        let image = |address: &str| format!("\n<html><img src=\"{address}\">");
        let full = top.path().join("above.png");
        for address in [
            "../above.png",
            "x/../../above.png",
            "%2e%2e/above.png",
            "..\\above.png",
            ".hidden.png",
            "absent.png",
            "page_files",
            ".",
        ] {
            assert_eq!(beside(&page, &image(address)).unwrap_or_default(), [""; 0], "{address}");
        }
        assert_eq!(beside(&page, &image(&full.to_string_lossy())), None);
        let both = format!("{}{}", image("a.png"), image("./page_files/b.png"));
        assert_eq!(beside(&page, &both), Some(vec!["a.png".to_owned(), "./page_files/b.png".to_owned()]));
        assert_eq!(beside(&page, "text <img src=a.png>"), None);
        let stopped = of(&page, &Content::Bytes(both.into_bytes()), &Limits::default(), &AtomicBool::new(true));
        assert!(matches!(stopped, Err(NotLoaded::Stopped)));
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let (folder, outside) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::fs::write(outside.path().join("a.png"), "1").expect("written");
        std::os::unix::fs::symlink(outside.path(), folder.path().join("out")).expect("linked");
        std::os::unix::fs::symlink(outside.path().join("a.png"), folder.path().join("a.png")).expect("linked");
        let page = "<img src=out/a.png><img src=a.png>";
        assert_eq!(beside(&folder.path().join("page.html"), page), Some(Vec::new()));
    }
}
