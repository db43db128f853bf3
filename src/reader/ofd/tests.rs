//! Whole documents through the reader, written here part by part.

mod seen;

use super::read;
use crate::error::ReadErrorKind;
use crate::limits::Limits;
use crate::reader::Context;
use crate::reader::golden::render;
use crate::reader::zip::build;

const DOCUMENT: &str = "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:CommonData><ofd:PageArea>\
    <ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>\
    <ofd:TemplatePage ID='2' BaseLoc='Tpls/Tpl_0/Content.xml'/></ofd:CommonData>\
    <ofd:Pages><ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages>\
    <ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>";
const ROOT: &str = "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'><ofd:DocBody><ofd:DocInfo>\
    <ofd:Title>年度报告</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>";

/// A page with these objects.
fn page(objects: &str) -> String {
    format!(
        "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Content><ofd:Layer ID='1'>{objects}</ofd:Layer></ofd:Content></ofd:Page>"
    )
}

/// Text of 4 mm in one line, from a corner in millimetres.
fn text(x: f64, y: f64, text: &str) -> String {
    let deltas: Vec<&str> = text.chars().map(|c| if c.is_ascii() { "2" } else { "4" }).collect();
    format!(
        "<ofd:TextObject Boundary='{x} {y} 100 5' Font='1' Size='4'><ofd:TextCode X='0' Y='3.5' DeltaX='{}'>{text}</ofd:TextCode></ofd:TextObject>",
        deltas.join(" ")
    )
}

fn line(x0: f64, y0: f64, x1: f64, y1: f64) -> String {
    format!(
        "<ofd:PathObject Boundary='{x0} {y0} {} {}' LineWidth='0.25'><ofd:AbbreviatedData>M 0 0 L {} {}</ofd:AbbreviatedData></ofd:PathObject>",
        x1 - x0,
        y1 - y0,
        x1 - x0,
        y1 - y0
    )
}

fn package(content: &str) -> Vec<u8> {
    build::zip(&[
        ("OFD.xml", ROOT.as_bytes()),
        ("Doc_0/Document.xml", DOCUMENT.as_bytes()),
        ("Doc_0/Pages/Page_0/Content.xml", content.as_bytes()),
    ])
}

fn outcome(bytes: &[u8]) -> (String, Vec<String>) {
    let mut context = Context::default();
    let document = read(bytes, &mut context).unwrap();
    (render(&document), context.notices.iter().map(|notice| notice.code().to_owned()).collect())
}

#[track_caller]
fn gives(objects: &str, expected: &str) {
    assert_eq!(outcome(&package(&page(objects))), (expected.to_owned(), Vec::new()));
}

#[test]
fn title_text_and_place() {
    let document = read(&package(&page(&text(20.0, 30.0, "受理12件"))), &mut Context::default()).unwrap();
    assert_eq!(document.metadata.title.as_deref(), Some("年度报告"));
    let location = document.paragraphs().next().map(|p| (p.text.clone(), p.location.page, p.location.to_string()));
    assert_eq!(location, Some(("受理12件".into(), Some(1), "box 56.7 85.0 102.0 96.3".into())));
}

#[test]
fn a_ruled_table() {
    let mut objects: String = [40.0, 50.0, 60.0].iter().map(|&y| line(20.0, y, 120.0, y)).collect();
    objects += &[20.0, 80.0, 120.0].iter().map(|&x| line(x, 40.0, x, 60.0)).collect::<String>();
    for (x, y, content) in [(22.0, 42.0, "信息内容"), (82.0, 42.0, "件数"), (22.0, 52.0, "规章"), (82.0, 52.0, "12")]
    {
        objects += &text(x, y, content);
    }
    gives(&objects, "grid 2x2\n  0 0 1 1 信息内容\n  0 1 1 1 件数\n  1 0 1 1 规章\n  1 1 1 1 12\n");
}

#[test]
fn lines_as_filled_bars_and_as_boxes() {
    let bar = |x: f64, y: f64, width: f64, height: f64| {
        format!(
            "<ofd:PathObject Boundary='{x} {y} {width} {height}' Stroke='false' Fill='true'><ofd:AbbreviatedData>\
             M 0 0 L {width} 0 L {width} {height} L 0 {height} L 0 0 C</ofd:AbbreviatedData></ofd:PathObject>"
        )
    };
    let mut objects: String = [40.0, 50.0].iter().map(|&y| bar(20.0, y, 60.0, 0.3)).collect();
    objects += &[20.0, 40.0, 80.0].iter().map(|&x| bar(x, 40.0, 0.3, 10.0)).collect::<String>();
    objects += &text(22.0, 42.0, "规章");
    objects += &text(42.0, 42.0, "7");
    // A stroked box below it, the unit of a point through its matrix.
    objects += "<ofd:PathObject CTM='0.352778 0 0 0.352778 0 0' Boundary='20 70 60 10'><ofd:AbbreviatedData>\
        M 0 0 L 170 0 L 170 28 L 0 28 C</ofd:AbbreviatedData></ofd:PathObject>";
    objects += &line(40.0, 70.0, 40.0, 79.9);
    objects += &text(22.0, 72.0, "许可");
    objects += &text(42.0, 72.0, "9");
    gives(&objects, "grid 1x2\n  0 0 1 1 规章\n  0 1 1 1 7\ngrid 1x2\n  0 0 1 1 许可\n  0 1 1 1 9\n");
}

#[test]
fn deltas_codes_and_matrices() {
    let objects = "<ofd:PageBlock><ofd:PageBlock>\
        <ofd:TextObject Boundary='20 30 100 5' Size='4'><ofd:TextCode X='0' Y='3.5' DeltaX='g 4 4'>本年受理</ofd:TextCode>\
        <ofd:TextCode X='16' DeltaX='2'>12</ofd:TextCode><ofd:TextCode X='20'>件</ofd:TextCode></ofd:TextObject>\
        <ofd:TextObject Boundary='20 40 100 5' CTM='0.352778 0 0 0.352778 0 0' Size='12'><ofd:CGTransform><ofd:Glyphs>1 2</ofd:Glyphs></ofd:CGTransform>\
        <ofd:TextCode X='0' Y='10' DeltaX='12'>甲&amp;&#x4E59;</ofd:TextCode></ofd:TextObject>\
        <ofd:TextObject Boundary='20 50 100 5' Size='4'><ofd:TextCode X='0' Y='3.5' DeltaX='g 999999999 4'>不越界</ofd:TextCode></ofd:TextObject>\
        </ofd:PageBlock></ofd:PageBlock>";
    gives(objects, "p 本年受理12件\np 甲&乙\np 不越界\n");
}

#[test]
fn vertical_text_and_what_is_not_shown() {
    let objects = "<ofd:TextObject Boundary='20 30 5 40' Size='4'><ofd:TextCode X='0' Y='3.5' DeltaY='4 4 4'>办理结果</ofd:TextCode></ofd:TextObject>\
        <ofd:TextObject Boundary='50 30 50 5' Size='4' Visible='false'><ofd:TextCode X='0' Y='3.5' DeltaX='4'>隐去</ofd:TextCode></ofd:TextObject>\
        <ofd:TextObject Boundary='0 0 210 297' Size='8' CTM='0.707 0.707 -0.707 0.707 0 0'><ofd:TextCode X='90' Y='10' DeltaX='8'>水印</ofd:TextCode></ofd:TextObject>";
    assert_eq!(outcome(&package(&page(objects))), ("p 办理结果\n".to_owned(), vec!["READ-HIDDEN".to_owned()]));
    let hidden = "<ofd:TextObject Boundary='20 30 50 5' Size='4' Fill='false'><ofd:TextCode X='0' Y='3.5'>识别</ofd:TextCode></ofd:TextObject>";
    assert_eq!(outcome(&package(&page(hidden))), (String::new(), vec!["READ-HIDDEN".to_owned()]));
}

#[test]
fn a_scanned_page_is_a_picture() {
    gives(
        "<ofd:ImageObject Boundary='0 0 210 297' CTM='210 0 0 297 0 0' ResourceID='9'/>",
        "picture 595.2756x841.8898\n",
    );
}

#[test]
fn templates_and_odd_paths() {
    let document = DOCUMENT.replace("Pages/Page_0/Content.xml", "\\Doc_0\\Pages\\第一页\\Content.xml");
    let content =
        page(&text(20.0, 40.0, "正文")).replace("<ofd:Content>", "<ofd:Template TemplateID='2'/><ofd:Content>");
    let bytes = build::stored(&[
        ("ofd.xml", ROOT.replace("Doc_0/Document.xml", "/Doc_0/Document.xml").as_bytes()),
        ("Doc_0/Document.xml", document.as_bytes()),
        ("Doc_0/Pages/第一页/Content.xml", content.as_bytes()),
        ("Doc_0/Tpls/Tpl_0/Content.xml", page(&text(20.0, 20.0, "底版")).as_bytes()),
        ("Doc_0/Annots/Page_0/Annotation.xml", page(&text(20.0, 60.0, "批注")).as_bytes()),
    ]);
    assert_eq!(outcome(&bytes), ("p 底版\np 正文\n".to_owned(), Vec::new()));
}

#[test]
fn missing_parts_are_told_of() {
    let bytes = build::zip(&[("OFD.xml", ROOT.as_bytes()), ("Doc_0/Document.xml", DOCUMENT.as_bytes())]);
    assert_eq!(outcome(&bytes), (String::new(), vec!["READ-PART".to_owned()]));
    let bytes = build::zip(&[("OFD.xml", ROOT.as_bytes())]);
    let error = read(&bytes, &mut Context::default()).unwrap_err();
    assert_eq!((error.kind, error.part.as_ref()), (ReadErrorKind::Damaged, "OFD.xml"));
    // Without OFD.xml the document is found by its name.
    let bytes = build::zip(&[
        ("Doc_0/Document.xml", DOCUMENT.as_bytes()),
        ("Doc_0/Pages/Page_0/Content.xml", page(&text(20.0, 30.0, "正文")).as_bytes()),
    ]);
    assert_eq!(outcome(&bytes).0, "p 正文\n");
}

#[test]
fn hostile_bytes_never_panic() {
    let content = page(&(text(20.0, 30.0, "受理12件") + &line(0.0, 0.0, 10.0, 0.0)));
    let bytes = package(&content);
    for end in (0..bytes.len()).step_by(64) {
        let _ = read(&bytes[..end], &mut Context::default());
    }
    // Changes in the content itself, past the container's checks.
    let mut changed = content.clone().into_bytes();
    for at in 0..changed.len() {
        for value in [b'<', b'9', 0xff] {
            let before = std::mem::replace(&mut changed[at], value);
            let parts: [(&str, &[u8]); 3] = [
                ("OFD.xml", ROOT.as_bytes()),
                ("Doc_0/Document.xml", DOCUMENT.as_bytes()),
                ("Doc_0/Pages/Page_0/Content.xml", &changed),
            ];
            let _ = read(&build::stored(&parts), &mut Context::default());
            changed[at] = before;
        }
    }
    let deep = page(&"<ofd:PageBlock>".repeat(200_000));
    let _ = read(&package(&deep), &mut Context::default());
}

#[test]
fn limits_hold() {
    let limits = Limits { document_bytes: (64 << 10) + 3 * 16, ..Limits::default() };
    let error = read(&package(&page(&text(20.0, 30.0, "受理12件"))), &mut Context { limits, ..Context::default() });
    assert_eq!(error.unwrap_err().kind, ReadErrorKind::LimitExceeded);
}
