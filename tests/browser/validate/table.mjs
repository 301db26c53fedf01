// CSV: RFC 4180, and cells that a spreadsheet does not run.
import { parse } from "csv-parse/sync";

const NUMBER = /^[-+]?\d+(\.\d+)?$/;

/** @param least how many rows there must be below the header */
export function table(site, file, least = 1) {
  const problems = [];
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  let rows;
  try {
    const source = site.text(file);
    // With every CRLF and every quoted cell taken away no line break may be left: the parser would take one for text.
    if (/[\r\n]/.test(source.replace(/"(?:[^"]|"")*"/g, "").replaceAll("\r\n", ""))) say("file", "a line does not end in CRLF");
    rows = parse(source, { bom: true, record_delimiter: "\r\n", relax_column_count: false, relax_quotes: false, skip_empty_lines: false });
  } catch (error) {
    return [...problems, `${file}: ${error.message}`];
  }
  const [header = [], ...data] = rows;
  if (header.some((name) => !name.trim())) say("header", "a column has no name");
  if (new Set(header).size !== header.length) say("header", "two columns have one name");
  if (header.length < 2) say("header", `${header.length} columns`);
  if (data.length < least) say("file", `${data.length} rows, at least ${least} are due`);
  rows.forEach((cells, row) => {
    cells.forEach((cell, column) => {
      const where = `row ${row + 1}, column ${column + 1}`;
      if (/^[=+\-@\t\r]/.test(cell) && !NUMBER.test(cell)) say(where, `a spreadsheet would take it for a formula: ${JSON.stringify(cell)}`);
      if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(cell)) say(where, `a control character: ${JSON.stringify(cell)}`);
    });
    if (row && cells.every((cell) => !cell)) say(`row ${row + 1}`, "is empty");
  });
  return problems;
}
