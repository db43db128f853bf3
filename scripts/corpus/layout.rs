//! The official tables laid out as filings lay them out: a list of tables of cells with spans, which every
//! writer (docx, html, text) renders in its own way.

use std::collections::BTreeMap;

use gouji::internals::figure::{FormId, TableKind};
use gouji::internals::form::{FormBlock, FormRow, RowRole, Table, forms};

use crate::figures::{Values, integer, leaves, requests_block};
use crate::style::{Groups, Reading, Style, print};

/// A cell of a table as a writer has to write it.
#[derive(Clone, Default)]
pub struct Cell {
    /// Text; `\n` breaks the line.
    pub text: String,
    /// Columns covered.
    pub across: usize,
    /// Rows covered.
    pub down: usize,
}

/// A table: the anchored cells of each row, from left to right.
#[derive(Clone, Default)]
pub struct Sheet {
    /// Rows from top to bottom.
    pub rows: Vec<Vec<Cell>>,
}

/// What the cells have to be read as, by variable code.
pub type Readings = BTreeMap<String, Reading>;

/// A cell of one slot.
pub fn cell(text: &str) -> Cell {
    Cell { text: text.to_owned(), across: 1, down: 1 }
}

impl Cell {
    fn over(mut self, across: usize, down: usize) -> Self {
        (self.across, self.down) = (across, down);
        self
    }
}

impl Sheet {
    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.slots().iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Widths of the columns as shares of a thousand: the labels of the requests table stand in its first three.
    pub fn widths(&self) -> Vec<usize> {
        let columns = self.columns();
        (0..columns)
            .map(|column| match column {
                0 if (10..13).contains(&columns) => 55,
                1 if (10..13).contains(&columns) => 100,
                2 if (10..13).contains(&columns) => 255,
                _ if (10..13).contains(&columns) => 590 / (columns - 3),
                _ => 1000 / columns,
            })
            .collect()
    }

    /// For every row, the slots: the index of the cell's row and its place in it, and whether it is anchored here.
    pub fn slots(&self) -> Vec<Vec<(usize, usize, bool)>> {
        let mut grid: Vec<Vec<Option<(usize, usize, bool)>>> = vec![Vec::new(); self.rows.len()];
        for (row, cells) in self.rows.iter().enumerate() {
            let mut column = 0;
            for (index, cell) in cells.iter().enumerate() {
                while grid[row].get(column).is_some_and(Option::is_some) {
                    column += 1;
                }
                for (below, slots) in grid.iter_mut().enumerate().skip(row).take(cell.down) {
                    for right in column..column + cell.across {
                        if slots.len() <= right {
                            slots.resize(right + 1, None);
                        }
                        slots[right] = Some((row, index, below == row && right == column));
                    }
                }
                column += cell.across;
            }
        }
        grid.into_iter().map(|row| row.into_iter().flatten().collect()).collect()
    }
}

fn block_cell(style: &Style, values: &Values, row: &FormRow, column: usize, unit: &str, out: &mut Readings) -> Cell {
    let code = forms().code(row.variables[column]);
    let (text, reading) = print(style, values, code, unit);
    out.insert(code.to_owned(), reading);
    cell(&text)
}

fn table(form: u16, kind: TableKind) -> &'static Table {
    let form = forms().form(FormId(form)).expect("the edition is one of the form files");
    form.table(kind).expect("the edition has the table")
}

/// The proactive table: a heading row per article, a header row, the rows.
pub fn proactive(form: u16, style: &Style, values: &Values, out: &mut Readings) -> Vec<Sheet> {
    let mut sheets = vec![Sheet::default()];
    for block in &table(form, TableKind::Proactive).blocks {
        if style.split && !sheets[sheets.len() - 1].rows.is_empty() {
            sheets.push(Sheet::default());
        }
        let last = sheets.len() - 1;
        let rows = &mut sheets[last].rows;
        rows.push(vec![cell(&block.label).over(4, 1)]);
        let mut header = vec![cell("信息内容")];
        for column in &block.columns {
            let label = match column.label.as_str() {
                "本年新制作数量" if style.worded => "本年新\n制作数量",
                "本年增/减" if style.worded => "本年增/",
                "现行有效件数" if style.worded => "现行有效件",
                label => label,
            };
            header.push(cell(label));
        }
        stretch(&mut header, false);
        rows.push(header);
        for row in &block.rows {
            let mut cells = vec![cell(&row.label)];
            for (column, variable) in row.variables.iter().enumerate() {
                let unit = forms().info(*variable).unit.symbol();
                cells.push(block_cell(style, values, row, column, unit, out));
            }
            stretch(&mut cells, style.misaligned);
            rows.push(cells);
        }
        if style.extra_rows && block.label.contains("（一）") {
            let mut cells = vec![cell("其他主动公开文件"), cell("3"), cell("1"), cell("12")];
            stretch(&mut cells, false);
            rows.push(cells);
        }
    }
    sheets
}

/// Widens cells until the row covers four columns: the last one, or the one before it in rows that real
/// filings have out of line with their header.
fn stretch(cells: &mut [Cell], misaligned: bool) {
    let missing = 4_usize.saturating_sub(cells.len());
    let count = cells.len();
    if let Some(cell) = cells.get_mut(if misaligned && count > 2 { count - 2 } else { count - 1 }) {
        cell.across += missing;
    }
}

fn upright(text: &str, style: &Style) -> String {
    if !style.vertical {
        return text.to_owned();
    }
    text.chars().map(String::from).collect::<Vec<_>>().join("\n")
}

/// The label of a leaf row, numbered the filing's way.
fn leaf_label(row: &FormRow, style: &Style) -> String {
    let label = row.label.as_str();
    match label.split_once('.') {
        Some((number, rest)) if number.len() == 1 && !style.numbering.is_empty() => {
            format!("{number}{}{rest}", style.numbering)
        }
        _ => label.to_owned(),
    }
}

/// Columns that the row labels take in the requests table.
const STUB: usize = 3;

fn requests_header(block: &FormBlock, style: &Style) -> Vec<Vec<Cell>> {
    let note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）";
    let label = |id: &str| block.columns.iter().find(|column| column.id == id).map_or("", |column| &column.label);
    let person = upright(label("np"), style);
    // Real headers claim more columns for a class than its cells below take.
    let wide = usize::from(style.misaligned);
    let mut classes = Vec::new();
    for id in ["biz", "res", "ngo", "law", "oth"] {
        let text = match id {
            "biz" if style.worded => "商业企 业",
            "res" if style.worded => "科研企业",
            _ => label(id),
        };
        classes.push(cell(text));
    }
    if let Some(first) = classes.first_mut() {
        first.across += wide;
    }
    vec![
        vec![cell(note).over(STUB, 3), cell("申请人情况").over(7 + wide, 1)],
        vec![cell(&person).over(1, 2), cell("法人或其他组织").over(5 + wide, 1), cell(label("tot")).over(1, 2)],
        classes,
    ]
}

/// The requests table as one sheet, or as header and body.
pub fn requests(form: u16, style: &Style, values: &Values, out: &mut Readings) -> Vec<Sheet> {
    let block = requests_block(form);
    let mut rows = requests_header(block, style);
    let header = rows.len();
    let outcomes = block.rows.iter().filter(|row| !row.under.is_empty());
    let shown = |row: &&FormRow| {
        !style.missing.contains(&row.id.as_str()) && (row.role != RowRole::Heading || style.groups != Groups::Column)
    };
    let chapter = outcomes.clone().filter(shown).count();
    let mut chapter_done = false;
    let mut group_done = "";
    for row in &block.rows {
        if style.missing.contains(&row.id.as_str()) {
            for variable in &row.variables {
                out.insert(forms().code(*variable).to_owned(), Reading::Missing);
            }
            continue;
        }
        if row.role == RowRole::Heading && style.groups == Groups::Column {
            continue;
        }
        let mut cells = Vec::new();
        let mut stub = STUB;
        if let Some(above) = row.under.first() {
            if !chapter_done {
                cells.push(cell(&upright(above, style)).over(1, chapter));
                chapter_done = true;
            }
            stub -= 1;
        }
        if let (Some(group), Groups::Column) = (&row.group, style.groups) {
            if group_done != group {
                group_done = group;
                let members = block.rows.iter().filter(|other| other.group.as_ref() == Some(group));
                let members = members.filter(|other| !style.missing.contains(&other.id.as_str())).count();
                let name = row.under.get(1).map_or("", String::as_str);
                cells.push(cell(name).over(1, members));
            }
            stub -= 1;
        }
        let label = match row.id.as_str() {
            "carin" if style.worded => "二、上年转结政府信息公开申请数量".to_owned(),
            "carout" if style.worded => "四、结转下一年继续办理".to_owned(),
            "ref_law" if style.worded => leaf_label(row, style).replace("禁止", "止"),
            _ => leaf_label(row, style),
        };
        cells.push(cell(&label).over(stub, 1));
        if row.role == RowRole::Heading {
            for column in &block.columns {
                let sum: i64 = leaves(form)
                    .filter(|leaf| block.rows.iter().any(|r| r.id == *leaf && r.group.as_deref() == Some(&row.id)))
                    .map(|leaf| integer(values, &format!("req_{leaf}_{}", column.id)))
                    .sum();
                cells.push(cell(&if style.groups == Groups::FilledRow { sum.to_string() } else { String::new() }));
            }
        } else {
            for column in 0..row.variables.len() {
                let mut figure = block_cell(style, values, row, column, "件", out);
                // The body's extra column lies elsewhere than the header's.
                figure.across += usize::from(style.misaligned && column == 4);
                cells.push(figure);
            }
        }
        rows.push(cells);
    }
    if style.extra_rows {
        let width = STUB + 7 + usize::from(style.misaligned);
        rows.push(vec![cell("注：以上数据由各科室填报，统计口径与上年一致。").over(width, 1)]);
    }
    if style.loose_header {
        let body = rows.split_off(header);
        return vec![Sheet { rows }, Sheet { rows: body }];
    }
    vec![Sheet { rows }]
}

/// The disputes table: one sheet of fifteen columns, or three of five.
pub fn disputes(form: u16, style: &Style, values: &Values, out: &mut Readings) -> Vec<Sheet> {
    let blocks = &table(form, TableKind::Disputes).blocks;
    let mut figures = Vec::new();
    for block in blocks {
        for row in &block.rows {
            let cells = 0..row.variables.len();
            figures.push(cells.map(|column| block_cell(style, values, row, column, "件", out)).collect::<Vec<_>>());
        }
    }
    let labels = |block: &FormBlock| block.columns.iter().map(|column| cell(&column.label)).collect::<Vec<_>>();
    if style.split {
        let sheets = blocks.iter().zip(figures).map(|(block, cells)| {
            let name = block.under.iter().chain([&block.label]).map(String::as_str).collect::<Vec<_>>().join("：");
            Sheet { rows: vec![vec![cell(&name).over(5, 1)], labels(block), cells] }
        });
        return sheets.collect();
    }
    let mut second: Vec<Cell> = labels(&blocks[0]).into_iter().map(|cell| cell.over(1, 2)).collect();
    second.extend(blocks[1..].iter().map(|block| cell(&block.label).over(5, 1)));
    let rows = vec![
        vec![cell(&blocks[0].label).over(5, 1), cell("行政诉讼").over(10, 1)],
        second,
        blocks[1..].iter().flat_map(labels).collect(),
        figures.into_iter().flatten().collect(),
    ];
    vec![Sheet { rows }]
}

/// Heading rows of the statistics sheet that are no indicators, before the indicator that they precede.
const SHEET_HEADINGS: &[(&str, &str)] = &[
    ("st_pro_total", "一、主动公开情况"),
    ("st_pub_gazette", "（二）通过不同渠道和方式公开政府信息的情况"),
    ("st_resp_total", "二、回应解读情况"),
    ("st_press_conf", "（二）通过不同渠道和方式回应解读的情况"),
    ("st_req_total", "三、依申请公开情况"),
    ("st_offices", "八、机构建设和保障经费情况"),
    ("st_meetings", "九、政府信息公开会议和培训情况"),
];

/// The statistics sheet of the years before 2019.
pub fn statistics(year: u16, style: &Style, values: &Values, out: &mut Readings) -> Vec<Sheet> {
    let mut head = vec![cell("统  计  指  标"), cell("单位"), cell("统计数")];
    if style.cumulative {
        head = vec![cell("指标名称"), cell("计量单位"), cell(&format!("{year}年度")), cell("历年累计")];
    }
    let mut rows = vec![head];
    let dash = if style.cumulative { "" } else { "——" };
    for block in &table(2014, TableKind::Sheet).blocks {
        for row in &block.rows {
            if let Some((_, heading)) = SHEET_HEADINGS.iter().find(|(before, _)| *before == row.id) {
                let mut cells = vec![cell(heading), cell(dash), cell(dash)];
                cells.extend(style.cumulative.then(|| cell("")));
                rows.push(cells);
            }
            let unit = forms().info(row.variables[0]).unit.symbol();
            let mut cells = vec![cell(&row.label), cell(unit), block_cell(style, values, row, 0, unit, out)];
            if style.cumulative {
                let value = integer(values, &row.id);
                cells.push(cell(&(value * 3 + 7).to_string()));
            }
            rows.push(cells);
        }
    }
    vec![Sheet { rows }]
}
