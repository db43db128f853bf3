//! The XML inside packages: compression and checksums keep a fuzzer out of them, so it gets the part and the package
//! is made around it. The first byte chooses the package.
#![no_main]

use std::io::Write;

use gouji::internals::reader::{Context, Format, read};
use libfuzzer_sys::fuzz_target;
use rawzip::{CompressionMethod, ZipArchiveWriter};

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";

fuzz_target!(|data: &[u8]| {
    let [choice, part @ ..] = data else { return };
    let types = format!(
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"{WORD}\"/></Types>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"{RELATION}\" Target=\"word/document.xml\"/></Relationships>"
    );
    let sheet = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r\"/></sheets></workbook>";
    let sheets = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let ofd = "<ofd:OFD xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";
    let pages = "<ofd:Document xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"Pages/Content.xml\"/></ofd:Pages></ofd:Document>";
    let text = "application/vnd.oasis.opendocument.text";
    let spreadsheet = "application/vnd.oasis.opendocument.spreadsheet";
    let (format, parts): (Format, Vec<(&str, &[u8])>) = match choice % 5 {
        0 => (
            Format::Docx,
            vec![
                ("[Content_Types].xml", types.as_bytes()),
                ("_rels/.rels", relations.as_bytes()),
                ("word/document.xml", part),
            ],
        ),
        1 => (Format::Odt, vec![("mimetype", text.as_bytes()), ("content.xml", part)]),
        2 => (Format::Ods, vec![("mimetype", spreadsheet.as_bytes()), ("content.xml", part)]),
        3 => (
            Format::Ofd,
            vec![
                ("OFD.xml", ofd.as_bytes()),
                ("Doc_0/Document.xml", pages.as_bytes()),
                ("Doc_0/Pages/Content.xml", part),
            ],
        ),
        _ => (
            Format::Xlsx,
            vec![
                ("xl/workbook.xml", sheet.as_bytes()),
                ("xl/_rels/workbook.xml.rels", sheets.as_bytes()),
                ("xl/worksheets/sheet1.xml", part),
            ],
        ),
    };
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, content) in parts {
        let builder = archive.new_file(name).compression_method(CompressionMethod::STORE);
        let (mut entry, config) = builder.start().expect("memory takes everything");
        let mut writer = config.wrap(&mut entry);
        writer.write_all(content).expect("memory takes everything");
        let (_, descriptor) = writer.finish().expect("memory takes everything");
        entry.finish(descriptor).expect("memory takes everything");
    }
    archive.finish().expect("memory takes everything");
    let _ = read(format, &bytes, &mut Context::default());
});
