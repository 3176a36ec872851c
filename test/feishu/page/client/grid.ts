// In the browser, on a table's page: opens the editor of a cell, saves, adds and deletes rows, drags between lanes,
// filters by text, and looks every two seconds for what others changed.

const tools = document.querySelector<HTMLElement>('[data-grid]');
const rows = document.querySelector<HTMLElement>('[data-rows]');
const editor = document.querySelector<HTMLDialogElement>('[data-editor]');
const find = document.querySelector<HTMLInputElement>('[data-find]');
const here = tools?.dataset['grid'] ?? '';
const refreshMs = 2000;
let drawn = rows?.innerHTML ?? '';
let isDragging = false;

const query = (): string => new URLSearchParams({ view: tools?.dataset['view'] ?? '', as: operator() }).toString();
const operator = (): string => document.querySelector<HTMLSelectElement>('[data-jump="as"]')?.value ?? '';

function applyFilter(): void {
  const words = find?.value.trim().toLowerCase() ?? '';
  for (const row of document.querySelectorAll<HTMLElement>('[data-words]'))
    row.hidden = !(row.dataset['words'] ?? '').includes(words);
}

async function refresh(): Promise<void> {
  if (rows === null || isDragging || document.activeElement?.matches('[data-move]') === true) return;
  const answer = await fetch(`${here}/rows?${query()}`);
  if (!answer.ok) return;
  const next = await answer.text();
  if (next === drawn) return;
  const scroller = rows.querySelector('[data-keep-scroll]');
  const [left, top] = [scroller?.scrollLeft ?? 0, scroller?.scrollTop ?? 0];
  drawn = next;
  rows.innerHTML = next;
  rows.querySelector('[data-keep-scroll]')?.scrollTo(left, top);
  applyFilter();
}

/** Saves and answers with what to tell the person: an empty string when all is well. */
async function save(path: string, body: FormData): Promise<string> {
  body.set('as', operator());
  const answer = await fetch(`${here}${path}`, { method: 'POST', body });
  const problem = answer.ok ? '' : await answer.text();
  await refresh();
  return problem;
}

function fields(entries: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(entries)) form.append(key, value);
  return form;
}

async function openEditor(record: string, field: string): Promise<void> {
  if (editor === null) return;
  const answer = await fetch(`${here}/cell?${new URLSearchParams({ record, field }).toString()}`);
  if (!answer.ok) return;
  editor.innerHTML = await answer.text();
  editor.showModal();
  editor.querySelector<HTMLElement>('textarea, input')?.focus();
}

async function move(record: string, lane: HTMLElement | null, name: string): Promise<void> {
  const field = lane?.dataset['laneField'];
  if (field === undefined) return;
  const problem = await save('/cell', fields({ record, field, value: name }));
  if (problem !== '') window.alert(problem);
}

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const cell = event.target.closest<HTMLElement>('[data-cell]');
  const record = event.target.closest<HTMLElement>('[data-record]')?.dataset['record'];
  if (cell !== null && record !== undefined) return void openEditor(record, cell.dataset['cell'] ?? '');
  const removing = event.target.closest<HTMLElement>('[data-delete]');
  if (removing !== null && window.confirm('确定删除这一行吗？'))
    return void save('/delete', fields({ record: removing.dataset['delete'] ?? '' }));
  if (event.target.closest('[data-add]') !== null) void save('/add', fields({}));
});

editor?.addEventListener('submit', (event) => {
  const form = event.target;
  if (
    !(form instanceof HTMLFormElement) ||
    !(event.submitter instanceof HTMLButtonElement) ||
    event.submitter.value !== 'save'
  )
    return;
  event.preventDefault();
  const body = new FormData(form);
  body.set('record', form.dataset['record'] ?? '');
  body.set('field', form.dataset['field'] ?? '');
  void save('/cell', body).then((problem) => {
    const place = form.querySelector('[data-error]');
    if (problem === '') editor.close();
    else if (place !== null) place.textContent = problem;
  });
});

document.addEventListener('change', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLSelectElement)) return;
  const jump = field.dataset['jump'];
  if (jump !== undefined) {
    const address = new URL(window.location.href);
    address.searchParams.set(jump, field.value);
    window.location.assign(address);
  } else if (field.dataset['arrange'] !== undefined) {
    const [value = '', desc] = field.value.split(' ');
    const view = tools?.dataset['view'] ?? '';
    const what: Readonly<Record<string, string>> =
      field.dataset['arrange'] === 'sort' ? { sort: value, desc: String(desc === 'desc') } : { group: value };
    void save('/arrange', fields({ view, ...what }));
  } else if (field.matches('[data-move]')) {
    const record = field.closest<HTMLElement>('[data-record]')?.dataset['record'] ?? '';
    field.blur();
    void move(record, field.closest<HTMLElement>('[data-lane]'), field.value);
  }
});

find?.addEventListener('input', applyFilter);

const laneAt = (event: DragEvent): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-lane]') : null;
document.addEventListener('dragstart', (event) => {
  const record = event.target instanceof HTMLElement ? event.target.dataset['record'] : undefined;
  if (record === undefined) return;
  isDragging = true;
  event.dataTransfer?.setData('text/plain', record);
});
document.addEventListener('dragend', () => {
  isDragging = false;
  for (const lane of document.querySelectorAll('.lane.over')) lane.classList.remove('over');
});
document.addEventListener('dragover', (event) => {
  const lane = laneAt(event);
  if (lane === null) return;
  event.preventDefault();
  for (const other of document.querySelectorAll('.lane.over')) if (other !== lane) other.classList.remove('over');
  lane.classList.add('over');
});
document.addEventListener('drop', (event) => {
  const lane = laneAt(event);
  const record = event.dataTransfer?.getData('text/plain') ?? '';
  if (lane === null || record === '') return;
  event.preventDefault();
  isDragging = false;
  void move(record, lane, lane.dataset['lane'] ?? '');
});

window.setInterval(() => void refresh(), refreshMs);

// A module of its own: names here are not global.
export {};
