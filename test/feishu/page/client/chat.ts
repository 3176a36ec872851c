// In the browser, on a chat page: presses cards, sends texts, forwards, and keeps the talk up to date.
// Reads what renderCard drew (data-press, data-field, data-kind); decides nothing about the process.

type PressAnswer =
  | {
      readonly kind: 'answered';
      readonly toast: { readonly type: string; readonly content: string } | null;
      readonly openedUrl: string | null;
    }
  | { readonly kind: 'failed'; readonly code: number; readonly msg: string }
  | { readonly kind: 'localError'; readonly msg: string };

const main = document.querySelector<HTMLElement>('[data-chat]');
const talk = document.querySelector<HTMLElement>('.talk');
const forwardDialog = document.querySelector<HTMLDialogElement>('[data-forward]');
const openId = main?.dataset['chat'] ?? '';
const root = `/chats/${encodeURIComponent(openId)}`;
const refreshMs = 1500;
const toastMs = 3500;

let toastTimer = 0;

function showToast(type: string, content: string): void {
  document.querySelector('.toast')?.remove();
  const toast = document.createElement('div');
  toast.className = 'toast';
  toast.dataset['type'] = type;
  toast.dataset['testid'] = 'toast';
  toast.setAttribute('role', 'status');
  toast.textContent = content;
  document.body.append(toast);
  window.clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => toast.remove(), toastMs);
}

const send = (path: string, body: unknown): Promise<Response> =>
  fetch(`${root}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Puts only what changed in place, so that words half typed into another card stay. */
async function refresh(): Promise<void> {
  const answer = await fetch(`${root}/talk`);
  if (!answer.ok || talk === null) return;
  const holder = document.createElement('ul');
  holder.innerHTML = await answer.text();
  const wasAtEnd = window.innerHeight + window.scrollY >= document.body.scrollHeight - 80;
  const before = new Map<string, HTMLElement>();
  for (const item of talk.querySelectorAll<HTMLElement>('[data-message]'))
    before.set(item.dataset['message'] ?? '', item);
  let hasNew = false;
  const next = [...holder.children].map((item) => {
    if (!(item instanceof HTMLElement)) return item;
    const old = before.get(item.dataset['message'] ?? '');
    if (old === undefined) hasNew = hasNew || item.dataset['message'] !== undefined;
    return old !== undefined && old.dataset['mark'] === item.dataset['mark'] ? old : item;
  });
  if (next.length !== talk.children.length || next.some((item, at) => talk.children[at] !== item))
    talk.replaceChildren(...next);
  if (hasNew && wasAtEnd) window.scrollTo({ top: document.body.scrollHeight });
}

const beijing = (value: string): string => (value === '' ? '' : `${value.replace('T', ' ')} +0800`);

/** The value of a field as a callback carries it; undefined = not filled in. */
function fieldValue(field: Element): unknown {
  if (!(field instanceof HTMLElement)) return undefined;
  const kind = field.dataset['kind'];
  if (kind === 'many' || kind === 'oneBox') {
    const chosen = [...field.querySelectorAll<HTMLInputElement>('input:checked')].map((input) => input.value);
    const hadChoice = field.querySelector('[data-initial="true"]') !== null;
    return kind === 'many' ? (chosen.length === 0 && !hadChoice ? undefined : chosen) : chosen[0];
  }
  if (field instanceof HTMLInputElement && kind === 'checker') return field.checked;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
    if (kind === 'text') return field.value;
    // A choice taken back is said aloud, or the first choice of the card would stand.
    if (field.value === '') return (field.dataset['initial'] ?? '') === '' ? undefined : '';
    return kind === 'date' || kind === 'time' || kind === 'datetime-local' ? beijing(field.value) : field.value;
  }
  return undefined;
}

function formValueOf(form: HTMLFormElement): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  let isComplete = true;
  for (const field of form.querySelectorAll<HTMLElement>('[data-field]')) {
    const name = field.dataset['field'] ?? '';
    const value = fieldValue(field);
    const box = field.closest<HTMLElement>('.fc-field, .fc-many, .fc-checker');
    const isMissing =
      field.dataset['required'] === 'true' &&
      (value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0));
    box?.classList.toggle('fc-missing', isMissing);
    if (isMissing) {
      isComplete = false;
      // A field in a folded panel would be marked where nobody sees it.
      for (let fold = field.closest('details'); fold !== null; fold = fold.parentElement?.closest('details') ?? null)
        fold.open = true;
    }
    if (value !== undefined) values[name] = value;
  }
  if (!isComplete) {
    showToast('warning', '请填写必填项');
    form.querySelector('.fc-missing')?.scrollIntoView({ block: 'center', behavior: 'smooth' });
    return undefined;
  }
  return values;
}

/** The second question of a component (二次确认): first line its title, the rest its words. */
function confirmed(question: string): Promise<boolean> {
  const [title = '', ...words] = question.split('\n');
  const dialog = document.createElement('dialog');
  dialog.className = 'sheet';
  const form = document.createElement('form');
  form.method = 'dialog';
  const heading = document.createElement('h2');
  heading.textContent = title;
  const text = document.createElement('p');
  text.textContent = words.join('\n');
  const line = document.createElement('div');
  line.className = 'btn-line';
  for (const [value, label, look] of [
    ['yes', '确定', 'btn btn-main'],
    ['no', '取消', 'btn'],
  ] as const) {
    const button = document.createElement('button');
    button.className = look;
    button.value = value;
    button.textContent = label;
    button.dataset['testid'] = `confirm-${value}`;
    line.append(button);
  }
  form.append(heading, text, line);
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}

async function press(from: HTMLElement, extra: Readonly<Record<string, unknown>>): Promise<void> {
  const item = from.closest<HTMLElement>('[data-message]');
  const path = from.dataset['press'] ?? from.dataset['at'];
  if (item === null || path === undefined) return;
  const question = from.dataset['confirm'];
  if (question !== undefined && !(await confirmed(question))) return;
  from.classList.add('fc-busy');
  try {
    const answer = await send('/press', {
      messageId: item.dataset['message'],
      path,
      asDrawnAt: Number(item.dataset['version']),
      ...extra,
    });
    const result: PressAnswer = await answer.json();
    if (result.kind === 'failed') showToast('error', `操作失败，请稍后重试（${result.code}）`);
    else if (result.kind === 'localError') showToast('warning', result.msg);
    else if (result.toast !== null) showToast(result.toast.type, result.toast.content);
  } catch (error) {
    showToast('error', '网络不可用，请稍后重试');
    throw error;
  } finally {
    from.classList.remove('fc-busy');
    await refresh();
  }
}

function resetForm(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLElement>('[data-initial]')) {
    const initial = field.dataset['initial'] ?? '';
    if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio'))
      field.checked = initial === 'true';
    else if (
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    )
      field.value = initial;
  }
  for (const missing of form.querySelectorAll('.fc-missing')) missing.classList.remove('fc-missing');
}

function turnPage(button: HTMLElement): void {
  const paged = button.closest<HTMLElement>('.fc-paged');
  if (paged === null) return;
  const pages = Number(paged.dataset['pages'] ?? '1');
  const at = Math.min(
    pages - 1,
    Math.max(0, Number(paged.dataset['at'] ?? '0') + Number(button.dataset['turn'] ?? '0')),
  );
  paged.dataset['at'] = String(at);
  for (const row of paged.querySelectorAll<HTMLElement>('tr[data-page]'))
    row.hidden = Number(row.dataset['page']) !== at;
  const label = paged.querySelector('[data-page-label]');
  if (label !== null) label.textContent = `${at + 1} / ${pages}`;
}

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return;
  const turning = event.target.closest<HTMLElement>('[data-turn]');
  if (turning !== null) return turnPage(turning);
  const forwarding = event.target.closest<HTMLElement>('[data-forward-message]');
  if (forwarding !== null && forwardDialog !== null) {
    forwardDialog.dataset['message'] = forwarding.dataset['forwardMessage'] ?? '';
    forwardDialog.returnValue = '';
    return forwardDialog.showModal();
  }
  const target = event.target.closest<HTMLElement>('[data-press], [data-open], [data-reset]');
  if (target === null || event.target.closest('input, select, textarea, a') !== null) return;
  const form = target.closest('form');
  if (target.dataset['reset'] !== undefined && form !== null) return resetForm(form);
  if (target.dataset['open'] !== undefined) window.open(target.dataset['open'], '_blank', 'noopener');
  if (target.dataset['press'] === undefined) return;
  target.closest('details.fc-overflow')?.removeAttribute('open');
  if (target.dataset['submit'] !== undefined && form !== null) {
    const formValue = formValueOf(form);
    if (formValue !== undefined) void press(target, { formValue });
    return;
  }
  void press(target, target.dataset['option'] === undefined ? {} : { option: target.dataset['option'] });
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLElement) || !event.target.matches('.fc-box[data-press]'))
    return;
  void press(event.target, {});
});

document.addEventListener('input', (event) => {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
  const count = document.querySelector<HTMLElement>(`[data-count-for="${field.id}"]`);
  if (count === null || field.id === '') return;
  count.hidden = false;
  count.textContent = `${field.value.length} / ${field.maxLength}`;
});

// Outside a form every choice is an answer at once; inside one it waits for the submit button.
document.addEventListener('change', (event) => {
  if (!(event.target instanceof HTMLElement)) return;
  const field = event.target.closest<HTMLElement>('[data-at]');
  if (field === null || field.closest('form.fc-form') !== null || field.dataset['local'] === 'true') return;
  const value = fieldValue(field);
  if (value === undefined) return;
  const kind = field.dataset['kind'];
  void press(
    field,
    kind === 'text' ? { inputValue: value } : kind === 'checker' ? { checked: value } : { option: value },
  );
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.matches('.fc-form')) event.preventDefault();
  if (!form.matches('.write')) return;
  event.preventDefault();
  const field = form.querySelector('input');
  const text = field?.value.trim() ?? '';
  if (field === null || text === '') return;
  field.value = '';
  void send('/say', { text }).then(refresh);
});

forwardDialog?.addEventListener('close', () => {
  if (forwardDialog.returnValue !== 'send') return;
  const to = forwardDialog.querySelector('select')?.value;
  void send('/forward', { messageId: forwardDialog.dataset['message'], to })
    .then((answer) => answer.text())
    .then((words) => showToast('info', words));
});

window.scrollTo({ top: document.body.scrollHeight });
window.setInterval(() => void refresh(), refreshMs);

// A module of its own: names here are not global.
export {};
