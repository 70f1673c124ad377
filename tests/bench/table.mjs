// The one table that everything ends in.

const COLUMNS = ['what', 'must', 'ours', 'other', 'ratio', 'ok?'];

/**
 * A row: `what`, `unit`, `ours` and, where there are any, `other` (a number),
 * `otherIs` (its name), `must` (words) and `keeps` (does ours keep it?).
 */
export class Table {
  rows = [];
  remarks = [];

  add(row) {
    this.rows.push(row);
    // As they come, so that a run that is broken off still told something.
    console.log(`  ${cells(row).join(' | ')}`);
  }

  /** A line below the table. */
  remark(text) {
    this.remarks.push(text);
  }

  print() {
    const lines = [COLUMNS, ...this.rows.map(cells)];
    const widths = COLUMNS.map((_, at) => Math.max(...lines.map((line) => [...line[at]].length)));
    const draw = (line) => `| ${line.map((cell, at) => cell.padEnd(widths[at] + cell.length - [...cell].length)).join(' | ')} |`;
    console.log(draw(COLUMNS));
    console.log(draw(widths.map((width) => '-'.repeat(width))));
    lines.slice(1).forEach((line) => console.log(draw(line)));
    this.remarks.forEach((remark) => console.log(`\n${remark}`));
  }

  /** How many rows had something to keep, and how many of those did. */
  get score() {
    const judged = this.rows.filter((row) => row.keeps !== undefined);
    return { kept: judged.filter((row) => row.keeps).length, of: judged.length };
  }
}

function cells({ what, must = '–', unit, ours, other, otherIs = '', keeps }) {
  const has = other !== undefined;
  return [
    what,
    must,
    number(ours, unit),
    has ? `${number(other, unit)} ${otherIs}`.trim() : '–',
    has ? `${number(ours / other)} ×` : '–',
    keeps === undefined ? '–' : keeps ? 'yes' : 'NO',
  ];
}

/** Three figures that count, thousands apart. */
export function number(value, unit = '') {
  const decimals = Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 3 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  const text = value.toFixed(decimals).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ' ');
  return unit ? `${text} ${unit}` : text;
}
