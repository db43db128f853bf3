//! Texts in every shape, and the grids that they must give.

use super::*;
use crate::document::Budget;
use crate::reader::Context;
use crate::reader::golden::{render, render_rows};
use crate::reader::{html, plain};

fn text(source: &str) -> Document {
    shape(source, &Budget::default(), Some(html::read_text)).expect("within limits")
}

/// Compares with rows between bars; both sides may be indented by the test.
#[track_caller]
fn check(source: &str, expected: &str) {
    let lines =
        expected.trim_matches('\n').lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line)));
    assert_eq!(render_rows(&text(source)).trim_end(), lines.collect::<String>().trim_end(), "{source}");
}

#[test]
fn one_cell_to_a_line_with_tabs() {
    check(
        "二、主动公开\n\t信息内容\n\t本年制发\n件数\n\n\t规章\n\t5\n\t\n\n\n三、依申请公开\n\t\n\t自\n然\n人\n\t总计\n\n\t一、本年新收\n\t0　\n\t12\n四、复议诉讼\n后文。\n",
        "
    p 二、主动公开
    grid
      |信息内容|本年制发\\n件数|
      |规章|5||
    p 三、依申请公开
    grid
      ||自\\n然\\n人|总计|
      |一、本年新收|0|12|
    p 四、复议诉讼
    p 后文。
    ",
    );
}

#[test]
fn one_cell_to_a_line_with_bars() {
    let rows = "\n    grid\n      |规章|5|2|\n      |文件|0|0|\n    ";
    check("|规章\n|5\n|2\n\n|文件\n|0\n|0\n", rows);
    check("规章 |\n5 |\n2 |\n\n文件 |\n0 |\n0 |\n", rows);
    // Bars between the cells alone; a heading of one cell, columns of words.
    check(
        "第一项\n\n内容\n|\n制发\n|\n有效\n\n规章\n|\n5\n|\n2件\n\n第二项\n\n内容\n|\n数量\n\n许可\n|\n7\n",
        "\n    p 第一项\n    grid\n      |内容|制发|有效|\n      |规章|5|2件|\n      |第二项|\n      |内容|数量|\n      |许可|7|\n    ",
    );
    // Heads of columns that bars fill up to the row's width, above figures without a label.
    check(
        "复议 |\n诉讼 | |||\n维持 |\n总计 |\n维持 |\n总计 | |\n7 |\n1 |\n0 |\n2 |\n10 |\n",
        "\n    grid\n      |复议|诉讼||||\n      |维持|总计|维持|总计||\n      |7|1|0|2|10|\n    ",
    );
    // Without blank lines rows begin where a label follows figures.
    check("\t规章\n\t5\n\t2\n\t文件\n\t0\n\t0\n", rows);
}

#[test]
fn drawn_with_characters() {
    let spanned = "\n    grid\n      |申请人|自然人|企业|\n      |一、新收|3|1|\n      |二、上年结\\n转|0||\n    ";
    let rows = "| 申请人   | 自然人 | 企业 |\n+----------+--------+------+\n| 一、新收 |      3 |    1 |\n+----------+--------+------+\n| 二、上年结 |   0  |      |\n| 转       |        |      |\n+----------+--------+------+\n";
    check(&format!("+----------+--------+------+\n{rows}"), spanned);
    check(
        &format!("┌────┬──┬──┐\n{}", rows.replace('|', "│").replace("+----------+--------+------+", "├────┼──┼──┤")),
        spanned,
    );
    let source = "+------+---+---+\n| 规章 |      |\n+------+---+---+\n| 许可 | 1 | 2 |\n+------+---+---+\n后文。\n";
    let document = text(&source.replace("|      |", "|       |"));
    let Block::Grid(grid) = &document.blocks[0] else { panic!("a table") };
    assert_eq!(grid.row(0).map(|cell| cell.column_span).collect::<Vec<_>>(), [1, 2]);
    assert!(grid.ruled);
    // A rule that only some columns have: nobody can say which rows are whole.
    let partly = "+---+---+\n| 甲 | 1 |\n|   +---+\n|   | 2 |\n+---+---+\n";
    assert!(!text(partly).blocks.iter().any(|block| matches!(block, Block::Grid(grid) if grid.ruled)));
}

#[test]
fn labels_above_their_figures() {
    check(
        "一、本年新收\n3 0 12\n二、上年结转\n0 0 1\n后文很长。\n",
        "\n    grid\n      |一、本年新收|3|0|12|\n      |二、上年结转|0|0|1|\n    p 后文很长。\n    ",
    );
}

#[test]
fn comments_are_no_text() {
    check("甲县<!-- 旧稿 -->报告\n\n<!--\n收到申请7件。\n-->\n乙。\n", "\n    p 甲县报告\n    p 乙。\n    ");
    check("<!-- 没有结尾\n甲。\n", "\n    p <!-- 没有结尾\n    p 甲。\n    ");
}

#[test]
fn one_row_to_a_line() {
    let rows = "
    grid
      |信息内容|制发件数|现行有效件数|
      |第二十条|
      |规章|5|11|
      |文件||0|
    p 三、后文
    ";
    check("信息内容 | 制发件数 | 现行有效件数\n第二十条\n规章 | 5 | 11\n文件 | | 0\n三、后文", rows);
    check("信息内容|||制发件数|||现行有效件数\n\n第二十条\n\n规章|||5|||11\n\n文件||||||0\n\n三、后文", rows);
    check("信息内容\t制发件数\t现行有效件数\n第二十条\n规章\t5\t11\n文件\t\t0\n三、后文", rows);
    // Bread crumbs, sentences with bars and single lines are none.
    check("首页 | 公开 | 年报\n正文一句。", "p 首页 | 公开 | 年报\np 正文一句。");
}

/// Rows that begin or end with blank cells, as spans leave them.
#[test]
fn blank_cells_between_bars() {
    check(
        "（本列数据应当平衡） | 申请人情况\n | 自然人 | 总计\n |  | 商业企业 | 其他 | \n三、本年度 | （一）公开 | 1 | 2\n |  | 1.秘密 | 0 | 0\n",
        "
    grid
      |（本列数据应当平衡）|申请人情况|
      ||自然人|总计|
      |||商业企业|其他||
      |三、本年度|（一）公开|1|2|
      |||1.秘密|0|0|
    ",
    );
}

#[test]
fn a_table_in_one_line() {
    let cells: Vec<String> = (0..30).map(|row| format!("事项{row}|||{row}|||0")).collect();
    let document = text(&format!("{}\n事项乙|||7|||8\n", cells.join("|||")));
    let grid = document.grids().next().expect("a grid");
    assert_eq!((grid.rows, grid.columns), (31, 3));
    assert_eq!(grid.cell_at(29, 1).map(|cell| cell.text.as_str()), Some("29"));
}

#[test]
fn markdown_tables() {
    check(
        "# 云溪县**年报**\n\n## 一、概述\n\n正文。\n\n| 信息内容 | 制发\\|件数 |\n| :--- | ---: |\n| **规章** | 5<br>件 |\n| 文件 |  |\n\n后文。",
        "
    h 云溪县年报
    h 一、概述
    p 正文。
    grid ruled
      |信息内容|制发|件数|
      |规章|5\\n件|
      |文件||
    p 后文。
    ",
    );
}

#[test]
fn markdown_tables_broken_into_many() {
    check(
        "| 项目 | 自然人 | 总计 |\n|---|---|---|\n| 一、本年新收 | 3 | 4 |\n\n| 项目 | 自然人 | 总计 |\n|---|---|---|\n| 二、上年结转 | 0 | 0 |\n\n\
         | （一）予以公开 |\n|---|\n\n| 2 | 2 |\n|---|---|\n\n（二）部分公开\n\n| 1 | 2 |\n|---|---|\n\n四、行政复议\n\n| 维持 | 纠正 |\n|---|---|\n| 0 | 1 |",
        "
    grid
      |项目|自然人|总计|
      |一、本年新收|3|4|
      |二、上年结转|0|0|
      |（一）予以公开|2|2|
      |（二）部分公开|1|2|
    p 四、行政复议
    grid ruled
      |维持|纠正|
      |0|1|
    ",
    );
}

/// Labels as lines above their figures, the header again in each table, cells that labels covered.
#[test]
fn markdown_labels_above_their_figures() {
    let torn = |label: &str, row: &str| format!("{label}\n\n| 企业 | 其他 |  |\n|---|---|---|\n| {row} |\n\n");
    let source = [
        "## 三、依申请公开\n\n",
        &torn("一、本年新收", " | 3 | 0 | 3"),
        &torn("三、办理结果（一）予以公开", " | 2 |  | 2"),
        &torn("1.属于国家秘密", "1 | 0 | 1"),
        "四、复议诉讼\n\n| 维持 | 纠正 |\n|---|---|\n| 0 | 1 |\n",
    ];
    check(
        &source.concat(),
        "
    h 三、依申请公开
    grid
      |企业|其他||
      |一、本年新收|3|0|3|
      |三、办理结果（一）予以公开|2||2|
      |1.属于国家秘密|1|0|1|
    p 四、复议诉讼
    grid ruled
      |维持|纠正|
      |0|1|
    ",
    );
}

#[test]
fn tags_in_cells_of_markdown() {
    let read = |cell: &str| {
        let source = format!("| <p>规章</p> | 件数 |\n| --- | --- |\n| 文件 | {cell} |\n");
        let document = plain::read(source.as_bytes(), &mut Context::default()).expect("text");
        let grid = document.grids().next().expect("a table").clone();
        (grid.cell_at(0, 0).map(|cell| cell.text.clone()), grid.cell_at(1, 1).map(|cell| cell.text.clone()))
    };
    for (cell, text) in [
        ("<p>12</p>", "12"),
        ("<div align=\"center\">12</div>", "12"),
        ("39<span>3</span><sup>1</sup>", "393¹"),
        ("393$^{1}$", "393¹"),
        ("$393^{2}$", "393²"),
        ("<del>9</del>12", "12"),
        ("a < b", "a < b"),
        ("<条例>", "<条例>"),
    ] {
        assert_eq!(read(cell), (Some("规章".to_owned()), Some(text.to_owned())), "{cell}");
    }
}

#[test]
fn marks_around_cells_of_markdown() {
    let read = |cell: &str| {
        let document = text(&format!("| 规章 | 件数 |\n| --- | --- |\n| 文件 | {cell} |\n"));
        document.grids().next().and_then(|grid| grid.cell_at(1, 1).map(|cell| cell.text.clone())).expect("a cell")
    };
    for cell in [
        "**393**",
        "__393__",
        "*393*",
        "_393_",
        "***393***",
        "_**393**_",
        "`393`",
        "**`393`**",
        "==393==",
        "$393$",
        "$\\mathbf{393}$",
        "[393](a.html)",
        "[**393**](a.html \"9\")",
        "<!--9-->393",
        "&#160;393",
    ] {
        assert_eq!(read(cell), "393", "{cell}");
    }
    for (cell, shown) in [("393^1^", "393¹"), ("`3`9", "`3`9"), ("*393", "*393"), ("$3$9$", "$3$9$"), ("[1]", "[1]")] {
        assert_eq!(read(cell), shown, "{cell}");
    }
}

#[test]
fn struck_text_of_markdown() {
    let source = "| 项目 | 数量 |\n| --- | --- |\n| 规章 | ~~9~~352 |\n| 许可 | 2~~1 |\n| 处罚 | ~~ 7 ~~ |\n\n全年~~31~~32件。\n";
    let document = text(source);
    let expected = "grid 4x2\n  0 0 1 1 项目\n  0 1 1 1 数量\n  1 0 1 1 规章\n  1 1 1 1 352\n  2 0 1 1 许可\n  2 1 1 1 2~~1\n  \
         3 0 1 1 处罚\n  3 1 1 1 ~~ 7 ~~\np 全年32件。\n";
    assert_eq!(render(&document), expected);
    let struck = document.omissions.struck.expect("told");
    assert_eq!((struck.count, struck.text.as_str()), (1, "9"));
}

#[test]
fn html_tables_inside_markdown() {
    check(
        "# 年报\n\n<table>\n<tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr>\n</table>\n后文。",
        "
    h 年报
    grid ruled
      |甲|1|
      |2|
    p 后文。
    ",
    );
}

/// Figures are centred in their columns, so that a folded label may be as wide as the gap before them.
#[test]
fn folded_labels_that_reach_over_figures() {
    check(
        "项目                                 自然人    企业    总计\n\
         \x20    （四）      1.本机关没有掌握的信息       968      74      1042\n\
         \x20             2.没有现成信息需要另行制\n\
         \x20    无法       作                  26       2       28\n\
         \x20    提供\n\
         \x20             3.要求行政机关确认或重新\n\
         \x20                                 4       0       4\n\
         \x20             出具已经获取的信息\n",
        "
    grid
      |项目|自然人|企业|总计|
      |（四）无法提供|1.本机关没有掌握的信息|968|74|1042|
      |2.没有现成信息需要另行制\\n作|26|2|28|
      |3.要求行政机关确认或重新\\n出具已经获取的信息|4|0|4|
    ",
    );
}

/// Labels folded above, below and around their figures, a vertical label, groups centred on their
/// rows, a page break with its number and the header again.
#[test]
fn columns_laid_out_with_blanks() {
    check(
        "三、依申请公开情况\n（本列数据应当平衡） 申请人情况\n\
         \x20                                          法人或其他组织\n\
         \x20                                 自然人                  总计\n\
         \x20                                           企业     机构\n\
         一、本年新收申请数量                       20     3      0      23\n\n\
         三   （一）予以公开                        6      1      0      7\n\
         、\n\
         本   （二）部分公开                        2      0      0      2\n\
         年\n\
         度             1.属于国家秘密              0      0      0      0\n\
         结             2.其他法律行政法规禁止公\n\
         果             开                         4      1      0      5\n\
         \x20    （三）\n\
         \x20    不予       3.保护第三方合法权益        0      0      0      0\n\
         \x20    公开\n\
         \x20              4.要求行政机关确认或重新\n\
         \x20                                         1      0      0      1\n\
         \x20              出具已获取信息\n\
         - 5 -\n\
         \x20                                          企业     机构\n\
         \x20              1.逾期不补正               3      0      0      3\n\
         \x20    （四）\n\
         \x20    其他       2.其他                     0      0      0      0\n\n\
         \x20   （五）总计                              16     2      0      18\n\n\
         四、结转下年度                             4      1      0      5\n\n\
         四、复议诉讼情况\n后文。",
        "
    p 三、依申请公开情况
    p （本列数据应当平衡） 申请人情况
    p 法人或其他组织
    grid
      |自然人|总计|
      |企业|机构|
      |一、本年新收申请数量|20|3|0|23|
      |三、本年度结果|（一）予以公开|6|1|0|7|
      |（二）部分公开|2|0|0|2|
      |（三）不予公开|1.属于国家秘密|0|0|0|0|
      |2.其他法律行政法规禁止公\\n开|4|1|0|5|
      |3.保护第三方合法权益|0|0|0|0|
      |4.要求行政机关确认或重新\\n出具已获取信息|1|0|0|1|
      |企业|机构|
      |（四）其他|1.逾期不补正|3|0|0|3|
      |2.其他|0|0|0|0|
      |（五）总计|16|2|0|18|
      |四、结转下年度|4|1|0|5|
    p 四、复议诉讼情况
    p 后文。
    ",
    );
}

#[test]
fn blank_cells_keep_their_columns() {
    check(
        "申请人            自然人   企业   机构   总计\n\
         一、本年新收       12      3     0     15\n\
         二、上年结转                1           1\n\
         三、本年办理       12                  12\n",
        "
    grid
      |申请人|自然人|企业|机构|总计|
      |一、本年新收|12|3|0|15|
      |二、上年结转||1||1|
      |三、本年办理|12|||12|
    ",
    );
    // Between two columns: not a figure of either.
    check(
        "项目        甲        乙        丙\n\
         新收        1         2         3\n\
         结转             4         5\n",
        "
    grid
      |项目|甲|乙|丙|
      |新收|1|2|3|
      |结转|4 5|
    ",
    );
}

#[test]
fn names_of_columns_are_a_row_of_their_own() {
    check(
        "\t指标\n\t单位\n\t本年\n\t累计\n\t公开数\n\t条\n\t5\n\t9\n\t申请数\n\t件\n\t1\n\t3\n\t答复数\n\t件\n\t0\n\t3\n",
        "
    grid
      |指标|单位|本年|累计|
      |公开数|条|5|9|
      |申请数|件|1|3|
      |答复数|件|0|3|
    ",
    );
    check(
        "\t指标\n\t单位\n\t统计数\n\t一、公开\n\t（一）公开数\n\t条\n\t5\n\t（二）申请数\n\t件\n\t1\n",
        "
    grid
      |指标|单位|统计数|
      |一、公开|（一）公开数|条|5|
      |（二）申请数|件|1|
    ",
    );
}

#[test]
fn rows_of_sheets_without_figures_are_rows() {
    check(
        "（一）公开数        条    5\n1.网站公开数        条\n2.公报公开数        条\n（二）申请数        件    3\n",
        "
    grid
      |（一）公开数|条|5|
      |1.网站公开数|条|
      |2.公报公开数|条|
      |（二）申请数|件|3|
    ",
    );
}

#[test]
fn columns_are_not_guessed_where_cells_were_strung_together() {
    // Two blanks between any two cells, blank ones too: nothing says where they stand.
    check(
        "维持  纠正  其他  总计  维持结果  纠正结果\n  2    3        4\n",
        "
    grid
      |维持|纠正|其他|总计|维持结果|纠正结果|
      |2 3 4|
    ",
    );
    // Under the beginnings of their names.
    check(
        "维持  纠正  其他  总计  维持结果  纠正结果\n      3           3\n",
        "
    grid
      |维持|纠正|其他|总计|维持结果|纠正结果|
      ||3||3|||
    ",
    );
    // Names that a single blank parts, the second over the figure.
    check(
        "信息内容          上一年数量 本年增/减\n行政许可事项                 3\n行政收费          5          1\n",
        "
    grid
      |信息内容|上一年数量|本年增/减|
      |行政许可事项||3|
      |行政收费|5|1|
    ",
    );
}

#[test]
fn a_short_label_does_not_go_on_below() {
    // 许可 leaves room for more: what stands below is a row without figures, and goes on itself.
    check(
        "信息内容      去年  今年\n许可          3     2\n其他对外管理\n服务事项\n行政处罚事项  4     1\n",
        "
    grid
      |信息内容|去年|今年|
      |许可|3|2|
      |其他对外管理|
      |服务事项|
      |行政处罚事项|4|1|
    ",
    );
}

#[test]
fn labels_without_ordinals() {
    check(
        "信息内容        本年制发件数   现行有效件数\n\
         规章            2             11\n\n\
         行政规范\n\
         性文件          109           597\n\n\
         第二十条第（五）项\n\
         信息内容        本年处理决定数量\n\
         行政许可        1,808,595\n",
        "
    grid
      |信息内容|本年制发件数|现行有效件数|
      |规章|2|11|
      |行政规范\\n性文件|109|597|
      |第二十条第（五）项|
      |信息内容|本年处理决定数量|
      |行政许可|1,808,595|
    ",
    );
}

#[test]
fn folded_prose_is_unfolded() {
    let folded = "云溪县水务局2023年政府信息公开工作年度报告\n\n一、总体情况\n\
        本局全年共收到政府信息公开申请二十件，其中自然人提出的十七件，法人和其他组织提\n\
        出的三件。全年共办理申请案件\n\
        3607件，比上年有所增加，全部在规定的时限内答复，没有逾期答复的情况，也没有因此\n\
        引起的行政复议和行政诉讼，公众对本局的工作总体上表示满意，详细的数字见后面的表\n\n\
        格。本局还通过网站、公报、公示栏等途径主动公开了各类信息，便于公众查阅和监督使\n\
        用。\n（二）其他情况。一切照常。\n";
    let paragraphs: Vec<String> = text(folded).paragraphs().map(|paragraph| paragraph.text.clone()).collect();
    assert_eq!(paragraphs.len(), 5, "{paragraphs:?}");
    assert_eq!(paragraphs[1], "一、总体情况");
    assert!(paragraphs[2].contains("法人和其他组织提出的三件"), "{}", paragraphs[2]);
    assert!(paragraphs[3].starts_with("3607件") && paragraphs[3].contains("见后面的表格。"), "{}", paragraphs[3]);
    assert_eq!(paragraphs[4], "（二）其他情况。一切照常。");
}

#[test]
fn run_together_text_is_not_touched() {
    let glued = "三、收到和处理情况申请人情况自然人总计一、本年新收20121二、上年结转0 0 0（一）予以公开6 017四、复议";
    check(glued, &format!("p {glued}"));
}

#[test]
fn mastheads_of_saved_text() {
    let document = text(
        "标题: 云溪县2020年年报\n发布时间: 2021-03-05 08:58\n发布机构: 云溪县人民政府\n原文链接: https://www.example.gov.cn/1.htm\n\
         ==================== 正文 ====================\n[bookmark: _GoBack]一、概述\n当前位置：首页\n",
    );
    assert_eq!(
        render(&document),
        "n 标题: 云溪县2020年年报\nn 发布时间: 2021-03-05 08:58\nn 发布机构: 云溪县人民政府\nn 原文链接: https://www.example.gov.cn/1.htm\np 一、概述\nn 当前位置：首页\n"
    );
    let some = |text: &str| Some(text.to_owned());
    let expected = crate::document::Metadata {
        title: some("云溪县2020年年报"),
        organ: some("云溪县人民政府"),
        published: some("2021-03-05 08:58"),
        url: some("https://www.example.gov.cn/1.htm"),
        ..Default::default()
    };
    assert_eq!(document.metadata, expected);
}

#[test]
fn text_files_saved_as_pages() {
    let mut context = Context::default();
    let document =
        html::read("<pre>一、概述\n正文。\n\t规章\n\t5\n\t2\n\n\t文件\n\t0\n\t0\n</pre>".as_bytes(), &mut context);
    assert_eq!(render_rows(&document.expect("a page")), "p 一、概述\np 正文。\ngrid\n  |规章|5|2|\n  |文件|0|0|\n");
}

#[test]
fn places_are_lines_and_characters() {
    let document = text("前文。\n规章 | 5\n文件 | 0\n其他 | 1\n");
    let places: Vec<String> =
        document.grids().flat_map(|grid| &grid.cells).map(|cell| cell.location.to_string()).collect();
    assert_eq!(places, ["line 2:0-2", "line 2:5-6", "line 3:0-2", "line 3:5-6", "line 4:0-2", "line 4:5-6"]);
}

#[test]
fn sheets_exported_with_separators() {
    let rows = "
    p 一、总体情况
    grid ruled
      |信息内容|制发件数|有效件数|
      |规章|1,234|5|
      |\"甲\"类|0||
    p 三、后文
    ";
    for separator in [",", ";"] {
        let text = "一、总体情况\n信息内容,制发件数,有效件数\n规章,\"1,234\",5\n\"\"\"甲\"\"类\",0,\n三、后文";
        let text = text.replace(',', separator).replace(&format!("1{separator}234"), "1,234");
        check(&text, rows);
    }
    // Thousands separators are none.
    check(
        "行政许可 1,456\n行政处罚 2,333\n行政强制 5,111\n",
        "
    p 行政许可 1,456
    p 行政处罚 2,333
    p 行政强制 5,111
    ",
    );
}

/// A row without figures is no beginning of the next label, and a label in the width of its column may be folded.
#[test]
fn empty_rows_between_rows() {
    check(
        "信息内容                本年制发件数   现行有效件数\n行政处罚                2              11\n行政强制\n其他对外管理服务\n事项                    3              5\n",
        "
    grid
      |信息内容|本年制发件数|现行有效件数|
      |行政处罚|2|11|
      |行政强制|
      |其他对外管理服务\\n事项|3|5|
    ",
    );
}

/// Cells in order, or columns with blank cells where labels span them: only rows of one width can tell.
#[test]
fn columns_of_the_source() {
    let ruled = |source: &str| text(source).grids().next().is_some_and(|grid| grid.ruled);
    assert!(ruled("甲|||1|2\n乙|丙||3|\n|丁|戊|4|5\n"));
    assert!(!ruled("甲 || || || 1 || 2\n乙 || 丙 || || || 3 || 4\n丁 || || || 5 || 6\n"));
    assert!(!ruled("甲 | | | 1 | | |\n乙 | 丙 | | | 3 | |\n"));
}
