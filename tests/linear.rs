//! Twice the document costs twice the work: documents of one shape, made to harm, at two lengths, through the whole core.
//!
//! Work is what is allocated, in bytes and in pieces, counted by the allocator: the same on every machine, and on a busy one.
//! What looks at text again and again without a trace is counted where it may (the steps of `narrative`, `scripts/instructions`).

use std::fmt::Write;

use rawzip::{CompressionMethod, ZipArchiveWriter};

/// Pieces of the shorter document of a pair.
const PIECES: usize = 600;

/// A document that has so many pieces.
type Shape = (&'static str, fn(usize) -> Vec<u8>);

/// As deep as an RTF may nest, about.
const DEEP: usize = 200;

/// An opening piece so many times, a text, and as many closing ones.
fn nested(open: &str, text: &str, close: &str, pieces: usize) -> String {
    format!("{}{text}{}", open.repeat(pieces), close.repeat(pieces))
}

fn page(body: &str) -> Vec<u8> {
    format!("<html><head><meta charset=utf-8><title>报告</title></head><body>{body}</body></html>").into_bytes()
}

/// A package with these members, stored: packed, so much of the same would be refused.
fn package(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, content) in members {
        let path = rawzip::path::EntryPath::verbatim(name.as_bytes().to_vec());
        let started = archive.new_file(path).compression_method(CompressionMethod::STORE).start();
        let (mut entry, config) = started.expect("a vector takes all");
        let mut writer = config.wrap(&mut entry);
        std::io::Write::write_all(&mut writer, content.as_bytes()).expect("a vector takes all");
        let (_, descriptor) = writer.finish().expect("a vector takes all");
        entry.finish(descriptor).expect("a vector takes all");
    }
    archive.finish().expect("a vector takes all")
}

fn docx(body: &str) -> Vec<u8> {
    let names = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                 xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";
    package(&[("word/document.xml", &format!("<w:document {names}><w:body>{body}</w:body></w:document>"))])
}

fn odt(body: &str) -> Vec<u8> {
    let names = ["office", "text", "table", "drawing"].map(|name| {
        let short = if name == "drawing" { "draw" } else { name };
        format!("xmlns:{short}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"")
    });
    let content = format!(
        "<office:document-content {}><office:body><office:text>{body}</office:text></office:body>\
         </office:document-content>",
        names.join(" ")
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

fn rtf(body: &str) -> Vec<u8> {
    format!("{{\\rtf1\\ansi\\ansicpg936 {body}}}").into_bytes()
}

const HTML: &[Shape] = &[
    ("elements inside each other", |n| page(&nested("<div>", "甲", "</div>", n))),
    ("formatting that never ends", |n| page(&"<p><b><i>甲".repeat(n))),
    ("rows", |n| page(&format!("<table>{}</table>", "<tr><td>规章<td>3".repeat(n)))),
    ("cells of one row", |n| page(&format!("<table><tr>{}</table>", "<td>3".repeat(n)))),
    ("tables", |n| page(&"<table><tr><td>规章<td>3</table>".repeat(n))),
    ("tables that never end", |n| page(&"<table><tr><td>甲".repeat(n))),
    ("lists inside each other", |n| page(&"<ul><li>甲".repeat(n))),
    ("a comment that never ends", |n| page(&format!("<p>甲<!--{}", "<!-- - --".repeat(n)))),
    ("ends without beginnings", |n| page(&"</td></p></table></div>甲".repeat(n))),
    ("rules of style, and what they are about", |n| {
        let mut rules = String::new();
        for number in 0..n {
            write!(rules, ".c{number}{{display:none}}").expect("a string takes all");
        }
        let mut body = format!("<style>{rules}</style>");
        for number in 0..n {
            write!(body, "<p class=c{}>甲", number * 2).expect("a string takes all");
        }
        page(&body)
    }),
];

const DOCX: &[Shape] = &[
    ("paragraphs", |n| docx(&"<w:p><w:r><w:t>公开3条。</w:t></w:r></w:p>".repeat(n))),
    ("runs of one paragraph", |n| docx(&format!("<w:p>{}</w:p>", "<w:r><w:t>3</w:t></w:r>".repeat(n)))),
    ("rows", |n| {
        let row = "<w:tr><w:tc><w:p><w:r><w:t>规章</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr>";
        docx(&format!("<w:tbl>{}</w:tbl>", row.repeat(n)))
    }),
    ("tables inside each other", |n| docx(&nested("<w:tbl><w:tr><w:tc>", "", "</w:tc></w:tr></w:tbl>", n))),
    ("text boxes inside each other", |n| {
        docx(&nested("<w:p><w:r><w:pict><w:txbxContent>", "", "</w:txbxContent></w:pict></w:r></w:p>", n))
    }),
    ("choices inside each other", |n| {
        docx(&nested("<mc:AlternateContent><mc:Choice>", "", "</mc:Choice></mc:AlternateContent>", n))
    }),
    ("fields that never end", |n| {
        docx(&format!("<w:p>{}</w:p>", "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".repeat(n)))
    }),
    ("cells merged downwards", |n| {
        let row = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr>";
        docx(&format!("<w:tbl>{}</w:tbl>", row.repeat(n)))
    }),
];

const ODT: &[Shape] = &[
    ("paragraphs", |n| odt(&"<text:p>公开3条。</text:p>".repeat(n))),
    ("spans inside each other", |n| {
        odt(&format!("<text:p>{}</text:p>", nested("<text:span>", "甲", "</text:span>", n)))
    }),
    ("lists inside each other", |n| {
        odt(&nested("<text:list><text:list-item>", "<text:p>甲</text:p>", "</text:list-item></text:list>", n))
    }),
    ("rows", |n| {
        let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        let row = format!("<table:table-row>{}{}</table:table-row>", cell("规章"), cell("3"));
        odt(&format!("<table:table>{}</table:table>", row.repeat(n)))
    }),
    ("tables inside each other", |n| {
        let (open, close) =
            ("<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>");
        odt(&nested(open, "<text:p>甲</text:p>", close, n))
    }),
    ("frames inside each other", |n| {
        odt(&nested("<text:p><draw:frame><draw:text-box>", "", "</draw:text-box></draw:frame></text:p>", n))
    }),
];

const RTF: &[Shape] = &[
    ("groups inside each other", |n| rtf(&nested("{", "3", "}", DEEP).repeat(n / DEEP))),
    ("paragraphs", |n| rtf(&"3\\par ".repeat(n))),
    ("rows", |n| rtf(&"\\trowd\\cellx100\\cellx200 1\\intbl\\cell 2\\cell\\row ".repeat(n))),
    ("edges of one row", |n| rtf(&format!("\\trowd{} 3\\intbl\\cell\\row", "\\cellx100".repeat(n)))),
    ("fields", |n| rtf(&"{\\field{\\*\\fldinst X}{\\fldrslt 3}}".repeat(n))),
];

const TEXT: &[Shape] = &[
    ("tabs", |n| "规章\t3\n".repeat(n).into_bytes()),
    ("bars", |n| "|甲|\n|-|\n\n|1|\n|-|\n\n".repeat(n).into_bytes()),
    ("blanks", |n| "a  1\n".repeat(n).into_bytes()),
    ("numbers of one line", |n| "1 ".repeat(n).into_bytes()),
    ("cells of one line", |n| "  9".repeat(n).into_bytes()),
    ("labels that go on", |n| "1.甲  2\n乙\n".repeat(n).into_bytes()),
    ("headings", |n| "一、甲\n".repeat(n).into_bytes()),
    ("tables of a page that never end", |n| "<table>\n".repeat(n).into_bytes()),
    ("titles", |n| "标题：".repeat(n).into_bytes()),
];

/// Bytes and pieces that reading a document allocates.
fn allocated(bytes: &[u8], name: &str) -> [u64; 2] {
    let counted = allocation_counter::measure(|| {
        std::hint::black_box(gouji::read(bytes, name));
    });
    [counted.bytes_total, counted.count_total]
}

fn twice_the_document_is_twice_the_work(shapes: &[Shape], name: &str) {
    // Forms and catalogue are compiled once.
    let _ = gouji::read(&shapes[0].1(1), name);
    for (shape, document) in shapes {
        let (once, twice) = (allocated(&document(PIECES), name), allocated(&document(2 * PIECES), name));
        let read = gouji::read(&document(2 * PIECES), name);
        assert_ne!(read.verdict, gouji::Verdict::Unreadable, "{shape}: {:?}", read.findings);
        for (once, twice, what) in [(once[0], twice[0], "bytes"), (once[1], twice[1], "pieces")] {
            // Buffers grow by doubling: a tenth more.
            assert!(twice <= 2 * once + once / 5, "{shape}: {once} {what}, then {twice}");
        }
    }
}

#[test]
fn html_is_linear() {
    twice_the_document_is_twice_the_work(HTML, "a.html");
}

#[test]
fn docx_is_linear() {
    twice_the_document_is_twice_the_work(DOCX, "a.docx");
}

#[test]
fn odt_is_linear() {
    twice_the_document_is_twice_the_work(ODT, "a.odt");
}

#[test]
fn rtf_is_linear() {
    twice_the_document_is_twice_the_work(RTF, "a.rtf");
}

#[test]
fn text_is_linear() {
    twice_the_document_is_twice_the_work(TEXT, "a.txt");
}

#[test]
fn the_counter_counts() {
    let quadratic = |n: usize| {
        allocation_counter::measure(|| {
            for length in 0..n {
                std::hint::black_box(vec![0u8; length]);
            }
        })
        .bytes_total
    };
    assert!(quadratic(200) > 3 * quadratic(100));
}
