//! Containers whole, cut, lying and encrypted.

use super::build::{stored, zip};
use super::*;

fn open(bytes: &[u8]) -> Zip<'_> {
    Zip::open(bytes, &Limits::default()).unwrap()
}

fn part(bytes: &[u8], name: &str) -> (Vec<u8>, Option<Notice>) {
    let mut into = b"left from before".to_vec();
    let notice = open(bytes).read_part(name, &mut into).unwrap().expect("the part is there");
    (into, notice)
}

#[test]
fn parts_are_found_by_name() {
    let bytes = zip(&[
        ("word/document.xml", b"<a/>"),
        ("Word\\Media\\Image1.PNG", b"png"),
        ("/abs.xml", b"abs"),
        ("./in.xml", b"in"),
    ]);
    for (name, content) in [
        ("word/document.xml", &b"<a/>"[..]),
        ("WORD/Document.xml", b"<a/>"),
        ("word/media/image1.png", b"png"),
        ("abs.xml", b"abs"),
        ("in.xml", b"in"),
    ] {
        assert_eq!(part(&bytes, name), (content.to_vec(), None), "{name}");
    }
    assert_eq!(open(&bytes).read_part("word/document", &mut Vec::new()), Ok(None));
    assert!(!open(&bytes).contains("document.xml"));
    assert_eq!(open(&bytes).salvage(), None);
}

#[test]
fn of_several_members_the_exact_then_the_last_is_taken() {
    let bytes = zip(&[("a.xml", b"first"), ("A.XML", b"other"), ("a.xml", b"last")]);
    assert_eq!(part(&bytes, "a.xml").0, b"last");
    assert_eq!(part(&bytes, "A.XML").0, b"other");
    assert_eq!(open(&bytes).count("a.xml"), 3);
}

#[test]
fn stored_and_empty_parts() {
    let bytes = stored(&[("mimetype", b"application/x"), ("empty", b"")]);
    assert_eq!(part(&bytes, "mimetype"), (b"application/x".to_vec(), None));
    assert_eq!(part(&bytes, "empty"), (Vec::new(), None));
}

#[test]
fn without_the_directory_the_headers_are_searched() {
    let text = "勾稽".repeat(5_000);
    for bytes in [zip(&[("one", text.as_bytes()), ("two", b"2")]), stored(&[("one", text.as_bytes()), ("two", b"2")])] {
        let directory = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
        let cut = &bytes[..directory];
        assert_eq!(part(cut, "one").0, text.as_bytes());
        assert_eq!(part(cut, "two").0, b"2");
        assert!(open(cut).salvage().is_some());
    }
}

#[test]
fn a_broken_stream_gives_what_came_before_and_a_notice() {
    let text: String = (0..20_000).map(|number| format!("{number} ")).collect();
    let mut bytes = zip(&[("one", text.as_bytes())]);
    bytes.truncate(bytes.len() / 2);
    let (read, notice) = part(&bytes, "one");
    assert!(!read.is_empty() && text.as_bytes().starts_with(&read));
    assert_eq!(notice.map(|notice| notice.code()), Some("READ-PART"));
}

#[test]
fn a_changed_byte_is_found_by_the_checksum() {
    let mut bytes = stored(&[("one", b"total 21")]);
    let at = memchr::memmem::find(&bytes, b"total 21").unwrap();
    bytes[at + 7] = b'7';
    let (read, notice) = part(&bytes, "one");
    assert_eq!(read, b"total 27");
    assert_eq!(notice.map(|notice| notice.code()), Some("READ-PART"));
}

#[test]
fn bombs_stop_at_the_limits() {
    let bytes = zip(&[("bomb", &vec![0; 8 << 20]), ("again", &vec![0; 8 << 20])]);
    let read = |limits: Limits, name: &str| {
        let mut into = Vec::new();
        let result = Zip::open(&bytes, &limits).unwrap().read_part(name, &mut into).map(|_| ());
        assert!(into.capacity() < 40 << 20);
        result.map_err(|error| error.part)
    };
    let default = Limits::default();
    assert_eq!(read(default, "bomb"), Err("inflation_ratio".into()));
    assert_eq!(read(Limits { inflation_ratio: 2_000, ..default }, "bomb"), Ok(()));
    assert_eq!(
        read(Limits { inflation_ratio: 2_000, inflated_bytes: 1 << 20, ..default }, "bomb"),
        Err("inflated_bytes".into())
    );
    // The budget is the container's, not the part's.
    let limits = Limits { inflation_ratio: 2_000, inflated_bytes: 12 << 20, ..default };
    let mut zip = Zip::open(&bytes, &limits).unwrap();
    let mut into = Vec::new();
    assert!(zip.read_part("bomb", &mut into).is_ok());
    assert_eq!(zip.read_part("again", &mut into).unwrap_err().kind, ReadErrorKind::LimitExceeded);
    assert_eq!(Zip::open(&bytes, &Limits { members: 1, ..default }).unwrap_err(), ReadError::limit("members", 1, 2));
}

#[test]
fn encrypted_members_say_so() {
    let mut bytes = stored(&[("secret", b"?")]);
    // General purpose flags: 6 bytes into the local header, 8 into the directory's record.
    let directory = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[directory + 8] |= 1;
    let error = open(&bytes).read_part("secret", &mut Vec::new()).unwrap_err();
    assert_eq!(error.kind, ReadErrorKind::Encrypted);
}

#[test]
fn lying_sizes_cost_nothing() {
    let mut bytes = zip(&[("one", b"short")]);
    let directory = memchr::memmem::find(&bytes, b"PK\x01\x02").unwrap();
    bytes[directory + 24..directory + 28].copy_from_slice(&0xfff0_0000_u32.to_le_bytes());
    let mut into = Vec::new();
    let notice = open(&bytes).read_part("one", &mut into).unwrap();
    assert_eq!((into.as_slice(), notice), (&b"short"[..], Some(None)));
    assert!(into.capacity() < 1 << 20);
}

#[test]
fn hostile_bytes_never_panic() {
    let text = "数".repeat(300);
    let whole = zip(&[("a/b.xml", text.as_bytes()), ("c", b"x"), ("d/", b"")]);
    let mut into = Vec::new();
    let mut try_all = |bytes: &[u8]| {
        if let Ok(mut zip) = Zip::open(bytes, &Limits::default()) {
            for index in 0..zip.members().len() {
                let _ = zip.read(index, &mut into);
            }
        }
    };
    for end in 0..whole.len() {
        try_all(&whole[..end]);
    }
    for at in 0..whole.len() {
        for value in [0, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = value;
            try_all(&bytes);
        }
    }
    // A field of nothing but headers.
    try_all(&b"PK\x03\x04\x14\x00\x08\x00\x00\x00aaaaaaaaaaaaaaaa\x01\x00\x00\x00n".repeat(20_000));
}
