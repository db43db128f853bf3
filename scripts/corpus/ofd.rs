//! The national fixed-layout format (GB/T 33190-2016): text at places, and the lines of the tables, on pages.
//! Lengths are millimetres from the page's upper left corner, as in the standard.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use crate::archive::{self, Member};
use crate::layout::Sheet;
use crate::report::{Block, Report};

const WIDTH: f64 = 210.0;
const HEIGHT: f64 = 297.0;
const MARGIN: f64 = 15.0;
/// Size of the type, and from line to line.
const SIZE: f64 = 3.0;
const LEADING: f64 = 4.2;

struct Pages {
    pages: Vec<String>,
    /// Where the next line's top lies.
    y: f64,
    next_id: u32,
}

impl Pages {
    fn page(&mut self) -> &mut String {
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// Starts a page, after the page number of the last one.
    fn turn(&mut self) {
        let number = format!("- {} -", self.pages.len());
        self.text(&number, WIDTH / 2.0 - 4.0, HEIGHT - 12.0);
        self.pages.push(String::new());
        self.y = MARGIN;
    }

    fn room(&mut self, height: f64) {
        if self.y + height > HEIGHT - 2.0 * MARGIN {
            self.turn();
        }
    }

    /// One line of text whose top left corner is given (7.2.6 of the standard: one TextCode, DeltaX between glyphs).
    fn text(&mut self, text: &str, x: f64, y: f64) {
        if text.is_empty() {
            return;
        }
        let advances: Vec<String> = text.chars().map(|c| format!("{:.2}", advance(c))).collect();
        let steps = advances[..advances.len() - 1].join(" ");
        let wide: f64 = text.chars().map(advance).sum();
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let id = self.id();
        let delta = if steps.is_empty() { String::new() } else { format!(" DeltaX=\"{steps}\"") };
        let _ = write!(
            self.page(),
            "<ofd:TextObject ID=\"{id}\" Boundary=\"{x:.2} {y:.2} {wide:.2} {LEADING:.2}\" Font=\"2\" Size=\"{SIZE}\"><ofd:TextCode X=\"0\" Y=\"{SIZE}\"{delta}>{text}</ofd:TextCode></ofd:TextObject>"
        );
    }

    /// A straight line (9.1): its path is relative to the boundary.
    fn line(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let id = self.id();
        let (wide, high) = (x1 - x0, y1 - y0);
        let _ = write!(
            self.page(),
            "<ofd:PathObject ID=\"{id}\" Boundary=\"{x0:.2} {y0:.2} {:.2} {:.2}\" LineWidth=\"0.2\"><ofd:AbbreviatedData>M 0 0 L {wide:.2} {high:.2}</ofd:AbbreviatedData></ofd:PathObject>",
            wide.max(0.2),
            high.max(0.2)
        );
    }

    fn id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }
}

fn advance(c: char) -> f64 {
    if UnicodeWidthChar::width(c) == Some(2) { SIZE } else { SIZE / 2.0 }
}

/// Lines of text that fit a width.
fn wrapped(text: &str, wide: f64) -> Vec<String> {
    let mut lines = Vec::new();
    for part in text.split('\n') {
        let mut line = String::new();
        let mut used = 0.0;
        for c in part.chars() {
            if used + advance(c) > wide && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0.0;
            }
            line.push(c);
            used += advance(c);
        }
        lines.push(line);
    }
    lines
}

/// The document's bytes.
pub fn write(report: &Report) -> Vec<u8> {
    let mut pages = Pages { pages: vec![String::new()], y: MARGIN, next_id: 10 };
    for block in &report.blocks {
        match block {
            Block::Title(text) | Block::Heading(text) => flow(&mut pages, text),
            Block::Text(text) => flow(&mut pages, &format!("　　{text}")),
            Block::Table(sheet) => table(&mut pages, sheet),
        }
    }
    pages.turn();
    pages.pages.pop();
    package(&pages)
}

fn flow(pages: &mut Pages, text: &str) {
    for line in wrapped(text, WIDTH - 2.0 * MARGIN) {
        pages.room(LEADING);
        let y = pages.y;
        pages.text(&line, MARGIN, y);
        pages.y += LEADING;
    }
}

/// A ruled table; rows stay whole, pages break between them.
fn table(pages: &mut Pages, sheet: &Sheet) {
    let slots = sheet.slots();
    let columns = sheet.columns();
    let wide = WIDTH - 2.0 * MARGIN;
    let widths: Vec<f64> = sheet.widths().iter().map(|&share| wide * share as f64 / 1000.0).collect();
    let edges: Vec<f64> = std::iter::once(MARGIN)
        .chain(widths.iter().scan(MARGIN, |x, width| {
            *x += width;
            Some(*x)
        }))
        .collect();
    let lines_of = |row: usize, index: usize, column: usize| {
        let cell = &sheet.rows[row][index];
        wrapped(&cell.text, edges[(column + cell.across).min(columns)] - edges[column] - 1.5)
    };
    let mut heights: Vec<f64> = slots
        .iter()
        .map(|row| {
            let anchored = row.iter().enumerate().filter(|(_, slot)| slot.2);
            let single = anchored.filter(|(_, slot)| sheet.rows[slot.0][slot.1].down == 1);
            let lines = single.map(|(column, slot)| lines_of(slot.0, slot.1, column).len()).max().unwrap_or(1);
            lines as f64 * LEADING + 1.5
        })
        .collect();
    // Cells over several rows: the last of their rows grows until they fit.
    for row in &slots {
        for (column, &(at, index, anchor)) in row.iter().enumerate() {
            let down = sheet.rows[at][index].down.min(sheet.rows.len() - at);
            if anchor && down > 1 {
                let needed = lines_of(at, index, column).len() as f64 * LEADING + 1.5;
                let there: f64 = heights[at..at + down].iter().sum();
                if there < needed {
                    heights[at + down - 1] += needed - there;
                }
            }
        }
    }
    let mut top = None;
    for (number, row) in slots.iter().enumerate() {
        let room = pages.pages.len();
        pages.room(heights[number]);
        if pages.pages.len() > room {
            top = None;
        }
        let y = pages.y;
        if top.is_none() {
            pages.line(MARGIN, y, edges[columns], y);
            top = Some(y);
        }
        let bottom = y + heights[number];
        for (column, &(at, index, anchor)) in row.iter().enumerate() {
            let cell = &sheet.rows[at][index];
            let starts = column == 0 || row[column - 1].0 != at || row[column - 1].1 != index;
            if starts {
                pages.line(edges[column], y, edges[column], bottom);
            }
            if anchor {
                for (line, text) in lines_of(at, index, column).iter().enumerate() {
                    pages.text(text, edges[column] + 0.8, y + 0.8 + line as f64 * LEADING);
                }
            }
            // No line under a cell that goes on below.
            if at + cell.down == number + 1 || number + 1 == slots.len() {
                pages.line(edges[column], bottom, edges[column + 1], bottom);
            }
        }
        pages.line(edges[columns], y, edges[columns], bottom);
        pages.y = bottom;
    }
    pages.y += LEADING;
}

fn package(pages: &Pages) -> Vec<u8> {
    let space = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let member = |name: &str, text: String| Member { name: name.into(), bytes: text.into_bytes(), deflate: true };
    let list: String = (0..pages.pages.len())
        .map(|page| format!("<ofd:Page ID=\"{}\" BaseLoc=\"Pages/Page_{page}/Content.xml\"/>", page + 3))
        .collect();
    let mut members = vec![
        member(
            "OFD.xml",
            format!(
                "{head}<ofd:OFD {space} Version=\"1.0\" DocType=\"OFD\"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
        ),
        member(
            "Doc_0/Document.xml",
            format!(
                "{head}<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>{}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 {WIDTH} {HEIGHT}</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>{list}</ofd:Pages></ofd:Document>",
                pages.next_id
            ),
        ),
        member(
            "Doc_0/PublicRes.xml",
            format!(
                "{head}<ofd:Res {space} BaseLoc=\"Res\"><ofd:Fonts><ofd:Font ID=\"2\" FontName=\"宋体\" FamilyName=\"宋体\"/></ofd:Fonts></ofd:Res>"
            ),
        ),
    ];
    for (number, content) in pages.pages.iter().enumerate() {
        members.push(member(
            &format!("Doc_0/Pages/Page_{number}/Content.xml"),
            format!("{head}<ofd:Page {space}><ofd:Content><ofd:Layer ID=\"1\">{content}</ofd:Layer></ofd:Content></ofd:Page>"),
        ));
    }
    archive::write(&members, 0)
}
