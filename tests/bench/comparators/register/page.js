// A register page as one writes it by hand when only speed counts: the text of
// each row in lower case beforehand, and only the rows that are seen drawn.

const ROW_HEIGHT = 40;
const SPARE_ROWS = 4;
const COLUMNS = ['plattform', 'konto', 'enhet', 'forvaltning', 'beskrivning', 'oppet', 'status', 'kontrollerad'];

const search = document.getElementById('fritext');
const count = document.getElementById('antal');
const list = document.getElementById('lista');
const table = document.querySelector('table');
const body = table.tBodies[0];

const { konton: rows } = await (await fetch('/rows.json')).json();
const collator = new Intl.Collator('sv');
rows.sort((a, b) => collator.compare(a.enhet, b.enhet));
const texts = rows.map((row) =>
  `${row.konto} ${row.enhet} ${row.forvaltning} ${row.beskrivning} ${row.plattform}`.toLowerCase());

let found = rows.map((_, number) => number);
const drawn = [];

function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  found = [];
  for (let number = 0; number < texts.length; number += 1) {
    const text = texts[number];
    if (words.every((word) => text.includes(word))) found.push(number);
  }
  count.textContent = `${found.length} av ${rows.length} konton`;
  list.scrollTop = 0;
  table.style.height = `${(1 + found.length) * ROW_HEIGHT}px`;
  draw();
}

function draw() {
  const first = Math.max(0, Math.floor(list.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
  const fits = Math.ceil(list.clientHeight / ROW_HEIGHT) + 2 * SPARE_ROWS;
  const last = Math.min(found.length, first + fits);
  while (drawn.length < last - first) drawn.push(body.appendChild(element()));
  while (last - first < drawn.length) drawn.pop().remove();
  body.style.transform = `translateY(${first * ROW_HEIGHT}px)`;
  for (let at = first; at < last; at += 1) fill(drawn[at - first], rows[found[at]]);
}

function element() {
  const row = document.createElement('tr');
  for (const column of COLUMNS) {
    const cell = row.insertCell();
    if (column === 'konto') cell.append(document.createElement('a'));
  }
  return row;
}

function fill(element, row) {
  COLUMNS.forEach((column, at) => {
    const cell = element.cells[at];
    if (column === 'konto') {
      cell.firstChild.href = row.adress;
      cell.firstChild.textContent = row.konto;
    } else if (column === 'oppet') {
      cell.textContent = row.oppet ? 'Öppet' : 'Slutet';
    } else {
      cell.textContent = row[column] ?? '';
    }
  });
}

search.addEventListener('input', filter);
list.addEventListener('scroll', draw, { passive: true });
filter();
