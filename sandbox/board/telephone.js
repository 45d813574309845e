/** The telephone panel: the phones of a call, their buttons, and the campaigns that make calls. */

import { element, icon } from './elements.js';

const byId = (id) => document.getElementById(id);
const actNames = { answer: 'Answer', decline: 'Decline', hangup: 'Hang up' };
const stateNames = {
	waiting: 'waiting',
	ringing: 'ringing…',
	talking: 'talking',
	holding: 'on hold',
	machine: 'voicemail',
	ended: 'hung up',
};
/** What is drawn now, by key, so that a running animation is not started anew by every event. */
const drawn = new Map();
/** The campaigns as they were first shown, until they change. */
/** The campaigns as they were first drawn, and whether the panel has opened for a change. */
const campaignsPanel = { first: undefined, hasOpened: false };
/** Calls that talk: element, seconds when they were told, and when that was. */
let clocks = [];

export function takeTelephone(view) {
	byId('telephone').hidden = byId('campaigns').hidden = !view;
	if (!view) return;
	byId('calls-more').textContent = view.more > 0 ? `+${view.more} more` : '';
	drawCalls(view.calls);
	drawCampaigns(view.campaigns);
}

// ---- calls

function drawCalls(calls) {
	clocks = clocks.filter(({ id }) => calls.some((call) => call.id === id));
	forgetOtherCalls(calls);
	const list = byId('calls');
	const shown = calls.length > 0 ? calls.map(callOf) : [kept('no calls', 0, '', noCalls)];
	shown.forEach((call, index) => {
		if (list.children[index] !== call) list.insertBefore(call, list.children[index] ?? null);
	});
	while (list.children.length > shown.length) list.lastChild.remove();
}

function forgetOtherCalls(calls) {
	for (const [key, { callId }] of drawn) {
		if (callId && !calls.some((call) => call.id === callId)) drawn.delete(key);
	}
}

function noCalls() {
	return element(
		'p',
		'no-calls',
		icon('phone'),
		'A callback rings the employee here first, then the client.',
	);
}

function callOf(call) {
	const made = kept(`call ${call.id}`, 0, call.id, () => {
		const frame = element('article', 'call');
		frame.dataset.callId = call.id;
		return frame;
	});
	made.dataset.running = String(!call.result);
	const target = call.target ? [phoneOf(call, 'target')] : [];
	const parts = [
		phoneOf(call, 'employee'),
		wireOf(call),
		phoneOf(call, 'client'),
		...target,
		footOf(call),
	];
	parts.forEach((part, index) => {
		if (made.children[index] !== part) made.insertBefore(part, made.children[index] ?? null);
	});
	while (made.children.length > parts.length) made.lastChild.remove();
	return made;
}

function phoneOf(call, leg) {
	const phone = call[leg];
	return kept(`${leg} ${call.id}`, phone, call.id, () => {
		const sign = element('span', 'phone-sign', icon('phone'));
		const name = element('span', 'phone-name', phone.name);
		const number = element(
			'span',
			'phone-number',
			/^\d{1,5}$/.test(phone.number) ? `ext. ${phone.number}` : phone.number,
		);
		const acts = element('span', 'phone-acts', ...phone.acts.map(buttonOf));
		const state = element('span', 'phone-state', stateNames[phone.state]);
		const made = element(
			'section',
			'phone',
			sign,
			name,
			number,
			phone.acts.length > 0 ? acts : state,
		);
		made.dataset.leg = leg;
		made.dataset.state = phone.state;
		name.title = phone.name;
		return made;
	});
}

function buttonOf(act) {
	const button = element('button', `act act-${act}`, icon('phone'));
	button.type = 'button';
	button.dataset.act = act;
	button.title = actNames[act];
	button.setAttribute('aria-label', actNames[act]);
	return button;
}

/** The line between the phones: alive while these two talk. */
function wireOf(call) {
	const live = call.talkers.includes('employee') && call.talkers.includes('client');
	return kept(`wire ${call.id}`, live, call.id, () => {
		const made = element('span', 'wire');
		made.dataset.live = String(live);
		return made;
	});
}

function footOf(call) {
	return kept(`foot ${call.id}`, [call.result, call.talk, call.origin], call.id, () => {
		const time = element('span', 'call-time', call.talk ? clockText(call.talk.seconds) : '');
		clocks = clocks.filter(({ id }) => id !== call.id);
		if (call.talk?.running)
			clocks.push({ id: call.id, time, ...call.talk, toldAt: performance.now() });
		return element(
			'footer',
			'call-foot',
			call.result ? resultOf(call.result) : element('span', 'call-origin', call.origin),
			time,
		);
	});
}

function resultOf({ code, text, good }) {
	const made = element(
		'span',
		`call-result call-${good ? 'good' : 'bad'}`,
		element('b', '', String(code)),
		` ${text}`,
	);
	made.dataset.code = code;
	return made;
}

function clockText(seconds) {
	const whole = Math.floor(seconds);
	return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

setInterval(() => {
	for (const { time, seconds, speed, toldAt } of clocks) {
		time.textContent = clockText(seconds + ((performance.now() - toldAt) / 1000) * speed);
	}
}, 250);

byId('calls').addEventListener('click', (event) => {
	const button = event.target.closest('[data-act]');
	if (!button) return;
	const { callId } = button.closest('[data-call-id]').dataset;
	const { leg } = button.closest('[data-leg]').dataset;
	void fetch('_sandbox/mango/press', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ callId, leg, act: button.dataset.act }),
	});
});

// ---- campaigns

function drawCampaigns(campaigns) {
	openAtFirstChange(campaigns);
	const list = byId('campaign-list');
	const running = campaigns.filter(({ tone }) => tone === 'on').length;
	byId('campaigns-note').textContent = `${running} running`;
	const shown = campaigns.map((campaign) =>
		kept(`campaign ${campaign.id}`, campaign, '', () => campaignOf(campaign)),
	);
	shown.forEach((made, index) => {
		if (list.children[index] !== made) list.insertBefore(made, list.children[index] ?? null);
	});
	while (list.children.length > shown.length) list.lastChild.remove();
}

/** On a low screen the panel is closed, so that the feed has room, until a campaign does something. */
function openAtFirstChange(campaigns) {
	const now = JSON.stringify(campaigns);
	const panel = byId('campaigns');
	if (campaignsPanel.first === undefined) {
		panel.open = matchMedia('(min-height: 1000px)').matches;
		campaignsPanel.first = now;
	}
	if (campaignsPanel.hasOpened || campaignsPanel.first === now) return;
	panel.open = true;
	campaignsPanel.hasOpened = true;
}

function campaignOf(campaign) {
	const name = element('span', 'campaign-name', campaign.name);
	const state = element('span', 'campaign-state', campaign.state);
	const endless = campaign.endless ? element('span', 'campaign-endless', '∞') : undefined;
	if (endless) endless.title = 'endless: does not finish by itself';
	const tasks = campaign.tone === 'done' ? [] : campaign.tasks.map(taskOf);
	const made = element(
		'article',
		`campaign campaign-${campaign.tone}`,
		element('header', '', name, endless, state),
		...tasks,
	);
	made.dataset.campaignId = campaign.id;
	return made;
}

function taskOf(task) {
	const made = element(
		'div',
		`task task-${task.tone}`,
		element('span', 'task-name', task.name || task.number),
		element('span', 'task-state', task.state),
	);
	made.dataset.taskId = task.id;
	made.title = task.number;
	return made;
}

/** The element drawn for this key, made anew only when what it shows has changed. `callId` says whose it is. */
function kept(key, shows, callId, make) {
	const text = JSON.stringify(shows);
	const old = drawn.get(key);
	if (old?.text === text) return old.made;
	const made = make();
	drawn.set(key, { text, made, callId });
	if (old) old.made.replaceWith(made);
	return made;
}
