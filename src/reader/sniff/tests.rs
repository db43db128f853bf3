//! The first bytes of every format, and what they are taken for.

use std::io::Write as _;

use encoding_rs::{GB18030, GBK};

use super::*;
use crate::reader::Notice;
use crate::reader::zip::build;

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some('\u{feff}' as u16).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

#[test]
fn text_and_markup() {
    let cases: &[(&str, Format)] = &[
        ("一、总体情况\n本年度主动公开信息 12 条。\n", Format::Text),
        ("# 年报\n\n| 序号 | 数量 |\n| --- | --- |\n| 一<br>二 | 3 |\n", Format::Text),
        ("a < b and c > d, <not a tag", Format::Text),
        ("标题: 年报\n日期: 2021年\n", Format::Text),
        ("{\"content\":\"<table><tr><td>1</td></tr></table>\"}", Format::Text),
        ("<note><to>x</to></note>", Format::Text),
        ("\u{feff}\n  <!-- saved from url=(0022)http://example.org/ -->\r\n<!DOCTYPE html>", Format::Html),
        ("<HTML xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head>", Format::Html),
        ("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\"><html>", Format::Html),
        ("<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\">", Format::Html),
        ("<table><tr><td>1</td></tr></table>", Format::Html),
        ("年报\n<p>一</p>\n<p>二</p>", Format::Html),
        ("年报<div class=\"a\">一</div>", Format::Html),
        ("<!-- never closed", Format::Html),
        ("<?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"x\">", Format::WordMl),
        (
            "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>\
             <pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">",
            Format::FlatOpc,
        ),
        ("From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nbody", Format::Mhtml),
        ("Content-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n--b", Format::Mhtml),
        ("{\\rtf1\\ansi\\ansicpg936", Format::Rtf),
        ("some junk\n%PDF-1.7\n", Format::Pdf),
        ("the header %PDF- is missing its version", Format::Text),
        ("<center>年报</center>\n\n| 一 | 二 |\n|---|---|\n| 3 | 4 |\n", Format::Text),
        (
            "# 年报\n\n<div align=\"center\"><img src=\"a.png\"></div>\n\n| 一 | 二 |\n|:--|--:|\n| <p>3</p> | <p>4<br></p> |\n",
            Format::Text,
        ),
        ("<p>一</p>\n\n- 二\n\n| a |\n| --- |\n| 3 |\n", Format::Text),
        ("<div>一 | 二 | 三</div><table><tr><td>| 3 |</td></tr></table>", Format::Html),
        ("<html><body><pre>| 一 | 二 |\n|---|---|\n| 3 | 4 |</pre></body></html>", Format::Html),
        ("<div>\n| 一 | 二 |\n</div><p>a</p>", Format::Html),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", Format::Picture),
    ];
    for (text, format) in cases {
        assert_eq!(sniff(text.as_bytes()), *format, "{text}");
    }
}

#[test]
fn encodings() {
    let page = "<html><body><p>政府信息公开</p></body></html>";
    let text = "政府信息公开工作年度报告，共主动公开信息十二条。\n";
    for (little, mark) in [(true, true), (false, true), (true, false), (false, false)] {
        assert_eq!(sniff(&utf16(page, little, mark)), Format::Html, "{little} {mark}");
        if mark {
            assert_eq!(sniff(&utf16(text, little, mark)), Format::Text);
        }
    }
    assert_eq!(sniff(&utf16("年报 2021\n共 12 条\n", true, false)), Format::Text);
    assert_eq!(sniff(&GBK.encode(page).0), Format::Html);
    assert_eq!(sniff(&GBK.encode(text).0), Format::Text);
    assert_eq!(sniff(&GB18030.encode("㐀㐁年报").0), Format::Text);
    // Cut in the middle of a character by the end of what is judged.
    assert_eq!(sniff("报".repeat(20_000).as_bytes()), Format::Text);
    assert_eq!(sniff(&GBK.encode(&format!("a{}", "报".repeat(40_000))).0), Format::Text);
}

#[test]
fn signatures() {
    let mut tar = vec![0_u8; 1_024];
    tar[..5].copy_from_slice(b"a.txt");
    let mut old_tar = tar.clone();
    tar[257..262].copy_from_slice(b"ustar");
    let sum: u32 = old_tar[..512].iter().map(|&byte| u32::from(byte)).sum::<u32>() + 8 * 32;
    old_tar[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let cases: &[(&[u8], Format)] = &[
        (b"", Format::Unknown),
        (b"\x1f\x8b\x08\x00", Format::Gzip),
        (b"7z\xbc\xaf\x27\x1c\x00", Format::SevenZip),
        (b"Rar!\x1a\x07\x01\x00", Format::Rar),
        (b"\x89PNG\r\n\x1a\n", Format::Picture),
        (b"\xff\xd8\xff\xe0", Format::Picture),
        (b"BM\x46\x00\x00\x00\x00\x00\x00\x00", Format::Picture),
        (b"BM, a company", Format::Text),
        (&tar, Format::Tar),
        (&old_tar, Format::Tar),
        (&[0; 1_024], Format::Unknown),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00", Format::Unknown),
        (&[0x93, 0x00, 0x81, 0x02, 0xfe, 0xff, 0x13, 0x01, 0x00, 0x07], Format::Unknown),
    ];
    for (bytes, format) in cases {
        assert_eq!(sniff(bytes), *format, "{bytes:x?}");
    }
}

#[test]
fn packages_by_their_parts() {
    let types =
        |kind: &str| format!("<Types><Override PartName=\"/main.xml\" ContentType=\"application/{kind}\"/></Types>");
    let opc = |kind: &str| build::zip(&[("[Content_Types].xml", types(kind).as_bytes()), ("main.xml", b"")]);
    let open_document = |kind: &str| {
        let mimetype = format!("application/vnd.oasis.opendocument.{kind}");
        build::stored(&[("mimetype", mimetype.as_bytes()), ("content.xml", b"")])
    };
    let cases: &[(Vec<u8>, Format)] = &[
        (opc("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), Format::Docx),
        (opc("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), Format::Xlsx),
        (opc("vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), Format::Unknown),
        (build::zip(&[("[Content_Types].xml", b""), ("word\\document.xml", b"")]), Format::Docx),
        (build::zip(&[("word/document.xml", b"")]), Format::Docx),
        (build::zip(&[("[content_types].XML", b""), ("xl/workbook.xml", b"")]), Format::Xlsx),
        (open_document("text"), Format::Odt),
        (open_document("spreadsheet"), Format::Ods),
        (open_document("presentation"), Format::Unknown),
        (build::zip(&[("OFD.xml", b""), ("Doc_0/Document.xml", b"")]), Format::Ofd),
        (build::zip(&[("ofd.XML", b"")]), Format::Ofd),
        (build::zip(&[("a.docx", b""), ("b/c.html", b"")]), Format::Zip),
        (build::zip(&[]), Format::Zip),
    ];
    for (bytes, format) in cases {
        assert_eq!(sniff(bytes), *format, "{:?}", String::from_utf8_lossy(bytes));
    }
}

/// What sites put in front of a download: no format is told, or read, otherwise for it.
#[test]
fn bytes_in_front() {
    let word = build::zip(&[("[Content_Types].xml", b""), ("word/document.xml", b"<w:document/>")]);
    let files: [(Vec<u8>, Format); 6] = [
        (word, Format::Docx),
        (build::zip(&[("a.txt", b"1")]), Format::Zip),
        (compound(&["/WordDocument"]), Format::Doc),
        (b"{\\rtf1\\ansi a}".to_vec(), Format::Rtf),
        (b"\x1f\x8b\x08\0\0\0\0\0".to_vec(), Format::Gzip),
        (b"Rar!\x1a\x07\x01\0".to_vec(), Format::Rar),
    ];
    let warning = "<br />\n<b>Warning</b>: 编码 in <b>/x.php</b> on line <b>3</b><br />\n".repeat(20);
    for front in ["\u{feff}", "\r\n", "\n\n\n \t\r\n", "\u{feff}\r\n", "\u{feff}\u{feff}\n", &warning] {
        for (file, format) in &files {
            let whole = [front.as_bytes(), file].concat();
            assert_eq!(sniff(&whole), *format, "{front:?} {format:?}");
            if !matches!(format, Format::Docx | Format::Zip) {
                assert_eq!(without_front(&whole), file);
            }
        }
    }
    for text in ["a line with {\\rtf1 in it", "PK\u{3}x\nPK", "\u{0}\u{1}{\\rtf1"] {
        assert_eq!(without_front(text.as_bytes()), text.as_bytes());
    }
}

#[test]
fn documents_packed_with_their_folder() {
    type Parts<'a> = &'a [(&'a str, &'a [u8])];
    let cases: [(Parts<'_>, Format); 6] = [
        (&[("报告/[Content_Types].xml", b""), ("报告/word/document.xml", b"")], Format::Docx),
        (
            &[("a/", b""), ("a/b/[Content_Types].xml", b""), ("a/b/xl/workbook.xml", b""), ("__MACOSX/x", b"")],
            Format::Xlsx,
        ),
        (&[("x\\OFD.xml", b""), ("x\\Doc_0\\Document.xml", b"")], Format::Ofd),
        (&[("y/mimetype", b"application/vnd.oasis.opendocument.text"), ("y/content.xml", b"")], Format::Odt),
        (&[("x/[Content_Types].xml", b""), ("x/word/document.xml", b""), ("2.docx", b"")], Format::Zip),
        (&[("x/a.docx", b""), ("x/b.html", b"")], Format::Zip),
    ];
    for (parts, format) in cases {
        assert_eq!(sniff(&build::zip(parts)), format, "{parts:?}");
    }
}

fn compound(streams: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    for stream in streams {
        if let Some((folder, _)) = stream.rsplit_once('/').filter(|(folder, _)| !folder.is_empty()) {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(stream).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn compound_files_by_their_streams() {
    let cases: &[(&[&str], Format)] = &[
        (&["/WordDocument", "/1Table"], Format::Doc),
        (&["/WordDocument", "/ObjectPool/_1/Workbook"], Format::Doc),
        (&["/Workbook", "/MBD1/WordDocument"], Format::Xls),
        (&["/Book"], Format::Xls),
        (&["/EncryptedPackage", "/EncryptionInfo"], Format::Docx),
        (&["/CONTENTS", "/SPELLING"], Format::Works),
        (&["/MatOST"], Format::Works),
        (&["/PowerPoint Document"], Format::Unknown),
    ];
    for (streams, format) in cases {
        let bytes = compound(streams);
        assert_eq!(sniff(&bytes), *format, "{streams:?}");
        // With a header that lies about where the directory is.
        let mut damaged = bytes.clone();
        damaged[48..52].copy_from_slice(&[0xf0, 0xff, 0xff, 0x0f]);
        if streams.len() == 1 {
            assert_eq!(sniff(&damaged), *format, "damaged {streams:?}");
        }
    }
}

#[test]
fn extensions() {
    let found = |format, path| match extension_mismatch(format, path) {
        Some(Notice::Extension { extension, .. }) => Some(extension),
        _ => None,
    };
    assert_eq!(found(Format::Html, "dir/a.doc"), Some("doc".to_owned()));
    assert_eq!(found(Format::Docx, "a.zip!/b.WPS"), Some("wps".to_owned()));
    assert_eq!((found(Format::Html, "a.html.gz"), found(Format::Html, "a.gz")), (None, None));
    assert_eq!(found(Format::Pdf, "a.html.gz"), Some("html".to_owned()));
    assert_eq!(found(Format::Doc, "a.wps"), None);
    assert_eq!(found(Format::Html, "a.shtml"), None);
    assert_eq!(found(Format::Text, "v1.2/README"), None);
    assert_eq!(found(Format::Text, "报告2.2021年"), None);
    assert_eq!(found(Format::Text, ".txt"), None);
    assert_eq!(found(Format::Unknown, "a.pdf"), None);
}

#[test]
fn hostile_bytes_never_panic() {
    let samples = [
        build::zip(&[("[Content_Types].xml", b"<Types/>"), ("a", b"b")]),
        compound(&["/WordDocument", "/1Table"]),
        b"<!DOCTYPE [<!-- ?><html><p><p>".to_vec(),
        b"MIME-Version: 1.0\r\n\tx\r\n".to_vec(),
    ];
    for sample in &samples {
        for end in 0..sample.len() {
            sniff(&sample[..end]);
        }
        for at in (0..sample.len()).step_by(3) {
            let mut bytes = sample.clone();
            bytes[at] ^= 0xa5;
            sniff(&bytes);
        }
    }
    sniff(&b"<!".repeat(100_000));
    sniff(&b"<?>".repeat(100_000));
    sniff(&b"<p".repeat(100_000));
    sniff(&b"a:".repeat(100_000));
}

#[test]
fn real_files() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/");
    let cases = [
        ("real/huaian-2024.pdf", Format::Pdf),
        ("real/pingtan-2014.txt", Format::Text),
        ("real/pingtan-2018.glued.txt", Format::Text),
        ("real/pingtan-2020.html", Format::Html),
        ("real/shanghai-office-2019.gbk.html", Format::Html),
        ("real/shanghai-office-2019.doc", Format::Doc),
        ("real/template-2021-blank.docx", Format::Docx),
        ("formats/gov-letter-bengshan.ofd", Format::Ofd),
        ("formats/chinese-dir-names.ofd", Format::Ofd),
        ("formats/paths-nonstandard.ofd", Format::Ofd),
        ("formats/tika-WORDML_tableInsideParagraph.doc", Format::WordMl),
        ("formats/tika-testWORD6.doc", Format::Doc),
        ("formats/tika-testWORKS.wps", Format::Works),
        ("formats/tika-testWPSAttachment.doc", Format::Doc),
    ];
    for (name, format) in cases {
        match std::fs::read(format!("{folder}{name}")) {
            Ok(bytes) => assert_eq!(sniff(&bytes), format, "{name}"),
            Err(_) => drop(writeln!(std::io::stderr(), "SKIPPED: {name} is not here")),
        }
    }
}
