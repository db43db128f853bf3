//! Archives of every kind: members in, members out, and what hostile ones cost.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::*;

pub(super) fn zip(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    for (name, content) in members {
        let name = rawzip::path::EntryPath::verbatim(*name);
        let builder = archive.new_file(name).compression_method(CompressionMethod::DEFLATE);
        let (mut entry, config) = builder.start().expect("started");
        let encoder = flate2::write::DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(content).expect("written");
        let (encoder, descriptor) = writer.finish().expect("finished");
        encoder.finish().expect("finished");
        entry.finish(descriptor).expect("finished");
    }
    archive.finish().expect("finished");
    out
}

pub(super) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.as_gnu_mut().expect("gnu").name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *content).expect("appended");
    }
    builder.into_inner().expect("finished")
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("finished")
}

/// Members as `path=content`, or `path:reason part` for what could not be read.
pub(super) fn list(bytes: &[u8], format: Format, limits: &Limits) -> Vec<String> {
    let mut found = Vec::new();
    open(bytes, format, "dir/a.txt.gz", limits, &mut |member| {
        found.push(match member.content {
            Ok(bytes) => format!("{}={}", member.path, String::from_utf8_lossy(bytes)),
            Err(error) => format!("{}:{} {}", member.path, error.kind.reason(), error.part),
        });
        ControlFlow::Continue(())
    });
    found
}

#[test]
fn members_come_with_names_as_packed() {
    let limits = Limits::default();
    let packed = zip(&[
        (b"b.txt", b"2"),
        (b"\xC4\xEA\xB1\xA8/a.txt", b"1"),
        (b"../../etc/x.txt", b"3"),
        (b"b.txt", b"4"),
        (b"__MACOSX/._b.txt", b"5"),
        (b"empty/", b""),
    ]);
    assert_eq!(list(&packed, Format::Zip, &limits), ["b.txt=2", "年报/a.txt=1", "../../etc/x.txt=3", "b.txt#2=4"]);
    let packed = tar(&[("a.txt", b"1"), ("../b.txt", b"2")]);
    assert_eq!(list(&packed, Format::Tar, &limits), ["a.txt=1", "../b.txt=2"]);
    assert_eq!(list(&gzip(&packed), Format::Gzip, &limits), ["a.txt=1", "../b.txt=2"]);
    // A compressed file is that file, wherever it lies.
    assert_eq!(list(&gzip(b"text"), Format::Gzip, &limits), ["=text"]);
    let nested = zip(&[(b"b.txt.gz", &gzip(b"text")), (b"c.zip.gz", &gzip(&zip(&[(b"d.txt", b"1")])))]);
    assert_eq!(list(&nested, Format::Zip, &limits), ["b.txt.gz=text", "c.zip.gz!/c.zip!/d.txt=1"]);
}

#[test]
fn damage_and_emptiness_are_told() {
    let limits = Limits::default();
    assert_eq!(list(&zip(&[]), Format::Zip, &limits), [":empty zip"]);
    assert_eq!(list(b"PK\x03\x04....", Format::Zip, &limits), [":damaged zip"]);
    let packed = tar(&[("a.txt", &[b'x'; 2000])]);
    assert_eq!(list(&gzip(&packed[..1_500]), Format::Gzip, &limits), ["a.txt:damaged a.txt", ":damaged tar"]);
    // Truncation at any place ends, and ends with a row.
    let packed = zip(&[(b"a.txt", b"1"), (b"b.txt", &[b'y'; 500])]);
    for length in 0..packed.len() {
        assert!(!list(&packed[..length], Format::Zip, &limits).is_empty());
    }
}

#[test]
fn bombs_are_stopped() {
    let zeros = vec![0; 8 << 20];
    let packed = zip(&[(b"a.txt", &zeros), (b"b.txt", b"small")]);
    let small = Limits { input_bytes: 1 << 20, ..Limits::default() };
    assert_eq!(list(&packed, Format::Zip, &small), ["a.txt:limit_exceeded input_bytes", "b.txt=small"]);
    let few = Limits { members: 1, input_bytes: 1 << 20, ..Limits::default() };
    assert_eq!(list(&packed, Format::Zip, &few), ["a.txt:limit_exceeded input_bytes", ":limit_exceeded members"]);
    let tight = Limits { inflated_bytes: 0, ..Limits::default() };
    assert_eq!(
        list(&packed, Format::Zip, &tight),
        ["a.txt:limit_exceeded inflated_bytes", ":limit_exceeded inflated_bytes"]
    );
}
