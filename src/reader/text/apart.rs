//! Tables whose cells are paragraphs or blocks, as browsers put them down when a page is copied: a tab on a line of its own
//! between two cells of a row, blank lines around every paragraph, more blank lines between rows. Lines in, rows out.

use super::lines::{Line, Opening, blank, is_value, opening};
use super::rows::{Row, Table, Text, aligned, whole_rows};

/// Rows with several cells that make a table.
const ROWS: usize = 2;
/// Longest paragraph that goes on with a cell, in characters.
const LONGEST: usize = 60;
/// Most cells of a row; no form has half as many. What goes on is asked for again from its next cell.
const WIDEST: usize = 40;
/// Paragraphs of a label.
const PARAGRAPHS: usize = 4;

/// The table that starts at the first line, if one does.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    // Cheap looks first: hardly any line is followed by a tab alone.
    let first = lines.first().filter(|line| !line.is_blank())?;
    // Blank lines between paragraphs of a cell: one, between blocks of a cell none; a row ends with two more.
    let within = match lines {
        [_, tab, ..] if is_tab(tab) => 0,
        [_, gap, tab, ..] if gap.text.is_empty() && is_tab(tab) => 1,
        _ => return None,
    };
    let row_ends = within + 2;
    let mut rows: Vec<Row> = vec![vec![Text::new(first.trimmed(), first.location(first.trimmed()))]];
    let (mut used, mut gap) = (1, 0);
    for (at, line) in lines.iter().enumerate().skip(1) {
        if is_tab(line) {
            let cell = Text::new("", line.location(""));
            if gap >= row_ends {
                // The first cell of the row is blank.
                rows.push(vec![cell.clone()]);
            }
            let row = rows.last_mut()?;
            row.push(cell);
            if row.len() > WIDEST {
                return None;
            }
            (used, gap) = (at + 1, 0);
            continue;
        }
        if line.is_blank() {
            gap += 1;
            continue;
        }
        let text = line.trimmed();
        let new = |text| Text::new(text, line.location(text));
        if gap >= row_ends {
            if !is_row(&lines[at..], row_ends) {
                break;
            }
            rows.push(vec![new(text)]);
        } else {
            let row = rows.last_mut()?;
            let others = row.len() > 1;
            let cell = row.last_mut()?;
            // Behind the last cell of a table, which may be blank, the text goes on as it does within a cell.
            let tab_follows =
                || lines[at + 1..].iter().find(|line| !line.is_blank() || is_tab(line)).is_some_and(is_tab);
            let ends = match cell.text.is_empty() {
                true => gap > within || !tab_follows() && opening(text) == Opening::Chapter || text.contains('。'),
                false => gap > within || is_value(&cell.text) || text.contains('。') || text.chars().count() > LONGEST,
            };
            if ends && others || !others && !is_row(&lines[at..], row_ends) {
                break;
            }
            match cell.text.is_empty() {
                true => *cell = new(text),
                false => cell.append(text),
            }
        }
        (used, gap) = (at + 1, 0);
    }
    if rows.iter().filter(|row| row.len() > 1).count() < ROWS {
        return None;
    }
    let rows = whole_rows(rows);
    let ruled = aligned(&rows);
    Some(Table { rows, used, ruled })
}

fn is_tab(line: &Line) -> bool {
    line.text.contains('\t') && line.text.chars().all(blank) && line.text.matches('\t').count() == 1
}

/// Whether a row begins with these lines: a tab stands behind its first cell, or it has that cell alone, and a row follows.
fn is_row(lines: &[Line], row_ends: usize) -> bool {
    let (mut gap, mut paragraphs) = (0, 0);
    for line in lines {
        if is_tab(line) {
            return true;
        }
        if line.is_blank() {
            gap += 1;
            continue;
        }
        if paragraphs > 0 && gap >= row_ends {
            return true;
        }
        paragraphs += 1;
        if paragraphs > PARAGRAPHS || line.text.contains('。') || line.trimmed().chars().count() > LONGEST {
            return false;
        }
        gap = 0;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::read;

    fn rows(text: &str) -> (Vec<Vec<String>>, usize) {
        let table = read(&split(text)).expect("it is a table");
        (table.rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect(), table.used)
    }

    #[test]
    fn blank_cells_between_tabs_are_cells() {
        let text = "信息内容\n\n\t\n\n上一年项目数量\n\n\t\n\n本年增/减\n\n\t\n\n处理决定数量\n\n\n\n\n行政许可\n\n\t\n\n\t\n\n-2\n\n\t\n\n0\n\n\n\n\n\
            第二十条第（六）项\n\n\n\n\n行政处罚\n\n\t\n\n5\n\n\t\n\n\t\n\n三、收到和处理政府信息公开申请情况\n\n正文。\n";
        let (rows, used) = rows(text);
        let right = [
            &["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"][..],
            &["行政许可", "", "-2", "0"],
            &["第二十条第（六）项"],
            &["行政处罚", "5", "", ""],
        ];
        assert_eq!(rows, right);
        assert_eq!(split(text)[used + 1].text, "三、收到和处理政府信息公开申请情况");
    }

    #[test]
    fn labels_of_several_paragraphs_and_what_follows_the_table() {
        let text = "自然人\n\n\t\n\n总计\n\n\n\n\n三、本年度\n\n办理结果\n\n\t\n\n（一）予以\n\n公开\n\n\t\n\n1\n\n\t\n\n2\n\n注：含上年\n\n四、其他\n";
        let (rows, used) = rows(text);
        let right = [&["自然人", "总计"][..], &["三、本年度\n办理结果", "（一）予以\n公开", "1", "2"]];
        assert_eq!(rows, right);
        assert_eq!(split(text)[used + 1].text, "注：含上年");
    }

    #[test]
    fn cells_of_blocks_have_no_blank_lines_around_them() {
        let text = "序号\n\t\n指标\n\t\n统计数\n\n\n1\n\t\n一、主动公开情况\n\t\n\n\n\t\n（一）主动公开\n信息数\n\t\n5\n\n二、其他\n正文。\n";
        let (rows, used) = rows(text);
        let right = [["序号", "指标", "统计数"], ["1", "一、主动公开情况", ""], ["", "（一）主动公开\n信息数", "5"]];
        assert_eq!(rows, right);
        assert_eq!(split(text)[used + 1].text, "二、其他");
    }

    #[test]
    fn a_tab_in_a_text_makes_no_table() {
        assert!(read(&split("甲\n\n\t\n\n乙\n\n正文。\n")).is_none());
        // Nor do tabs without end.
        let long = |cells: usize| ["甲\n\n\t\n\n".repeat(cells), "乙\n\n\n\n\n".to_owned()].concat().repeat(2);
        assert!(read(&split(&long(20))).is_some());
        assert!(read(&split(&long(40))).is_none());
    }
}
