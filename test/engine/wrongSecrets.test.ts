import { senderOf } from '../../nodes/shared/allowedAddresses';
import { answerTo } from '../../nodes/shared/wrongSecrets';
import { Refusal } from '../../protocols/refusal';
import { clock } from '../clock/clock';

const WRONG = new Refusal(401, 'WRONG', 'It is wrong.');
const OTHERWISE = new Refusal(400, 'INVALID', 'Something else is.');

beforeEach(() => clock.advance(60_000));

const warnings: string[] = [];
afterEach(() => warnings.splice(0));

/** The status that the sender is answered with. */
function ask(address: string | undefined, refusal = WRONG): number {
	return answerTo(refusal, address, (message) => warnings.push(message)).refusal.status;
}
function askOften(address: string | undefined, times: number): number[] {
	return Array.from({ length: times }, () => ask(address));
}

test('once an address has sent too many, whatever it is refused for is answered alike', () => {
	askOften('10.0.0.1', 20);
	expect(ask('10.0.0.1', OTHERWISE)).toBe(400);
	expect(ask('10.0.0.1')).toBe(429);
	const answers = [WRONG, OTHERWISE].map((refusal) =>
		answerTo(refusal, '10.0.0.1', () => undefined),
	);
	expect(answers[0]).toEqual(answers[1]);
	expect(answers[0]).toMatchObject({ retryAfter: 60, refusal: { status: 429 } });
});

test('what is refused for another reason counts for nothing', () => {
	for (let i = 0; i < 100; i += 1) expect(ask('10.0.0.2', OTHERWISE)).toBe(400);
	expect(ask('10.0.0.2')).toBe(401);
});

test('another address is told what is wrong', () => {
	askOften('10.0.0.3', 30);
	expect(ask('10.0.0.4')).toBe(401);
});

test('a minute is a minute, and the next one begins anew', async () => {
	expect(askOften('10.0.0.5', 21).at(-1)).toBe(429);
	await clock.advance(59_999);
	expect(ask('10.0.0.5')).toBe(429);
	await clock.advance(1);
	expect(new Set(askOften('10.0.0.5', 20))).toEqual(new Set([401]));
	expect(ask('10.0.0.5')).toBe(429);
});

test('the log has one line of it a minute, with the address and no secret', async () => {
	askOften('10.0.0.6', 500);
	ask('10.0.0.6', OTHERWISE);
	expect(warnings).toEqual([
		'More than 20 requests with a wrong secret came from 10.0.0.6 within a minute',
	]);
	await clock.advance(60_000);
	askOften('10.0.0.6', 500);
	expect(warnings).toHaveLength(2);
});

test('a thousand addresses are known; the one that was refused the longest time ago is forgotten', () => {
	askOften('10.0.0.7', 21);
	askOften('10.0.0.8', 21);
	for (let i = 0; i < 998; i += 1) ask(`10.1.${i >> 8}.${i & 255}`);
	expect(ask('10.0.0.7')).toBe(429);
	ask('10.2.0.1');
	expect(ask('10.0.0.8')).toBe(401);
	expect(ask('10.0.0.7')).toBe(429);
});

test.each([
	['81.88.80.132', '81.88.80.132'],
	['::ffff:81.88.80.132', '81.88.80.132'],
	['::ffff:5158:5084', '81.88.80.132'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
	['2001:db8:1:2::', '2001:db8:1:2::/64'],
	['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
	['2001:db8:1:3::1', '2001:db8:1:3::/64'],
	['fe80::1%eth0', 'fe80::/64'],
	['::1', '::/64'],
	['10.1', 'an unknown address'],
	['a made-up one\nin a header', 'an unknown address'],
	['', 'an unknown address'],
	[undefined, 'an unknown address'],
])('%j is %s', (address, sender) => {
	expect(senderOf(address)).toBe(sender);
});

test('one sender has all addresses of his /64', () => {
	for (let i = 0; i < 20; i += 1) expect(ask(`2001:db8:9:9::${i.toString(16)}`)).toBe(401);
	expect(ask('2001:db8:9:9:a:b:c:d')).toBe(429);
	expect(ask('2001:db8:9:8:a:b:c:d')).toBe(401);
});
