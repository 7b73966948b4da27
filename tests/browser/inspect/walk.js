// Opens whatever can be opened under "Look inside" of the current step, by mouse and by keyboard.
// Tells how many rows and cells it went through, or what went wrong.
const done = arguments[arguments.length - 1];
window.walked ??= { errors: [] };
if (!window.walked.listens) {
  window.walked.listens = true;
  addEventListener('error', event => window.walked.errors.push(event.message));
  addEventListener('unhandledrejection', event => window.walked.errors.push(String(event.reason)));
}

const channel = new MessageChannel();
const turn = () => new Promise(resolve => {
  channel.port1.onmessage = resolve;
  channel.port2.postMessage(null);
});
const all = selector => [...document.querySelectorAll(selector)];
const says = (row, word) => `${row.querySelector('.name').textContent} ${word}`;

function check(holds, what) {
  if (document.querySelector('[role=alertdialog]')) throw new Error(`the page broke: ${what}`);
  if (window.walked.errors.length) throw new Error(`${window.walked.errors.join('; ')}: ${what}`);
  if (!holds) throw new Error(what);
}

async function until(holds, what) {
  for (const start = performance.now(); !holds(); await turn()) {
    check(performance.now() - start < 20000, what);
  }
}

async function show(tab) {
  document.getElementById(tab).click();
  await turn();
  await turn();
  const isThere = () => document.querySelector('.opened:not(.is-stale)')
    && !document.querySelector('#inspect-panel').textContent.includes('Looking inside');
  await until(isThere, 'no answer comes');
}

function press(element, key) {
  element.focus();
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}

/// Closes and opens every row, and what comes to light by that.
async function walkTree(act) {
  const seen = new Set();
  const next = () => all('.tree [role=treeitem]').find(row => !seen.has(row.dataset.row));
  for (let row = next(); row; row = next()) {
    seen.add(row.dataset.row);
    const wasOpen = row.getAttribute('aria-expanded');
    act(row);
    await turn();
    check(row.getAttribute('aria-expanded') !== wasOpen || wasOpen === null, says(row, 'stays as it was'));
    if (wasOpen === 'true') {
      act(row);
      await turn();
      check(row.getAttribute('aria-expanded') === 'true', says(row, 'does not open again'));
    }
  }
  return seen.size;
}

async function walkCells(act) {
  const cells = all('.bytes button.cell');
  for (const cell of cells) {
    act(cell);
    await turn();
    check(cell.isConnected, 'a cell goes away');
  }
  return cells.length;
}

async function walk() {
  let n = 0;
  for (const key of [null, 'Enter', ' ']) {
    // On a row with nothing in it these keys are the page's.
    const keyOf = row => row.hasAttribute('aria-expanded') ? key : 'ArrowDown';
    const act = row => key ? press(row, keyOf(row)) : row.click();
    await show('tab-fields');
    n += await walkTree(act);
    await show('tab-bytes');
    n += await walkTree(act);
    n += await walkCells(cell => key ? press(cell, 'ArrowRight') : cell.click());
  }
  for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End']) {
    all('.tree [role=treeitem]').forEach(row => press(row, key));
    await turn();
    check(true, key);
  }
  return n;
}

walk().then(done, error => done(String(error)));
