//! Archives that cannot be written here (7z, RAR: made once by the libraries' own writers, `tests/fixtures/archives`), web archives, padding and
//! sparse members, and names and places that were made to harm.

use super::tests::{gzip, list, tar, zip};
use super::*;

macro_rules! archive {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/archives/", $name)).to_vec()
    };
}

/// All but the encrypted one hold the same two members.
fn packed() -> [(Vec<u8>, Format); 6] {
    [
        (archive!("plain.7z"), Format::SevenZip),
        (archive!("solid.7z"), Format::SevenZip),
        (archive!("4.rar"), Format::Rar),
        (archive!("4-solid.rar"), Format::Rar),
        (archive!("5.rar"), Format::Rar),
        (archive!("5-solid.rar"), Format::Rar),
    ]
}

#[test]
fn members_of_7z_and_rar() {
    let (long, short) = ("甲县2021年政府信息公开工作年度报告".repeat(3), "乙".repeat(40));
    for (index, (archive, format)) in packed().into_iter().enumerate() {
        assert_eq!((reader::sniff(&archive), large(&archive)), (format, Some(format)));
        let expected = [format!("a.txt={long}"), format!("年报/b.txt={short}")];
        assert_eq!(list(&archive, format, &Limits::default()), expected, "{index}");
        let nested = zip(&[(b"x.bin", &archive)]);
        let expected = [format!("x.bin!/a.txt={long}"), format!("x.bin!/年报/b.txt={short}")];
        assert_eq!(list(&nested, Format::Zip, &Limits::default()), expected, "{index}");
        // Too large a member, too many, too much in all.
        let small = Limits { input_bytes: 130, ..Limits::default() };
        let found = list(&archive, format, &small);
        assert_eq!(found[0], "a.txt:limit_exceeded input_bytes", "{index} {found:?}");
        let one = Limits { members: 1, ..Limits::default() };
        assert_eq!(list(&archive, format, &one).last().unwrap(), ":limit_exceeded members", "{index}");
    }
    let encrypted = list(&archive!("encrypted.7z"), Format::SevenZip, &Limits::default());
    assert_eq!(encrypted, [":encrypted 7z"]);
    // Where the directory needs no password, its members have names.
    let locked = list(&archive!("locked.7z"), Format::SevenZip, &Limits::default());
    assert_eq!(locked, ["a.txt:encrypted a.txt", "年报/b.txt:encrypted 年报/b.txt"]);
    // RAR 5 with a header of encryption before all others: checksum, length, type, flags, version, flags, rounds, salt.
    let head = [&[15, 59, 44, 158][..], &[21, 4, 0, 0, 0, 15], &[0; 16]].concat();
    let locked = [b"Rar!\x1a\x07\x01\0", &head[..], &[7; 64]].concat();
    assert_eq!(list(&locked, Format::Rar, &Limits::default()), [":encrypted RAR"]);
}

#[test]
fn hostile_7z_and_rar() {
    let limits = Limits { inflated_bytes: 1 << 20, input_bytes: 1 << 20, members: 100, ..Limits::default() };
    for (archive, format) in packed() {
        for end in 0..archive.len() {
            assert!(!list(&archive[..end], format, &limits).is_empty());
        }
        for at in 0..archive.len() {
            for flip in [0x01, 0x80, 0xff] {
                let mut damaged = archive.clone();
                damaged[at] ^= flip;
                assert!(!list(&damaged, format, &limits).is_empty());
            }
        }
    }
}

#[test]
fn gzip_parts_and_padding() {
    let limits = Limits::default();
    let (one, two) = (gzip(b"one "), gzip(b"two"));
    for padding in [&b""[..], &[0; 700], b"\0\0trailing", b"\x1f\x8b\x08 not a part", &[0x1f]] {
        let whole = [&one[..], &two, padding].concat();
        assert_eq!(list(&whole, Format::Gzip, &limits), ["=one two"], "{padding:?}");
    }
    let between = [&one[..], &[0; 20_000], &two].concat();
    assert_eq!(list(&between, Format::Gzip, &limits), ["=one two"]);
    let cut = [&one[..], &two[..two.len() - 4]].concat();
    assert_eq!(list(&cut, Format::Gzip, &limits), [":damaged member"]);
}

/// A member with an extended header (POSIX.1-2001) in front.
fn pax(records: &[(&str, &str)], content: &[u8]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    builder.append_pax_extensions(records.iter().map(|(key, value)| (*key, value.as_bytes()))).expect("appended");
    let mut header = ::tar::Header::new_ustar();
    header.set_path("GNUSparseFile.0/a.txt").expect("a path");
    header.set_size(content.len() as u64);
    header.set_cksum();
    builder.append(&header, content).expect("appended");
    builder.into_inner().expect("finished")
}

#[test]
fn sparse_members_are_whole() {
    let name = ("GNU.sparse.name", "a.txt");
    let whole = "a.txt=\0\0ab\0\0\0c\0";
    let mut ahead = b"2\n2\n2\n7\n1\n".to_vec();
    ahead.resize(512, 0);
    ahead.extend(b"abc");
    let cases = [
        pax(&[("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), name, ("GNU.sparse.realsize", "9")], &ahead),
        pax(&[("GNU.sparse.size", "9"), name, ("GNU.sparse.map", "2,2,7,1")], b"abc"),
        pax(
            &[
                ("GNU.sparse.size", "9"),
                name,
                ("GNU.sparse.offset", "2"),
                ("GNU.sparse.numbytes", "2"),
                ("GNU.sparse.offset", "7"),
                ("GNU.sparse.numbytes", "1"),
            ],
            b"abc",
        ),
    ];
    for (index, archive) in cases.iter().enumerate() {
        assert_eq!(list(archive, Format::Tar, &Limits::default()), [whole], "{index}");
    }
    let far = pax(&[("GNU.sparse.size", "9000000000000"), name, ("GNU.sparse.map", "0,1")], b"a");
    assert_eq!(list(&far, Format::Tar, &Limits::default()), ["a.txt:limit_exceeded input_bytes"]);
    for map in ["8,2", "0,3", "18446744073709551615,1", "0"] {
        let wrong = pax(&[("GNU.sparse.size", "9"), name, ("GNU.sparse.map", map)], b"ab");
        let found = list(&wrong, Format::Tar, &Limits::default());
        assert!(found[0].starts_with("a.txt:damaged") || map == "0", "{map} {found:?}");
    }
    // The older notation: GNU's own header with four places.
    let mut header = ::tar::Header::new_gnu();
    header.set_entry_type(::tar::EntryType::GNUSparse);
    let gnu = header.as_gnu_mut().expect("gnu");
    gnu.name[..5].copy_from_slice(b"a.txt");
    gnu.sparse[0].offset[..11].copy_from_slice(b"00000000002");
    gnu.sparse[0].numbytes[..11].copy_from_slice(b"00000000003");
    gnu.realsize[..11].copy_from_slice(b"00000000005");
    header.set_size(3);
    header.set_cksum();
    let mut builder = ::tar::Builder::new(Vec::new());
    builder.append(&header, &b"abc"[..]).expect("appended");
    let older = builder.into_inner().expect("finished");
    assert_eq!(list(&older, Format::Tar, &Limits::default()), ["a.txt=\0\0abc"]);
}

fn record(kind: &str, address: &str, media: &str, content: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2022-01-29T08:00:00Z\r\n\
         Content-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [header.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn response(address: &str, fields: &str, content: &[u8]) -> Vec<u8> {
    let http = format!("HTTP/1.1 {fields}\r\n\r\n");
    record("response", address, "application/http; msgtype=response", &[http.as_bytes(), content].concat())
}

#[test]
fn web_archives() {
    let page = b"<html><body>\xE7\x94\xB2</body></html>";
    let records = [
        record("warcinfo", "", "application/warc-fields", b"software: x\r\n"),
        record("request", "http://a.gov.cn/1.html", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        response("http://a.gov.cn/1.html", "200 OK\r\nContent-Type: text/html", page),
        response(
            "<http://a.gov.cn/2.html>",
            "200 OK\r\nTransfer-Encoding: chunked",
            b"6;x=y\r\n<html>\r\n4\r\nmore\r\n0\r\n\r\n",
        ),
        response("http://a.gov.cn/3.html", "200 OK\r\nContent-Encoding: gzip", &gzip(page)),
        response("http://a.gov.cn/4.html", "200 OK\r\nContent-Encoding: gzip", page),
        response("http://a.gov.cn/5.html", "404 Not Found\r\nContent-Type: text/html", page),
        response("http://a.gov.cn/6.png", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        response("http://a.gov.cn/robots.txt", "200 OK\r\nContent-Type: text/plain", b"x"),
        record("resource", "file:///b/7.txt", "text/plain", b"seven"),
        response("http://a.gov.cn/1.html", "200 OK\r\nContent-Type: text/html", b"again"),
        record("revisit", "http://a.gov.cn/1.html", "application/http; msgtype=response", b"HTTP/1.1 304 x\r\n\r\n"),
    ];
    let whole = "<html><body>甲</body></html>";
    let expected = [
        format!("http://a.gov.cn/1.html={whole}"),
        "http://a.gov.cn/2.html=<html>more".to_owned(),
        format!("http://a.gov.cn/3.html={whole}"),
        format!("http://a.gov.cn/4.html={whole}"),
        "file:///b/7.txt=seven".to_owned(),
        "http://a.gov.cn/1.html#2=again".to_owned(),
    ];
    let plain = records.concat();
    assert_eq!((reader::sniff(&plain), large(&plain)), (Format::Warc, Some(Format::Warc)));
    assert_eq!(list(&plain, Format::Warc, &Limits::default()), expected);
    // Each record is a part of its own, as crawlers write it.
    let parts: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    assert_eq!(list(&parts, Format::Gzip, &Limits::default()), expected);
    let mut captured = Vec::new();
    open(&plain, Format::Warc, "x", &Limits::default(), &mut |member| {
        captured.push(member.captured);
        ControlFlow::Continue(())
    });
    assert!(captured.iter().all(|time| time.as_deref() == Some("2022-01-29T08:00:00Z")), "{captured:?}");
    for end in 0..plain.len() {
        assert!(!list(&plain[..end], Format::Warc, &Limits::default()).is_empty());
    }
}

#[test]
fn members_over_each_other_are_read_once() {
    let mut archive = zip(&[(b"a.txt", &[b'x'; 400]), (b"b.txt", b"2")]);
    // The second entry of the directory is pointed at the first member.
    let second = memchr::memmem::rfind(&archive, b"PK\x01\x02").expect("two entries");
    archive[second + 42..second + 46].fill(0);
    let found = list(&archive, Format::Zip, &Limits::default());
    assert_eq!(found[1..], ["b.txt:damaged zip"]);
    assert!(found[0].starts_with("a.txt=x"));
}

#[test]
fn paths_are_unique_short_and_printable() {
    let limits = Limits::default();
    let same = tar(&[("dup.txt", b"1"), ("dup.txt", b"2"), ("dup.txt#2", b"3"), ("dup.txt", b"4")]);
    assert_eq!(list(&same, Format::Tar, &limits), ["dup.txt=1", "dup.txt#2=2", "dup.txt#2#2=3", "dup.txt#3=4"]);
    let long = "n".repeat(5_000);
    let named = |name: &str| pax(&[("path", name)], b"1");
    let found = list(&named(&long), Format::Tar, &limits);
    assert_eq!(found, [format!("{}…:limit_exceeded name_bytes", &long[..255])]);
    let most = "n".repeat(4_096);
    assert_eq!(list(&named(&most), Format::Tar, &limits), [format!("{most}=1")]);
    assert_eq!(list(&named("a\u{1}b.txt"), Format::Tar, &limits), ["a%01b.txt=1"]);
}
