import { LOCK_SECONDS, LockedOutError, MangoError } from './answer';
import { isWrongRequest } from './resultCodes';

/** A request, as far as it may be a wrong one. */
export interface Asked {
	/** A digest of the key, the salt and the address that it is signed with and sent to. */
	keys: string;
	method: string;
	params: Readonly<Record<string, unknown>>;
}

/** Not sent, since it could have been the second wrong request within two minutes. Nothing has been done. */
export class HeldBackError extends Error {
	constructor(
		readonly refusal: MangoError,
		readonly until: number,
	) {
		super(
			`This was not sent to MANGO OFFICE, which has just refused another request as wrong: ${refusal.message}`,
		);
		this.name = 'HeldBackError';
	}
}

/** What keeps a request from being sent. */
export interface Obstacle {
	error: Error;
	/** When to try again, in ms. Infinity: never. */
	until: number;
	/** Whether it stands until then for certain. */
	isCertain: boolean;
}

/** From the first wrong request on; clocks are not exact. */
const WINDOW_MS = LOCK_SECONDS * 1000 + 2000;
/** A wrong key is not asked again with the same credential; only so that no mistake of MANGO's stays for ever. */
const WRONG_KEYS_MS = 24 * 3_600_000;
const FIRST_PROBE_MS = 1000;
const LONGEST_PROBE_MS = 15_000;
const MOST_REMEMBERED = 5000;

/**
 * What is remembered of an account's refusals, so that this process never sends a second wrong
 * request within two minutes: MANGO allows one, and locks out everybody who uses the account for
 * more (docs/protocols/mango-office.md#lock-out). Decided as follows:
 *
 * - A wrong key or salt (3105, 3102) is asked once and remembered, until the credential is changed, or tested by hand.
 * - Within two minutes after any 3xxx the very same request is answered from memory.
 * - Within that time other requests go out only if all that MANGO could object to was accepted
 *   before: the keys, the fields of the method, and the values that name things of the account
 *   (extensions, lines, campaigns, recordings). Values that this package has checked itself or that
 *   MANGO gave out (telephone numbers, texts, times, IDs of calls and tasks) may be new: one bad
 *   telephone number must not stop all calls. If another one follows, the lock lasts as long as
 *   stopping everything would have lasted, so going on costs nothing more.
 * - What was never accepted before goes out one by one, so that two wrong ones cannot be under way
 *   at once.
 * - HTTP 401 refuses everything before it runs. It ends two minutes after the first wrong request; where that is not
 *   known, one request at a time finds out.
 */
export class Refusals {
	private readonly proven = new Set<string>();
	private readonly wrongKeys = new Map<string, { error: MangoError; at: number }>();
	/** What was refused as wrong within two minutes. */
	private readonly refused = new Map<string, { error: MangoError; at: number }>();
	/**
	 * The first of them: two minutes after it all is forgiven. `isAtSetUp`: it was about the keys, and none had worked
	 * before.
	 */
	private first?: { error: MangoError; at: number; isAtSetUp: boolean };
	private lock?: { since: number; until: number; isCertain: boolean };

	/** Whether MANGO has accepted before all that it could object to in this request. */
	isProven(asked: Asked): boolean {
		return claimsOf(asked).every((claim) => this.proven.has(claim));
	}

	/** What keeps the request from being sent now, if anything. */
	obstacle(asked: Asked, now: number): Obstacle | undefined {
		const wrong = this.wrongKeys.get(asked.keys);
		if (wrong && now < wrong.at + WRONG_KEYS_MS)
			return { error: wrong.error, until: Infinity, isCertain: true };
		if (this.lock && now < this.lock.until) return { ...this.lock, error: new LockedOutError() };
		const same = this.refused.get(nameOf(asked));
		if (same && now < same.at + WINDOW_MS)
			return { error: same.error, until: same.at + WINDOW_MS, isCertain: true };
		if (!this.first || now >= this.first.at + WINDOW_MS || this.isProven(asked)) return undefined;
		const { error, at, isAtSetUp } = this.first;
		const until = at + WINDOW_MS;
		// Whoever has put the right keys in place of wrong ones wants to go on; nobody else's calls are at risk yet.
		if (isAtSetUp) return undefined;
		return { error: new HeldBackError(error, until), until, isCertain: true };
	}

	/** Right before a request is sent: of those that waited for the end of a lock the first one goes ahead. */
	enter(asked: Asked, now: number): Obstacle | undefined {
		const obstacle = this.obstacle(asked, now);
		if (!obstacle && this.lock)
			this.lock = { ...this.lock, until: now + FIRST_PROBE_MS, isCertain: false };
		return obstacle;
	}

	/** Of keys that were found wrong: somebody asks by hand, and may have put them right in MANGO's personal account. */
	letAskAgain(keys: string, now: number): void {
		const wrong = this.wrongKeys.get(keys);
		if (wrong && now >= wrong.at + WINDOW_MS) this.wrongKeys.delete(keys);
	}

	accepted(asked: Asked): void {
		this.lock = undefined;
		this.wrongKeys.delete(asked.keys);
		for (const claim of claimsOf(asked)) {
			this.proven.delete(claim);
			this.proven.add(claim);
		}
		for (const oldest of this.proven) {
			if (this.proven.size <= MOST_REMEMBERED) break;
			this.proven.delete(oldest);
		}
	}

	failed(asked: Asked, error: unknown, now: number): void {
		if (error instanceof LockedOutError) return this.lockedOut(now);
		if (!(error instanceof MangoError)) return;
		this.lock = undefined;
		if (isAboutContent(error)) this.proven.add(KEYS + asked.keys);
		if (!isWrongRequest(error.code)) return;
		if (!this.first || now >= this.first.at + WINDOW_MS) {
			this.first = { error, at: now, isAtSetUp: isAboutKeys(error) && !this.hasWorked };
			this.refused.clear();
		}
		this.refused.set(nameOf(asked), { error, at: now });
		// An extension or a campaign may have been deleted; a wrong telephone number says nothing about them.
		if (!NUMBER_CODES.includes(error.code) && this.isProven(asked)) {
			for (const claim of valuesOf(asked)) this.proven.delete(claim);
		}
		if (!isAboutKeys(error) || this.proven.has(KEYS + asked.keys)) return;
		if (this.wrongKeys.size >= MOST_REMEMBERED) this.wrongKeys.clear();
		this.wrongKeys.set(asked.keys, { error, at: now });
	}

	private get hasWorked(): boolean {
		return [...this.proven].some((claim) => claim.startsWith(KEYS));
	}

	private lockedOut(now: number): void {
		const end = this.first === undefined ? 0 : this.first.at + WINDOW_MS;
		const since = this.lock?.since ?? now;
		if (end > now) {
			this.lock = { since, until: end, isCertain: true };
		} else {
			const pause = Math.min(LONGEST_PROBE_MS, Math.max(FIRST_PROBE_MS, now - since));
			this.lock = { since, until: now + pause, isCertain: false };
		}
	}
}

const KEYS = 'keys ';

/** What MANGO objects to a telephone number with (mango-office.md#result-codes). */
const NUMBER_CODES = [3136, 3200, 3330];

/**
 * Fields whose values this package has checked itself, or that MANGO or its events gave out: no
 * value proves another.
 */
const FREE = new RegExp(
	'(^|\\.)(command_id|to_number|key|call_id|task_id|text|comment|name|organization|position|due_date' +
		'|blocked_until|\\w+_date|date_\\w+|offset|limit|limit_rows|cursor|priority|search_string' +
		'|query|contact_id|office|site|org_name|phone|email|birthday|importance)$' +
		'|^data\\[\\]$' +
		'|^(tasks\\[\\]\\.)?(number|subtasks\\[\\]\\.(number|order)|custom_fields\\..*)$',
);

/** All that MANGO could object to in a request, each as a text. */
function claimsOf({ keys, method, params }: Asked): string[] {
	return [
		KEYS + keys,
		...leavesOf(params, '').map(([path]) => `${method} ${path}`),
		...valuesOf({ method, params }),
	];
}

/** Those of them that name something of the account. */
function valuesOf({ method, params }: Pick<Asked, 'method' | 'params'>): string[] {
	const named = leavesOf(params, '').filter(
		([path, value]) => value !== '' && value !== null && !FREE.test(path),
	);
	return named.map(([path, value]) => `${method} ${path}=${JSON.stringify(value)}`);
}

function leavesOf(value: unknown, path: string): Array<[path: string, value: unknown]> {
	if (Array.isArray(value)) return value.flatMap((one) => leavesOf(one, `${path}[]`));
	if (typeof value !== 'object' || value === null) return [[path, value]];
	return Object.entries(value).flatMap(([key, inner]) =>
		leavesOf(inner, path === '' ? key : `${path}.${key}`),
	);
}

/** Of two requests that ask for the same it is the same. */
function nameOf({ keys, method, params }: Asked): string {
	return JSON.stringify([keys, method, { ...params, command_id: undefined }]);
}

function isAboutKeys({ code }: MangoError): boolean {
	return code === 3102 || code === 3105;
}

/** What was asked for was read, so the keys were right: it is about billing, a value, or the state of something. */
function isAboutContent({ code }: MangoError): boolean {
	return (
		(code >= 2000 && code < 3000) ||
		(code > 3105 && code < 3400) ||
		(code >= 4000 && code < 5000 && code !== 4290)
	);
}
