/** The feed: what happened, the newest first. */

import { dayOf, html, icon, minuteOf, paint, repeat, sizeText, timeOf } from './elements.js';

export function feedPanel(entries) {
	return html`<section class="panel" aria-label="Activity">
		<header class="panel-head">
			<h2>События</h2>
			<span class="note">${entries.length || ''}</span>
		</header>
		<ol class="feed" id="feed">
			${repeat(entries, ({ id }) => id, eventOf)}
		</ol>
		<p class="note feed-empty" ?hidden=${entries.length > 0}>
			Moves, robot calls and REST refusals show up here.
		</p>
	</section>`;
}

function eventOf(entry) {
	const { tone, sign, title, badge = '', lines } = drawers[entry.kind](entry);
	return html`<li class="event" data-kind=${entry.kind} data-tone=${tone}>
		<span class="event-icon">${icon(sign)}</span>
		<div>
			<div class="event-head">
				<span>${title}</span>
				${badge}
				<span class="event-time">${timeOf(entry.time)}</span>
			</div>
			${lines}
		</div>
	</li>`;
}

/** How each kind of event looks. */
const drawers = {
	move: ({ by, method, dealId, dealTitle, from, to }) => ({
		...(by === 'user' ? { tone: 'user', sign: 'hand' } : { tone: 'move', sign: 'move' }),
		title: `#${dealId} ${dealTitle}`,
		lines: [
			html`<div class="path">${tag(from)} ${icon('move')} ${tag(to)}</div>`,
			by === 'user' ? note('by user') : byRest(method),
		],
	}),
	robot: ({ dealId, stage, url, note: why = '', ...end }) => ({
		tone: 'robot',
		sign: 'bolt',
		title: `Robot · #${dealId}`,
		badge: robotBadge(end),
		lines: [
			html`<div class="path">${tag(stage)}</div>`,
			html`<div class="event-url" title=${url}>POST ${url}</div>`,
			note(why),
		],
	}),
	dropped: ({ dealId, method, stageId }) => ({
		tone: 'dropped',
		sign: 'warn',
		title: `#${dealId} not moved`,
		badge: badge('dim', 'HTTP 200'),
		lines: note(`${method}: stage «${stageId}» was ignored without an error, as Bitrix24 does`),
	}),
	refusal: ({ method, status, error, description }) => {
		// An empty code is a code too, and Bitrix24's older methods know no other.
		const text = [error || 'error ""', description].filter(Boolean).join(' – ');
		return {
			tone: 'refusal',
			sign: 'stop',
			title: method.replace('batch › ', ''),
			badge: badge('bad', status === 0 ? 'dropped' : `HTTP ${status}`),
			lines: note(method.startsWith('batch › ') ? `in a batch: ${text}` : text),
		};
	},
	comment: ({ owner, text, files, method }) => ({
		tone: 'note',
		sign: 'note',
		title: `${owner} · comment`,
		lines: [said(text), files.map(fileMark), byRest(method)],
	}),
	todo: ({ owner, title, text, deadline, responsible, method }) => ({
		tone: 'todo',
		sign: 'check',
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
			tone: 'call',
			sign: 'phone',
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
		tone: 'call',
		sign: 'file',
		title: `${owner} · recording`,
		lines: [said(subject), files.map(fileMark), byRest(method)],
	}),
};

const note = (text) => html`<div class="event-note">${text}</div>`;
const byRest = (method) => note(`by REST · ${method}`);
const said = (text) => html`<div class="event-text">${text}</div>`;
const badge = (tone, text) => html`<span class="badge" data-tone=${tone}>${text}</span>`;
const tag = ({ name, color }) => html`<span class="tag" .style=${paint(color)}>${name}</span>`;

function fileMark({ name, size }) {
	return html`<div class="file">
		${icon('file')}<span class="cut">${name}</span><span class="event-note">${sizeText(size)}</span>
	</div>`;
}

function robotBadge({ outcome, status }) {
	if (outcome === 'answered') return badge(status < 400 ? 'good' : 'bad', `HTTP ${status}`);
	return {
		waiting: badge('wait', 'sending'),
		failed: badge('bad', 'no answer'),
		silent: badge('dim', 'not sent'),
		refused: badge('dim', 'not sent'),
	}[outcome];
}
