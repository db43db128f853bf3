//! Writes small PDFs for tests: pages of text (in a font that is not embedded and has no `ToUnicode`, so
//! that the predefined CMaps are needed), lines and pictures.

use std::fmt::Write;

/// A page under construction; coordinates in points from the top left of an A4 page.
#[derive(Default)]
pub(crate) struct PageBuilder {
    content: String,
    /// Further entries of the page dictionary (`/Rotate 90`).
    pub entries: String,
}

/// Height of the page.
const HEIGHT: f32 = 842.0;

impl PageBuilder {
    /// Text whose box starts at this corner.
    pub fn text(&mut self, x: f32, y: f32, size: f32, text: &str) -> &mut Self {
        self.show("/F1", x, HEIGHT - y - size * 0.88, size, text)
    }

    /// Text with a text render mode.
    pub fn text_mode(&mut self, x: f32, y: f32, size: f32, text: &str, mode: u8) -> &mut Self {
        self.show(&format!("{mode} Tr /F1"), x, HEIGHT - y - size * 0.88, size, text)
    }

    /// Vertical writing, centered on `x`, from `y` downwards.
    pub fn vertical(&mut self, x: f32, y: f32, size: f32, text: &str) -> &mut Self {
        self.show("/F2", x, HEIGHT - y, size, text)
    }

    /// Text turned by a matrix `a b c d`.
    pub fn turned(&mut self, x: f32, y: f32, size: f32, text: &str, matrix: &str) -> &mut Self {
        let y = HEIGHT - y;
        let _ = writeln!(self.content, "BT /F1 {size} Tf {matrix} {x} {y} Tm <{}> Tj ET", hex(text));
        self
    }

    /// `font` is a font's name, with any operators that go before it.
    fn show(&mut self, font: &str, x: f32, y: f32, size: f32, text: &str) -> &mut Self {
        let _ = writeln!(self.content, "q BT {font} {size} Tf {x} {y} Td <{}> Tj ET Q", hex(text));
        self
    }

    /// A stroke.
    pub fn line(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> &mut Self {
        let _ = writeln!(self.content, "0.5 w {x0} {} m {x1} {} l S", HEIGHT - y0, HEIGHT - y1);
        self
    }

    /// A picture over a box.
    pub fn picture(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) -> &mut Self {
        let _ = writeln!(self.content, "q {} 0 0 {} {x0} {} cm /Im Do Q", x1 - x0, y1 - y0, HEIGHT - y1);
        self
    }

    /// Any operators, in the coordinates of PDF.
    pub fn raw(&mut self, operators: &str) -> &mut Self {
        self.content.push_str(operators);
        self.content.push('\n');
        self
    }

    /// A ruled table: grid lines, then the texts row by row at the upper left of each cell.
    pub fn table(&mut self, xs: &[f32], ys: &[f32], rows: &[&[&str]]) -> &mut Self {
        for &y in ys {
            self.line(xs[0], y, xs[xs.len() - 1], y);
        }
        for &x in xs {
            self.line(x, ys[0], x, ys[ys.len() - 1]);
        }
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts.iter().enumerate() {
                for (line, part) in text.split('\n').enumerate() {
                    self.text(xs[column] + 3.0, ys[row] + 3.0 + line as f32 * 12.0, 10.0, part);
                }
            }
        }
        self
    }
}

fn hex(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut out, unit| {
        let _ = write!(out, "{unit:04x}");
        out
    })
}

/// A file of these pages.
pub(crate) fn pdf(sheets: &[&PageBuilder]) -> Vec<u8> {
    let kids: Vec<String> = (0..sheets.len()).map(|page| format!("{} 0 R", 10 + 2 * page)).collect();
    let mut objects = vec![
        (1, "<< /Type /Catalog /Pages 2 0 R >>".to_owned()),
        (2, format!("<< /Type /Pages /Count {} /Kids [{}] >>", sheets.len(), kids.join(" "))),
        (3, font("UniGB-UCS2-H")),
        (4, font("UniGB-UCS2-V")),
        (5, "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 6 0 R /DW 1000 /W [1 95 500] \
             /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
            .to_owned()),
        (6, "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /Ascent 880 \
             /Descent -120 /ItalicAngle 0 /StemV 80 /CapHeight 700 >>"
            .to_owned()),
        // Not one pixel, not square: sizes must be taken in user space.
        (7, stream("/Type /XObject /Subtype /Image /Width 4 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", "zzzzzzzz")),
        (8, "<< /Title <feff516c5f005e7462a5> >>".to_owned()),
    ];
    for (page, sheet) in sheets.iter().enumerate() {
        let (own, content) = (10 + 2 * page, 11 + 2 * page);
        objects.push((
            own,
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R {} \
                 /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im 7 0 R >> >> >>",
                sheet.entries
            ),
        ));
        objects.push((content, stream("", &sheet.content)));
    }
    file(&objects, "/Root 1 0 R /Info 8 0 R")
}

fn font(encoding: &str) -> String {
    format!("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /{encoding} /DescendantFonts [5 0 R] >>")
}

/// A stream object with these dictionary entries.
pub(crate) fn stream(entries: &str, content: &str) -> String {
    format!("<< {entries} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A file of these numbered objects with a cross-reference table.
pub(crate) fn file(objects: &[(usize, String)], trailer: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let size = objects.iter().map(|object| object.0).max().unwrap_or(0) + 1;
    let mut offsets = vec![None; size];
    for (number, body) in objects {
        offsets[*number] = Some(out.len());
        out.extend_from_slice(format!("{number} 0 obj\n{body}\nendobj\n").as_bytes());
    }
    let start = out.len();
    out.extend_from_slice(format!("xref\n0 {size}\n").as_bytes());
    for offset in offsets {
        let entry = offset.map_or("0000000000 65535 f \n".to_owned(), |offset| format!("{offset:010} 00000 n \n"));
        out.extend_from_slice(entry.as_bytes());
    }
    out.extend_from_slice(format!("trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n").as_bytes());
    out
}
