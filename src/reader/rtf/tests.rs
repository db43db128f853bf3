//! Rich text in, blocks out: a document of our own, whole and damaged, and small cases by hand.

use super::*;
use crate::error::ReadErrorKind;
use crate::limits::{CELL_BYTES, Limits};
use crate::reader::marks::{BODY_OF_REPORT, outline};

const REPORT: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rtf/report.rtf"));

fn context() -> Context {
    Context { limits: Limits { document_bytes: 10_000 * CELL_BYTES, ..Limits::default() }, ..Context::default() }
}

/// The outline of `{\rtf1\ansi\ansicpg936 ...}`.
fn lines(body: &str) -> Vec<String> {
    let bytes = format!("{{\\rtf1\\ansi\\ansicpg936\\deff0 {body}}}");
    let mut context = context();
    let document = read(bytes.as_bytes(), &mut context).unwrap();
    assert_eq!(context.notices, []);
    outline(&document)
}

#[test]
fn a_report() {
    let mut context = context();
    let document = read(REPORT, &mut context).unwrap();
    let stories = ["Note 脚注文字 @ paragraph 8", "Margin 页眉文字 @ paragraph 9", "Margin 第 1 页 @ paragraph 10"];
    assert_eq!(outline(&document), [BODY_OF_REPORT, &stories].concat());
    assert_eq!(document.metadata.title.as_deref(), Some("青禾县统计表"));
    assert_eq!(context.notices, []);
}

#[test]
fn bytes_and_characters() {
    assert_eq!(lines(r"\'d6\'d0\'ce\'c4 12\par"), ["Body 中文 12 @ paragraph 1"]);
    // The second byte of a character may be a letter, or a backslash that is escaped.
    assert_eq!(lines(r"\'b0a\'85\\\par"), ["Body 癮匼 @ paragraph 1"].map(|_| lines_of(b"\xB0a\x85\\")));
    assert_eq!(lines(r"{\uc2 \u20013\'d6\'d0\u25991\'ce\'c4}x\par"), ["Body 中文x @ paragraph 1"]);
    assert_eq!(lines(r"{\uc0\u20013 \u25991 x}\par"), ["Body 中文x @ paragraph 1"]);
    assert_eq!(lines(r"\u-10179?\u-9216?\par"), ["Body 𐀀".replace('𐀀', "\u{1F400}") + " @ paragraph 1"]);
    assert_eq!(lines(r"{\upr{\'d6\'d0}{\*\ud{\u25991 ?}}}\par"), ["Body 文 @ paragraph 1"]);
    assert_eq!(lines(r"a\~b\_c\-d\emdash\lquote\{\par"), ["Body a\u{A0}b-cd—‘{ @ paragraph 1"]);
    assert_eq!(
        lines(
            "{\\fonttbl{\\f0\\fcharset134 Song;}{\\f1\\fcharset136 Ming;}}\\'d6\r\n\\'d0{\\f1\\'a4\\'a4}\\'d6\\'d0\\par"
        ),
        ["Body 中中中 @ paragraph 1"]
    );
}

fn lines_of(gbk: &[u8]) -> String {
    format!("Body {} @ paragraph 1", encoding_rs::GBK.decode(gbk).0)
}

#[test]
fn what_is_not_text() {
    let body = r"{\stylesheet{\s0 Normal;}}{\*\generator x}{\info{\title t}{\author a}}".to_owned()
        + r"one{\v hidden}{\deleted gone\par}{\field{\*\fldinst PAGE}{\fldrslt 7}}{\*\bkmkstart b}{\xe{\v i}} two\par"
        + r"{\listtext\pard\plain 1.\tab}item\par{\*\unknown{\par text}}";
    assert_eq!(lines(&body), ["Body one7 two @ paragraph 1", "Body 1. item @ paragraph 2"]);
}

const LISTS: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rtf/lists.rtf"));

#[test]
fn numbers_and_pictures() {
    assert_eq!(
        outline(&read(LISTS, &mut context()).unwrap()),
        [
            "Body 一、总体情况 @ paragraph 1",
            "Body 1. 组织领导 @ paragraph 2",
            "Body 2. 制度建设 @ paragraph 3",
            "Body 二、存在问题 @ paragraph 4",
            "Body 1. 人手不足 @ paragraph 5",
            "Body 点 @ paragraph 6",
            "Heading 附件 @ paragraph 7",
            "Picture @ paragraph 8",
            "Body 浮图 @ paragraph 8",
            "Picture @ paragraph 9",
            "Body 行内图 @ paragraph 9",
            "Body 线 @ paragraph 10",
        ]
    );
}

#[test]
fn parts_among_each_other() {
    let body =
        r"{\header\pard top\par}body{\footnote\pard note}{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard box\par}}"
            .to_owned()
            + r"{\shprslt{\*\do{\dptxbxtext box\par}}}} goes on\par{\object\objemb{\*\objdata 00}{\result shown}}\par";
    assert_eq!(
        lines(&body),
        [
            "Body body goes on @ paragraph 1",
            "Body shown @ paragraph 2",
            "Body box @ paragraph 3",
            "Note note @ paragraph 4",
            "Margin top @ paragraph 5",
        ]
    );
}

#[test]
fn pictures_stand_in_their_cells() {
    let body = r"\trowd\cellx1000\cellx2000\pard\intbl{\*\shppict{\pict\picwgoal2000\pichgoal1000\bin3 }{}}}"
        .to_owned()
        + r"{\nonshppict{\pict 00}}\cell 1\cell\row\trowd\cellx1000\cellx2000 a\cell b\cell\row\pard{\pict\wmetafile8 ff}\par";
    assert_eq!(
        lines(&body),
        [
            "Grid 2x2",
            "  0,0 1x1 \"\" +picture @ table 1 row 1 cell 1",
            "  0,1 1x1 \"1\" @ table 1 row 1 cell 2",
            "  1,0 1x1 \"a\" @ table 1 row 2 cell 1",
            "  1,1 1x1 \"b\" @ table 1 row 2 cell 2",
            "Picture @ paragraph 1",
        ]
    );
}

#[test]
fn rows_defined_before_after_or_once() {
    let expected = [
        "Grid 2x2",
        "  0,0 1x1 \"a\" @ table 1 row 1 cell 1",
        "  0,1 2x1 \"b\" @ table 1 row 1 cell 2",
        "  1,0 1x1 \"c\" @ table 1 row 2 cell 1",
        "Body after @ paragraph 1",
    ];
    let definition = r"\trowd\clvmgf\cellx1000\clvmgf\cellx2000";
    let second = r"\trowd\cellx1000\clvmrg\cellx2000";
    let before = format!(r"{definition}\intbl a\cell b\cell\row{second} c\cell d\cell\row\pard after\par");
    assert_eq!(lines(&before), expected);
    let after = format!(r"\intbl a\cell b\cell{{{definition}\row}}\intbl c\cell\cell{{{second}\row}}\pard after\par");
    assert_eq!(lines(&after), expected);
    let once = r"\trowd\cellx1000\cellx2000\intbl a\cell b\cell\row\intbl c\cell d\cell\row\pard after\par";
    assert_eq!(lines(once).len(), 6);
    // Some writers leave out \intbl: between \trowd and \row it is meant.
    let sloppy = r"\trowd\cellx1000\cellx2000\pard a\par\pard a\cell b\cell\row\pard after\par";
    assert_eq!(
        lines(sloppy),
        [
            "Grid 1x2",
            "  0,0 1x1 \"a\\na\" @ table 1 row 1 cell 1",
            "  0,1 1x1 \"b\" @ table 1 row 1 cell 2",
            "Body after @ paragraph 1",
        ]
    );
}

/// What reading ends in: blocks, or the kind of error.
fn outcome(bytes: &[u8]) -> Result<usize, ReadErrorKind> {
    read(bytes, &mut context()).map(|document| document.blocks.len()).map_err(|error| error.kind)
}

#[test]
fn cut_at_every_64th_byte() {
    for end in (1..REPORT.len()).step_by(64) {
        let mut context = context();
        let result = read(&REPORT[..end], &mut context);
        assert!(matches!(&result, Ok(document) if document.blocks.len() <= 20) || end < 5, "{end}");
        assert_eq!(context.notices.len(), usize::from(end >= 5), "{end}");
    }
}

#[test]
fn changed_bytes() {
    let mut bytes = REPORT.to_vec();
    for at in (0..bytes.len()).step_by(31) {
        let kept = bytes[at];
        for value in [b'{', b'}', b'\\', b'9', !kept] {
            bytes[at] = value;
            assert!(outcome(&bytes).unwrap_or(0) < 200, "byte {at} value {value}");
        }
        bytes[at] = kept;
    }
}

#[test]
fn hostile_groups_and_numbers() {
    let mut deep = b"{\\rtf1".to_vec();
    deep.resize(1_000_000, b'{');
    assert_eq!(outcome(&deep), Err(ReadErrorKind::LimitExceeded));
    assert_eq!(outcome(b"{\\rtf1\\itap2000000000 x\\par}"), Err(ReadErrorKind::LimitExceeded));
    assert_eq!(outcome(b"{\\rtf1\\itap-5\\trowd\\cellx-2147483648\\cellx2147483647 x\\cell\\row}"), Ok(1));
    assert_eq!(outcome(b"{\\rtf1\\uc2147483647\\u99999999999 \\u-2147483648 abc\\par}"), Ok(1));
    assert_eq!(
        outcome(&[b"{\\rtf1 ".as_slice(), &b"\\cell".repeat(10_001)].concat()),
        Err(ReadErrorKind::LimitExceeded)
    );
    assert_eq!(
        outcome(&[b"{\\rtf1\\trowd ".as_slice(), &b"\\cellx1".repeat(100_000), b"x\\cell y\\cell\\row}"].concat()),
        Ok(1)
    );
    assert_eq!(outcome(b"}}}}"), Err(ReadErrorKind::Damaged));
    assert_eq!(outcome(b"{\\rtf1}}}}"), Ok(0));
}

/// A row of a label and a cell with this content under a header; the cell, and what was left out as hidden and as struck.
fn cell_of(content: &str) -> (crate::document::Cell, bool, bool) {
    let row = |cells: [&str; 2]| {
        format!("\\trowd\\cellx1000\\cellx2000\\pard\\intbl {}\\cell {}\\cell\\row", cells[0], cells[1])
    };
    let rich = format!("{{\\rtf1\\ansi {}{}\\pard after\\par}}", row(["a", "b"]), row(["c", content]));
    let document = read(rich.as_bytes(), &mut context()).unwrap();
    let cell = document.grids().next().unwrap().cells.last().unwrap().clone();
    let body = document.paragraphs().filter(|paragraph| paragraph.role == Role::Body);
    assert_eq!(body.map(|paragraph| paragraph.text.as_str()).collect::<Vec<_>>(), ["after"], "{content}");
    (cell, document.omissions.hidden.is_some(), document.omissions.struck.is_some())
}

#[test]
fn what_is_seen_of_a_cell() {
    use crate::document::Unread;
    let field = |inside: &str, result: &str| format!("{{\\field{{\\*\\fldinst {inside}}}{{\\fldrslt {result}}}}}");
    let list = r"FORMDROPDOWN {\*\formfield{\fftype2\ffres1\ffdefres0{\*\ffl 2}{\*\ffl 47}}}";
    for (content, text, unread, left_out) in [
        (r"{\v 9}393".to_owned(), "393", None, (true, false)),
        (r"{\strike 12}393".to_owned(), "393", None, (false, true)),
        (r"{\striked1 12}{\striked0 393}".to_owned(), "393", None, (false, true)),
        (r"{\deleted 12}393".to_owned(), "393", None, (false, true)),
        (r"393{\super 1}".to_owned(), "393¹", None, (false, false)),
        (r"393{\super 1\nosupersub 5}".to_owned(), "393¹5", None, (false, false)),
        (r"393{\up6 1}".to_owned(), "393¹", None, (false, false)),
        (r"{\up6 393}".to_owned(), "393", None, (false, false)),
        (r"39{\up2 3}".to_owned(), "393", None, (false, false)),
        (field(list, ""), "47", None, (false, false)),
        (field(list, "47"), "47", None, (false, false)),
        (
            field(r"FORMDROPDOWN {\*\formfield{\ffres25\ffdefres1{\*\ffl 2}{\*\ffl 47}}}", ""),
            "47",
            None,
            (false, false),
        ),
        (field("FORMCHECKBOX {\\*\\formfield{\\fftype1\\ffres1}}", ""), "☑", None, (false, false)),
        (field("=SUM(LEFT)", ""), "", Some(Unread::Field), (false, false)),
        (field("=SUM(LEFT)", "5"), "5", None, (false, false)),
        (r"{\shp{\*\shpinst{\shptxt \pard 2\par}}}".to_owned(), "2", None, (false, false)),
        (r"{\footnote \pard 9\par}393".to_owned(), "393", None, (false, false)),
    ] {
        let (cell, hidden, struck) = cell_of(&content);
        assert_eq!((cell.text.as_str(), cell.unread, (hidden, struck)), (text, unread, left_out), "{content}");
    }
}

#[test]
fn rows_that_are_hidden_or_never_end() {
    let grid = |rich: &str| {
        let document = read(format!("{{\\rtf1\\ansi {rich}}}").as_bytes(), &mut context()).unwrap();
        let grids: Vec<_> = document
            .grids()
            .map(|grid| {
                (grid.rows, grid.columns, grid.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join(","))
            })
            .collect();
        (grids, document.paragraphs().map(|paragraph| paragraph.text.clone()).collect::<Vec<_>>())
    };
    let first = r"\trowd\cellx1000\cellx2000\cellx3000\pard\intbl a\cell b\cell c\cell\row ";
    let hidden = r"\trowd\cellx1000\cellx2000\cellx3000\pard\intbl {\v x\cell 7\cell 8\cell}\row ";
    let second = r"\trowd\cellx2000\cellx3000\pard\intbl d\cell e\cell";
    let expected = vec![(2, 3, "a,b,c,d,e".to_owned())];
    // Text behind it, the end of the file, another row.
    assert_eq!(grid(&format!(r"{first}{second}\pard after\par")), (expected.clone(), vec!["after".to_owned()]));
    assert_eq!(grid(&format!("{first}{second}")), (expected.clone(), vec![]));
    assert_eq!(grid(&format!(r"{first}{second}\row\pard after\par")), (expected.clone(), vec!["after".to_owned()]));
    let third = r"\trowd\cellx1000\cellx2000\cellx3000\pard\intbl f\cell g\cell h\cell\row";
    assert_eq!(grid(&format!("{first}{second}{third}")).0, [(3, 3, "a,b,c,d,e,f,g,h".to_owned())]);
    // Word repeats the definition before the end of the row.
    assert_eq!(
        grid(&format!(r"{first}{second}{{\trowd\cellx2000\cellx3000\row}}\pard after\par")),
        (expected, vec!["after".to_owned()])
    );
    assert_eq!(grid(&format!("{first}{hidden}{third}")).0, [(2, 3, "a,b,c,f,g,h".to_owned())]);
}

#[test]
fn styles_and_colours_that_hide() {
    let sheet = r"{\colortbl;\red255\green0\blue0;\red255\green255\blue255;}".to_owned()
        + r"{\stylesheet{\s0 Normal;}{\*\cs15\additive\v Hid;}{\*\cs16\additive\sbasedon15\b Hid2;}{\*\cs17\strike Del;}"
        + r"{\*\cs18\super Fn;}{\s5\v Gone;}}";
    let shown = |body: &str| lines(&format!(r"{sheet}\trowd\cellx100\intbl {body}\cell\row\pard end\par"));
    let plain = shown("3");
    for body in [
        r"{\cs15 9}3",
        r"{\cs16 9}3",
        r"{\cs17 9}3",
        r"{\cf2 9}3",
        r"{\fs2 9}3",
        r"{\s5 9\par}\pard\plain\intbl 3",
        r"{\cs15\v0 3}",
        r"\cs15 9\plain 3",
        r"{\cf1 3}",
        r"{\cf2\highlight1 3}",
        r"{\cf2\chcbpat1 3}",
        r"\cbpat1{\cf2 3}",
    ] {
        assert_eq!(shown(body), plain, "{body}");
    }
    assert_eq!(shown(r"3{\cs18 1}"), shown("3¹".replace('¹', r"{\super 1}").as_str()));
    let painted = format!(r"{sheet}\trowd\clcbpat1\cellx100\intbl{{\cf2 3}}\cell\row\pard end\par");
    assert_eq!(lines(&painted), plain);
}

/// The text of the second cell of a row, and what of it is not taken.
fn second_cell(content: &str) -> (String, Option<crate::document::Unread>) {
    let body = format!(r"\trowd\cellx1\cellx2\pard\intbl a\cell {content}\cell\row\pard b\par");
    let bytes = format!("{{\\rtf1\\ansi {{\\colortbl;}}{body}}}");
    let document = read(bytes.as_bytes(), &mut context()).unwrap();
    let cell = document.grids().next().unwrap().cells.last().unwrap().clone();
    (cell.text, cell.unread)
}

#[test]
fn automatic_numbers_and_what_is_not_seen() {
    use crate::document::Unread;
    for (content, text, unread) in [
        (r"{\pntext\pard 1\tab}193", "193", None),
        (r"{\listtext\plain (1)}193", "193", None),
        (r"{\listtext\plain 1.\tab}193", "193", None),
        (r"{\listtext 1}193", "", Some(Unread::Torn)),
        (r"{\listtext 1\tab}", "", Some(Unread::Field)),
        (r"{\listtext 1.\tab}x", "1. x", None),
        (r"{\charscalex1 9}3", "3", None),
        (r"{\charscalex90 9}3", "93", None),
        (r"{\webhidden 3}", "3", None),
        (r"{\mvf 9}{\mvt 3}", "3", None),
        (r"{\mmath{\*\moMath{\mr 3}}}", "", Some(Unread::Object)),
        (r"{\shp{\*\shpinst{\sp{\sn fHidden}{\sv 1}}{\shptxt \pard 9\par}}}3", "3", None),
        (r"{\shp{\*\shpinst{\sp{\sn fHidden}{\sv 0}}{\shptxt \pard 3\par}}}", "3", None),
        (
            r"{\field{\*\fldinst{FORMTEXT {\*\formfield{\fftype0{\*\ffdeftext 3}}}}}{\fldrslt }}",
            "",
            Some(Unread::Field),
        ),
        (r"{\field{\*\fldinst{FORMTEXT {\*\formfield{\fftype0{\*\ffdeftext 9}}}}}{\fldrslt 3}}", "3", None),
    ] {
        assert_eq!(second_cell(content), (text.to_owned(), unread), "{content}");
    }
}

#[test]
fn colours_of_styles_hold_where_they_are_written() {
    let read_cell = |content: &str| {
        let sheet = r"{\colortbl;\red255\green255\blue255;\red0\green0\blue0;}{\stylesheet{\s20\cf1 white;}{\s21\strike struck;}}";
        let body = format!(r"\trowd\cellx1\cellx2\pard\intbl a\cell {content}\cell\row\pard b\par");
        let document = read(format!("{{\\rtf1\\ansi {sheet}{body}}}").as_bytes(), &mut context()).unwrap();
        document.grids().next().unwrap().cells.last().unwrap().text.clone()
    };
    assert_eq!(read_cell(r"\pard\plain\s20\intbl\cf1{\cf2 3}"), "3");
    assert_eq!(read_cell(r"\pard\plain\s20\intbl\cf1 9"), "");
    assert_eq!(read_cell(r"\pard\plain\s21\intbl 9"), "");
}

#[test]
fn rows_that_are_flat_or_deleted() {
    let grid = |definition: &str, edge: &str| {
        let first = format!(r"\trowd{definition}{edge}\cellx1{edge}\cellx2\pard\intbl 7\cell 8\cell\row");
        let body = format!(r"{first}\trowd\cellx1\cellx2\pard\intbl 3\cell 4\cell\row\pard b\par");
        let document = read(format!("{{\\rtf1\\ansi {body}}}").as_bytes(), &mut context()).unwrap();
        document.grids().next().unwrap().cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join(" ")
    };
    for (definition, edge) in [(r"\trrh-1", ""), ("", r"\cldel\cldelauth1")] {
        assert_eq!(grid(definition, edge), "3 4", "{definition}{edge}");
    }
    for definition in ["", r"\trrh1", r"\trrh-300"] {
        assert_eq!(grid(definition, ""), "7 8 3 4", "{definition}");
    }
}

#[test]
fn text_of_the_colour_of_its_ground_and_private_fields() {
    let read_cell = |cell: &str, content: &str| {
        let colors = r"{\colortbl;\red255\green0\blue0;\red255\green255\blue255;\red255\green0\blue0;}";
        let body = format!(r"\trowd\cellx1{cell}\cellx2\pard\intbl a\cell {content}\cell\row\pard b\par");
        let document = read(format!("{{\\rtf1\\ansi {colors}{body}}}").as_bytes(), &mut context()).unwrap();
        document.grids().next().unwrap().cells.last().unwrap().text.clone()
    };
    for (cell, content) in [
        ("", r"{\cf1\chcbpat1 9}3"),
        ("", r"{\cf1\highlight3 9}3"),
        (r"\clcbpat1", r"{\cf1 9}3"),
        (r"\clcbpat1", r"{\cf2\highlight2 9}3"),
        (r"\clcbpat1", r"{\cf2\chcbpat2 9}{\cf2 3}"),
        (r"\clcbpat1", r"{\cf2 3}"),
        (r"\clshdng10000", r"{\cf2 3}"),
        ("", r"{\cf1 3}"),
        ("", r"{\field\fldpriv{\*\fldinst PRIVATE}{\fldrslt 9}}3"),
    ] {
        assert_eq!(read_cell(cell, content), "3", "{cell} {content}");
    }
    // The ground of another cell.
    assert_eq!(read_cell(r"\cellx2\clcbpat1", r"{\cf2 9}\cell 3"), "3");
}
