//! The page on which two filings of a site are held against each other. Which two is chosen on the page: its script loads what
//! the site has of each, draws the figures that differ, and aligns the sentences of their prose.

use maud::html;

use super::page;
use crate::figure::Status;
use crate::finding::Language;
use crate::view::html::data;
use crate::view::words::{say, status};

/// The page.
pub fn compare(language: Language) -> String {
    let say = |zh, en| say(language, zh, en);
    let statuses = Status::ALL.into_iter().map(|known| (known.word().to_owned(), status(known, language).into()));
    let words = serde_json::json!({
        "same": say("两份相同", "the same in both"), "differ": say("个数不同", "figures differ"), "of": say("共", "of"),
        "alike": say("文字相似度", "The prose is alike to"), "copied": say("句照抄（只改数字）", "sentences are copied but for their numbers"),
        "missing": say("数据集中没有这份报告：", "the dataset has no such filing: "), "year": say("年度", "Year"),
        "statuses": statuses.collect::<serde_json::Map<_, _>>(),
    });
    let body = html! {
        h1 { (say("两份报告比较", "Two filings side by side")) }
        noscript { p { (say("在本页比较任意两份需要脚本；各机关的页面上并列各年数字，变动的已标出。gouji compare A B 在终端比较两份文件。", "To compare any two here takes scripts. The pages of organs show the figures of all years side by side, with changes marked; gouji compare A B compares two files in a terminal.")) } }
        form.filters hidden {
            label { "A " input name="a" size="24"; }
            label { "B " input name="b" size="24"; }
            button type="submit" { (say("比较", "Compare")) }
            span.legend { (say("填报告标识（f 开头，见各页地址）", "identifiers of filings, as in the addresses of their pages")) }
        }
        p #offers.links {}
        p #state role="status" {}
        div #result hidden {
            p #who {}
            div.scroll tabindex="0" role="region" aria-label=(say("数字", "figures")) { table.list #figures {
                caption { (say("不同的数", "Figures that differ")) }
                thead { tr {
                    th scope="col" { (say("项目", "Figure")) } th scope="col" { "A" } th scope="col" { "B" } th scope="col" { "B − A" }
                } }
                tbody {}
            } }
            h2 { (say("文字", "Prose")) }
            p #alike {}
            div.scroll tabindex="0" role="region" aria-label=(say("文字", "prose")) { table.list.prose #prose {
                thead { tr { th scope="col" { "A" } th scope="col" { "B" } th scope="col" { (say("相似", "alike")) } } }
                tbody lang="zh-CN" {}
            } }
        }
        (super::raw(data("words", &words)))
    };
    page(say("比较", "Compare"), "compare.html", language, &body, &["inspect.js", "../compare.js"])
}
