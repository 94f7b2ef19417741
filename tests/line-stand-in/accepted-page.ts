import type { AcceptedPush } from './retry-keys.ts';

const shownMax = 50;

/** A small page of the newest accepted messages, about as LINE would show them in a chat. */
export function acceptedPage(accepted: readonly AcceptedPush[]): string {
  const newest = accepted.slice(-shownMax).reverse();
  const cards = newest.map(card).join('\n');
  return `<!doctype html><html lang="zh-Hant-TW"><meta charset="utf-8"><title>LINE stand-in</title>
<meta http-equiv="refresh" content="3"><style>
body{font:15px/1.5 "Noto Sans CJK TC",sans-serif;background:#8cabd8;margin:0;padding:16px;max-width:420px}
article{background:#fff;border-radius:16px;padding:14px;margin:0 0 18px}
h1{font-size:17px;color:#12243d}small{color:#5f6b76}hr{border:0;border-top:1px solid #d8dde2}
.row{display:flex;justify-content:space-between;gap:12px}.big{font-size:26px;font-weight:700}
</style><h1>LINE stand-in：已受理 ${accepted.length} 則</h1>
${cards === '' ? '<p>還沒有訊息。</p>' : cards}</html>`;
}

type Part = { readonly [key: string]: unknown };

function card(push: AcceptedPush): string {
  const { messages } = JSON.parse(push.body) as { messages: Part[] };
  const parts = messages.map((m) =>
    m.type === 'flex'
      ? `<small>${escape(m.altText)}</small><hr>${flex(m.contents)}`
      : `<p>${escape(m.text)}</p>`,
  );
  const time = new Date(push.acceptedAtMs).toISOString();
  return `<article>${parts.join('')}<hr><small>${escape(push.to)}<br>${time}</small></article>`;
}

function flex(node: unknown): string {
  if (Array.isArray(node)) return node.map(flex).join('');
  if (typeof node !== 'object' || node === null) return '';
  const part = node as Part;
  if (part.type === 'bubble') return [part.header, part.body, part.footer].map(flex).join('');
  if (part.type === 'separator') return '<hr>';
  if (part.type === 'text') {
    const look = part.size === 'xxl' ? ' class="big"' : '';
    const text = escape(part.text);
    return `<div${look}>${part.weight === 'bold' ? `<b>${text}</b>` : text}</div>`;
  }
  const inner = flex(part.contents);
  return part.layout === 'vertical' ? inner : `<div class="row">${inner}</div>`;
}

function escape(value: unknown): string {
  const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return String(value ?? '').replace(/[&<>"]/g, (c) => marks[c] ?? c);
}
