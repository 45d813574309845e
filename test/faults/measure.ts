import { ClientRequest } from 'node:http';
import tls from 'node:tls';

import type { Clock } from '../../sandbox/core/clock';
import { clock } from '../clock/clock';
import { TOO_SLOW_MS, type Fault } from './faults';
import type { Opened, Subject } from './subjects';

/** What came of an operation that met a fault. */
export interface Measured {
	outcome: 'done' | 'not done' | 'may be done';
	/** How often the request that met the fault was sent. */
	asked: number;
	seconds: number;
	/** How often the service carried the write out. */
	writes: number;
	message: string;
	description: string;
}

/** One cell of the table: a fault that goes away after one request, and one that stays. */
export interface Cell {
	subject: Subject;
	fault: Fault;
	/** Undefined where the request was not sent a second time anyway. */
	passing?: Measured;
	lasting: Measured;
}

export async function measureCell(subject: Subject, fault: Fault): Promise<Cell> {
	const lasting = await measure(subject, fault, Infinity);
	const passes = fault.answer !== undefined && lasting.asked > 1;
	return { subject, fault, lasting, ...(passes && { passing: await measure(subject, fault, 1) }) };
}

const START = Date.parse('2026-11-25T09:30:00.000Z');

async function measure(subject: Subject, fault: Fault, times: number): Promise<Measured> {
	const { own, trusted } = (await fault.tls?.()) ?? {};
	clock.setTime(START);
	const service = await openAnew(subject, { clock: ahead(fault.aheadMs), tls: own });
	const distrust = trusted && trust(trusted.cert);
	try {
		let [asked, first] = [0, ''];
		service.hold((request) => {
			const one = JSON.stringify([request.method, request.params]);
			if (first === '' && subject.isMet(request)) first = one;
			if (one !== first) return Promise.resolve();
			asked += 1;
			if (fault.answer && asked <= times) service.answerNext(fault.answer);
			return Promise.resolve();
		});
		const { error } = await subject.run(service.credentials(fault.address));
		const seconds = Math.round((clock.now() - START) / 1000);
		// What is late, and the call that a callback makes.
		await clock.advance(TOO_SLOW_MS);
		const [message, description] = [error?.message ?? '', error?.description ?? ''];
		return {
			outcome: outcomeOf(subject, `${message} ${description}`, error !== undefined),
			asked,
			seconds,
			writes: service.writes(),
			message: withoutChance(message),
			description: withoutChance(description),
		};
	} finally {
		distrust?.();
		await service.stop();
	}
}

/** What the user takes from it: an error of a write says that nothing was done, unless it says "may". */
function outcomeOf({ kind }: Subject, text: string, failed: boolean): Measured['outcome'] {
	if (!failed) return 'done';
	return kind === 'write' && text.includes('all the same') ? 'may be done' : 'not done';
}

/** Without what is another one with each run. */
function withoutChance(text: string): string {
	return text.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '…');
}

const known = new Set<string>();

/** The nodes know an account by its address, so none may be used twice. */
async function openAnew(
	subject: Subject,
	setting: Parameters<Subject['open']>[0],
): Promise<Opened> {
	for (;;) {
		const service = await subject.open(setting);
		if (!known.has(service.url)) {
			known.add(service.url);
			return service;
		}
		await service.stop();
	}
}

function ahead(ms = 0): Clock {
	return {
		speed: clock.speed,
		now: () => clock.now() + ms,
		after: (time, act) => clock.after(time, act),
		sleep: async (time) => await clock.sleep(time),
		advance: async (time) => await clock.advance(time),
	};
}

/** As NODE_EXTRA_CA_CERTS does, which is read when a process starts only. Gives what ends it. */
function trust(authority: string): () => void {
	const { createSecureContext } = tls;
	const spy = jest.spyOn(tls, 'createSecureContext').mockImplementation((options) => {
		const made = createSecureContext(options);
		(made.context as { addCACert(pem: string): void }).addCACert(authority);
		return made;
	});
	return () => spy.mockRestore();
}

/**
 * From now on a client's time-outs go by the test's clock, and nothing is left to chance: neither the jitter of pauses.
 * Gives what ends it.
 */
export function leaveNothingToChance(): () => void {
	const random = jest.spyOn(Math, 'random').mockReturnValue(0);
	const timeouts = jest.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(function (
		this: ClientRequest,
		ms,
		act,
	) {
		if (act) this.once('timeout', act);
		if (ms > 0)
			this.once(
				'close',
				clock.after(ms, () => this.emit('timeout')),
			);
		return this;
	});
	return () => {
		random.mockRestore();
		timeouts.mockRestore();
	};
}
