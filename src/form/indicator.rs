//! Indicators of statistics sheets by name. Sheets before 2019 are worded by each province, and a label that only resembles
//! a row of the form often asks for something else (信函、传真申请数 is not 传真申请数): a printed label is a row of the form
//! when it says the same, but for numbers, `其中`, units and asides around it.

use std::sync::LazyLock;

use super::{Form, FormRow, forms};
use crate::figure::{FormId, TableKind};
use crate::number::unit::{UNITS, UnitWord};
use crate::script::{enumerator, fold_char};

/// The rows of a sheet by their wordings.
#[derive(Debug)]
pub struct Indicators<'f> {
    rows: Vec<Indicator<'f>>,
}

/// A row of the sheet.
#[derive(Debug)]
struct Indicator<'f> {
    row: &'f FormRow,
    names: Vec<IndicatorName>,
    /// The total that it is below.
    total: usize,
}

/// Those of every form: what the rows say is worked out once.
static INDICATORS: LazyLock<Vec<(FormId, Indicators<'static>)>> =
    LazyLock::new(|| forms().forms.iter().map(|form| (form.id, Indicators::new(form))).collect());

impl Indicators<'static> {
    /// Those of a form that the program knows; none where it has no sheet.
    pub fn of(form: FormId) -> Option<&'static Self> {
        INDICATORS.iter().find(|(id, _)| *id == form).map(|(_, indicators)| indicators)
    }
}

impl<'f> Indicators<'f> {
    fn new(form: &'f Form) -> Self {
        let blocks = form.table(TableKind::Sheet).into_iter().flat_map(|table| &table.blocks);
        let mut rows: Vec<Indicator<'f>> = Vec::new();
        let mut total = 0;
        for (at, row) in blocks.flat_map(|block| &block.rows).enumerate() {
            if row.under.is_empty() {
                total = at;
            }
            let names =
                std::iter::once(&row.label).chain(&row.aliases).map(|label| IndicatorName::new(label)).collect();
            rows.push(Indicator { row, names, total });
        }
        Self { rows }
    }

    /// All rows in their order.
    pub fn rows(&self) -> impl Iterator<Item = &'f FormRow> {
        self.rows.iter().map(|indicator| indicator.row)
    }

    /// Whether a printed label is that of a row.
    pub fn knows(&self, label: &IndicatorName) -> bool {
        self.rows.iter().any(|indicator| indicator.names.contains(label))
    }

    /// Whether a printed label says what a row does.
    pub fn is(&self, label: &IndicatorName, row: &FormRow) -> bool {
        self.rows.iter().any(|indicator| indicator.row.id == row.id && indicator.names.contains(label))
    }

    /// The row of each of some printed labels. A wording of two rows (其他情形数) is that of the total that is being read.
    pub fn pair<'l>(&self, labels: impl Iterator<Item = &'l IndicatorName>) -> Vec<Option<usize>> {
        let mut paired: Vec<Option<usize>> = Vec::new();
        for label in labels {
            let fitting: Vec<usize> = (0..self.rows.len()).filter(|&at| self.rows[at].names.contains(label)).collect();
            let last = paired.iter().rev().flatten().next().copied();
            let under = |at: &usize| last.is_some_and(|last| (self.rows[*at].total..*at).contains(&last));
            let found = match fitting[..] {
                [only] => Some(only),
                _ => fitting.iter().copied().find(under),
            };
            paired.push(found.filter(|row| !paired.contains(&Some(*row))));
        }
        paired
    }
}

/// What a label says: letters and ideographs without numbers, `其中`, units, asides and `的` around and between them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct IndicatorName(String);

impl IndicatorName {
    /// What a printed label says.
    pub fn new(label: &str) -> Self {
        Self(name(label))
    }
}

fn name(label: &str) -> String {
    let folded: String = label.chars().filter_map(fold_char).filter(|c| !c.is_whitespace()).collect();
    let mut rest = folded.as_str();
    loop {
        let number = enumerator(rest).filter(|found| found.set_off(&['、', '.', ')'])).map_or(0, |found| found.end);
        let behind = &rest[number..];
        let behind = behind.strip_prefix("其中").map_or(behind, |behind| behind.trim_start_matches([':', ',']));
        if behind.len() == rest.len() {
            break;
        }
        rest = behind;
    }
    // Few labels have an aside or count by name, and trying all units takes long.
    if rest.contains(')') {
        let behind = UNITS.iter().find_map(|unit| rest.strip_suffix(unit.word).filter(|rest| rest.ends_with(')')));
        rest = behind.unwrap_or(rest);
    }
    while let Some(at) = rest.rfind('(').filter(|at| *at > 0 && rest.ends_with(')')) {
        rest = &rest[..at];
    }
    let core: String = rest.chars().filter(|c| c.is_alphanumeric() && *c != '的').collect();
    let before_unit = |unit: &UnitWord| core.strip_suffix(unit.word).filter(|core| core.ends_with('数'));
    let core = core.contains('数').then(|| UNITS.iter().find_map(before_unit)).flatten().unwrap_or(&core);
    let core = core.strip_suffix("数量").or(core.strip_suffix('数')).unwrap_or(core);
    core.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_say_the_same_are_the_same_row() {
        let indicators = Indicators::of(FormId(2014)).unwrap();
        let rows: Vec<&str> = indicators.rows().map(|row| row.id.as_str()).collect();
        let paired = |labels: &[&str]| -> Vec<&str> {
            let names: Vec<IndicatorName> = labels.iter().map(|label| IndicatorName::new(label)).collect();
            indicators.pair(names.iter()).iter().map(|row| row.map_or("-", |row| rows[row])).collect()
        };
        assert_eq!(
            paired(&[
                "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）",
                "其中：1.政府网站公开数（条）",
                "2、 政府公报公开数",
                "3.信函、传真申请数",
                "网上申请数量",
                "专职工作人员数",
                "全文电子化的主动公开信息数",
                "电子邮件申请数",
                "不同意部分公开答复数",
            ]),
            ["st_pro_total", "st_pub_website", "st_pub_gazette", "-", "st_req_online", "st_staff_full", "-", "-", "-"]
        );
        assert_eq!(
            paired(&[
                "四、行政复议数量",
                "（二）被依法纠错数",
                "五、行政诉讼数",
                "（二）被依法纠错数",
                "（三）其他情形数"
            ]),
            ["st_rev_total", "st_rev_corrected", "st_lit_total", "st_lit_corrected", "st_lit_other"]
        );
        assert_eq!(paired(&["被依法纠错数"]), ["-"], "of reconsideration or of litigation?");
    }
}
