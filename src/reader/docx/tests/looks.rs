//! What is hidden, struck, raised or chosen, and documents in documents.

use super::*;
use crate::document::{Omitted, Unread};

/// One row of a label and a cell with this content; the cell, and what was left out as hidden and as struck.
fn cell(content: &str, styles: &str) -> (String, Option<Unread>, [Option<String>; 2]) {
    let table = format!(
        "<w:tbl>{}<w:tr>{}<w:tc><w:p>{content}</w:p></w:tc></w:tr></w:tbl>",
        tr(&[tc("", "项"), tc("", "数")]),
        tc("", "规章")
    );
    let styles = format!("<w:styles xmlns:w=\"{W}\">{styles}</w:styles>");
    let (document, notices) = read_docx(&package(&part(&table), &[("word/styles.xml", &styles)]));
    assert_eq!(notices, Vec::<String>::new());
    let found = document.grids().next().unwrap().cells.last().unwrap().clone();
    let text = |omitted: &Option<Omitted>| omitted.as_ref().map(|omitted| omitted.text.clone());
    (found.text, found.unread, [text(&document.omissions.hidden), text(&document.omissions.struck)])
}

fn r(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
}

#[test]
fn hidden_and_struck_text_is_left_out() {
    const STYLES: &str = "<w:style w:type=\"character\" w:styleId=\"H\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"I\"><w:basedOn w:val=\"H\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"P\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Q\"><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"D\"><w:rPr><w:dstrike/></w:rPr></w:style>";
    let hidden = |text: &str| [Some(text.to_owned()), None];
    let struck = |text: &str| [None, Some(text.to_owned())];
    for (content, text, left_out) in [
        (r("<w:vanish/>", "9") + &r("", "393"), "393", hidden("9")),
        (r("<w:rStyle w:val=\"H\"/>", "9") + &r("", "393"), "393", hidden("9")),
        (r("<w:rStyle w:val=\"I\"/>", "9") + &r("", "393"), "393", hidden("9")),
        (r("<w:rStyle w:val=\"H\"/><w:vanish w:val=\"0\"/>", "9") + &r("", "393"), "9393", [None, None]),
        ("<w:pPr><w:pStyle w:val=\"P\"/></w:pPr>".to_owned() + &r("", "9"), "", hidden("9")),
        // Twice hidden by styles is shown (17.7.3).
        ("<w:pPr><w:pStyle w:val=\"P\"/></w:pPr>".to_owned() + &r("<w:rStyle w:val=\"H\"/>", "9"), "9", [None, None]),
        ("<w:pPr><w:pStyle w:val=\"Q\"/></w:pPr>".to_owned() + &r("", "9"), "9", [None, None]),
        (r("<w:strike/>", "12") + &r("", "393"), "393", struck("12")),
        (r("<w:dstrike/>", "12") + &r("<w:strike w:val=\"false\"/>", "393"), "393", struck("12")),
        (r("<w:rStyle w:val=\"D\"/>", "12") + &r("", "393"), "393", struck("12")),
        ("<w:del><w:r><w:delText>12</w:delText></w:r></w:del>".to_owned() + &r("", "393"), "393", struck("12")),
    ] {
        assert_eq!(cell(&content, STYLES), (text.to_owned(), None, left_out), "{content}");
    }
}

#[test]
fn hidden_and_deleted_rows() {
    let row = |property: &str, texts: [&str; 2]| {
        format!("<w:tr><w:trPr>{property}</w:trPr>{}{}</w:tr>", tc("", texts[0]), tc("", texts[1]))
    };
    let table = tbl(&[
        row("", ["项", "数"]),
        row("<w:hidden/>", ["规章", "777"]),
        row("<w:del w:id=\"1\"/>", ["规章", "5"]),
        row("<w:trHeight w:val=\"1\" w:hRule=\"exact\"/>", ["规章", "777"]),
        row("<w:trHeight w:val=\"1\" w:hRule=\"atLeast\"/>", ["", ""]),
        row("<w:hidden w:val=\"0\"/>", ["规章", "2"]),
    ]);
    let (document, _) = read_docx(&package(&part(&table), &[]));
    let texts: Vec<_> = document.grids().flat_map(|grid| &grid.cells).map(|cell| cell.text.as_str()).collect();
    assert_eq!(texts, ["项", "数", "", "", "规章", "2"]);
    assert_eq!(document.omissions.hidden.map(|omitted| (omitted.count, omitted.text)), Some((2, "777".to_owned())));
    assert_eq!(document.omissions.struck.map(|omitted| (omitted.count, omitted.text)), Some((1, "5".to_owned())));
}

#[test]
fn raised_marks_are_no_digits() {
    let up = |text: &str| r("<w:vertAlign w:val=\"superscript\"/>", text);
    let note =
        |of: &str, mark: &str| format!("{}<w:r><w:{of}Reference {mark} w:id=\"2\"/><w:t>1</w:t></w:r>", r("", "393"));
    let shifted = |by: i32, text: &str| r(&format!("<w:position w:val=\"{by}\"/>"), text);
    for (content, text) in [
        (r("", "393") + &up("1"), "393¹"),
        (up("2") + &r("", "393"), "²393"),
        (up("1"), "¹"),
        (r("", "393") + &shifted(8, "1"), "393¹"),
        // A mark of a note that was typed.
        (note("footnote", "w:customMarkFollows=\"1\"") + &r("", "6"), "393¹6"),
        (note("endnote", "w:customMarkFollows=\"true\""), "393¹"),
        (note("footnote", "w:customMarkFollows=\"0\""), "3931"),
        // A little higher for its looks; all of it higher.
        (r("", "39") + &shifted(2, "3"), "393"),
        (shifted(8, "393"), "393"),
        (r("<w:vertAlign w:val=\"baseline\"/>", "393"), "393"),
    ] {
        assert_eq!(cell(&content, "").0, text, "{content}");
    }
}

#[test]
fn fields_and_choices() {
    let field = |inside: &str, code: &str, rest: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\">{inside}</w:fldChar></w:r><w:r><w:instrText> {code} </w:instrText></w:r>{rest}"
        )
    };
    let end = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let list = "<w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"0\"/><w:listEntry w:val=\"47\"/></w:ddList></w:ffData>";
    let first = "<w:ffData><w:ddList><w:listEntry w:val=\"6\"/><w:listEntry w:val=\"47\"/></w:ddList></w:ffData>";
    let ticked = "<w:ffData><w:checkBox><w:default w:val=\"0\"/><w:checked/></w:checkBox></w:ffData>";
    for (content, text, unread) in [
        (field(list, "FORMDROPDOWN", end), "47", None),
        (field(first, "FORMDROPDOWN", end), "6", None),
        (field(ticked, "FORMCHECKBOX", end), "☑", None),
        (field("", "=SUM(LEFT)", end), "", Some(Unread::Field)),
        (field("", "XE \"词\"", end), "", None),
        // Never ended: no field, and its text is text.
        (field("", "=SUM(LEFT)", &r("", "393")), "393", None),
        (
            "<w:sdt><w:sdtPr><w:dropDownList/></w:sdtPr><w:sdtContent><w:r><w:t>5</w:t></w:r></w:sdtContent></w:sdt>"
                .to_owned(),
            "5",
            None,
        ),
    ] {
        let (found, left, _) = cell(&content, "");
        assert_eq!((found.as_str(), left), (text, unread), "{content}");
    }
}

#[test]
fn alternatives_by_what_they_require() {
    let either = |required: &str, first: &str, fallback: &str| {
        format!(
            "<w:r><mc:AlternateContent><mc:Choice Requires=\"{required}\">{first}</mc:Choice>{fallback}</mc:AlternateContent></w:r>"
        )
    };
    let fallback = "<mc:Fallback><w:t>2</w:t></mc:Fallback>";
    for (content, text, unread) in [
        (either("w16se", "<w:t>1</w:t>", fallback), "2", None),
        (either("wps w14", "<w:t>1</w:t>", fallback), "1", None),
        (either("am3d", "<w:t>1</w:t>", ""), "", Some(Unread::Drawing)),
    ] {
        let (found, left, _) = cell(&content, "");
        assert_eq!((found.as_str(), left), (text, unread), "{content}");
    }
}

#[test]
fn symbols_that_are_digits() {
    let symbol = |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    for (content, text, unread) in [
        (symbol("Symbol", "F033") + &symbol("Symbol", "F030"), "30", None),
        (symbol("宋体", "F035"), "5", None),
        (symbol("Wingdings", "F081"), "①", None),
        // A letter box, not a zero.
        (symbol("Wingdings", "F030"), "", Some(Unread::Symbol)),
        (symbol("Wingdings", "F0FE"), "☑", None),
    ] {
        let (found, left, _) = cell(&content, "");
        assert_eq!((found.as_str(), left), (text, unread), "{content}");
    }
}

#[test]
fn documents_in_documents() {
    const RELATIONSHIPS: &str = "<Relationships><Relationship Id=\"rId7\" Type=\"t/aFChunk\" Target=\"chunk.htm\"/>\
        <Relationship Id=\"rId8\" Type=\"t/aFChunk\" Target=\"/word/inner.docx\"/></Relationships>";
    let page = "<html><meta charset=utf-8><table><tr><td>规章</td><td>2</td></tr><tr><td>其他</td><td>3</td></tr></table></html>";
    let inner = package(&part(&p("里面")), &[]);
    let chunk = |id: u8| format!("<w:altChunk r:id=\"rId{id}\"/>");
    let body = format!("{}{}{}{}{}", p("前"), chunk(7), p("后"), chunk(8), chunk(9));
    let document = part(&body);
    let parts: Vec<(&str, &[u8])> = vec![
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", RELATIONSHIPS.as_bytes()),
        ("word/chunk.htm", page.as_bytes()),
        ("word/inner.docx", &inner),
    ];
    let (document, notices) = read_docx(&build::zip(&parts));
    assert_eq!(notices, Vec::<String>::new());
    let lines = lines(&document);
    let outline: Vec<&str> = lines.iter().map(|line| line.split([':', ' ']).next().unwrap()).collect();
    assert_eq!(outline, ["Body", "Grid", "0,0", "0,1", "1,0", "1,1", "Body", "Body", "Picture"], "{lines:?}");
}

#[test]
fn a_package_inside_a_folder() {
    let document = part(&p("正文"));
    let parts = [("报告/[Content_Types].xml", &b"<Types/>"[..]), ("报告/word/document.xml", document.as_bytes())];
    assert_eq!(lines(&read_docx(&build::zip(&parts)).0), ["Body paragraph 1: 正文"]);
    let two = [("a/word/document.xml", document.as_bytes()), ("b/word/document.xml", document.as_bytes())];
    assert!(read(Format::Docx, &build::zip(&two), &mut Context::default()).is_err());
}

#[test]
fn text_that_cannot_be_seen_is_left_out() {
    const STYLES: &str = "<w:style w:type=\"character\" w:styleId=\"W\"><w:rPr><w:color w:val=\"FFFFFF\"/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"S\"><w:rPr><w:sz w:val=\"2\"/></w:rPr></w:style>";
    const WHITE: &str = "<w:color w:val=\"FFFFFF\"/>";
    let three = r("", "3");
    let hidden = [Some("9".to_owned()), None];
    for content in [
        r(WHITE, "9") + &three,
        r("<w:rStyle w:val=\"W\"/>", "9") + &three,
        r("<w:sz w:val=\"2\"/>", "9") + &three,
        "<w:pPr><w:pStyle w:val=\"S\"/></w:pPr>".to_owned() + &r("", "9") + &r("<w:sz w:val=\"21\"/>", "3"),
    ] {
        assert_eq!(cell(&content, STYLES), ("3".to_owned(), None, hidden.clone()), "{content}");
    }
    for content in [
        r("<w:rStyle w:val=\"W\"/><w:color w:val=\"000000\"/>", "3"),
        r(&format!("{WHITE}<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"004488\"/>"), "3"),
        r(&format!("{WHITE}<w:highlight w:val=\"darkBlue\"/>"), "3"),
        format!("<w:pPr><w:shd w:val=\"clear\" w:fill=\"004488\"/></w:pPr>{}", r(WHITE, "3")),
    ] {
        assert_eq!(cell(&content, STYLES), ("3".to_owned(), None, [None, None]), "{content}");
    }
    let painted =
        r(WHITE, "3") + "</w:p></w:tc><w:tc><w:tcPr><w:shd w:fill=\"004488\"/></w:tcPr><w:p>" + &r(WHITE, "4");
    assert_eq!(cell(&painted, STYLES), ("4".to_owned(), None, [Some("3".to_owned()), None]));
    let boxed = |shape: &str| {
        format!(
            "<w:r><w:pict><v:shape {shape}><v:textbox><w:txbxContent><w:p>{}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
            r("", "9")
        )
    };
    let shape = cell(&(boxed("style=\"width:9pt; visibility: hidden\"") + &three), "");
    assert_eq!(shape.0, "3");
}

#[test]
fn a_field_without_a_result_is_not_blank() {
    let field = |code: &str, form: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\">{form}</w:fldChar></w:r><w:r><w:instrText>{code}</w:instrText></w:r>{result}\
             <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let separate = "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    let filled = "<w:ffData><w:textInput><w:default w:val=\"3\"/></w:textInput></w:ffData>";
    for (content, unread) in [
        (field("=SUM(LEFT)", "", separate), Some(Unread::Field)),
        ("<w:fldSimple w:instr=\" DOCPROPERTY x \"/>".to_owned(), Some(Unread::Field)),
        (field("FORMTEXT", filled, ""), Some(Unread::Field)),
        (field("FORMTEXT", "", separate), None),
        ("<w:r><w:pict><v:shape><v:textpath string=\"3\"/></v:shape></w:pict></w:r>".to_owned(), Some(Unread::Drawing)),
    ] {
        assert_eq!(cell(&content, "").1, unread, "{content}");
    }
    // A result that no longer holds is made anew by whoever opens the document.
    for (dirty, unread) in [("w:dirty=\"true\" ", Some(Unread::Field)), ("w:dirty=\"0\" ", None)] {
        let sum = field("=SUM(LEFT)", "", &format!("{separate}<w:r><w:t>0</w:t></w:r>"));
        let sum = cell(&sum.replacen("<w:fldChar ", &format!("<w:fldChar {dirty}"), 1), "");
        assert_eq!((sum.0.as_str(), sum.1), ("0", unread), "{dirty}");
    }
    let list = "<w:ffData><w:ddList><w:result w:val=\"1\"/><w:listEntry w:val=\"8\"/><w:listEntry w:val=\"3\"/></w:ddList></w:ffData>";
    assert_eq!(cell(&field("FORMDROPDOWN", list, separate), "").0, "3");
}

#[test]
fn what_is_drawn_so_that_nobody_sees_it() {
    const STYLES: &str = "<w:style w:type=\"character\" w:styleId=\"W\"><w:rPr><w:color w:val=\"ffffff\"/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"N\"><w:rPr><w:w w:val=\"1\"/></w:rPr></w:style>";
    for properties in [
        "<w:sz w:val=\"3\"/>",
        "<w:w w:val=\"1\"/>",
        "<w:color w:val=\"ffffff\"/>",
        "<w:color w:val='FFFFFF'/>",
        "<w:color w:val=\"auto\" w:themeColor=\"background1\"/>",
        "<w:rStyle w:val=\"W\"/>",
        "<w:rStyle w:val=\"N\"/>",
    ] {
        let content = r(properties, "9") + &r("", "393");
        assert_eq!(cell(&content, STYLES), ("393".to_owned(), None, [Some("9".to_owned()), None]), "{properties}");
    }
    for properties in [
        "<w:sz w:val=\"4\"/><w:w w:val=\"1\"/><w:w w:val=\"90\"/>",
        "<w:rStyle w:val=\"N\"/><w:w w:val=\"100\"/>",
        "<w:color w:val=\"808080\" w:themeColor=\"background1\" w:themeShade=\"80\"/>",
        "<w:webHidden/>",
    ] {
        assert_eq!(cell(&r(properties, "393"), STYLES), ("393".to_owned(), None, [None, None]), "{properties}");
    }
}

#[test]
fn automatic_numbers_before_figures() {
    let with = |content: &str, suffix: &str, pattern: &str| {
        let numbering = format!(
            "<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
             <w:numFmt w:val=\"decimal\"/><w:suff w:val=\"{suffix}\"/><w:lvlText w:val=\"{pattern}\"/></w:lvl></w:abstractNum>\
             <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>"
        );
        let paragraph = format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>{}</w:p>",
            r("", content)
        );
        let table = format!("<w:tbl><w:tr>{}<w:tc>{paragraph}</w:tc></w:tr></w:tbl>", tc("", "规章"));
        let (document, _) = read_docx(&package(&part(&table), &[("word/numbering.xml", &numbering)]));
        let cell = document.grids().next().unwrap().cells.last().unwrap().clone();
        (cell.text, cell.unread)
    };
    assert_eq!(with("193", "nothing", "%1"), (String::new(), Some(Unread::Torn)));
    assert_eq!(with("193", "nothing", "%1."), (String::new(), Some(Unread::Torn)));
    for (suffix, pattern) in [("tab", "%1"), ("space", "%1."), ("nothing", "（%1）"), ("nothing", "%1、")] {
        assert_eq!(with("193", suffix, pattern), ("193".to_owned(), None), "{suffix} {pattern}");
    }
    assert_eq!(with("规章", "nothing", "%1."), ("1.规章".to_owned(), None));
    assert_eq!(with("", "tab", "%1"), (String::new(), Some(Unread::Field)));
}

#[test]
fn hidden_boxes_and_text_from_right_to_left() {
    let boxed = |properties: &str| {
        format!(
            "<w:r><w:rPr>{properties}</w:rPr><w:pict><w:shape/><w:txbxContent><w:p><w:r><w:t>9</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        )
    };
    assert_eq!(cell(&(r("", "393") + &boxed("<w:vanish/>")), "").0, "393");
    assert_eq!(cell(&(r("", "393") + &boxed("<w:b/>")), "").0, "393\n9");
    let drawn = boxed("").replace("<w:shape/>", "<v:shape style=\"width:9pt;display: none\"/>");
    assert_eq!(cell(&(r("", "393") + &drawn), "").0, "393");
    let turned = |kind: &str| format!("<w:bdo w:val=\"{kind}\">{}{}</w:bdo>{}", r("", "3"), r("", "91"), r("", "件"));
    assert_eq!(cell(&turned("rtl"), "").0, "193件");
    assert_eq!(cell(&turned("ltr"), "").0, "391件");
}

#[test]
fn controls_that_nobody_filled_in() {
    let control = |properties: &str| {
        format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>", r("", "0"))
    };
    for (properties, text, unread) in [
        ("<w:showingPlcHdr/><w:text/>", "", Some(Unread::Field)),
        ("<w:text/><w:showingPlcHdr w:val=\"1\"/>", "", Some(Unread::Field)),
        ("<w:showingPlcHdr w:val=\"0\"/>", "0", None),
        ("<w:text/>", "0", None),
    ] {
        assert_eq!(cell(&control(properties), ""), (text.to_owned(), unread, [None, None]), "{properties}");
    }
    let behind = control("<w:showingPlcHdr/>") + &r("", "3");
    assert_eq!(cell(&behind, ""), ("3".to_owned(), Some(Unread::Field), [None, None]));
    // As good as white.
    let pale = r("<w:color w:val=\"FEFEFE\"/>", "9") + &r("", "3");
    assert_eq!(cell(&pale, ""), ("3".to_owned(), None, [Some("9".to_owned()), None]));
}

#[test]
fn colours_fills_and_fonts_that_hide() {
    const FILL: &str = "<w14:textFill><w14:solidFill><w14:srgbClr w14:val=\"000000\"/></w14:solidFill></w14:textFill>";
    let fill = |inside: &str| format!("<w14:textFill>{inside}</w14:textFill>");
    for properties in [
        "<w:color w:val=\"000000\" w:themeColor=\"background1\"/>".to_owned(),
        "<w:color w:val=\"FF0000\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FF0000\"/>".to_owned(),
        "<w:color w:val=\"FFFF00\"/><w:highlight w:val=\"yellow\"/>".to_owned(),
        "<w:highlight w:val=\"yellow\"/><w:color w:val=\"FFFF00\"/>".to_owned(),
        fill("<w14:noFill/>"),
        fill("<w14:solidFill><w14:schemeClr w14:val=\"bg1\"/></w14:solidFill>"),
        fill("<w14:solidFill><w14:srgbClr w14:val=\"FFFFFF\"/></w14:solidFill>"),
        fill(
            "<w14:solidFill><w14:srgbClr w14:val=\"000000\"><w14:alpha w14:val=\"100000\"/></w14:srgbClr></w14:solidFill>",
        ),
        "<w14:textOutline><w14:noFill/></w14:textOutline>".to_owned() + &fill("<w14:noFill/>"),
    ] {
        let content = r(&properties, "9") + &r("", "393");
        assert_eq!(cell(&content, ""), ("393".to_owned(), None, [Some("9".to_owned()), None]), "{properties}");
    }
    for properties in [
        "<w:color w:val=\"FFFFFF\" w:themeColor=\"text1\"/>".to_owned(),
        "<w:color w:val=\"FFFFFF\"/>".to_owned() + FILL,
        "<w:color w:val=\"FFFFFF\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FF0000\"/>".to_owned(),
        "<w:color w:val=\"FFFFFF\"/><w:highlight w:val=\"black\"/>".to_owned(),
        "<w14:textOutline><w14:solidFill><w14:srgbClr w14:val=\"000000\"/></w14:solidFill></w14:textOutline>"
            .to_owned()
            + &fill("<w14:noFill/>"),
        "<w14:textFill/>".to_owned(),
        fill(
            "<w14:solidFill><w14:schemeClr w14:val=\"bg1\"><w14:lumMod w14:val=\"50000\"/></w14:schemeClr></w14:solidFill>",
        ),
    ] {
        assert_eq!(cell(&r(&properties, "393"), ""), ("393".to_owned(), None, [None, None]), "{properties}");
    }
    let signs = r("<w:rFonts w:ascii=\"Wingdings\" w:hAnsi=\"Wingdings\"/>", "3");
    assert_eq!(cell(&signs, ""), (String::new(), Some(Unread::Symbol), [None, None]));
    // A digit beside one is no number of its own.
    assert_eq!(cell(&(signs + &r("", "5")), ""), (String::new(), Some(Unread::Symbol), [None, None]));
    // White on a white of its own is not seen, whatever its cell is painted with.
    let painted = "<w:pPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"1F4E79\"/></w:pPr>";
    for own in ["<w:highlight w:val=\"white\"/>", "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFFFFF\"/>"] {
        let run = |properties: &str, text: &str| r(&format!("<w:color w:val=\"FFFFFF\"/>{properties}"), text);
        assert_eq!(cell(&format!("{painted}{}{}", run(own, "9"), run("", "3")), "").0, "3", "{own}");
    }
    // A sign between digits keeps them apart, and text above or below a line is none in it.
    let arrow = r("", "5") + "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0E0\"/></w:r>" + &r("", "6");
    assert_eq!(cell(&arrow, "").0, "5\u{fffd}6");
    let raised =
        "<m:oMath><m:sSup><m:e><m:r><m:t>3</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>";
    assert_eq!(cell(raised, "").0, "");
    assert_eq!(cell(raised, "").1, Some(Unread::Object));
    assert_eq!(cell("<m:oMath><m:r><m:t>3</m:t></m:r></m:oMath>", "").0, "3");
}
