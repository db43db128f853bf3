//! Plain text and Markdown: the shapes that saved reports come in.

use unicode_width::UnicodeWidthStr;

use crate::layout::{Cell, Sheet};
use crate::report::{Block, Report};

/// The shapes.
#[derive(Clone, Copy, PartialEq)]
pub enum Shape {
    /// One cell per line after a tab; lines of a cell without it.
    Tabs,
    /// Cells of a row separated by ` | `.
    Pipes,
    /// Markdown tables.
    Markdown,
    /// One Markdown table per row, the header repeated, the label before it.
    Exploded,
    /// Columns laid out with blanks; vertical labels down the side; a running page header.
    Blanks,
    /// No separator at all.
    RunTogether,
}

/// The report in a shape.
pub fn write(report: &Report, shape: Shape) -> String {
    let mut out = String::new();
    let run = shape == Shape::RunTogether;
    let marked = matches!(shape, Shape::Markdown | Shape::Exploded);
    for block in &report.blocks {
        match block {
            Block::Title(text) if marked => out.push_str(&format!("# {text}\n\n")),
            Block::Heading(text) if marked => out.push_str(&format!("## {text}\n\n")),
            Block::Title(text) | Block::Heading(text) if run => out.push_str(text),
            Block::Text(text) if run => out.push_str(&format!(" {text} ")),
            Block::Title(text) if shape == Shape::Blanks => out.push_str(&format!("          {text}\n\n")),
            Block::Title(text) | Block::Heading(text) => out.push_str(&format!("{text}\n")),
            Block::Text(text) if shape == Shape::Blanks => out.push_str(&wrapped(text, 72)),
            Block::Text(text) => out.push_str(&format!("{text}\n{}", if marked { "\n" } else { "" })),
            Block::Table(sheet) => out.push_str(&table(sheet, shape)),
        }
    }
    if run {
        out.push('\n');
    }
    out
}

fn wrapped(text: &str, width: usize) -> String {
    let mut out = String::from("    ");
    let mut at = 4;
    for c in text.chars() {
        if at + 2 > width {
            out.push('\n');
            at = 0;
        }
        out.push(c);
        at += UnicodeWidthStr::width(c.to_string().as_str());
    }
    out + "\n"
}

fn table(sheet: &Sheet, shape: Shape) -> String {
    match shape {
        Shape::Tabs => tabs(sheet),
        Shape::Pipes => lines(sheet, |cells| cells.join(" | ")) + "\n",
        Shape::Markdown => markdown(&texts(sheet)),
        Shape::Exploded => exploded(sheet),
        Shape::Blanks => blanks(sheet),
        Shape::RunTogether => sheet.rows.iter().flatten().map(|cell| cell.text.replace('\n', "")).collect(),
    }
}

/// For every row the text of every slot; slots that are only covered are empty.
fn texts(sheet: &Sheet) -> Vec<Vec<String>> {
    let anchored = |&(row, index, anchor): &(usize, usize, bool)| {
        if anchor { sheet.rows[row][index].text.replace('\n', "") } else { String::new() }
    };
    sheet.slots().iter().map(|row| row.iter().map(anchored).collect()).collect()
}

fn lines(sheet: &Sheet, join: impl Fn(&[String]) -> String) -> String {
    let mut out = String::new();
    for (cells, slots) in sheet.rows.iter().zip(sheet.slots()) {
        // One empty cell for a label that reaches down from above.
        let mut texts: Vec<String> = Vec::new();
        let mut seen = None;
        for (row, index, anchor) in slots {
            if seen == Some((row, index)) {
                continue;
            }
            seen = Some((row, index));
            texts.push(if anchor { cells[index].text.replace('\n', "") } else { String::new() });
        }
        out.push_str(&join(&texts));
        out.push('\n');
    }
    out
}

fn tabs(sheet: &Sheet) -> String {
    let mut out = String::new();
    for slots in sheet.slots() {
        let mut seen = None;
        for (row, index, anchor) in slots {
            if seen == Some((row, index)) {
                continue;
            }
            seen = Some((row, index));
            let text = if anchor { sheet.rows[row][index].text.as_str() } else { "" };
            out.push_str(&format!("\t{text}\n"));
        }
        out.push('\n');
    }
    out
}

fn markdown(rows: &[Vec<String>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        out.push('|');
        for column in 0..width {
            out.push_str(&format!(" {} |", row.get(column).map_or("", String::as_str)));
        }
        out.push('\n');
        if index == 0 {
            out.push_str(&format!("|{}\n", " --- |".repeat(width)));
        }
    }
    out + "\n"
}

/// The label of a row stands alone, its numbers in a table of their own under the column labels.
fn exploded(sheet: &Sheet) -> String {
    let rows = texts(sheet);
    let is_figure = |text: &String| text.chars().all(|c| c.is_ascii_digit() || "/-+.".contains(c));
    let mut header: Vec<String> = Vec::new();
    let mut out = String::new();
    for row in &rows {
        let figures = row.iter().rev().take_while(|text| is_figure(text)).count();
        let (labels, numbers) = row.split_at(row.len() - figures);
        if numbers.iter().all(String::is_empty) {
            let words: Vec<String> = row.iter().filter(|text| !text.is_empty()).cloned().collect();
            if words.len() > 1 {
                header = words;
            } else {
                out.push_str(&format!("{}\n\n", words.concat()));
            }
            continue;
        }
        out.push_str(&format!("{}\n\n", labels.concat()));
        let mut head: Vec<String> = header.iter().rev().take(numbers.len()).rev().cloned().collect();
        head.resize(numbers.len(), String::new());
        out.push_str(&markdown(&[head, numbers.to_vec()]));
    }
    out
}

/// Width of the widest line of a cell in columns of a terminal.
fn width(cell: &Cell) -> usize {
    cell.text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0).div_ceil(cell.across)
}

/// Columns at fixed places; a cell's further lines stand under its first.
fn blanks(sheet: &Sheet) -> String {
    let slots = sheet.slots();
    let mut widths = vec![2; sheet.columns()];
    for row in &slots {
        for (column, &(at, index, anchor)) in row.iter().enumerate() {
            let cell = &sheet.rows[at][index];
            if anchor && cell.across == 1 {
                widths[column] = widths[column].max(width(cell) + 2);
            }
        }
    }
    let mut out = String::new();
    // Labels that reach down are written one line a row.
    let mut hanging: Vec<(usize, Vec<String>)> = Vec::new();
    for (number, row) in slots.iter().enumerate() {
        let mut line = String::new();
        let mut start = 0;
        for (column, &(at, index, anchor)) in row.iter().enumerate() {
            let cell = &sheet.rows[at][index];
            if anchor && cell.text.contains('\n') && cell.text.lines().count() <= cell.down {
                let letters = cell.text.lines().map(str::to_owned).collect();
                hanging.push((start, letters));
            } else if anchor {
                pad(&mut line, start);
                line.push_str(&cell.text.replace('\n', ""));
                line.push(' ');
            }
            if let Some((_, letters)) =
                hanging.iter_mut().find(|(place, letters)| *place == start && !letters.is_empty())
            {
                let letter = letters.remove(0);
                pad(&mut line, start);
                line.push_str(&letter);
            }
            start += widths[column];
        }
        out.push_str(line.trim_end());
        out.push('\n');
        if number == 16 {
            out.push_str("\n                                   — 5 —\n\n");
        } else if number % 2 == 1 {
            out.push('\n');
        }
    }
    out + "\n"
}

fn pad(line: &mut String, to: usize) {
    let at = UnicodeWidthStr::width(line.as_str());
    line.push_str(&" ".repeat(to.saturating_sub(at)));
}
