/** The feed: what happened, the newest first. */

import { dayOf, html, icon, minuteOf, paint, repeat, sizeText, timeOf } from './elements.js';

export function feedPanel(entries) {
	return html`<section class="feed-panel card border-0 shadow-sm" aria-label="Activity">
		<header class="card-header">
			<h2>События</h2>
			<span class="note">${entries.length || ''}</span>
		</header>
		<ol class="list-group list-group-flush overflow-auto" id="feed">
			${repeat(entries, ({ id }) => id, eventOf)}
		</ol>
		<p class="note text-center p-4" ?hidden=${entries.length > 0}>
			Moves, robot calls and REST refusals show up here.
		</p>
	</section>`;
}

function eventOf(entry) {
	const { tone, sign, title, badge = '', lines } = drawers[entry.kind](entry);
	return html`<li class="event list-group-item d-flex gap-2 small" data-kind=${entry.kind}>
		<span class="sign bg-${tone}-subtle text-${tone}">${icon(sign)}</span>
		<div class="flex-fill overflow-hidden text-break">
			<div class="d-flex align-items-baseline gap-2">
				<b class="flex-fill">${title}</b>
				${badge}
				<span class="note text-nowrap">${timeOf(entry.time)}</span>
			</div>
			${lines}
		</div>
	</li>`;
}

/** How each kind of event looks. */
const drawers = {
	move: ({ by, method, dealId, dealTitle, from, to }) => ({
		tone: 'primary',
		sign: by === 'user' ? 'person-fill' : 'arrow-right',
		title: `#${dealId} ${dealTitle}`,
		lines: [
			html`<div class="hstack flex-wrap gap-1 my-1">
				${tag(from)} ${icon('arrow-right', 'note')} ${tag(to)}
			</div>`,
			by === 'user' ? note('by user') : byRest(method),
		],
	}),
	robot: ({ dealId, stage, url, note: why = '', ...end }) => ({
		tone: 'warning',
		sign: 'lightning-charge-fill',
		title: `Robot · #${dealId}`,
		badge: robotBadge(end),
		lines: [
			html`<div class="hstack flex-wrap gap-1 my-1">${tag(stage)}</div>`,
			html`<div class="event-url note font-monospace" title=${url}>POST ${url}</div>`,
			note(why),
		],
	}),
	dropped: ({ dealId, method, stageId }) => ({
		tone: 'warning',
		sign: 'exclamation-lg',
		title: `#${dealId} not moved`,
		badge: badge('warning', 'HTTP 200'),
		lines: note(`${method}: stage «${stageId}» was ignored without an error, as Bitrix24 does`),
	}),
	refusal: ({ method, status, error, description }) => {
		// An empty code is a code too, and Bitrix24's older methods know no other.
		const text = [error || 'error ""', description].filter(Boolean).join(' – ');
		return {
			tone: 'danger',
			sign: 'x-lg',
			title: method.replace('batch › ', ''),
			badge: badge('danger', status === 0 ? 'dropped' : `HTTP ${status}`),
			lines: note(method.startsWith('batch › ') ? `in a batch: ${text}` : text),
		};
	},
	comment: ({ owner, text, files, method }) => ({
		tone: 'info',
		sign: 'chat-left-text-fill',
		title: `${owner} · comment`,
		lines: [said(text), files.map(fileMark), byRest(method)],
	}),
	todo: ({ owner, title, text, deadline, responsible, method }) => ({
		tone: 'success',
		sign: 'check-lg',
		title: `${owner} · to-do: ${title}`,
		lines: [
			said(text),
			note(`until ${dayOf(deadline)}, ${minuteOf(deadline)} · ${responsible}`),
			byRest(method),
		],
	}),
	call: ({ owner, direction = '', subject, text, client, phone, seconds, files, method }) => {
		// The phone, kept on one line, unless the subject has it already.
		const number = phone.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011');
		const length = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
		const facts = [client, subject.includes(phone) ? '' : number, length];
		return {
			tone: 'success',
			sign: 'telephone-fill',
			title: `${owner} · ${`${direction} call`.trim()}`,
			lines: [
				said(subject),
				said(text),
				note(facts.filter(Boolean).join(' · ')),
				files.map(fileMark),
				byRest(method),
			],
		};
	},
	files: ({ owner, subject, files, method }) => ({
		tone: 'success',
		sign: 'file-earmark-play-fill',
		title: `${owner} · recording`,
		lines: [said(subject), files.map(fileMark), byRest(method)],
	}),
};

const note = (text) => html`<div class="text-body-secondary">${text}</div>`;
const byRest = (method) => note(`by REST · ${method}`);
const said = (text) => html`<div class="said">${text}</div>`;
const badge = (tone, text) =>
	html`<span class="badge bg-${tone}-subtle text-${tone}">${text}</span>`;
const tag = ({ name, color }) =>
	html`<span class="tag badge rounded-pill fw-normal" .style=${paint(color)}>${name}</span>`;

function fileMark({ name, size }) {
	return html`<div class="hstack gap-1">
		${icon('file-earmark-play-fill', 'text-success')}
		<span class="text-success-emphasis text-truncate">${name}</span>
		<span class="note text-nowrap">${sizeText(size)}</span>
	</div>`;
}

function robotBadge({ outcome, status }) {
	if (outcome === 'answered') return badge(status < 400 ? 'success' : 'danger', `HTTP ${status}`);
	return {
		waiting: badge('secondary', 'sending'),
		failed: badge('danger', 'no answer'),
		silent: badge('warning', 'not sent'),
		refused: badge('warning', 'not sent'),
	}[outcome];
}
