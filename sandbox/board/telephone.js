/** The telephone panel: the phones of a call, their buttons, and the campaigns that make calls. */

import { byId, html, icon, nothing, post, repeat } from './elements.js';

const acts = {
	answer: { name: 'Answer', sign: 'telephone-fill', tone: 'success' },
	decline: { name: 'Decline', sign: 'telephone-x-fill', tone: 'danger' },
	hangup: { name: 'Hang up', sign: 'telephone-x-fill', tone: 'danger' },
};
const states = {
	waiting: { name: 'waiting', tone: 'secondary' },
	ringing: { name: 'ringing…', tone: 'primary' },
	talking: { name: 'talking', tone: 'success' },
	holding: { name: 'on hold', tone: 'warning' },
	machine: { name: 'voicemail', tone: 'warning' },
	ended: { name: 'hung up', tone: 'secondary' },
};

/** `view.toldAt`: when, by `performance.now()`, the stand-in told it. */
export function telephonePanel({ calls, more, toldAt }) {
	return html`<section class="card border-0 shadow-sm" aria-label="Telephone">
		<header class="card-header">
			<h2>Телефон</h2>
			<span class="note">${more > 0 ? `+${more} more` : ''}</span>
		</header>
		${calls.length === 0 ? noCalls : nothing}
		${repeat(
			calls,
			({ id }) => id,
			(call) => callOf(call, toldAt),
		)}
	</section>`;
}

const noCalls = html`<p class="hstack gap-2 note p-3 mb-0">
	${icon('telephone-fill', 'fs-5')} A callback rings the employee here first, then the client.
</p>`;

function callOf(call, toldAt) {
	// The line between the phones: alive while these two talk.
	const live = call.talkers.includes('employee') && call.talkers.includes('client');
	return html`<article class="call p-2 pt-3" data-running=${!call.result}>
		<div class="d-flex">
			${phoneOf(call, 'employee')}
			<span class="wire text-${live ? 'success' : 'body-tertiary'}" data-live=${live}></span>
			${phoneOf(call, 'client')}
		</div>
		${call.target ? phoneOf(call, 'target') : nothing}
		<footer class="hstack gap-2 rounded bg-body-tertiary small px-2 py-1 mt-2">
			${call.result ? resultOf(call.result) : html`<span class="text-truncate">${call.origin}</span>`}
			<b class="call-time ms-auto">${call.talk ? talked(call.talk, toldAt) : ''}</b>
		</footer>
	</article>`;
}

/** Two phones stand side by side; the third, to whom the call is transferred, lies in a row below. */
function phoneOf(call, leg) {
	const { name, number, state, acts: offered } = call[leg];
	const tone = states[state].tone;
	const shape = leg === 'target' ? 'hstack gap-2 border-top mt-2 pt-2' : 'vstack w-50 text-center';
	return html`<section class="phone small ${shape}" data-leg=${leg} data-state=${state}>
		<span class="sign mx-auto bg-${tone}-subtle text-${tone}"> ${icon('telephone-fill')} </span>
		<b class="text-truncate mt-1" title=${name}>${name}</b>
		<span class="text-body-secondary text-nowrap">
			${/^\d{1,5}$/.test(number) ? `ext. ${number}` : number}
		</span>
		<span class="phone-acts hstack gap-2 justify-content-center note">
			${offered.length > 0 ? offered.map((act) => buttonOf(call.id, leg, act)) : states[state].name}
		</span>
	</section>`;
}

function buttonOf(callId, leg, act) {
	const { name, sign, tone } = acts[act];
	const press = () => void post('mango/press', { callId, leg, act });
	return html`<button
		type="button"
		class="act sign btn btn-${tone} p-0"
		data-act=${act}
		title=${name}
		aria-label=${name}
		@click=${press}
	>
		${icon(sign)}
	</button>`;
}

function resultOf({ code, text, good }) {
	return html`<span class="text-${good ? 'success' : 'danger'}"><b>${code}</b> ${text}</span>`;
}

/** `02:05`, minutes and seconds. */
function talked({ seconds, speed, running }, toldAt) {
	const since = running ? ((performance.now() - toldAt) / 1000) * speed : 0;
	const whole = Math.floor(seconds + since);
	return [whole / 60, whole % 60]
		.map((part) => String(Math.floor(part)).padStart(2, '0'))
		.join(':');
}

// ---- campaigns

/** Of what the stand-in calls the state of a campaign or of its task. */
const tones = { on: 'success', good: 'success', busy: 'primary', bad: 'danger' };

export function campaignsPanel(campaigns) {
	const running = campaigns.filter(({ tone }) => tone === 'on').length;
	return html`<details class="card border-0 shadow-sm" id="campaigns" aria-label="Campaigns">
		<summary class="card-header">
			<h2>Кампании</h2>
			<span class="note">${running} running ${icon('chevron-expand')}</span>
		</summary>
		<div class="campaigns small overflow-auto px-3 pb-2">${campaigns.map(campaignOf)}</div>
	</details>`;
}

function campaignOf({ name, state, tone, endless, tasks }) {
	const mark = html`<span class="note" title="endless: does not finish by itself">∞</span>`;
	return html`<article>
		<header class="hstack gap-2 pt-2">
			<span class="rounded-circle p-1 bg-${tones[tone] ?? 'secondary'}"></span>
			<b class="text-truncate">${name}</b>${endless ? mark : nothing}
			<span class="ms-auto">${state}</span>
		</header>
		${tone === 'done' ? nothing : tasks.map(taskOf)}
	</article>`;
}

function taskOf({ name, number, state, tone }) {
	return html`<div class="hstack gap-2 ps-3 text-body-secondary" title=${number}>
		<span class="text-truncate">${name || number}</span>
		<span class="ms-auto text-${tones[tone] ?? 'body-secondary'}">${state}</span>
	</div>`;
}

/** The campaigns as they were first drawn, and whether the panel has opened for a change. */
const watched = { first: undefined, hasOpened: false };

/** On a low screen the panel is closed, so that the feed has room, until a campaign does something. */
export function openAtFirstChange(campaigns) {
	const now = JSON.stringify(campaigns);
	if (watched.first === undefined) {
		byId('campaigns').open = matchMedia('(min-height: 1000px)').matches;
		watched.first = now;
	}
	if (watched.hasOpened || watched.first === now) return;
	byId('campaigns').open = true;
	watched.hasOpened = true;
}
