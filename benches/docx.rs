//! A docx filing as Word writes it (`document.xml` of about 470 KB for some 300 cells): bytes to
//! document, against inflating its parts alone. `cargo bench --bench docx`.

use std::fmt::Write as _;
use std::io::Write as _;

use divan::counter::BytesCount;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use gouji::internals::limits::Limits;
use gouji::internals::reader::zip::Zip;
use gouji::internals::reader::{Context, Format, read};
use rawzip::{CompressionMethod, ZipArchiveWriter};

fn main() {
    divan::main();
}

/// What Word repeats in every paragraph and cell.
const RUN: &str = "<w:rPr><w:rFonts w:ascii=\"仿宋_GB2312\" w:eastAsia=\"仿宋_GB2312\" w:hAnsi=\"宋体\" w:cs=\"宋体\" w:hint=\"eastAsia\"/>\
    <w:color w:val=\"333333\"/><w:kern w:val=\"0\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar\"/></w:rPr>";
const BORDERS: &str = "<w:tcBorders><w:top w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/>\
    <w:left w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/>\
    <w:right w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"000000\"/></w:tcBorders>";

fn paragraph(xml: &mut String, number: usize, text: &str) {
    let _ = write!(
        xml,
        "<w:p w:rsidR=\"00{number:06X}\" w:rsidRDefault=\"00A41B52\"><w:pPr><w:pStyle w:val=\"a3\"/><w:widowControl/><w:spacing w:line=\"360\" \
         w:lineRule=\"auto\"/><w:ind w:firstLineChars=\"200\" w:firstLine=\"480\"/><w:jc w:val=\"left\"/>{RUN}</w:pPr>"
    );
    // Word splits a text where the script changes.
    let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    for piece in [&text[..half], &text[half..]].into_iter().filter(|piece| !piece.is_empty()) {
        let _ = write!(xml, "<w:r w:rsidRPr=\"00{number:06X}\">{RUN}<w:t>{piece}</w:t></w:r>");
    }
    xml.push_str("</w:p>");
}

fn cell(xml: &mut String, number: usize, merge: &str, text: &str) {
    let _ = write!(
        xml,
        "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{merge}{BORDERS}<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"auto\"/>\
         <w:tcMar><w:left w:w=\"57\" w:type=\"dxa\"/><w:right w:w=\"57\" w:type=\"dxa\"/></w:tcMar><w:vAlign w:val=\"center\"/></w:tcPr>",
        700 + number % 400
    );
    paragraph(xml, number, text);
    xml.push_str("</w:tc>");
}

fn document() -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<w:document \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\"><w:body>",
    );
    for number in 0..20 {
        paragraph(&mut xml, number, "本年度主动公开政府信息若干条，通过网站和公报公布，办理答复均在期限之内。");
    }
    for (table, rows, columns) in [(1, 14, 4), (2, 27, 8), (3, 3, 10)] {
        xml.push_str("<w:tbl><w:tblPr><w:tblStyle w:val=\"a5\"/><w:tblW w:w=\"9740\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
        xml.push_str(&"<w:gridCol w:w=\"800\"/>".repeat(columns));
        xml.push_str("</w:tblGrid>");
        for row in 0..rows {
            xml.push_str("<w:tr><w:trPr><w:trHeight w:val=\"402\"/><w:jc w:val=\"center\"/></w:trPr>");
            for column in 0..columns {
                let merge = match (column, row % 7) {
                    (0, 0) => "<w:vMerge w:val=\"restart\"/>",
                    (0, 1..4) => "<w:vMerge/>",
                    _ => "",
                };
                let text = if column == 0 { "（一）予以公开".to_owned() } else { (row * column).to_string() };
                cell(&mut xml, table * 1_000 + row * columns + column, merge, &text);
            }
            xml.push_str("</w:tr>");
        }
        xml.push_str("</w:tbl>");
        paragraph(&mut xml, table, "五、存在的主要问题及改进情况");
    }
    xml.push_str("<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>");
    xml
}

fn styles() -> String {
    let mut xml = String::from(
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:latentStyles>",
    );
    for number in 0..370 {
        let _ = write!(
            xml,
            "<w:lsdException w:name=\"style {number}\" w:semiHidden=\"1\" w:unhideWhenUsed=\"1\" w:qFormat=\"1\"/>"
        );
    }
    xml.push_str("</w:latentStyles>");
    for number in 0..20 {
        let _ = write!(
            xml,
            "<w:style w:type=\"paragraph\" w:styleId=\"a{number}\"><w:name w:val=\"Style {number}\"/><w:basedOn w:val=\"a\"/><w:pPr/>{RUN}</w:style>"
        );
    }
    xml.push_str("</w:styles>");
    xml
}

fn package() -> Vec<u8> {
    let mut archive = ZipArchiveWriter::new(Vec::new());
    let (document, styles) = (document(), styles());
    let core = "<cp:coreProperties><dc:title>年度报告</dc:title></cp:coreProperties>";
    let parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", document.as_str()),
        ("word/styles.xml", &styles),
        ("docProps/core.xml", core),
    ];
    for (name, content) in parts {
        let (mut entry, config) =
            archive.new_file(name).compression_method(CompressionMethod::DEFLATE).start().expect("writing to memory");
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(content.as_bytes()).expect("writing to memory");
        let (encoder, descriptor) = writer.finish().expect("writing to memory");
        encoder.finish().expect("writing to memory");
        entry.finish(descriptor).expect("writing to memory");
    }
    archive.finish().expect("writing to memory")
}

/// The floor: the main part inflated under limits, its checksum compared.
#[divan::bench]
fn inflate(bencher: divan::Bencher) {
    let bytes = package();
    let mut buffer = Vec::new();
    bencher.counter(BytesCount::new(document().len())).bench_local(|| {
        let mut zip = Zip::open(divan::black_box(&bytes), &Limits::default()).expect("a container");
        zip.read_part("word/document.xml", &mut buffer).expect("the part is whole").is_some()
    });
}

/// Bytes to document.
#[divan::bench]
fn document_of(bencher: divan::Bencher) {
    let bytes = package();
    let mut context = Context::default();
    bencher
        .counter(BytesCount::new(document().len()))
        .bench_local(|| read(Format::Docx, divan::black_box(&bytes), &mut context).expect("a document").blocks.len());
}
