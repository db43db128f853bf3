//! Documents made in memory, and the paragraphs and grids that they must give.

use super::*;
use crate::reader::golden::render;
use crate::reader::zip::build;
use crate::reader::{Format, read as read_format, sniff};

fn content(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>\
         <style:style style:name=\"T9\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>\
         </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
}

fn odt(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let content = content(body);
    let mut parts: Vec<(&str, &[u8])> =
        vec![("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())];
    parts.extend(others.iter().map(|(name, part)| (*name, part.as_bytes())));
    build::stored(&parts)
}

fn body(body: &str) -> String {
    let mut context = Context::default();
    let bytes = odt(body, &[]);
    assert_eq!(sniff(&bytes), Format::Odt);
    let document = read_format(Format::Odt, &bytes, &mut context).unwrap();
    assert!(context.notices.is_empty());
    render(&document)
}

fn p(text: &str) -> String {
    format!("<text:p>{text}</text:p>")
}

fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}>{}</table:table-cell>", p(text))
}

fn row(cells: &[String]) -> String {
    format!("<table:table-row>{}</table:table-row>", cells.concat())
}

#[test]
fn paragraphs() {
    let cases = [
        ("<text:h text:outline-level=\"1\">一、总体情况</text:h>", "h 一、总体情况\n"),
        ("<text:p>  a \n  b<text:span> c</text:span> <text:s text:c=\"2\"/>d&amp;e</text:p>", "p a b c   d&e\n"),
        ("<text:p>a<text:tab/>b<text:line-break/>c</text:p>", "p a\tb\\nc\n"),
        ("<text:p>20<text:span>23</text:span><text:span text:style-name=\"T9\">隐藏</text:span></text:p>", "p 2023\n"),
        (
            "<text:tracked-changes><text:p>旧</text:p></text:tracked-changes><text:p>新<office:annotation><text:p>批</text:p></office:annotation>文</text:p>",
            "p 新文\n",
        ),
        (
            "<text:p>文<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note>末</text:p>",
            "p 文末\nf 注\n",
        ),
        (
            "<text:p>文<draw:frame svg:width=\"2in\" svg:height=\"1in\"><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>",
            "p 文\np 框\n",
        ),
        (
            "<text:p><draw:frame svg:width=\"2in\" svg:height=\"1in\"><draw:image/></draw:frame></text:p>",
            "picture 144x72\n",
        ),
        (
            "<text:table-of-content><text:table-of-content-source><text:p>x</text:p></text:table-of-content-source>\
             <text:index-body><text:p>一、总体情况<text:tab/>1</text:p></text:index-body></text:table-of-content>",
            "n 一、总体情况\t1\n",
        ),
        ("<text:list><text:list-item><text:p>项</text:p></text:list-item></text:list>", "p 项\n"),
    ];
    for (source, expected) in cases {
        assert_eq!(body(source), expected, "{source}");
    }
}

#[test]
fn tables() {
    let table = format!(
        "<table:table><table:table-column table:number-columns-repeated=\"3\"/><table:table-header-rows>{}</table:table-header-rows>{}{}{}</table:table>",
        row(&[
            cell("table:number-columns-spanned=\"2\" table:number-rows-spanned=\"2\"", "甲"),
            "<table:covered-table-cell><text:p>unseen</text:p></table:covered-table-cell>".to_owned(),
            cell("", "乙"),
        ]),
        row(&["<table:covered-table-cell table:number-columns-repeated=\"2\"/>".to_owned(), cell("", "1")]),
        row(&[cell("", "丙"), cell("table:number-columns-repeated=\"2\"", "0")]),
        "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"3\"/></table:table-row>",
    );
    assert_eq!(
        body(&table),
        "grid 5x3\n  0 0 2 2 ! 甲\n  0 2 1 1 ! 乙\n  1 2 1 1 1\n  2 0 1 1 丙\n  2 1 1 1 0\n  2 2 1 1 0\n\
         \u{20} 3 0 1 1\n  3 1 1 1\n  3 2 1 1\n  4 0 1 1\n  4 1 1 1\n  4 2 1 1\n"
    );
}

#[test]
fn margins_title_and_flat_files() {
    let styles = "<office:document-styles><office:master-styles><style:master-page><style:header><text:p>眉</text:p></style:header>\
        <style:footer><text:p>脚</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>";
    let meta =
        "<office:document-meta><office:meta><dc:title>报告 &lt;1&gt;</dc:title></office:meta></office:document-meta>";
    let bytes = odt(&p("文"), &[("styles.xml", styles), ("meta.xml", meta)]);
    let document = read_format(Format::Odt, &bytes, &mut Context::default()).unwrap();
    assert_eq!(render(&document), "p 文\nm 眉\nm 脚\n");
    assert_eq!(document.metadata.title.as_deref(), Some("报告 <1>"));

    let flat = "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
        office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body><office:text><text:p>文</text:p></office:text></office:body></office:document>";
    assert_eq!(sniff(flat.as_bytes()), Format::Odt);
    assert_eq!(render(&read_format(Format::Odt, flat.as_bytes(), &mut Context::default()).unwrap()), "p 文\n");
}

#[test]
fn what_is_no_document_says_why() {
    let kind =
        |bytes: &[u8]| read_format(Format::Odt, bytes, &mut Context::default()).map(|_| ()).map_err(|error| error.kind);
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    assert_eq!(kind(&odt("", &[("META-INF/manifest.xml", manifest)])), Err(ReadErrorKind::Encrypted));
    let sheets = read_format(Format::Ods, &odt("", &[("META-INF/manifest.xml", manifest)]), &mut Context::default());
    assert_eq!(sheets.map_err(|error| error.kind), Err(ReadErrorKind::Encrypted));
    assert_eq!(kind(&build::zip(&[("mimetype", b"")])), Err(ReadErrorKind::Damaged));
    assert_eq!(kind(&odt("", &[])), Ok(()));
}

#[test]
fn hostile_texts() {
    let table =
        format!("<table:table>{}</table:table>", row(&[cell("table:number-columns-repeated=\"4000000000\"", "1")]));
    let whole = odt(&format!("{}{table}", p("一")), &[]);
    for end in (0..whole.len()).step_by(16) {
        let _ = read_format(Format::Odt, &whole[..end], &mut Context::default());
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x12;
        let _ = read_format(Format::Odt, &bytes, &mut Context::default());
    }
    let deep = |open: &str| open.repeat(200_000);
    for source in [
        deep("<table:table><table:table-row><table:table-cell>"),
        deep("<text:p>x<draw:text-box>"),
        deep("<text:span>"),
        deep("<text:note><text:p>"),
        // Repeats in repeats: bounded by the limit of cells.
        format!("<table:table>{}", "<table:table-row table:number-rows-repeated=\"9\"><table:table-cell table:number-columns-repeated=\"9\"><table:table>".repeat(9)),
    ] {
        // It is read to its end, or refused for its size.
        let refused = read_format(Format::Odt, &odt(&source, &[]), &mut Context::default()).err().map(|error| error.kind);
        assert!(matches!(refused, None | Some(crate::error::ReadErrorKind::LimitExceeded)), "{}: {refused:?}", &source[..40]);
    }
    // A document that breaks off gives what was read.
    let content = content(&p("一"));
    let cut = &content[..content.find("</office:text>").unwrap()];
    let mut context = Context::default();
    let bytes = build::zip(&[("content.xml", cut.as_bytes())]);
    assert_eq!(render(&read_format(Format::Odt, &bytes, &mut context).unwrap()), "p 一\n");
    assert_eq!(context.notices.len(), 1);
}

/// A row of a label and a cell with this content, styles among the automatic ones.
fn cell_of(content: &str) -> Document {
    let styles = "<style:style style:name=\"P1\" style:family=\"paragraph\"><style:text-properties text:display=\"none\"/></style:style>\
        <style:style style:name=\"S\" style:family=\"text\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
        <style:style style:name=\"U\" style:family=\"text\"><style:text-properties style:text-position=\"super 58%\"/></style:style>\
        <style:style style:name=\"V\" style:family=\"text\" style:parent-style-name=\"Hid\"/>";
    let named = "<office:document-styles><office:styles><style:style style:name=\"Hid\" style:family=\"text\">\
        <style:text-properties text:display=\"none\"/></style:style></office:styles></office:document-styles>";
    let table = format!(
        "<table:table><table:table-row>{}{}</table:table-row><table:table-row>{}<table:table-cell>{content}</table:table-cell>\
         </table:table-row></table:table>",
        cell("", "项"),
        cell("", "数"),
        cell("", "规章")
    );
    let content =
        self::content(&table).replace("</office:automatic-styles>", &format!("{styles}</office:automatic-styles>"));
    let bytes = build::stored(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", named.as_bytes()),
    ]);
    read_format(Format::Odt, &bytes, &mut Context::default()).unwrap()
}

#[test]
fn hidden_struck_and_raised_text() {
    let span = |style: &str, text: &str| format!("<text:span text:style-name=\"{style}\">{text}</text:span>");
    for (content, text, hidden, struck) in [
        (p(&(span("T9", "9") + "393")), "393", true, false),
        (p(&(span("V", "9") + "393")), "393", true, false),
        (format!("<text:p text:style-name=\"P1\">9</text:p>{}", p("393")), "393", true, false),
        (p(&(span("S", "12") + "393")), "393", false, true),
        (p(&("393".to_owned() + &span("U", "1"))), "393¹", false, false),
        (
            p(
                "393<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注9</text:p></text:note-body></text:note>",
            ),
            "393",
            false,
            false,
        ),
    ] {
        let document = cell_of(&content);
        let found = document.grids().next().unwrap().cells.last().unwrap().text.clone();
        let left_out = (document.omissions.hidden.is_some(), document.omissions.struck.is_some());
        assert_eq!((found.as_str(), left_out), (text, (hidden, struck)), "{content}");
        let notes = document.paragraphs().filter(|paragraph| paragraph.role == Role::Note).count();
        assert_eq!(notes, usize::from(content.contains("text:note")), "{content}");
    }
}

/// Programs that show changes leave deleted text where it was; drop-downs of Word's forms keep their entries aside.
#[test]
fn deletions_in_place_and_drop_downs() {
    let regions = "<text:tracked-changes><text:changed-region xml:id=\"a\" text:id=\"a\"><text:deletion/></text:changed-region>\
        <text:changed-region text:id=\"b\"><text:insertion/></text:changed-region></text:tracked-changes>";
    let change = |id: &str, text: &str| {
        format!("<text:change-start text:change-id=\"{id}\"/>{text}<text:change-end text:change-id=\"{id}\"/>")
    };
    let document = cell_of(&format!("{regions}{}", p(&(change("a", "9") + &change("b", "39") + "3"))));
    assert_eq!(document.grids().next().unwrap().cells.last().unwrap().text, "393");
    assert_eq!(document.omissions.struck.unwrap().text, "9");

    let entry = |value: &str| format!("<field:param field:name=\"Dropdown_ListEntry\" field:value=\"{value}\"/>");
    let list = |chosen: &str| {
        let kind = "vnd.oasis.opendocument.field.FORMDROPDOWN";
        let entries = entry("77") + &entry("393") + chosen;
        cell_of(&p(&format!("<field:fieldmark field:type=\"{kind}\">{entries}</field:fieldmark>")))
    };
    let document = list("<field:param field:name=\"Dropdown_Selected\" field:value=\"1\"/>");
    assert_eq!(document.grids().next().unwrap().cells.last().unwrap().text, "393");
    let document = list("");
    let cell = document.grids().next().unwrap().cells.last().unwrap();
    assert_eq!((cell.text.as_str(), cell.unread), ("", Some(crate::document::Unread::Field)));
}

#[test]
fn hidden_sections_and_rows() {
    let hidden = "<text:section text:name=\"a\" text:display=\"none\"><text:p>共收到申请999件。</text:p><text:section>\
        <text:p>里</text:p></text:section></text:section><text:section><text:p>显</text:p></text:section>";
    assert_eq!(body(hidden), "p 显\n");
    let table = format!(
        "<table:table>{}<table:table-row table:visibility=\"collapse\">{}{}</table:table-row>{}</table:table>",
        row(&[cell("", "项"), cell("", "数")]),
        cell("", "规章"),
        cell("", "777"),
        row(&[cell("", "规章"), cell("", "2")])
    );
    let document = read_format(Format::Odt, &odt(&table, &[]), &mut Context::default()).unwrap();
    let texts: Vec<_> = document.grids().flat_map(|grid| &grid.cells).map(|cell| cell.text.as_str()).collect();
    assert_eq!(texts, ["项", "数", "规章", "2"]);
    assert!(document.omissions.hidden.is_some());
}

#[test]
fn text_that_cannot_be_seen_is_left_out() {
    let styles = |ground: &str| {
        let style = |name: &str, family: &str, properties: &str| {
            format!("<style:style style:name=\"{name}\" style:family=\"{family}\">{properties}</style:style>")
        };
        [
            style("W", "text", "<style:text-properties fo:color=\"#ffffff\"/>"),
            style("S", "text", "<style:text-properties fo:font-size=\"1pt\"/>"),
            style("G", "text", "<style:text-properties fo:color=\"#ffffff\" fo:background-color=\"#004488\"/>"),
            style("C", "table-cell", ground),
        ]
        .concat()
    };
    let shown = |ground: &str, inside: &str| {
        let styles = format!(
            "<office:document-styles><office:styles>{}</office:styles></office:document-styles>",
            styles(ground)
        );
        let cells = [cell("", "项"), cell("table:style-name=\"C\"", inside)];
        let table = format!("<table:table>{}</table:table>", row(&cells));
        let bytes = odt(&table, &[("styles.xml", &styles)]);
        let document = read_format(Format::Odt, &bytes, &mut Context::default()).unwrap();
        document.grids().next().unwrap().cells[1].text.clone()
    };
    for inside in [
        "<text:span text:style-name=\"W\">9</text:span>3",
        "<text:span text:style-name=\"S\">9</text:span>3",
        "<text:variable-set text:display=\"none\">9</text:variable-set>3",
        "<text:span text:style-name=\"G\">3</text:span>",
    ] {
        assert_eq!(shown("", inside), "3", "{inside}");
    }
    let painted = "<style:table-cell-properties fo:background-color=\"#004488\"/>";
    assert_eq!(shown(painted, "<text:span text:style-name=\"W\">3</text:span>"), "3");
}

#[test]
fn a_formula_without_a_result_is_not_blank() {
    let table =
        format!("<table:table>{}</table:table>", row(&[cell("", "项"), cell("table:formula=\"ooow:sum\"", "")]));
    let document = read_format(Format::Odt, &odt(&table, &[]), &mut Context::default()).unwrap();
    assert_eq!(document.grids().next().unwrap().cells[1].unread, Some(crate::document::Unread::Formula));
}

#[test]
fn what_is_not_seen_and_numbers_of_lists() {
    let styles = "<style:style style:name=\"X\" style:family=\"text\"><style:text-properties ";
    for look in ["fo:color=\"#ffffff\"", "style:text-scale=\"1%\"", "fo:font-size=\"1%\"", "loext:opacity=\"0%\""] {
        let cell = "<text:p><text:span text:style-name=\"X\">9</text:span>3</text:p>";
        let table = format!("<table:table>{}</table:table>", row(&[td(cell), td("<text:p>4</text:p>")]));
        let bytes = odt(
            &table,
            &[(
                "styles.xml",
                &format!("<office:document-styles>{styles}{look}/></style:style></office:document-styles>"),
            )],
        );
        let document = read_format(Format::Odt, &bytes, &mut Context::default()).unwrap();
        assert_eq!(render(&document), "grid 1x2\n  0 0 1 1 3\n  0 1 1 1 4\n", "{look}");
    }
    let list = |inside: &str| {
        let style = "<text:list-style style:name=\"L\"><text:list-level-style-number text:level=\"1\" style:num-format=\"1\"/></text:list-style>";
        let item = format!("<text:list text:style-name=\"L\"><text:list-item>{inside}</text:list-item></text:list>");
        let table = format!("<table:table>{}</table:table>", row(&[td(&item), td("<text:p>4</text:p>")]));
        let bytes =
            odt(&table, &[("styles.xml", &format!("<office:document-styles>{style}</office:document-styles>"))]);
        let document = read_format(Format::Odt, &bytes, &mut Context::default()).unwrap();
        let cell = document.grids().next().unwrap().cells.first().unwrap().clone();
        (cell.text, cell.unread)
    };
    assert_eq!(list("<text:p/>"), (String::new(), Some(crate::document::Unread::Field)));
    assert_eq!(list("<text:p>3</text:p>"), ("3".to_owned(), None));
}

#[test]
fn frames_and_fields_that_are_not_shown() {
    let frame = |attributes: &str| {
        format!(
            "<text:p>3<draw:frame {attributes}><draw:text-box><text:p>9</text:p></draw:text-box></draw:frame></text:p>"
        )
    };
    let shape = |attributes: &str| {
        format!("<text:p><draw:custom-shape {attributes}><text:p>9</text:p></draw:custom-shape>3</text:p>")
    };
    let field =
        |hidden: bool| format!("<text:p>3<text:hidden-text text:is-hidden=\"{hidden}\">9</text:hidden-text></text:p>");
    for (inside, text) in [
        (frame("draw:display=\"none\""), "3"),
        (frame("loext:visible=\"false\""), "3"),
        (frame(""), "3\\n9"),
        (shape("drawooo:display=\"none\""), "3"),
        (shape(""), "3\\n9"),
        (field(true), "3"),
        (field(false), "39"),
    ] {
        let table = format!("<table:table>{}</table:table>", row(&[td(&inside), td("<text:p>4</text:p>")]));
        assert_eq!(body(&table), format!("grid 1x2\n  0 0 1 1 {text}\n  0 1 1 1 4\n"), "{inside}");
    }
}

fn td(content: &str) -> String {
    format!("<table:table-cell>{content}</table:table-cell>")
}

#[test]
fn fields_of_text_that_begin_with_one() {
    let with = |text: &str| {
        let field = format!(
            "<text:p><field:fieldmark-start field:type=\"FORMTEXT\"><field:param field:name=\"Content\" field:value=\"9\"/>\
             </field:fieldmark-start><field:fieldmark-separator/>{text}<field:fieldmark-end/></text:p>"
        );
        let table = format!("<table:table>{}</table:table>", row(&[td(&field), td("<text:p>4</text:p>")]));
        let document = read_format(Format::Odt, &odt(&table, &[]), &mut Context::default()).unwrap();
        let cell = document.grids().next().unwrap().cells.first().unwrap().clone();
        (cell.text, cell.unread)
    };
    assert_eq!(with(""), (String::new(), Some(crate::document::Unread::Field)));
    assert_eq!(with("3"), ("3".to_owned(), None));
}

#[test]
fn what_a_site_put_in_front_is_no_part_of_it() {
    let bytes = odt(&p("一、总体情况"), &[]);
    for front in ["\u{feff}", "\r\n\r\n", "<br />\n"] {
        let bytes = [front.as_bytes(), &bytes].concat();
        assert_eq!(sniff(&bytes), Format::Odt, "{front:?}");
        let document = read_format(Format::Odt, &bytes, &mut Context::default()).unwrap();
        assert_eq!(render(&document), "p 一、总体情况\n", "{front:?}");
    }
}

#[test]
fn flat_rows_titles_of_drawings_and_controls_that_nobody_filled_in() {
    let styles = "<style:style style:name=\"F\" style:family=\"table-row\"><style:table-row-properties style:row-height=\"0.002cm\"/></style:style>\
        <style:style style:name=\"M\" style:family=\"table-row\"><style:table-row-properties style:min-row-height=\"0.002cm\"/></style:style>";
    let styles = format!("<office:document-styles>{styles}</office:document-styles>");
    let flat = row(&[td("<text:p>7</text:p>"), td("<text:p>8</text:p>")]);
    let shown = row(&[td("<text:p>3</text:p>"), td("<text:p>4</text:p>")]);
    let table = |style: &str| {
        let flat = flat.replace("<table:table-row", &format!("<table:table-row table:style-name=\"{style}\""));
        let bytes = odt(&format!("<table:table>{flat}{shown}</table:table>"), &[("styles.xml", &styles)]);
        render(&read_format(Format::Odt, &bytes, &mut Context::default()).unwrap())
    };
    assert_eq!(table("F"), "grid 1x2\n  0 0 1 1 3\n  0 1 1 1 4\n");
    assert!(table("M").starts_with("grid 2x2"));
    let cell = |inside: &str| {
        let table = format!("<table:table>{}</table:table>", row(&[td(inside), td("<text:p>4</text:p>")]));
        let document = read_format(Format::Odt, &odt(&table, &[]), &mut Context::default()).unwrap();
        let cell = document.grids().next().unwrap().cells.first().unwrap().clone();
        (cell.text, cell.unread)
    };
    let control =
        |attributes: &str| format!("<text:p><loext:content-control {attributes}>0</loext:content-control></text:p>");
    let field = Some(crate::document::Unread::Field);
    for (inside, text, unread) in [
        (control("loext:showing-place-holder=\"true\""), "", field),
        (control(""), "0", None),
        ("<text:p><text:script>9</text:script>3</text:p>".to_owned(), "3", None),
        ("<text:p><text:title>3</text:title></text:p>".to_owned(), "3", None),
        (
            "<text:p><draw:frame><draw:text-box><text:p>3</text:p></draw:text-box><svg:title>9</svg:title></draw:frame></text:p>"
                .to_owned(),
            "3",
            None,
        ),
    ] {
        assert_eq!(cell(&inside), (text.to_owned(), unread), "{inside}");
    }
}

#[test]
fn text_of_the_colour_of_its_ground_and_signs() {
    use crate::document::Unread;
    let with = |look: &str, ground: &str| {
        let styles = format!(
            "<style:style style:name=\"X\" style:family=\"text\"><style:text-properties {look}/></style:style>\
             <style:style style:name=\"C\" style:family=\"table-cell\"><style:table-cell-properties {ground}/></style:style>\
             <style:style style:name=\"D\" style:family=\"table-cell\"><style:table-cell-properties fo:background-color=\"#00b050\"/></style:style>"
        );
        let cell = "<table:table-cell table:style-name=\"C\"><text:p><text:span text:style-name=\"X\">9</text:span></text:p></table:table-cell>";
        let other = "<table:table-cell table:style-name=\"D\"><text:p>4</text:p></table:table-cell>";
        let table = format!("<table:table><table:table-row>{cell}{other}</table:table-row></table:table>");
        let sheet = format!("<office:document-styles>{styles}</office:document-styles>");
        let document =
            read_format(Format::Odt, &odt(&table, &[("styles.xml", &sheet)]), &mut Context::default()).unwrap();
        let cell = document.grids().next().unwrap().cells.first().unwrap().clone();
        (cell.text, cell.unread)
    };
    let (seen, gone) = (("9".to_owned(), None), (String::new(), None));
    assert_eq!(with("fo:color=\"#ff0000\" fo:background-color=\"#FF0000\"", ""), gone);
    assert_eq!(with("fo:color=\"#00b050\"", "fo:background-color=\"#00b050\""), gone);
    assert_eq!(with("fo:color=\"#ffffff\"", "fo:background-color=\"#00b050\""), seen);
    // The ground of another cell.
    assert_eq!(with("fo:color=\"#ffffff\"", "fo:background-color=\"transparent\""), gone);
    assert_eq!(with("fo:color=\"#ffffff\" style:use-window-font-color=\"true\"", ""), seen);
    assert_eq!(with("style:use-window-font-color=\"true\" loext:opacity=\"0%\"", ""), seen);
    assert_eq!(with("fo:color=\"#000000\" loext:opacity=\"0%\"", ""), gone);
    // A cell that says nothing beside one that is painted.
    assert_eq!(with("fo:color=\"#ffffff\"", ""), gone);
    assert_eq!(with("style:font-name=\"Wingdings\"", ""), (String::new(), Some(Unread::Symbol)));
}
