/** The kanban board: reads the portal's state once, then follows its events. */

import { element, icon } from './elements.js';
import { takeTelephone } from './telephone.js';

const rubles = new Intl.NumberFormat('ru-RU', {
	style: 'currency',
	currency: 'RUB',
	maximumFractionDigits: 0,
});
const clock = new Intl.DateTimeFormat('ru-RU', {
	hour: '2-digit',
	minute: '2-digit',
	second: '2-digit',
});
const day = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'short' });

const byId = (id) => document.getElementById(id);
const deals = new Map();
const cards = new Map();
const entries = new Map();
let pipelines = [];
/** The deal that this page's user has just dropped: its card is already where it goes. */
let dropped = 0;
let shown = Number(location.hash.slice(1)) || 0;

// ---- small helpers

/** Dark or white text, whichever is easier to read on the colour. */
function inkOn(color) {
	const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255);
	return 0.299 * red + 0.587 * green + 0.114 * blue > 0.56 ? '#10233a' : '#ffffff';
}

function paint(target, color) {
	target.style.setProperty('--stage', color);
	target.style.setProperty('--stage-ink', inkOn(color));
}

function toast(text) {
	byId('toast').textContent = text;
	byId('toast').classList.add('shown');
	setTimeout(() => byId('toast').classList.remove('shown'), 4000);
}

/** Runs a CSS animation from its start. */
function replay(target, className) {
	target.classList.remove(className);
	void target.offsetWidth;
	target.classList.add(className);
}

// ---- pipelines

function drawTabs() {
	byId('tabs').replaceChildren(...pipelines.map(tabOf));
}

function tabOf(pipeline) {
	const count = [...deals.values()].filter((deal) => deal.categoryId === pipeline.id).length;
	const tab = element('button', 'tab', pipeline.name, element('span', 'tab-count', String(count)));
	tab.type = 'button';
	tab.dataset.categoryId = pipeline.id;
	tab.setAttribute('role', 'tab');
	tab.setAttribute('aria-selected', String(pipeline.id === shown));
	tab.addEventListener('click', () => {
		location.hash = pipeline.id;
	});
	return tab;
}

function showPipeline(id) {
	shown = pipelines.some((pipeline) => pipeline.id === id) ? id : 0;
	drawTabs();
	drawColumns();
}

// ---- columns

function drawColumns() {
	const pipeline = pipelines.find((candidate) => candidate.id === shown);
	cards.clear();
	byId('columns').replaceChildren(...(pipeline?.stages ?? []).map(columnOf));
	placeCards();
}

function columnOf(stage) {
	const head = element(
		'header',
		'stage',
		element('span', 'stage-name', stage.name),
		robotSign(stage),
	);
	const column = element(
		'section',
		'column',
		head,
		element('div', 'stage-sum'),
		element('div', 'cards'),
	);
	column.dataset.stageId = stage.id;
	column.dataset.semantics = stage.semantics;
	paint(column, stage.color);
	acceptCards(column);
	return column;
}

function robotSign(stage) {
	if (stage.robots.length === 0) return undefined;
	const sign = element('span', 'stage-robot', icon('bolt'));
	const text = stage.robots
		.map((robot) => `${robot.name ?? 'Outgoing webhook'}: ${robot.url}`)
		.join('\n');
	sign.title = text;
	sign.setAttribute('role', 'img');
	sign.setAttribute('aria-label', text);
	return sign;
}

/** Puts every card into its column, the latest moved on top. Cards that stand right are not touched. */
function placeCards() {
	for (const column of byId('columns').children) {
		const here = [...deals.values()]
			.filter((deal) => deal.stageId === column.dataset.stageId)
			.sort((a, b) => b.movedTime.localeCompare(a.movedTime) || a.id - b.id);
		const list = column.querySelector('.cards');
		here.forEach((deal, index) => {
			const card = cardOf(deal);
			if (list.children[index] !== card) list.insertBefore(card, list.children[index] ?? null);
		});
		drawSum(column.querySelector('.stage-sum'), here);
	}
}

function drawSum(target, here) {
	const sum = here.reduce((total, deal) => total + deal.amount, 0);
	target.replaceChildren(
		element('b', '', rubles.format(sum)),
		element('span', '', String(here.length)),
	);
}

// ---- cards

function cardOf(deal) {
	const card = cards.get(deal.id) ?? newCard(deal.id);
	card.replaceChildren(
		element(
			'div',
			'card-top',
			element('span', 'card-number', `#${deal.id}`),
			element('span', '', day.format(new Date(deal.movedTime)).replace('.', '')),
		),
		element('div', 'card-title', deal.title),
		element('div', 'card-client', deal.company ?? deal.contact ?? ''),
		element('div', 'card-amount', rubles.format(deal.amount)),
		callsMark(deal.calls),
	);
	return card;
}

/** The calls in the deal's timeline: how many, and how many recordings; which ones, when pointed at. */
function callsMark(calls) {
	if (calls.length === 0) return '';
	const recordings = calls.flatMap(({ files }) => files);
	const mark = element(
		'div',
		'card-calls',
		icon('phone'),
		element('span', '', String(calls.length)),
	);
	if (recordings.length > 0)
		mark.append(icon('file'), element('span', '', String(recordings.length)));
	mark.title = calls.map(lineOfCall).join('\n');
	return mark;
}

function lineOfCall({ subject, time, files }) {
	const at = new Date(time);
	const sizes = files.map(({ name, size }) => `${name}, ${sizeText(size)}`);
	return [
		`${day.format(at).replace('.', '')} ${clock.format(at).slice(0, 5)} · ${subject}`,
		...sizes,
	].join(' · ');
}

function newCard(id) {
	const card = element('article', 'card');
	card.dataset.dealId = id;
	card.draggable = true;
	card.addEventListener('dragstart', (event) => {
		event.dataTransfer.setData('text/plain', String(id));
		event.dataTransfer.effectAllowed = 'move';
		card.classList.add('dragged');
	});
	card.addEventListener('dragend', () => card.classList.remove('dragged'));
	cards.set(id, card);
	return card;
}

function acceptCards(column) {
	column.addEventListener('dragover', (event) => {
		event.preventDefault();
		event.dataTransfer.dropEffect = 'move';
		column.classList.add('over');
	});
	column.addEventListener('dragleave', (event) => {
		if (!column.contains(event.relatedTarget)) column.classList.remove('over');
	});
	column.addEventListener('drop', (event) => {
		event.preventDefault();
		column.classList.remove('over');
		void moveDeal(Number(event.dataTransfer.getData('text/plain')), column.dataset.stageId);
	});
}

async function moveDeal(dealId, stageId) {
	if (deals.get(dealId)?.stageId === stageId) return;
	dropped = dealId;
	const response = await fetch('_sandbox/move', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ dealId, stageId }),
	});
	if (response.ok) return;
	dropped = 0;
	toast((await response.json()).message);
}

/** A deal changed: its card flies to its new place. */
function takeDeal(deal) {
	const before = deals.get(deal.id);
	const start = cards.get(deal.id)?.getBoundingClientRect();
	deals.set(deal.id, deal);
	placeCards();
	drawTabs();
	const card = byId('columns').querySelector(`[data-deal-id="${deal.id}"]`);
	if (!belongsHere(deal)) removeCard(deal.id);
	if (before?.stageId === deal.stageId) return;
	if (card && belongsHere(deal)) land(card, deal.id === dropped ? undefined : start);
	else replay(byId('tabs').querySelector(`[data-category-id="${deal.categoryId}"]`), 'touched');
	dropped = 0;
}

function belongsHere(deal) {
	return deal.categoryId === shown;
}

function removeCard(id) {
	cards.get(id)?.remove();
	cards.delete(id);
}

function land(card, start) {
	card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	const wantsMotion = !matchMedia('(prefers-reduced-motion: reduce)').matches;
	if (start?.width && wantsMotion) fly(card, start, () => replay(card, 'arrived'));
	else replay(card, 'arrived');
}

/** A copy flies above the columns, which would clip the card itself. */
function fly(card, start, landed) {
	const end = card.getBoundingClientRect();
	const ghost = card.cloneNode(true);
	ghost.removeAttribute('data-deal-id');
	ghost.classList.remove('dragged', 'arrived');
	ghost.classList.add('ghost');
	paint(ghost, getComputedStyle(card).getPropertyValue('--stage').trim());
	Object.assign(ghost.style, {
		left: `${end.left}px`,
		top: `${end.top}px`,
		width: `${end.width}px`,
	});
	document.body.append(ghost);
	card.classList.add('flying');
	const shift = `translate(${start.left - end.left}px, ${start.top - end.top}px)`;
	const flight = ghost.animate(
		[
			{ transform: shift },
			{ transform: `${shift} rotate(2deg) scale(1.03)`, offset: 0.2 },
			{ transform: 'none' },
		],
		{ duration: 480, easing: 'cubic-bezier(0.3, 0, 0.2, 1)' },
	);
	flight.onfinish = () => {
		ghost.remove();
		card.classList.remove('flying');
		landed();
	};
}

// ---- the feed

function takeEntry(entry, fresh = true) {
	const drawn = eventOf(entry);
	const old = entries.get(entry.id);
	entries.set(entry.id, drawn);
	if (old) return old.replaceWith(drawn);
	byId('feed').prepend(drawn);
	if (fresh) drawn.classList.add('fresh');
	byId('feed-count').textContent = String(entries.size);
}

const drawers = {
	move: drawMove,
	robot: drawRobot,
	dropped: drawDropped,
	refusal: drawRefusal,
	comment: drawComment,
	todo: drawTodo,
	call: drawCall,
	files: drawFiles,
};

function eventOf(entry) {
	const { tone, sign, title, badge, lines } = drawers[entry.kind](entry);
	const time = element('span', 'event-time', clock.format(new Date(entry.time)));
	const head = element('div', 'event-head', element('span', '', title), badge, time);
	const made = element(
		'li',
		`event tone-${tone}`,
		element('span', 'event-icon', icon(sign)),
		element('div', '', head, ...lines),
	);
	made.dataset.kind = entry.kind;
	return made;
}

function drawMove(entry) {
	const byUser = entry.by === 'user';
	return {
		tone: byUser ? 'user' : 'move',
		sign: byUser ? 'hand' : 'move',
		title: `#${entry.dealId} ${entry.dealTitle}`,
		lines: [
			element('div', 'path', tag(entry.from), icon('move'), tag(entry.to)),
			element('div', 'event-note', byUser ? 'by user' : `by REST · ${entry.method}`),
		],
	};
}

function drawRobot(entry) {
	return {
		tone: 'robot',
		sign: 'bolt',
		title: `Robot · #${entry.dealId}`,
		badge: robotBadge(entry),
		lines: [
			element('div', 'path', tag(entry.stage)),
			urlOf(entry.url),
			element('div', 'event-note', entry.note ?? ''),
		],
	};
}

function urlOf(url) {
	const made = element('div', 'event-url', `POST ${url}`);
	made.title = url;
	return made;
}

function robotBadge({ outcome, status }) {
	if (outcome === 'answered')
		return element('span', `badge badge-${status < 400 ? 'good' : 'bad'}`, `HTTP ${status}`);
	const [kind, text] = {
		waiting: ['wait', 'sending'],
		failed: ['bad', 'no answer'],
		silent: ['dim', 'not sent'],
		refused: ['dim', 'not sent'],
	}[outcome];
	return element('span', `badge badge-${kind}`, text);
}

function drawDropped(entry) {
	return {
		tone: 'dropped',
		sign: 'warn',
		title: `#${entry.dealId} not moved`,
		badge: element('span', 'badge badge-dim', 'HTTP 200'),
		lines: [
			element(
				'div',
				'event-note',
				`${entry.method}: stage «${entry.stageId}» was ignored without an error, as Bitrix24 does`,
			),
		],
	};
}

function drawRefusal(entry) {
	return {
		tone: 'refusal',
		sign: 'stop',
		title: entry.method.replace('batch › ', ''),
		badge: element(
			'span',
			'badge badge-bad',
			entry.status === 0 ? 'dropped' : `HTTP ${entry.status}`,
		),
		lines: [element('div', 'event-note', refusalText(entry))],
	};
}

function drawComment(entry) {
	return {
		tone: 'note',
		sign: 'note',
		title: `${entry.owner} · comment`,
		lines: [
			element('div', 'event-text', entry.text),
			...entry.files.map(fileMark),
			element('div', 'event-note', `by REST · ${entry.method}`),
		],
	};
}

function drawTodo(entry) {
	const due =
		`${day.format(new Date(entry.deadline)).replace('.', '')}, ` +
		`${clock.format(new Date(entry.deadline)).slice(0, 5)}`;
	return {
		tone: 'todo',
		sign: 'check',
		title: `${entry.owner} · to-do: ${entry.title}`,
		lines: [
			element('div', 'event-text', entry.text),
			element('div', 'event-note', `until ${due} · ${entry.responsible}`),
			element('div', 'event-note', `by REST · ${entry.method}`),
		],
	};
}

function drawCall(entry) {
	return {
		tone: 'call',
		sign: 'phone',
		title: [entry.owner, `${entry.direction ?? ''} call`.trim()].join(' · '),
		lines: [
			element('div', 'event-text', entry.subject),
			element('div', 'event-text', entry.text),
			element(
				'div',
				'event-note',
				[entry.client, phoneBeside(entry), lengthText(entry.seconds)].filter(Boolean).join(' · '),
			),
			...entry.files.map(fileMark),
			element('div', 'event-note', `by REST · ${entry.method}`),
		],
	};
}

function drawFiles(entry) {
	return {
		tone: 'call',
		sign: 'file',
		title: `${entry.owner} · recording`,
		lines: [
			element('div', 'event-text', entry.subject),
			...entry.files.map(fileMark),
			element('div', 'event-note', `by REST · ${entry.method}`),
		],
	};
}

function fileMark({ name, size }) {
	return element(
		'div',
		'file',
		icon('file'),
		element('span', 'file-name', name),
		element('span', 'file-size', sizeText(size)),
	);
}

/** The phone, kept on one line, unless the subject has it already. */
function phoneBeside({ subject, phone }) {
	return subject.includes(phone) ? '' : phone.replaceAll(' ', '\u00a0').replaceAll('-', '\u2011');
}

/** `2:05`, minutes and seconds. */
function lengthText(seconds) {
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function sizeText(bytes) {
	if (bytes < 1000) return `${bytes} B`;
	return bytes < 1_000_000
		? `${Math.round(bytes / 1000)} KB`
		: `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** An empty code is a code too, and Bitrix24's older methods know no other. */
function refusalText({ method, error, description }) {
	const text = [error || 'error ""', description].filter(Boolean).join(' – ');
	return method.startsWith('batch › ') ? `in a batch: ${text}` : text;
}

function tag(stage) {
	const made = element('span', 'tag', stage.name);
	paint(made, stage.color);
	return made;
}

// ---- start and follow

async function load() {
	const state = await (await fetch('_sandbox/state')).json();
	pipelines = state.pipelines;
	for (const map of [deals, entries]) map.clear();
	for (const deal of state.deals) deals.set(deal.id, deal);
	byId('portal').textContent = state.portal;
	byId('user').textContent = state.user;
	byId('avatar').textContent = state.user.replace(/[^А-ЯЁA-Z]/g, '');
	byId('feed').replaceChildren();
	byId('feed-count').textContent = '';
	for (const entry of [...state.activity].reverse()) takeEntry(entry, false);
	takeTelephone(state.telephone);
	showPipeline(shown);
}

function setLive(state, text) {
	byId('live').dataset.state = state;
	byId('live').textContent = text;
}

const events = new EventSource('_sandbox/events');
events.addEventListener('open', async () => {
	await load();
	setLive('live', 'live');
});
events.addEventListener('error', () => setLive('lost', 'reconnecting'));
events.addEventListener('reload', () => void load());
events.addEventListener('deal', (event) => takeDeal(JSON.parse(event.data)));
events.addEventListener('telephone', (event) => takeTelephone(JSON.parse(event.data)));
events.addEventListener('activity', (event) => takeEntry(JSON.parse(event.data)));
addEventListener('hashchange', () => showPipeline(Number(location.hash.slice(1)) || 0));
