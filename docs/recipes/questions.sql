-- Five questions, the same in SQLite (gouji.sqlite) and in DuckDB (over the Parquet files, see duckdb.sql).

-- 1. How large is the share of requests that were refused, by province and year?
SELECT province, year, count(*) AS organs,
       round(sum(ind_refusal_rate * req_total_tot) / sum(req_total_tot), 4) AS refusal_rate
FROM panel JOIN indicators USING (organ_id, year)
WHERE ind_refusal_rate IS NOT NULL
GROUP BY province, year ORDER BY province, year;

-- 2. Who does not reconcile, and why?
SELECT g.organ, g.year, x.code, x.message_en
FROM filings g JOIN findings x USING (filing_id)
WHERE g.verdict = 'flagged' AND g.panel = 'canonical' AND x.severity = 'hard' AND x.rank IS NULL
ORDER BY g.organ, g.year, x.seq;

-- 3. How many requests came in, by kind of applicant and year?
SELECT f.year, c.applicant, sum(f.value) AS requests
FROM figures f JOIN codebook c USING (variable)
WHERE f.canonical AND f.variable LIKE 'req_new_%' AND c.applicant <> 'tot' AND f.value IS NOT NULL
GROUP BY f.year, c.applicant ORDER BY f.year, c.applicant;

-- 4. Who has not filed? (With a list of organs the years of the list, else those between an organ's first and last.)
SELECT organ, year FROM coverage WHERE status = 'missing' ORDER BY organ, year;

-- 5. Whose requests carried out of a year are not those carried into the next?
SELECT a.organ, a.year, a.req_carout_tot AS carried_out, b.req_carin_tot AS carried_in
FROM panel a JOIN panel b ON a.organ_id = b.organ_id AND b.year = a.year + 1
WHERE a.req_carout_tot <> b.req_carin_tot
ORDER BY a.organ, a.year;
