/** The kanban board: reads the portal's state once, then follows its events. Each change draws the page anew. */

import {
	byId,
	dayOf,
	html,
	icon,
	minuteOf,
	money,
	nothing,
	paint,
	post,
	render,
	repeat,
	sizeText,
} from './elements.js';
import { feedPanel } from './feed.js';
import { campaignsPanel, openAtFirstChange, telephonePanel } from './telephone.js';

const page = { portal: '', user: '', pipelines: [], telephone: undefined };
const connection = { state: 'waiting', text: 'connecting' };
const deals = new Map();
const entries = new Map();
let shown = 0;
/** The deal that this page's user has just dropped: its card is already where it goes. */
let dropped = 0;

function draw() {
	render(
		html`
			${bar()}
			<nav class="tabs" role="tablist" aria-label="Pipelines">${page.pipelines.map(tabOf)}</nav>
			<main class="workspace">
				<section class="columns" id="columns" aria-label="Deals by stage">
					${repeat(stagesShown(), ({ id }) => id, columnOf)}
				</section>
				<aside class="side">
					${page.telephone ? telephonePanel(page.telephone) : nothing}
					${page.telephone ? campaignsPanel(page.telephone.campaigns) : nothing}
					${feedPanel([...entries.values()].sort((a, b) => b.id - a.id))}
				</aside>
			</main>
			<div class="toast" id="toast" role="status"></div>
		`,
		document.body,
	);
	if (page.telephone) openAtFirstChange(page.telephone.campaigns);
}

function bar() {
	return html`<header class="bar">
		<span class="mark">${icon('board')}</span>
		<h1>Deals</h1>
		<span class="portal">${page.portal}</span>
		<span class="chip">Bitrix24 stand-in</span>
		<span class="live" data-state=${connection.state}>${connection.text}</span>
		<span class="user">
			<span class="avatar">${page.user.replace(/[^А-ЯЁA-Z]/g, '')}</span>${page.user}
		</span>
	</header>`;
}

function tabOf({ id, name }) {
	const count = [...deals.values()].filter((deal) => deal.categoryId === id).length;
	const show = () => (location.hash = id);
	return html`<button
		type="button"
		role="tab"
		data-category-id=${id}
		aria-selected=${id === shown}
		@click=${show}
	>
		${name}<span class="tab-count">${count}</span>
	</button>`;
}

// ---- columns and cards

function stagesShown() {
	return page.pipelines.find(({ id }) => id === shown)?.stages ?? [];
}

/** The latest moved stands on top. */
function columnOf({ id, name, color, robots }) {
	const here = [...deals.values()]
		.filter(({ stageId }) => stageId === id)
		.sort((a, b) => b.movedTime.localeCompare(a.movedTime) || a.id - b.id);
	const sum = here.reduce((total, { amount }) => total + amount, 0);
	return html`<section
		class="column"
		data-stage-id=${id}
		.style=${paint(color)}
		@dragover=${dragOver}
		@dragleave=${dragLeave}
		@drop=${drop}
	>
		<header class="stage">
			<span>${name}</span>${robots.length > 0 ? robotSign(robots) : nothing}
		</header>
		<div class="stage-sum"><b>${money(sum)}</b><span>${here.length}</span></div>
		<div class="cards">
			${repeat(here, (deal) => deal.id, cardOf)}
			<p class="note no-deals" ?hidden=${here.length > 0}>No deals</p>
		</div>
	</section>`;
}

function robotSign(robots) {
	const text = robots.map(({ name = 'Outgoing webhook', url }) => `${name}: ${url}`).join('\n');
	return html`<span class="stage-robot" role="img" title=${text} aria-label=${text}
		>${icon('bolt')}</span
	>`;
}

function cardOf({ id, movedTime, title, company, contact, amount, calls }) {
	return html`<article
		class="card"
		data-deal-id=${id}
		draggable="true"
		@dragstart=${dragStart}
		@dragend=${(event) => event.currentTarget.classList.remove('dragged')}
	>
		<div class="card-top note"><b>#${id}</b><span>${dayOf(movedTime)}</span></div>
		<div class="card-title">${title}</div>
		<div class="card-client soft">${company ?? contact}</div>
		<b class="card-amount">${money(amount)}</b>
		${calls.length > 0 ? callsMark(calls) : nothing}
	</article>`;
}

/** The calls in the deal's timeline: how many, and how many recordings; which ones, when pointed at. */
function callsMark(calls) {
	const recordings = calls.flatMap(({ files }) => files).length;
	return html`<div class="card-calls" title=${calls.map(lineOfCall).join('\n')}>
		${icon('phone')}<span>${calls.length}</span>
		${recordings > 0 ? html`${icon('file')}<span>${recordings}</span>` : nothing}
	</div>`;
}

function lineOfCall({ subject, time, files }) {
	const sizes = files.map(({ name, size }) => `${name}, ${sizeText(size)}`);
	return [`${dayOf(time)} ${minuteOf(time)}`, subject, ...sizes].join(' · ');
}

// ---- dragging

function dragStart({ currentTarget: card, dataTransfer }) {
	dataTransfer.setData('text/plain', card.dataset.dealId);
	dataTransfer.effectAllowed = 'move';
	card.classList.add('dragged');
}

function dragOver(event) {
	event.preventDefault();
	event.dataTransfer.dropEffect = 'move';
	event.currentTarget.classList.add('over');
}

function dragLeave({ currentTarget: column, relatedTarget }) {
	if (!column.contains(relatedTarget)) column.classList.remove('over');
}

async function drop(event) {
	event.preventDefault();
	event.currentTarget.classList.remove('over');
	const dealId = Number(event.dataTransfer.getData('text/plain'));
	const { stageId } = event.currentTarget.dataset;
	if (deals.get(dealId)?.stageId === stageId) return;
	dropped = dealId;
	const response = await post('move', { dealId, stageId });
	if (response.ok) return;
	dropped = 0;
	toast((await response.json()).message);
}

function toast(text) {
	byId('toast').textContent = text;
	byId('toast').classList.add('shown');
	setTimeout(() => byId('toast').classList.remove('shown'), 4000);
}

// ---- moves

/** A deal changed: its card flies to its new place, or its pipeline's tab lights up. */
function takeDeal(deal) {
	const before = deals.get(deal.id);
	const card = () => document.querySelector(`.columns [data-deal-id="${deal.id}"]`);
	const start = card()?.getBoundingClientRect();
	deals.set(deal.id, deal);
	draw();
	if (before?.stageId === deal.stageId) return;
	if (card()) land(card(), deal.id === dropped ? undefined : start);
	else replay(document.querySelector(`[data-category-id="${deal.categoryId}"]`), 'touched');
	dropped = 0;
}

function land(card, start) {
	card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	const wantsMotion = !matchMedia('(prefers-reduced-motion: reduce)').matches;
	if (start && wantsMotion) fly(card, start, () => replay(card, 'arrived'));
	else replay(card, 'arrived');
}

/** A copy flies above the columns, which would clip the card itself. */
function fly(card, start, landed) {
	const end = card.getBoundingClientRect();
	const ghost = card.cloneNode(true);
	ghost.removeAttribute('data-deal-id');
	ghost.className = 'card ghost';
	ghost.style = card.closest('.column').style.cssText;
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

/** Runs a CSS animation from its start. */
function replay(target, className) {
	target.classList.remove(className);
	void target.offsetWidth;
	target.classList.add(className);
}

// ---- start and follow

async function load() {
	const { deals: all, activity, telephone, ...rest } = await (await fetch('_sandbox/state')).json();
	Object.assign(page, rest);
	for (const map of [deals, entries]) map.clear();
	for (const deal of all) deals.set(deal.id, deal);
	for (const entry of activity) entries.set(entry.id, entry);
	showPipeline();
	if (telephone) takeTelephone(telephone);
}

function showPipeline() {
	const wanted = Number(location.hash.slice(1));
	shown = page.pipelines.some(({ id }) => id === wanted) ? wanted : 0;
	draw();
}

function takeTelephone(view) {
	page.telephone = { ...view, toldAt: performance.now() };
	draw();
}

function setConnection(state, text) {
	Object.assign(connection, { state, text });
	draw();
}

const events = new EventSource('_sandbox/events');
const follow = (name, take) =>
	events.addEventListener(name, (event) => take(JSON.parse(event.data)));
follow('reload', load);
follow('deal', takeDeal);
follow('telephone', takeTelephone);
follow('activity', (entry) => {
	entries.set(entry.id, entry);
	draw();
});
events.addEventListener('open', async () => {
	await load();
	setConnection('live', 'live');
});
events.addEventListener('error', () => setConnection('lost', 'reconnecting'));
addEventListener('hashchange', showPipeline);
setInterval(() => {
	if (page.telephone?.calls.some(({ talk }) => talk?.running)) draw();
}, 250);
