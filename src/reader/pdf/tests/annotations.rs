//! Annotations: what is typed onto a page is print, notes and their pop-ups are not.

use super::*;
use crate::document::{Cell, Unread};

/// A page with a ruled cell at 200..260 by 722..702 (from the bottom) and this annotation in it.
fn annotated(entries: &str, appearance: Option<&str>) -> Vec<u8> {
    let mut sheet = PageBuilder::default();
    sheet.table(&[72.0, 200.0, 260.0], &[100.0, 120.0, 140.0], &[&["信息内容", "件数"], &["规章", ""]]);
    let form = match appearance {
        Some(content) => {
            let entries = "/Type /XObject /Subtype /Form /BBox [0 0 60 20] /Resources << /Font << /F1 3 0 R >> >>";
            stream(entries, content)
        }
        None => "null".to_owned(),
    };
    let shown = if appearance.is_some() { "/AP << /N 90 0 R >>" } else { "" };
    sheet.entries = format!("/Annots [<< /Type /Annot /Rect [200 702 260 722] {shown} {entries} >>]");
    let bytes = String::from_utf8_lossy(&pdf(&[&sheet])).into_owned();
    // The form goes in front of the other objects; the damaged table of offsets is rebuilt by the reader.
    let start = bytes.find("1 0 obj").unwrap();
    format!("{}90 0 obj\n{form}\nendobj\n{}", &bytes[..start], &bytes[start..]).into_bytes()
}

const DRAWN: &str = "BT /F1 10 Tf 3 5 Td <00310032> Tj ET";

fn read_as(value: &str) -> String {
    let value = if value.is_empty() { String::new() } else { format!(" {value}") };
    format!("grid 2x2\n  0 0 1 1 信息内容\n  0 1 1 1 件数\n  1 0 1 1 规章\n  1 1 1 1{value}\n")
}

#[test]
fn what_is_typed_onto_the_page_is_read() {
    for entries in [
        "/Subtype /FreeText /Contents (12)",
        "/Subtype /Widget /FT /Tx /V (12)",
        "/Subtype /Square",
        "/Subtype /Watermark",
    ] {
        assert_eq!(open(&annotated(entries, Some(DRAWN))), open(&annotated(entries, Some(DRAWN))));
        assert_eq!(render(&open(&annotated(entries, Some(DRAWN))).0), read_as("12"), "{entries}");
    }
}

#[test]
fn values_without_an_appearance_are_read() {
    for entries in [
        "/Subtype /FreeText /Contents (12) /DA (/Helv 9 Tf 0 g)",
        "/Subtype /Widget /FT /Tx /V (12)",
        "/Subtype /Widget /FT /Ch /V <feff00310032>",
        "/Subtype /Widget /Parent << /FT /Tx /V (12) >>",
    ] {
        assert_eq!(render(&open(&annotated(entries, None)).0), read_as("12"), "{entries}");
        // An appearance that shows nothing is one that was not made yet.
        for nothing in ["q Q", "BT /F1 10 Tf 3 5 Td <> Tj ET"] {
            assert_eq!(render(&open(&annotated(entries, Some(nothing))).0), read_as("12"), "{entries}");
        }
    }
}

#[test]
fn an_appearance_that_is_not_the_value_shows_no_figure() {
    for (value, seen) in [("12.0", "12"), ("1 2", "12"), ("21", "\u{fffd}\u{fffd}"), ("见附件", "12")] {
        let value = value.encode_utf16().fold("feff".to_owned(), |all, unit| format!("{all}{unit:04x}"));
        let entries = format!("/Subtype /Widget /FT /Tx /V <{value}>");
        assert_eq!(render(&open(&annotated(&entries, Some(DRAWN))).0), read_as(seen), "{value}");
    }
}

#[test]
fn notes_marks_and_hidden_ones_are_not_read() {
    for entries in [
        "/Subtype /Popup /Contents (12)",
        "/Subtype /Text /Contents (12)",
        "/Subtype /Highlight /Contents (12)",
        "/Subtype /FreeText /Contents (12) /F 2",
        "/Subtype /Widget /FT /Tx /V (12) /F 32",
        "/Subtype /Widget /FT /Btn /V /Yes",
    ] {
        let appearance = if entries.contains("/Btn") { "q Q" } else { DRAWN };
        assert_eq!(render(&open(&annotated(entries, Some(appearance))).0), read_as(""), "{entries}");
    }
}

#[test]
fn text_that_a_mark_strikes_out_is_not_read() {
    let mut sheet = PageBuilder::default();
    sheet.table(&[72.0, 200.0, 260.0], &[100.0, 120.0, 140.0], &[&["信息内容", "件数"], &["规章", "18"]]);
    let quad = "203 719 213 719 203 709 213 709";
    sheet.entries =
        format!("/Annots [<< /Type /Annot /Subtype /StrikeOut /Rect [200 709 260 719] /QuadPoints [{quad}] >>]");
    let (document, _) = open(&pdf(&[&sheet]));
    assert_eq!(render(&document), read_as(""));
    let unread: Vec<_> = document.grids().flat_map(|grid| &grid.cells).map(Cell::untaken).collect();
    assert_eq!(unread, [None, None, None, Some(Unread::Drawing)]);
}
