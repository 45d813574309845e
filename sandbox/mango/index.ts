import express from 'express';

import { serveLocally } from '../core/service';
import { apiHandler } from './api';
import type { LegName, PhoneAct } from './calls/call';
import type { IncomingOrder, Script } from './calls/people';
import type { Task } from './campaigns/campaigns';
import { mangoControl } from './control';
import type { Delivery } from './events';
import { oneTimeFiles, signedLinks } from './files';
import { makePbx, type MangoOptions } from './pbx';
import { telephoneView } from './telephone';

export type { Call } from './calls/call';
export type { IncomingOrder, Script } from './calls/people';
export type { MangoOptions } from './pbx';
export type MangoStandin = Awaited<ReturnType<typeof startMango>>;

/**
 * MANGO OFFICE on this machine, after docs/protocols/mango-office.md, which also says what [H], [M]
 * and [L] mean (#how-sure).
 */
export async function startMango(options: MangoOptions = {}) {
	const pbx = makePbx(options);
	const { service, settings, events, exchange, campaigns, recordings, dialler } = pbx;
	const { app } = service;
	app.use('/files', oneTimeFiles(pbx));
	app.use('/vpbx/queries/recording/link', signedLinks(pbx));
	app.use('/vpbx', express.text({ type: () => true, limit: '20mb' }), apiHandler(pbx));
	const server = await serveLocally(app, settings.port, settings.tls);
	/** What a user puts into the credential in place of `https://app.mango-office.ru/vpbx/`. */
	const baseUrl = `${server.url}/vpbx/`;
	const control = mangoControl(pbx, baseUrl);
	app.use('/_sandbox', control);

	return {
		url: server.url,
		baseUrl,
		apiKey: settings.apiKey,
		apiSalt: settings.apiSalt,
		requests: service.requests,
		/** Every event, the lost ones too, in the order in which they happened. */
		events: events.sent,
		/** Running and ended, the oldest first. */
		calls: exchange.calls,
		recordings: recordings.all,
		get campaigns() {
			return campaigns.all;
		},
		/** For `startBitrix24({ telephone })`. */
		telephone: {
			view: () => telephoneView(pbx),
			control,
			onChange: (listener: () => void) => pbx.listeners.add(listener),
		},
		answerNext: service.faults.answerNext,
		hold: service.faults.hold,
		/** Where events go; undefined sends none. */
		setEventsUrl: (url: string | undefined) => void (events.eventsUrl = url),
		/** What the two people do in the next call(s), or in the next to a number. */
		script: (script: Script, calls = 1) => pbx.scripts.add(script, calls),
		/** A client rings a line; the script of the call may stand in the order. */
		ring: (order: IncomingOrder) => exchange.ring(order),
		/**
		 * A button of a telephone; the call by its entry_id or the call_id of a leg. False when there is
		 * nothing to press.
		 */
		press: (callId: string, who: LegName, act: PhoneAct) => exchange.press(callId, who, act),
		/** How events go wrong from now on. */
		deliver: (delivery: Delivery) => void (events.delivery = delivery),
		/** Any signed event, as `push('ping', {})`. */
		push: (path: string, json: Record<string, unknown>) => events.push(path, json),
		/** The connection check of MANGO's settings: an unsigned POST to <eventsUrl>/ping. Gives the HTTP status. */
		ping: () => events.ping(),
		campaign: (id: number) => campaigns.campaign(id),
		task: (id: number) => campaigns.task(id),
		/** Changes a task as it lies in the store. */
		setTask: (id: number, changes: Partial<Task>) =>
			campaigns.change(campaigns.wantedTask(id), changes),
		setRecordingBytes: (bytes: number) => void (recordings.bytes = bytes),
		dialCampaigns: (on: boolean) => dialler.switch(on),
		/** Resolves when every event that has gone out is answered. */
		settled: () => events.settled(),
		/** The sample data; no requests, calls, scripts or faults, and nothing left to do. The events URL stays. */
		reset: () => service.clear(),
		stop: async () => {
			service.clear();
			dialler.switch(false);
			await server.stop();
		},
	};
}
