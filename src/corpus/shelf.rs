//! The pictures in an archive that lie beside pages in it: the archive is gone through before it is read, once for what its pages
//! name and once for what is there; each page's pictures go out when the page is read.
//!
//! Only where pictures can be recognised; an archive without pages that name pictures is gone through once.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use super::archive::{Member, Visit};
use super::name;
use crate::reader::beside::{self, Beside};
use crate::reader::{self, Format};

/// Bytes of members that are gone through; of a larger archive no pictures are taken.
const MOST_LOOKED: u64 = 256 << 20;
/// Pictures that are looked for.
const MOST_WANTED: usize = 4_096;
/// Bytes of pictures that are held.
const MOST_HELD: u64 = 64 << 20;

/// Pictures by their paths in the archive.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pictures: HashMap<String, Arc<[u8]>>,
}

impl Shelf {
    /// The pictures that pages of an archive name; `open` gives its members, each of which may end it.
    pub fn filled(mut open: impl FnMut(&mut Visit<'_>)) -> Self {
        let (mut wanted, mut looked) = (HashSet::new(), 0);
        open(&mut |member| {
            let Member { path, content: Ok(bytes), .. } = member else { return ControlFlow::Continue(()) };
            looked += bytes.len() as u64;
            wanted.extend(named(&path, bytes).into_iter().map(|(_, place)| place));
            if looked > MOST_LOOKED || wanted.len() > MOST_WANTED {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        let (mut pictures, mut held) = (HashMap::new(), 0);
        if wanted.is_empty() || looked > MOST_LOOKED || wanted.len() > MOST_WANTED {
            return Self { pictures };
        }
        open(&mut |member| {
            let Member { path, content: Ok(bytes), .. } = member else { return ControlFlow::Continue(()) };
            let fits = wanted.contains(&path) && held + bytes.len() as u64 <= MOST_HELD;
            if fits && reader::sniff(bytes) == Format::Picture {
                held += bytes.len() as u64;
                pictures.insert(path, Arc::from(bytes));
            }
            ControlFlow::Continue(())
        });
        Self { pictures }
    }

    /// The pictures beside the page at a path.
    pub fn beside(&self, path: &str, page: &[u8]) -> Beside {
        if self.pictures.is_empty() {
            return Beside::default();
        }
        let (addresses, places): (Vec<String>, Vec<String>) = named(path, page).into_iter().unzip();
        let mut places = places.into_iter();
        Beside::gathered(&addresses, |_, _| places.next().and_then(|place| self.pictures.get(&place)).cloned())
    }
}

/// The pictures that a page at a path names: their addresses, and their paths in the archive.
fn named(path: &str, page: &[u8]) -> Vec<(String, String)> {
    let addresses = beside::addresses(page);
    if addresses.is_empty() || reader::sniff(page) != Format::Html {
        return Vec::new();
    }
    // An archive in an archive is a world of its own.
    let (world, inner) = path.rsplit_once("!/").map_or(("", path), |(world, inner)| (&path[..world.len() + 2], inner));
    let folder = inner.rsplit_once('/').map_or("", |(folder, _)| folder);
    let place = |address: String| {
        let place = beside::path_from(folder, &address)?;
        Some((address, format!("{world}{}", name::escape(place.as_bytes()))))
    };
    addresses.into_iter().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n";

    fn shelf(members: &[(&str, &[u8])]) -> (Shelf, usize) {
        let mut rounds = 0;
        let shelf = Shelf::filled(|visit| {
            rounds += 1;
            for (path, bytes) in members {
                let member = Member { path: (*path).to_owned(), content: Ok(bytes), captured: None };
                if visit(member).is_break() {
                    break;
                }
            }
        });
        (shelf, rounds)
    }

    fn page(address: &str) -> Vec<u8> {
        format!("<!DOCTYPE html><html><body><p>\u{7532}</p><img src=\"{address}\"></body></html>").into_bytes()
    }

    #[test]
    fn pages_have_the_pictures_of_their_own_archive_and_folder() {
        let (one, up, out) = (page("a.png"), page("../images/b.png"), page("../../images/b.png"));
        let members: [(&str, &[u8]); 7] = [
            ("images/b.png", PICTURE),
            ("x/1.html", &one),
            ("x/2.html", &up),
            ("x/a.png", PICTURE),
            ("a.png", b"no picture"),
            ("in.zip!/1.html", &one),
            ("in.zip!/x/3.html", &out),
        ];
        let (shelf, rounds) = shelf(&members);
        assert_eq!(rounds, 2);
        let count = |path: &str, page: &[u8]| shelf.beside(path, page).pictures().count();
        assert_eq!([count("x/1.html", &one), count("x/2.html", &up), count("1.html", &one)], [1, 1, 0]);
        assert_eq!([count("in.zip!/1.html", &one), count("in.zip!/x/3.html", &out)], [0, 0]);
    }

    #[test]
    fn an_archive_without_such_pages_is_gone_through_once() {
        let far = page("http://host/a.png");
        let named = [PICTURE, b"<img src=a.png>"].concat();
        let (shelf, rounds) = shelf(&[("1.html", &far), ("a.png", PICTURE), ("b.png", &named)]);
        assert_eq!((rounds, shelf.pictures.len()), (1, 0));
    }
}
