/** The kanban board: reads the portal's state once, then follows its events. Each change draws the page anew. */

import {
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
const connection = { tone: 'secondary', text: 'connecting' };
/** A word to the user; while it is empty, nothing is shown. */
const toast = { text: '', isShown: false };
const deals = new Map();
const entries = new Map();
let shown = 0;
/** The deal that this page's user has just dropped: its card is already where it goes. */
let dropped = 0;
/** The deal whose card flies. */
let flying = 0;

function draw() {
	render(
		html`
			${bar()}
			<nav
				class="nav nav-underline gap-0 px-3 bg-white border-bottom"
				role="tablist"
				aria-label="Pipelines"
			>
				${page.pipelines.map(tabOf)}
			</nav>
			<main class="d-md-flex flex-fill gap-2 p-3 overflow-auto">
				<section class="columns d-flex gap-2 overflow-x-auto" aria-label="Deals by stage">
					${repeat(stagesShown(), ({ id }) => id, columnOf)}
				</section>
				<aside class="side vstack gap-2 overflow-y-auto mt-2 mt-md-0">
					${page.telephone ? telephonePanel(page.telephone) : nothing}
					${page.telephone ? campaignsPanel(page.telephone.campaigns) : nothing}
					${feedPanel([...entries.values()].sort((a, b) => b.id - a.id))}
				</aside>
			</main>
			<div
				class="toast fade d-block pe-none border-0 fs-6 text-white p-3 mb-4
					position-fixed bottom-0 start-50 translate-middle-x ${toast.isShown ? 'show' : ''}"
				role="status"
			>
				${toast.text}
			</div>
		`,
		document.body,
	);
	if (page.telephone) openAtFirstChange(page.telephone.campaigns);
}

function bar() {
	return html`<header class="bar hstack gap-3 px-3 py-2 small text-nowrap">
		<span class="logo sign bg-primary fs-5">${icon('kanban')}</span>
		<h1 class="fs-5 fw-bold mb-0">Deals</h1>
		<span class="text-truncate fs-6">${page.portal}</span>
		<span class="badge rounded-pill border fw-normal d-none d-md-block">Bitrix24 stand-in</span>
		<span class="hstack gap-2 ms-auto">
			<span class="rounded-circle p-1 bg-${connection.tone}"></span>${connection.text}
		</span>
		<span class="sign bg-secondary fw-bold">${page.user.replace(/[^А-ЯЁA-Z]/g, '')}</span>
		<span class="d-none d-md-block">${page.user}</span>
	</header>`;
}

function tabOf({ id, name }) {
	const count = [...deals.values()].filter((deal) => deal.categoryId === id).length;
	const show = () => (location.hash = id);
	return html`<button
		type="button"
		role="tab"
		class="nav-link px-3 ${id === shown ? 'active border-primary' : ''}"
		data-category-id=${id}
		aria-selected=${id === shown}
		@click=${show}
	>
		${name}
		<span class="badge rounded-pill bg-body-secondary text-body-secondary ms-1">${count}</span>
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
		class="column vstack rounded-3"
		data-stage-id=${id}
		.style=${paint(color)}
		@dragover=${dragOver}
		@dragleave=${dragLeave}
		@drop=${drop}
	>
		<header class="stage hstack gap-1 small fw-bold lh-1 text-break">
			<span>${name}</span>${robots.length > 0 ? robotSign(robots) : nothing}
		</header>
		<div class="d-flex justify-content-between small text-nowrap px-2 py-1">
			<b>${money(sum)}</b><span>${here.length}</span>
		</div>
		<div class="vstack gap-2 overflow-y-auto p-1">
			${repeat(here, (deal) => deal.id, cardOf)}
			<p class="no-deals note border rounded-3 text-center p-3 mb-0" ?hidden=${here.length > 0}>
				No deals
			</p>
		</div>
	</section>`;
}

function robotSign(robots) {
	const text = robots.map(({ name = 'Outgoing webhook', url }) => `${name}: ${url}`).join('\n');
	return html`<span
		class="robot sign bg-white text-warning ms-auto"
		role="img"
		title=${text}
		aria-label=${text}
		>${icon('lightning-charge-fill')}</span
	>`;
}

function cardOf({ id, movedTime, title, company, contact, amount, calls }) {
	return html`<article
		class="deal card border-0 shadow-sm p-2 ps-3"
		data-deal-id=${id}
		.style=${id === flying ? 'view-transition-name: flying' : ''}
		draggable="true"
		@dragstart=${dragStart}
		@dragend=${(event) => event.currentTarget.classList.remove('opacity-50')}
	>
		<div class="d-flex justify-content-between note">
			<b class="text-primary">#${id}</b><span>${dayOf(movedTime)}</span>
		</div>
		<b class="lh-sm">${title}</b>
		<span class="small text-body-secondary my-1">${company ?? contact}</span>
		<b>${money(amount)}</b>
		${calls.length > 0 ? callsMark(calls) : nothing}
	</article>`;
}

/** The calls in the deal's timeline: how many, and how many recordings; which ones, when pointed at. */
function callsMark(calls) {
	const recordings = calls.flatMap(({ files }) => files).length;
	const mark = (sign, count) => html`${icon(sign)}<span>${count}</span>`;
	return html`<div
		class="card-calls hstack gap-1 small fw-bold text-success mt-1"
		title=${calls.map(lineOfCall).join('\n')}
	>
		${mark('telephone-fill', calls.length)}
		${recordings > 0 ? mark('file-earmark-play-fill', recordings) : nothing}
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
	card.classList.add('opacity-50');
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
	say((await response.json()).message);
}

function say(text) {
	Object.assign(toast, { text, isShown: true });
	draw();
	setTimeout(() => {
		toast.isShown = false;
		draw();
	}, 4000);
}

// ---- moves

/** A deal changed: its card flies to its new place, or its pipeline's tab lights up. */
async function takeDeal(deal) {
	const hasMoved = deals.get(deal.id)?.stageId !== deal.stageId;
	const card = () => document.querySelector(`.columns [data-deal-id="${deal.id}"]`);
	const change = () => {
		deals.set(deal.id, deal);
		draw();
		if (hasMoved) card()?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
	};
	if (hasMoved && deal.id !== dropped) await fly(deal.id, change);
	else change();
	if (deal.id === dropped) dropped = 0;
	if (!hasMoved) return;
	light(card() ?? document.querySelector(`[data-category-id="${deal.categoryId}"]`));
}

/** The browser moves the card above all else from where it was before the change to where it is then. */
async function fly(dealId, change) {
	if (!document.startViewTransition) return change();
	flying = dealId;
	draw();
	const { ready, finished } = document.startViewTransition(change);
	// The next flight may begin before this one.
	await Promise.allSettled([ready, finished]);
	if (flying === dealId) flying = 0;
	draw();
}

function light(element) {
	const lit = { background: '#fffbe6', boxShadow: '0 0 0 2px #fbbf24' };
	element.animate([lit, { ...lit, offset: 0.45 }, {}], { duration: 2200, easing: 'ease-out' });
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

function setConnection(tone, text) {
	Object.assign(connection, { tone, text });
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
	setConnection('success', 'live');
});
events.addEventListener('error', () => setConnection('danger', 'reconnecting'));
addEventListener('hashchange', showPipeline);
setInterval(() => {
	if (page.telephone?.calls.some(({ talk }) => talk?.running)) draw();
}, 250);
