//! The labelled passages hold the reader of the prose to floors of precision and recall.
//!
//! `dev.toml` and `held.toml` were written before the first reader of the prose and tuned against; two labels of `held.toml`
//! were mended after its first reading (`120人参加` as people trained, `无结转事项` as nothing carried out). `fresh.toml` and
//! `apart.toml` were written and labelled before the reader of clause frames stood, `more.toml` and `third.toml` after it, each
//! labelled before it was read. At first reading:
//!
//! | file | precision | recall | F1 |
//! |---|---|---|---|
//! | fresh.toml | 0.963 | 0.945 | 0.954 |
//! | apart.toml | 0.990 | 0.895 | 0.940 |
//! | more.toml | 0.966 | 0.891 | 0.927 |
//! | third.toml | 0.963 | 0.906 | 0.933 |
//! | later.toml (the measures that were added later, alone) | 1.000 | 0.960 | 0.980 |
//! | kinds.toml (nine parts, each after the one before) | 0.940 | 0.851 | 0.893 |
//! | second.toml (written by one hand, labelled by another) | 0.834 | 0.799 | 0.816 |
//! | final.toml (as second.toml, first read after all rules of its day) | 0.840 | 0.770 | 0.803 |
//! | wide.toml (sentences rather than passages; four parts, each after the one before) | 0.922 | 0.898 | 0.910 |
//! | unseen.toml (200 passages as reports write them) | 0.954 | 0.943 | 0.948 |
//! | plain.toml (154 more) | 0.967 | 0.953 | 0.960 |
//! | broad.toml (sentences in kinds, by one who knew the rules) | 0.951 | 0.938 | 0.944 |
//! | beyond.toml (more of them) | 0.955 | 0.904 | 0.929 |
//! | further.toml (likewise, after the rules for these) | 0.989 | 0.921 | 0.954 |
//! | report.toml (passages under their headings, after all of these) | 0.935 | 0.947 | 0.941 |
//! | edges.toml (what only looks like the rules added last) | 0.957 | 0.759 | 0.846 |
//! | habits.toml (passages in the habits of many kinds of organs; six parts, each after the one before: F1 between 0.88 and 0.96) | 0.959 | 0.890 | 0.923 |
//! | twofold.toml (170 passages written by one who saw neither rules nor tests) | 0.973 | 0.940 | 0.956 |
//! | clerks.toml (165 passages by another, in the wordings of many offices) | 0.943 | 0.868 | 0.904 |
//! | offices.toml (165 passages, longer ones among them, after all rules for the rest) | 0.959 | 0.926 | 0.943 |
//! | families.toml (67 sentences in ten constructions, labelled before the rules for them) | 0.848 | 0.707 | 0.771 |
//! | families.toml (38 more, in constructions of real reports, after the rules for those) | 0.959 | 0.864 | 0.909 |
//! | families.toml (19 more, after the rules for these constructions) | 1.000 | 0.826 | 0.905 |
//! | pages.toml (178 passages after the pages of real organs, in other words) | 0.908 | 0.805 | 0.853 |
//! | constructions.toml (what real reports write often, in other words, and what only looks like it) | 0.950 | 0.927 | 0.938 |
//! | families.toml (30 passages as reports usually write them, after all of these) | 0.984 | 1.000 | 0.992 |
//! | modelled.toml (175 passages after pages of organs, read before any rule for them) | 0.948 | 0.880 | 0.913 |
//! | reworded.toml (180 more, read at the same time) | 0.922 | 0.819 | 0.868 |
//! | recast.toml (179 passages recast after the pages of organs, after all rules for the rest) | 0.940 | 0.850 | 0.893 |
//! | bureaus.toml (200 passages recast after the pages of bureaus, counties and schools, after all rules for the rest) | 0.922 | 0.837 | 0.878 |
//! | kindred.toml (30 sentences in the constructions of these, after the rules for them) | 1.000 | 0.857 | 0.923 |
//! | families.toml (31 more, after the rules for these constructions) | 0.941 | 0.914 | 0.928 |
//! | families.toml (6 more, likewise) | 1.000 | 1.000 | 1.000 |
//! | families.toml (17 more, labelled before the rules for them) | 0.647 | 0.579 | 0.611 |
//! | clauses.toml (213 passages recast after the pages of organs, in the labels of one, after all of these) | 0.924 | 0.873 | 0.897 |
//! | counties.toml (180 passages recast after the pages of counties, bureaus and schools, after all of these) | 0.958 | 0.884 | 0.920 |
//! | townships.toml (100 passages recast after the pages of townships, bureaus of counties and institutions, after all of these) | 0.918 | 0.868 | 0.892 |
//! | departments.toml (100 passages recast after the pages of departments, cities and universities, after all of these) | 0.949 | 0.933 | 0.941 |
//! | departments.toml (once more, after siblings.toml and the rules that townships.toml taught) | 0.950 | 0.942 | 0.946 |
//! | siblings.toml (200 sentences, three for each of some seventy constructions that had been misread once) | 0.979 | 0.942 | 0.960 |
//! | siblings.toml (138 more, in other words, after the rules for these) | 0.995 | 0.958 | 0.976 |
//! | streets.toml (28 sentences in constructions of public pages, after the rules for these) | 1.000 | 0.923 | 0.960 |
//! | streets.toml (13 more, likewise) | 1.000 | 1.000 | 1.000 |
//! | agencies.toml (160 passages recast after the pages of agencies, after all of these) | 0.944 | 0.910 | 0.927 |
//! | slots.toml (61 sentences, some five for each slot of the frame that agencies.toml showed filled wrongly, before the rules for them) | 0.737 | 0.644 | 0.687 |
//! | branches.toml (120 passages recast after the pages of bureaus and their branches, read by the same state as agencies.toml) | 0.967 | 0.930 | 0.948 |
//! | sundry.toml (150 passages recast after the pages of organs of all kinds, read by the same state as agencies.toml) | 0.962 | 0.915 | 0.938 |
//! | sections.toml (120 passages recast after the pages of bureaus and schools, read by the same state as agencies.toml) | 0.918 | 0.894 | 0.906 |
//! | corners.toml (150 passages recast after the pages of organs of all kinds, read by the same state as agencies.toml) | 0.954 | 0.920 | 0.936 |
//! | sections.toml (once more, after the rules that agencies.toml, branches.toml and sundry.toml taught) | 0.920 | 0.920 | 0.920 |
//! | corners.toml (likewise) | 0.954 | 0.929 | 0.941 |
//! | localities.toml (258 passages recast after 149 pages of bureaus, townships, schools and hospitals, after all of these; the labels of one) | 0.979 | 0.970 | 0.974 |
//! | regions.toml (260 passages recast after 135 pages of governments, departments of provinces, zones and bureaus of the state, likewise) | 0.942 | 0.932 | 0.937 |
//! | frontiers.toml (100 passages recast after the pages of departments, cities and counties, after localities.toml and regions.toml had taught theirs) | 0.962 | 0.962 | 0.962 |
//! | governments.toml (82 passages recast after the pages of governments and bureaus of the state, likewise) | 0.928 | 0.945 | 0.936 |
//! | outlands.toml (100 passages as those of frontiers.toml, after the rules that these two taught) | 0.988 | 0.975 | 0.981 |
//! | precincts.toml (100 passages recast after the pages of organs of all kinds, likewise) | 0.973 | 0.940 | 0.957 |
//! | wards.toml (100 passages as those of precincts.toml, likewise) | 0.913 | 0.913 | 0.913 |
//! | boroughs.toml (80 passages recast after the pages of bureaus, townships and zones, after all of these) | 0.980 | 0.943 | 0.961 |
//! | hamlets.toml (100 passages recast after the pages of organs of all kinds, after the rules for the first two parts of bends.toml) | 0.961 | 0.912 | 0.936 |
//! | quarters.toml (100 passages likewise, after the rules that hamlets.toml taught) | 0.984 | 0.984 | 0.984 |
//! | villages.toml (80 passages likewise, put into other words before they were read) | 0.993 | 0.931 | 0.961 |
//! | bends.toml (90 sentences in the constructions that frontiers.toml to boroughs.toml showed misread, before the rules for them) | 0.763 | 0.587 | 0.664 |
//! | bends.toml (50 more: siblings of these in other verbs, channels and orders, after the rules for them) | 0.918 | 0.862 | 0.889 |
//! | bends.toml (16 for what hamlets.toml showed, after the rules for it) | 0.929 | 0.929 | 0.929 |
//! | bends.toml (38 of other constructions, after all of these) | 0.980 | 0.907 | 0.942 |
//! | wordings.toml (54 sentences: each slot that sundry.toml showed wrongly filled, in other channels and word orders, after the rules for these) | 0.934 | 0.919 | 0.927 |
//! | wordings.toml (229 more, each measure as reports usually state it, likewise) | 0.968 | 0.945 | 0.956 |
//! | wordings.toml (77 passages as odd as pages are, likewise) | 0.931 | 0.884 | 0.907 |
//!
//! `unseen.toml` was written by one who saw neither rules nor tests, after the wordings of some eighty real reports; `plain.toml` by
//! one who knew the rules. Each was labelled twice, by two who saw neither rules nor each other's labels and agreed on 350 of 356 and
//! on 340 of 346 values (F1 between them 0.99); what they did not agree on is `open` and not scored. Both were read once, after all
//! rules above. Of the 354 passages one was falsely said to contradict itself.
//!
//! `twofold.toml`, `clerks.toml` and `offices.toml` were labelled in the same way, by two who agreed on 463 of 467, 418 of 427 and 611
//! of 617 values. Each was read once before any rule was written against its misses; of the 500 passages one was falsely said to contradict itself,
//! one falsely to be added up wrongly. `modelled.toml`, `reworded.toml`, `pages.toml` and `recast.toml` were labelled likewise, by two who
//! agreed on 417 of 432, 421 of 434, 477 of 493 and 494 of 502 values, and each was read once before any rule was written against its misses.
//! `clauses.toml` was labelled by one: 17 of its labels were mended (政策解读5条 in a list of what was published is stated, the organ's own site goes before
//! that of its government, conferences and briefings in one figure are no conferences), and 19 that may be meant either way are open.
//!
//! `bureaus.toml` was labelled likewise (369 of 383 values) and read once before any rule was written against its misses.
//! So was `counties.toml` (388 of 396 values); two of its labels were mended (政策解读31条 in a list of what an account carried is stated; 3条依申请公开 does
//! not say that they were granted). `townships.toml` and `departments.toml` were labelled by two, too (129 of 134 and 120 of 125 values); no rule was
//! written against the misses of `departments.toml`. `sundry.toml` was labelled by two as well (224 of 230 values), and
//! so were `branches.toml`, `sections.toml` and `corners.toml` (128 of 131, 113 of 115 and 224 of 228). Of `sections.toml` and `corners.toml` three kinds of
//! wrong values were mended before their last reading in the table; rules were then written against what both missed.
//! `localities.toml` was labelled by one, who had seen a part of the lists of nouns, and the labels of other sets; two passages on which
//! that may have told are left out. `regions.toml` was labelled by two, a half each. Rules were
//! then written against the misses of both. `frontiers.toml`, `governments.toml`, `outlands.toml`, `precincts.toml`, `wards.toml` and `boroughs.toml` are the labels of one each,
//! by what a passage itself says of its year; a page or two may have been recast for one of the earlier sets, too. Of these 562
//! passages one was falsely said to be added up wrongly. Two wrong values of `wards.toml` were mended before its reading was told; rules were
//! later written against the kinds of misses of all six. `hamlets.toml` was labelled by two, who agreed on 159 of 163 values; the year of each
//! passage was made that of all before it was read, and rules were then written against its misses. `quarters.toml` and `villages.toml` were labelled
//! by two each as well; of `quarters.toml` a third decided where they differed (three values), of `villages.toml` it is left open (eight). Both together, 180
//! passages: precision 0.989, recall 0.955, F1 0.972, and two sums falsely said to be wrong; no rule was written against either. `hamlets.toml` and `quarters.toml` were read as they had been recast and then put into other words,
//! in which `quarters.toml` has 0.977 and 0.977. `turns.toml` and `bends.toml` hold the constructions of the last rules.
//!
//! Rules were then written against the misses of all, of the last two against a few wrong values. Labels that contradicted the definitions of the measures
//! were mended: one of `fresh.toml` (what is left after a withdrawal is no handled total), two of `more.toml`, two of `third.toml`,
//! two of `second.toml`; two of `apart.toml` (what a platform of disclosure carries is published on the site; meetings of the leadership about disclosure are meetings on it), one of `dev.toml` (收到并办结
//! says both), one each of `edges.toml`, `kinds.toml` and `second.toml` (收到3件，全部予以公开 says how many were granted), one of `wide.toml` (废止 told apart from 宣布失效 is stated), three of `kinds.toml` (such a platform; 均为网上提交 gives the number by that way; messages received are not messages
//! answered), one more of `kinds.toml` (beside the city's site the bureau's own states what is published on the site), four of `kinds.toml`
//! and one each of `later.toml`, `further.toml` and `habits.toml` (visits and calls told apart state no number of consultations), one of
//! `more.toml` (a standing meeting that studied the work n times), six of `second.toml`, `final.toml` and `wide.toml` (信息不存在 is the one reason why nothing could be provided where the other
//! is that the information is for others to publish). What the floors say is that nothing gets lost, rather than how well unseen prose is read; that is said by
//! the table: of passages after the pages of organs nearly nine figures in ten, of prose as various as that of `second.toml` and
//! `final.toml` little better than four in five.
//!
//! Learned weights were tried twice. The second time a logistic model of character sequences, classes of words and slots of the frame was
//! trained on 23 000 numbers and denials of all these passages but those that it was asked about, and the rules were those of the day before
//! these were mended (`pages.toml`, `recast.toml`, `bureaus.toml`, `counties.toml`; 1 728 values; thresholds from the other three sets).
//! Trained on what the rules had seen as well, it gave values to numbers without one and took values away: F1 0.890 became 0.893 at the
//! precision of the rules (0.935 and 0.933), and 0.900 at 0.920. With passages that came later F1 was 0.916 at 0.939: it learns from
//! passages what rules learn from them, and no more. Of 86 values that it added at 0.920 30 were wrong.

mod score;

use score::{Score, cases, score};

/// Precision and recall over all measures.
fn overall(name: &str, toml: &str) -> (usize, f64, f64) {
    let cases = cases(toml);
    let mut all = Score::default();
    let scores = score(&cases, &mut |case, code, want, got| {
        eprintln!("{name}: {code}: want {}, got {}: {}", want.unwrap_or("-"), got.unwrap_or("-"), case.text);
    });
    scores.values().for_each(|score| all.add(*score));
    (cases.len(), all.precision(), all.recall())
}

#[test]
fn precision_and_recall_hold() {
    let files = [
        ("dev.toml", include_str!("dev.toml"), 1.0, 0.99),
        ("held.toml", include_str!("held.toml"), 1.0, 0.99),
        ("fresh.toml", include_str!("fresh.toml"), 0.99, 1.0),
        ("apart.toml", include_str!("apart.toml"), 1.0, 1.0),
        ("more.toml", include_str!("more.toml"), 1.0, 1.0),
        ("third.toml", include_str!("third.toml"), 1.0, 1.0),
        ("later.toml", include_str!("later.toml"), 1.0, 1.0),
        ("kinds.toml", include_str!("kinds.toml"), 0.98, 0.98),
        ("second.toml", include_str!("second.toml"), 0.99, 0.98),
        ("unseen.toml", include_str!("unseen.toml"), 0.99, 0.98),
        ("plain.toml", include_str!("plain.toml"), 0.98, 0.97),
        ("final.toml", include_str!("final.toml"), 0.98, 0.97),
        ("wide.toml", include_str!("wide.toml"), 0.97, 0.98),
        ("broad.toml", include_str!("broad.toml"), 0.99, 0.97),
        ("beyond.toml", include_str!("beyond.toml"), 0.98, 0.98),
        ("further.toml", include_str!("further.toml"), 0.99, 0.99),
        ("report.toml", include_str!("report.toml"), 0.98, 0.98),
        ("edges.toml", include_str!("edges.toml"), 0.96, 0.93),
        ("twofold.toml", include_str!("twofold.toml"), 0.98, 0.99),
        ("clerks.toml", include_str!("clerks.toml"), 0.98, 0.97),
        ("offices.toml", include_str!("offices.toml"), 0.99, 0.97),
        ("habits.toml", include_str!("habits.toml"), 0.98, 0.97),
        ("families.toml", include_str!("families.toml"), 0.99, 0.98),
        ("pages.toml", include_str!("pages.toml"), 0.97, 0.94),
        ("modelled.toml", include_str!("modelled.toml"), 0.99, 0.98),
        ("reworded.toml", include_str!("reworded.toml"), 0.98, 0.97),
        ("recast.toml", include_str!("recast.toml"), 0.99, 0.94),
        ("clauses.toml", include_str!("clauses.toml"), 1.0, 0.99),
        ("counties.toml", include_str!("counties.toml"), 0.98, 0.96),
        ("townships.toml", include_str!("townships.toml"), 0.97, 0.98),
        ("departments.toml", include_str!("departments.toml"), 0.96, 0.99),
        ("constructions.toml", include_str!("constructions.toml"), 1.0, 0.99),
        ("bureaus.toml", include_str!("bureaus.toml"), 0.98, 0.98),
        ("kindred.toml", include_str!("kindred.toml"), 1.0, 0.97),
        ("siblings.toml", include_str!("siblings.toml"), 1.0, 0.97),
        ("streets.toml", include_str!("streets.toml"), 1.0, 1.0),
        ("agencies.toml", include_str!("agencies.toml"), 0.98, 0.99),
        ("branches.toml", include_str!("branches.toml"), 0.98, 0.99),
        ("sundry.toml", include_str!("sundry.toml"), 0.99, 1.0),
        ("wordings.toml", include_str!("wordings.toml"), 0.99, 0.99),
        ("sections.toml", include_str!("sections.toml"), 0.97, 0.97),
        ("corners.toml", include_str!("corners.toml"), 1.0, 0.97),
        ("localities.toml", include_str!("localities.toml"), 0.98, 0.99),
        ("regions.toml", include_str!("regions.toml"), 0.97, 0.99),
        ("frontiers.toml", include_str!("frontiers.toml"), 0.98, 1.0),
        ("governments.toml", include_str!("governments.toml"), 0.96, 0.98),
        ("outlands.toml", include_str!("outlands.toml"), 0.98, 0.98),
        ("precincts.toml", include_str!("precincts.toml"), 0.97, 0.98),
        ("boroughs.toml", include_str!("boroughs.toml"), 0.99, 1.0),
        ("wards.toml", include_str!("wards.toml"), 0.96, 0.98),
        ("turns.toml", include_str!("turns.toml"), 1.0, 1.0),
        ("slots.toml", include_str!("slots.toml"), 1.0, 1.0),
        ("bends.toml", include_str!("bends.toml"), 1.0, 1.0),
        ("hamlets.toml", include_str!("hamlets.toml"), 0.98, 0.97),
        ("quarters.toml", include_str!("quarters.toml"), 0.97, 0.97),
        ("villages.toml", include_str!("villages.toml"), 0.99, 0.93),
    ];
    let mut passages = 0;
    let mut below = Vec::new();
    for (name, toml, least_precision, least_recall) in files {
        let (count, precision, recall) = overall(name, toml);
        eprintln!("{name}: precision {precision:.3}, recall {recall:.3}");
        if precision < least_precision || recall < least_recall {
            below.push(name);
        }
        passages += count;
    }
    assert!(below.is_empty(), "below their floors: {below:?}");
    assert!(passages >= 1_700);
}

/// What reports usually write adds up, and is not said to contradict itself.
#[test]
fn passages_that_add_up_are_not_doubted() {
    for toml in [include_str!("unseen.toml"), include_str!("plain.toml")] {
        for case in cases(toml) {
            let findings = score::narrative(&case).findings;
            assert!(findings.is_empty(), "{}: {findings:?}", case.text);
        }
    }
}

#[test]
fn every_measure_is_labelled_five_times() {
    let mut counts: std::collections::BTreeMap<String, u32> = std::collections::BTreeMap::new();
    for toml in [include_str!("dev.toml"), include_str!("held.toml"), include_str!("later.toml")] {
        for case in cases(toml) {
            for code in case.measures() {
                *counts.entry(code.clone()).or_default() += 1;
            }
        }
    }
    for measure in gouji::internals::narrative::measures() {
        let count = counts.get(&measure.code).copied().unwrap_or(0);
        assert!(count >= 5, "{} has {count} passages", measure.code);
    }
}
