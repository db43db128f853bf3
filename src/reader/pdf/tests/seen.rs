//! What a reader of the page sees: copies, colours, covers, watermarks, note marks and lines.

use super::*;

#[test]
fn copies_are_one_however_many_and_double_digits_stay() {
    for (copies, step) in [(4, 0.25), (5, 0.3), (3, 0.6), (2, 1.0)] {
        let mut sheet = PageBuilder::default();
        for copy in 0..copies {
            let off = copy as f32 * step;
            sheet.text(72.0 + off, 100.0, 10.0, "合计1122件").text(72.0 + off, 130.0 + off, 10.0, "共110件");
        }
        gives(&pdf(&[&sheet]), "p 合计1122件\np 共110件\n");
    }
}

/// A table of two rows whose value cells hold `draw` beside their digits.
fn table_with(draw: impl Fn(&mut PageBuilder, f32, f32)) -> Vec<u8> {
    let mut sheet = PageBuilder::default();
    sheet.table(
        &[72.0, 200.0, 260.0],
        &[100.0, 120.0, 140.0, 160.0],
        &[&["信息内容", "件数"], &["规章", "12"], &["规范性文件", "8"]],
    );
    for y in [123.0, 143.0] {
        draw(&mut sheet, 203.0, y);
    }
    pdf(&[&sheet])
}

const TABLE: &str =
    "grid 3x2\n  0 0 1 1 信息内容\n  0 1 1 1 件数\n  1 0 1 1 规章\n  1 1 1 1 12\n  2 0 1 1 规范性文件\n  2 1 1 1 8\n";

#[track_caller]
fn gives_table_and_tells(bytes: &[u8]) {
    let (document, notices) = open(bytes);
    assert_eq!((render(&document).as_str(), notices), (TABLE, vec!["READ-CONCEALED".to_owned()]));
}

#[test]
fn text_that_cannot_be_seen_is_left_out_and_told_of() {
    // White and nearly white on the page, white on white, black on black.
    for color in ["1 g", "0.98 1 0.97 rg", "0 0 0 0.02 k"] {
        gives_table_and_tells(&table_with(|sheet, x, y| {
            sheet.raw(&format!("q {color}")).text(x + 20.0, y, 10.0, "9").raw("Q");
        }));
    }
    // Covered by a white box afterwards; cut off by a clip.
    gives_table_and_tells(&table_with(|sheet, x, y| {
        let box_ = format!("{} {} 12 14 re", x + 19.0, 842.0 - y - 12.0);
        sheet.text(x + 20.0, y, 10.0, "9").raw(&format!("q 1 g {box_} f Q"));
    }));
    gives_table_and_tells(&table_with(|sheet, x, y| {
        let box_ = format!("{} {} 12 14 re", x + 35.0, 842.0 - y - 12.0);
        sheet.raw(&format!("q {box_} W n")).text(x + 20.0, y, 10.0, "9").raw("Q");
    }));
    // A picture laid over it.
    gives_table_and_tells(&table_with(|sheet, x, y| {
        sheet.text(x + 20.0, y, 10.0, "9").picture(x + 19.0, y - 1.0, x + 31.0, y + 12.0);
    }));
}

#[test]
fn transparent_text_is_left_out() {
    let bytes = table_with(|sheet, x, y| {
        sheet.raw("q /G gs").text(x + 20.0, y, 10.0, "9").raw("Q");
    });
    let bytes = String::from_utf8_lossy(&bytes).replace("/XObject <<", "/ExtGState << /G << /ca 0 >> >> /XObject <<");
    gives_table_and_tells(bytes.as_bytes());
}

#[test]
fn white_text_on_a_dark_fill_is_seen() {
    let mut sheet = PageBuilder::default();
    sheet.raw("0.1 0.2 0.5 rg 72 722 188 20 re f 1 g");
    sheet.text(75.0, 103.0, 10.0, "信息内容").text(203.0, 103.0, 10.0, "件数").raw("0 g").table(
        &[72.0, 200.0, 260.0],
        &[100.0, 120.0, 140.0, 160.0],
        &[&[], &["规章", "12"], &["规范性文件", "8"]],
    );
    gives(&pdf(&[&sheet]), TABLE);
}

#[test]
fn level_watermarks_are_no_text() {
    // Small tiles, and one large word, drawn before or after the table.
    for (size, step, first) in [(8.0, 30.0, true), (8.0, 30.0, false), (40.0, 300.0, true)] {
        let mut sheet = PageBuilder::default();
        let mark = |sheet: &mut PageBuilder| {
            sheet.raw("q 0.8 g");
            for tile in 0..4 {
                let tile = tile as f32;
                sheet.text(76.0 + tile * 7.0, 108.0 + tile * step, size, "内部资料2024");
            }
            sheet.raw("Q");
        };
        if first {
            mark(&mut sheet);
        }
        sheet.table(
            &[72.0, 200.0, 260.0],
            &[100.0, 120.0, 140.0, 160.0],
            &[&["信息内容", "件数"], &["规章", "12"], &["规范性文件", "8"]],
        );
        if !first {
            mark(&mut sheet);
        }
        gives(&pdf(&[&sheet]), TABLE);
    }
}

#[test]
fn pale_figures_are_figures() {
    let mut sheet = PageBuilder::default();
    sheet.table(
        &[72.0, 200.0, 260.0],
        &[100.0, 120.0, 140.0, 160.0],
        &[&["信息内容", "件数"], &["规章", ""], &["规范性文件", ""]],
    );
    sheet.raw("0.75 g").text(203.0, 123.0, 10.0, "12").text(203.0, 143.0, 10.0, "8");
    gives(&pdf(&[&sheet]), TABLE);
}

#[test]
fn lines_that_are_pictures_and_strips_of_one_picture() {
    let mut sheet = PageBuilder::default();
    for y in [100.0, 120.0, 140.0, 160.0] {
        sheet.picture(72.0, y, 260.0, y + 0.5);
    }
    for x in [72.0, 200.0, 260.0] {
        sheet.picture(x, 100.0, x + 0.5, 160.0);
    }
    for (x, y, text) in [(75.0, 103.0, "信息内容"), (203.0, 103.0, "件数"), (75.0, 123.0, "规章"), (203.0, 123.0, "12")]
    {
        sheet.text(x, y, 10.0, text);
    }
    sheet.text(75.0, 143.0, 10.0, "规范性文件").text(203.0, 143.0, 10.0, "8");
    gives(&pdf(&[&sheet]), TABLE);
    // A scan cut into strips, some as thin as lines.
    let mut scan = PageBuilder::default();
    for strip in 0..421 {
        scan.picture(0.0, strip as f32 * 2.0, 595.0, strip as f32 * 2.0 + 2.0);
    }
    gives(&pdf(&[&scan]), "picture 595x842\n");
}

#[test]
fn note_marks_join_no_number() {
    for (rise, size) in [(3.5, 5.0), (4.5, 6.0), (2.5, 6.5)] {
        let bytes = table_with(|sheet, x, y| {
            sheet.text(x + 10.5, y + 10.0 - size - rise, size, "1");
        });
        let (document, notices) = open(&bytes);
        let expected = TABLE.replace(" 12\n", " 12¹\n").replace(" 8\n", " 8¹\n");
        assert_eq!((render(&document).replace(" ¹", "¹"), notices), (expected, Vec::new()), "raised by {rise}");
    }
}

#[test]
fn numbers_set_wide_are_one_number() {
    for space in [1.0, 2.0, 4.0, 6.0] {
        let mut sheet = PageBuilder::default();
        sheet.raw(&format!("{space} Tc")).text(72.0, 100.0, 10.0, "3850.945").raw("0 Tc");
        gives(&pdf(&[&sheet]), "p 3850.945\n");
    }
}

#[test]
fn hair_lines_within_cells_are_no_borders() {
    let bytes = table_with(|sheet, x, y| {
        sheet.line(x + 30.0, y - 1.0, x + 30.0, y + 12.0);
    });
    gives(&bytes, TABLE);
}

#[test]
fn a_figure_that_is_a_picture_is_not_blank() {
    let mut sheet = PageBuilder::default();
    sheet.table(
        &[72.0, 200.0, 260.0],
        &[100.0, 120.0, 140.0, 160.0],
        &[&["信息内容", "件数"], &["规章", ""], &["规范性文件", ""]],
    );
    sheet.picture(210.0, 124.0, 230.0, 136.0);
    let (document, _) = open(&pdf(&[&sheet]));
    let told: Vec<bool> = document.grids().flat_map(|grid| &grid.cells).map(|cell| cell.untaken().is_some()).collect();
    assert_eq!(told, [false, false, false, true, false, false]);
}

#[test]
fn layers_that_their_usage_hides_are_left_out() {
    let bytes = table_with(|sheet, x, y| {
        sheet.raw("/OC /L BDC").text(x + 20.0, y, 10.0, "9").raw("EMC");
    });
    let layered = |state: &str, event: &str, applied: &str| {
        let layer = format!("<< /Type /OCG /Name (x) /Usage << /View << /ViewState /{state} >> >> >>");
        let usage = format!("/{applied} [<< /Event /{event} /Category [/View] /OCGs [90 0 R] >>]");
        let bytes = String::from_utf8_lossy(&bytes)
            .replace("/Type /Catalog", &format!("/Type /Catalog /OCProperties << /OCGs [90 0 R] /D << {usage} >> >>"))
            .replace("/Resources <<", "/Resources << /Properties << /L 90 0 R >>");
        // The layer goes in front of the other objects; the damaged table of offsets is rebuilt by the reader.
        let start = bytes.find("1 0 obj").unwrap();
        format!("{}90 0 obj\n{layer}\nendobj\n{}", &bytes[..start], &bytes[start..]).into_bytes()
    };
    gives_table_and_tells(&layered("OFF", "View", "AS"));
    for shown in [layered("ON", "View", "AS"), layered("OFF", "Print", "AS"), layered("OFF", "View", "Order")] {
        assert_ne!(render(&open(&shown).0), TABLE);
    }
}
