//! How long a saved web page takes from bytes to document: `cargo bench --bench html`.
//!
//! The page is made here, as a word processor's export has it: three tables, every cell with its own
//! kilobyte of styling, about 240 KB; and the same page without the styling.

use std::fmt::Write;

use divan::counter::BytesCount;
use gouji::internals::reader::{self, Context, Format};

fn main() {
    divan::main();
}

const STYLE: &str = "width:52.0000pt;padding:0.0000pt 5.4000pt 0.0000pt 5.4000pt ;border-left:none;mso-border-left-alt:none;\
    border-right:1.0000pt solid windowtext;mso-border-right-alt:0.5000pt solid windowtext;border-top:none;mso-border-top-alt:\
    0.5000pt solid windowtext;border-bottom:1.0000pt solid windowtext;mso-border-bottom-alt:0.5000pt solid windowtext;";
const FONT: &str = "font-family:宋体;mso-ascii-font-family:Calibri;mso-hansi-font-family:Calibri;font-size:9.0000pt;mso-font-kerning:1.0000pt;";

/// A page of three tables with `styled` cells, and prose before each.
fn page(styled: bool) -> String {
    let (style, font) = if styled { (STYLE, FONT) } else { ("", "") };
    let mut page =
        String::from("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>年度报告</title></head><body>");
    for (rows, columns) in [(18, 4), (26, 10), (4, 15)] {
        let _ = write!(
            page,
            "<p style=\"{font}\"><span style=\"{font}\">本年度的情况如下，详见各表。</span></p><table><tbody>"
        );
        for row in 0..rows {
            page.push_str("<tr style=\"height:31.9000pt;\">");
            for column in 0..columns {
                let text = if column == 0 { format!("第{row}项") } else { (row * column).to_string() };
                let _ = write!(
                    page,
                    "<td width=\"69\" valign=\"center\" style=\"{style}\"><p align=\"center\" style=\"{font}\"><span style=\"{font}\">{text}</span></p></td>"
                );
            }
            page.push_str("</tr>");
        }
        page.push_str("</tbody></table>");
    }
    page.push_str("</body></html>");
    page
}

#[divan::bench(args = [true, false])]
fn styled(bencher: divan::Bencher, styled: bool) {
    let page = page(styled);
    let mut context = Context::default();
    bencher
        .counter(BytesCount::of_str(&page))
        .bench_local(|| reader::read(Format::Html, divan::black_box(page.as_bytes()), &mut context));
}
