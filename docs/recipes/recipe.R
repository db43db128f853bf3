# The five questions of questions.sql with base R, on the CSV files: Rscript recipe.R DATASET
# Codes keep their zeros and words stay words: a column is a number only where the schema says so.
folder <- commandArgs(trailingOnly = TRUE)[1]
text <- c("filing_id", "organ_id", "division_code", "organ", "province", "variable", "raw", "label")
load <- function(name) {
  path <- file.path(folder, paste0(name, ".csv"))
  head <- names(read.csv(path, nrows = 1, check.names = FALSE, fileEncoding = "UTF-8"))
  classes <- ifelse(head %in% text, "character", NA)
  read.csv(path, colClasses = classes, na.strings = "", check.names = FALSE, encoding = "UTF-8", stringsAsFactors = FALSE)
}
show <- function(number, table) {
  cat("-- ", number, "\n", sep = "")
  if (nrow(table)) write.table(table, sep = "\t", quote = FALSE, row.names = FALSE, col.names = FALSE)
}
by <- function(table, ...) table[order(..., method = "radix"), ]

panel <- load("panel")
rates <- merge(panel, load("indicators")[c("organ_id", "year", "ind_refusal_rate")], by = c("organ_id", "year"))
rates <- rates[!is.na(rates$ind_refusal_rate), ]
rates$refused <- rates$ind_refusal_rate * rates$req_total_tot
sums <- aggregate(cbind(organs = 1, refused, req_total_tot) ~ province + year, rates, sum)
sums <- by(sums, sums$province, sums$year)
show(1, data.frame(sums$province, sums$year, sums$organs, round(sums$refused / sums$req_total_tot, 4)))

filings <- load("filings")
flagged <- filings[filings$verdict == "flagged" & filings$panel == "canonical", c("filing_id", "organ", "year")]
findings <- load("findings")
why <- merge(flagged, findings[findings$severity == "hard" & is.na(findings$rank), ], by = "filing_id")
why <- by(why, why$organ, why$year, why$seq)
show(2, why[c("organ", "year", "code", "message_en")])

figures <- load("figures")
new <- figures[figures$canonical == "true" & grepl("^req_new_", figures$variable) & !is.na(figures$value), ]
new <- merge(new, load("codebook")[c("variable", "applicant")], by = "variable")
new <- aggregate(value ~ applicant + year, new[new$applicant != "tot", ], sum)
new <- by(new, new$year, new$applicant)
show(3, new[c("year", "applicant", "value")])

coverage <- load("coverage")
missing <- coverage[coverage$status == "missing", ]
show(4, by(missing, missing$organ, missing$year)[c("organ", "year")])

after <- data.frame(organ_id = panel$organ_id, year = panel$year - 1, carried_in = panel$req_carin_tot)
both <- merge(panel[c("organ_id", "organ", "year", "req_carout_tot")], after, by = c("organ_id", "year"))
differ <- both[which(both$req_carout_tot != both$carried_in), ]
show(5, by(differ, differ$organ, differ$year)[c("organ", "year", "req_carout_tot", "carried_in")])
