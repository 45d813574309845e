/** The telephone panel: the phones of a call, their buttons, and the campaigns that make calls. */

import { byId, html, icon, nothing, post, repeat } from './elements.js';

const actNames = { answer: 'Answer', decline: 'Decline', hangup: 'Hang up' };
const stateNames = {
	waiting: 'waiting',
	ringing: 'ringing…',
	talking: 'talking',
	holding: 'on hold',
	machine: 'voicemail',
	ended: 'hung up',
};

/** `view.toldAt`: when, by `performance.now()`, the stand-in told it. */
export function telephonePanel({ calls, more, toldAt }) {
	return html`<section class="panel telephone" aria-label="Telephone">
		<header class="panel-head">
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

const noCalls = html`<p class="no-calls note">
	${icon('phone')} A callback rings the employee here first, then the client.
</p>`;

function callOf(call, toldAt) {
	// The line between the phones: alive while these two talk.
	const live = call.talkers.includes('employee') && call.talkers.includes('client');
	return html`<article class="call" data-running=${!call.result}>
		${phoneOf(call, 'employee')}
		<span class="wire" data-live=${live}></span>
		${phoneOf(call, 'client')} ${call.target ? phoneOf(call, 'target') : nothing}
		<footer class="call-foot">
			${call.result ? resultOf(call.result) : html`<span class="cut soft">${call.origin}</span>`}
			<span class="call-time">${call.talk ? talked(call.talk, toldAt) : ''}</span>
		</footer>
	</article>`;
}

function phoneOf(call, leg) {
	const { name, number, state, acts } = call[leg];
	return html`<section class="phone" data-leg=${leg} data-state=${state}>
		<span class="phone-sign">${icon('phone')}</span>
		<span class="phone-name cut" title=${name}>${name}</span>
		<span class="phone-number cut">${/^\d{1,5}$/.test(number) ? `ext. ${number}` : number}</span>
		<span class="phone-acts note">
			${acts.length > 0 ? acts.map((act) => buttonOf(call.id, leg, act)) : stateNames[state]}
		</span>
	</section>`;
}

function buttonOf(callId, leg, act) {
	const name = actNames[act];
	const press = () => void post('mango/press', { callId, leg, act });
	return html`<button
		type="button"
		class="act"
		data-act=${act}
		title=${name}
		aria-label=${name}
		@click=${press}
	>
		${icon('phone')}
	</button>`;
}

function resultOf({ code, text, good }) {
	return html`<span data-tone=${good ? 'good' : 'bad'}><b>${code}</b> ${text}</span>`;
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

export function campaignsPanel(campaigns) {
	const running = campaigns.filter(({ tone }) => tone === 'on').length;
	return html`<details class="panel campaigns" id="campaigns" aria-label="Campaigns">
		<summary class="panel-head">
			<h2>Кампании</h2>
			<span class="note">${running} running</span>
		</summary>
		<div class="campaign-list">${campaigns.map(campaignOf)}</div>
	</details>`;
}

function campaignOf({ name, state, tone, endless, tasks }) {
	const mark = html`<span class="note" title="endless: does not finish by itself">∞</span>`;
	return html`<article class="campaign" data-tone=${tone}>
		<header>
			<b class="cut">${name}</b>${endless ? mark : nothing}<span class="soft state">${state}</span>
		</header>
		${tone === 'done' ? nothing : tasks.map(taskOf)}
	</article>`;
}

function taskOf({ name, number, state, tone }) {
	return html`<div class="task soft" title=${number}>
		<span class="cut">${name || number}</span><span data-tone=${tone}>${state}</span>
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
