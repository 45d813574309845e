import fc from 'fast-check';

import { LockedOutError, MangoError } from '../../protocols/mangoOffice/answer';
import { HeldBackError, Refusals, type Asked } from '../../protocols/mangoOffice/refusals';

const MINUTES_2 = 120_000;
const error = (code: number) => new MangoError(code, '', undefined);
const callback = (extension: string, phone = '79161110001', keys = 'k'): Asked => ({
	keys,
	method: 'commands/callback',
	params: { command_id: 'mb24.-.1.0.x', from: { extension, number: '' }, to_number: phone },
});

/** Sends what the guard lets through to an account that knows some extensions. Gives what came of it. */
function account(known: readonly string[]) {
	const refusals = new Refusals();
	const wrongAt: number[] = [];
	return {
		refusals,
		wrongAt,
		send(asked: Asked, now: number): 'sent' | Error {
			const obstacle = refusals.enter(asked, now);
			if (obstacle) return obstacle.error;
			const { extension } = asked.params.from as { extension: string };
			if (known.includes(extension)) {
				refusals.accepted(asked);
				return 'sent';
			}
			wrongAt.push(now);
			refusals.failed(asked, error(3300), now);
			return error(3300);
		},
	};
}

test('whatever is asked for in whatever order: never two wrong requests within two minutes', () => {
	const step = fc.record({
		extension: fc.constantFrom('101', '102', '103', '991', '992', '993'),
		wait: fc.nat(60_000),
	});
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			const { send, wrongAt } = account(['101', '102', '103']);
			let now = 0;
			for (const { extension, wait } of steps) {
				now += wait;
				send(callback(extension), now);
			}
			expect(wrongAt.slice(1).every((at, i) => at - wrongAt[i] > MINUTES_2)).toBe(true);
		}),
	);
});

test('an extension that was accepted is never stopped by one that is wrong', () => {
	const { send } = account(['101']);
	send(callback('101'), 0);
	for (let minute = 1; minute < 60; minute += 1) {
		send(callback(`99${minute}`), minute * 60_000);
		expect(send(callback('101', `7916111${1000 + minute}`), minute * 60_000 + 1)).toBe('sent');
	}
});

test.each([3136, 3200, 3330])(
	'result %i speaks of the telephone number, not of the extension',
	(code) => {
		const refusals = new Refusals();
		refusals.accepted(callback('101'));
		refusals.failed(callback('101', '79160000000'), error(code), 1000);
		expect(refusals.obstacle(callback('101', '79160000000'), 2000)?.error).toMatchObject({ code });
		expect(refusals.obstacle(callback('101', '79160000001'), 2000)).toBeUndefined();
	},
);

test('an object that was deleted meanwhile is no longer taken for known', () => {
	const refusals = new Refusals();
	refusals.accepted(callback('101'));
	refusals.failed(callback('101', '79160000000'), error(3300), 1000);
	expect(refusals.obstacle(callback('101', '79160000001'), 2000)?.error).toBeInstanceOf(
		HeldBackError,
	);
	expect(
		refusals.obstacle(callback('101', '79160000001'), 1000 + MINUTES_2 + 2000),
	).toBeUndefined();
});

test.each([2240, 4501, 4101, 5106, 4290, 5008])(
	'result %i is no wrong request and holds nothing back',
	(code) => {
		const refusals = new Refusals();
		refusals.failed(callback('101'), error(code), 0);
		expect(refusals.obstacle(callback('101'), 1)).toBeUndefined();
		expect(refusals.obstacle(callback('999'), 1)).toBeUndefined();
	},
);

describe('wrong keys', () => {
	test.each([3102, 3105])('result %i is remembered for these keys only', (code) => {
		const refusals = new Refusals();
		refusals.failed(callback('101', '79161110001', 'wrong'), error(code), 0);
		const later = 12 * 3_600_000;
		expect(refusals.obstacle(callback('7', '79161110002', 'wrong'), later)).toMatchObject({
			until: Infinity,
			error: { code },
		});
		expect(refusals.obstacle(callback('101', '79161110001', 'right'), 1)).toBeUndefined();
	});

	test('keys that were right are not called wrong', () => {
		const refusals = new Refusals();
		refusals.accepted(callback('101'));
		refusals.failed(callback('101', '79160000000'), error(3102), 0);
		expect(refusals.obstacle(callback('101'), MINUTES_2 + 2000)).toBeUndefined();
	});
});

describe('a lock-out', () => {
	test('that a known wrong request began ends two minutes after it', () => {
		const refusals = new Refusals();
		refusals.failed(callback('991'), error(3300), 10_000);
		refusals.failed(callback('101'), new LockedOutError(), 50_000);
		expect(refusals.obstacle(callback('101'), 60_000)).toMatchObject({
			until: 132_000,
			isCertain: true,
		});
	});

	test('of others is looked at by one request at a time, less and less often', () => {
		const refusals = new Refusals();
		const looks: number[] = [];
		for (let now = 0; now < MINUTES_2; now += 100) {
			for (const phone of ['79161110001', '79161110002']) {
				if (refusals.enter(callback('101', phone), now)) continue;
				looks.push(now);
				refusals.failed(callback('101', phone), new LockedOutError(), now);
			}
		}
		expect(looks.length).toBeLessThanOrEqual(20);
		const pauses = looks.slice(1).map((at, i) => at - looks[i]);
		expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
		refusals.accepted(callback('101'));
		expect(refusals.obstacle(callback('101'), MINUTES_2)).toBeUndefined();
	});
});
