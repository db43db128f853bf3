//! Tables as spreadsheets export them: cells between commas or semicolons, quoted where a cell holds one or a line
//! break. Lines in, rows out.

use super::lines::{Line, Opening, blank, is_value, opening, trimmed};
use super::rows::{Row, Table, Text};

/// What parts cells, the usual first; those of full width stand where a table was typed, and in prose far more often.
const SEPARATORS: [char; 4] = [',', ';', '，', '；'];
/// Most lines that one quoted cell may take.
const QUOTED: usize = 24;
/// Fewest records that make a table, and how many cells two records must have to be one.
const RECORDS: usize = 3;
const WIDE: usize = 4;
/// A row of a single cell that is longer is prose, in characters.
const PROSE: usize = 40;

/// The table that starts at the first line, if one does; else how many lines were found to be none.
pub(super) fn read(lines: &[Line]) -> Result<Table, usize> {
    let separator = SEPARATORS.into_iter().find(|&c| lines.first().is_some_and(|line| line.text.contains(c)));
    let Some(separator) = separator else { return Err(0) };
    // Nearly every line of prose has one of full width: two lines tell most of it apart before any is taken to pieces.
    let typed = |line: &Line| line.text.contains(separator) && !line.text.contains('。');
    if !separator.is_ascii() && !lines.get(..2).is_some_and(|two| two.iter().all(typed)) {
        return Err(0);
    }
    let (mut rows, mut used) = (Vec::new(), 0);
    while let Some((row, count)) = record(&lines[used..], separator) {
        if rows.first().is_some_and(|first: &Row| first.len() != row.len()) || row.len() < 2 {
            break;
        }
        if !separator.is_ascii() && is_prose(&row) {
            break;
        }
        rows.push(row);
        used += count;
    }
    without_numbers(&mut rows);
    if !part_labels(&mut rows) {
        return Err(used);
    }
    let words = |row: &&Row| row.iter().any(|cell| !cell.is_blank() && !is_value(&cell.text));
    let values = rows.iter().flatten().filter(|cell| is_value(&cell.text)).count();
    // Numbers with thousands separators are no cells: most rows have a label.
    let enough = rows.len() >= RECORDS || rows.len() == 2 && rows[0].len() >= WIDE;
    (enough && values > 0 && rows.iter().filter(words).count() * 2 >= rows.len())
        .then_some(Table { rows, used, ruled: true })
        .ok_or(used)
}

/// Parts labels from the figures that colons set behind them in the first cells (`规章：3；0；12`). Whether that can be done: in
/// all rows, or in none.
fn part_labels(rows: &mut [Row]) -> bool {
    let parts = |row: &Row| row[0].text.char_indices().find(|(_, c)| matches!(c, '：' | ':'));
    let told = |row: &Row| parts(row).is_some_and(|(at, c)| is_value(trimmed(&row[0].text[at + c.len_utf8()..])));
    if !rows.iter().any(told) {
        return true;
    }
    for row in rows.iter_mut() {
        let Some((at, c)) = parts(row) else { return false };
        let figure = Text::new(trimmed(&row[0].text[at + c.len_utf8()..]), row[0].location);
        row[0].text.truncate(at);
        row.insert(1, figure);
    }
    true
}

/// Takes away the numbers of columns and rows that a program wrote around a table: both count from zero, and nothing stands
/// where they meet.
fn without_numbers(rows: &mut Vec<Row>) {
    let Some((names, others)) = rows.split_first() else { return };
    let counts = |(at, cell): (usize, &Text)| cell.text.parse() == Ok(at);
    let numbered = names.len() > 1
        && names[0].is_blank()
        && names[1..].iter().enumerate().all(counts)
        && others.iter().filter_map(|row| row.first()).enumerate().all(counts);
    if numbered {
        rows.remove(0);
        rows.iter_mut().for_each(|row| drop(row.remove(0)));
    }
}

/// The record that starts at the first line, and how many lines it takes; `None` for a line of prose or of columns
/// that are laid out with blanks.
fn record(lines: &[Line], separator: char) -> Option<(Row, usize)> {
    let mut row = Row::new();
    let mut cell = Text::default();
    // Inside quotes; after the closing quote of this cell.
    let (mut quoted, mut closed) = (false, false);
    for (index, line) in lines.iter().take(QUOTED).enumerate() {
        let mut places = line.places();
        let mut start = 0;
        let mut chars = line.text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' if quoted && chars.peek().is_some_and(|(_, next)| *next == '"') => {
                    cell.text.push('"');
                    chars.next();
                }
                '"' if quoted => (quoted, closed) = (false, true),
                '"' if cell.is_blank() && !closed => {
                    quoted = true;
                    cell.text.clear();
                }
                _ if c == separator && !quoted => {
                    row.push(finish(&mut cell, line.text.get(start..at)?, &mut places)?);
                    closed = false;
                    start = at + c.len_utf8();
                }
                _ => cell.text.push(c),
            }
        }
        if !quoted {
            row.push(finish(&mut cell, line.text.get(start..)?, &mut places)?);
            return (!row.windows(2).any(is_cut)).then_some((row, index + 1));
        }
        cell.text.push('\n');
    }
    None
}

/// Whether parts between marks of full width are those of sentences: a full stop in one, or words behind a figure at their
/// end (6.7%，连续三年第一).
fn is_prose(row: &Row) -> bool {
    let figures = row.iter().any(|cell| is_value(&cell.text));
    let words = row.last().is_some_and(|cell| !cell.is_blank() && !is_value(&cell.text));
    row.iter().any(|cell| cell.text.contains('。')) || figures && words
}

/// Whether two cells are halves of a number behind its label: `行政许可1` and `234`.
fn is_cut(pair: &[Text]) -> bool {
    let [left, right] = pair else { return false };
    let digits = right.text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 3 && left.text.ends_with(|c: char| c.is_ascii_digit()) && !is_value(&left.text)
}

/// The cell's text, if it may be a cell's: no columns of blanks, no sentence end behind a comma.
fn finish(cell: &mut Text, source: &str, places: &mut super::lines::Places<'_>) -> Option<Text> {
    let text = std::mem::take(cell).text;
    // So numbers are kept from being taken for others: `="0012"`.
    let bare = trimmed(&text);
    let bare = bare.strip_prefix("=\"").and_then(|text| text.strip_suffix('"')).unwrap_or(bare);
    // A tab at an end keeps a spreadsheet from taking a number to pieces; between words it parts columns.
    let inner = source.trim_matches(|c: char| blank(c) || c == '"');
    let columns = inner.contains('\t') || inner.contains("  ");
    let figures = bare.split(blank).filter(|part| is_value(part)).count() > 1;
    (!columns && !figures).then(|| Text::new(bare, places.of(inner)))
}

/// Prose in the sheet that was exported: a line whose only cell is a sentence or a heading loses its separators.
pub(super) fn free_prose<'a>(text: &str, lines: &mut [Line<'a>]) {
    // Few texts have so many: three quarters of the lines have several.
    let frequent =
        |separator: &u8| memchr::memchr_iter(*separator, text.as_bytes()).nth(RECORDS * SEVERAL - 1).is_some();
    let separator = [b',', b';'].into_iter().filter(frequent).find(|&separator| is_export(lines, separator));
    let Some(separator) = separator.map(char::from) else { return };
    for line in lines.iter_mut() {
        let inner = line.text.trim_end_matches(|c: char| c == separator || blank(c));
        let inner: &'a str = match inner.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
            Some(quoted) if !quoted.contains('"') => quoted,
            _ => inner,
        };
        let prose = opening(inner) == Opening::Chapter || inner.contains('。') || inner.chars().count() > PROSE;
        if inner.len() < line.text.len() && !inner.contains(separator) && !inner.contains('"') && prose {
            line.text = inner;
        }
    }
}

/// Fewest separators in a line of an exported sheet.
const SEVERAL: usize = 3;

/// Whether nearly all lines have the same number of separators, and several of them.
fn is_export(lines: &[Line], separator: u8) -> bool {
    let count = |line: &Line| line.text.bytes().filter(|byte| *byte == separator).count();
    let filled: Vec<usize> = lines.iter().filter(|line| !line.is_blank()).map(count).collect();
    let Some(&typical) = filled.get(filled.len() / 2) else { return false };
    let alike = filled.iter().filter(|&&count| count == typical).count();
    typical >= SEVERAL && filled.len() >= RECORDS && alike * 4 >= filled.len() * 3
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::read;

    #[test]
    fn numbers_that_are_kept_from_being_taken_for_others() {
        let source = "名称,本年,上年\n规章,\t1,=\"2\"\n规范性文件,\"\t3\",\"=\"\"4\"\"\"\n行政许可,5\t,6";
        let table = read(&lines::split(source)).unwrap_or_else(|looked| panic!("{looked} lines"));
        let cells = |row: usize| table.rows[row].iter().skip(1).map(|cell| cell.text.as_str()).collect::<String>();
        assert_eq!([1, 2, 3].map(cells), ["12", "34", "56"]);
        assert!(read(&lines::split("规章\t1,234\t5\n规范性文件\t3,000\t4\n行政许可\t5,000\t6")).is_err());
    }

    #[test]
    fn commas_of_full_width_part_cells() {
        for separator in ['，', '；'] {
            let source =
                "名称,本年\n规章,1\n规范性文件,\n行政许可,301".replace(',', separator.encode_utf8(&mut [0; 4]));
            let table = read(&lines::split(&source)).unwrap_or_else(|looked| panic!("{looked} lines of {source}"));
            let cells: Vec<usize> = table.rows.iter().map(Vec::len).collect();
            assert_eq!((cells, table.rows[3][1].text.as_str()), (vec![2; 4], "301"));
        }
        let prose = "全年公开12条，答复3件\n收到5件，办结5件\n其中，网站8条";
        assert!(read(&lines::split(prose)).is_err());
        let folded = "能，持续改版。网站访问达7854070人次。二\n是提升传播力，新媒体176个\n6.7%，连续三年第一。通过引\n导，内容更新";
        assert!(read(&lines::split(folded)).is_err());
        assert!(read(&lines::split("网站升级改版，访问增长\n6.7%，连续三年第一\n导，内容更新")).is_err());
    }

    #[test]
    fn numbers_around_a_table_are_no_cells_of_it() {
        let table =
            read(&lines::split(",0,1,2\n0,名称,本年,上年\n1,规章,3,4\n2,许可,5,6\n")).unwrap_or_else(|_| panic!());
        let cells: Vec<&str> = table.rows[1].iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!((table.rows.len(), cells), (3, vec!["规章", "3", "4"]));
    }

    #[test]
    fn colons_part_labels_from_the_first_figure() {
        let cells = |text: &str| {
            let table = super::read(&super::super::lines::split(text)).ok()?;
            let row = |row: &super::Row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
            Some(table.rows.iter().map(row).collect::<Vec<_>>())
        };
        let table = "信息内容：上年；增减；\n行政许可：3；+3；6\n收费：；-4；\n";
        assert_eq!(
            cells(table),
            Some(["信息内容|上年|增减|", "行政许可|3|+3|6", "收费||-4|"].map(str::to_owned).to_vec())
        );
        assert_eq!(cells(&table.replace("信息内容：", "信息内容")), None);
    }
}
