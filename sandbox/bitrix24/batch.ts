import { dateOf } from '../core/clock';
import { batchInBatch, batchTooLong, RestError } from './errors';
import { runMethod } from './methods';
import type { MethodAnswer, Portal } from './methods/method';
import { asRecord, parsePhpQuery, type Params } from './params';
import { timeBlock } from './timeBlock';

const maxCommands = 50;

const parts = ['result', 'result_error', 'result_total', 'result_next', 'result_time'] as const;
type BatchAnswers = Record<(typeof parts)[number], Params>;

/**
 * bitrix24.md#batch [H]: the commands run one after another, each may use the results of those
 * before it, and their errors arrive in `result_error` with HTTP 200.
 */
export function runBatch(params: Params, portal: Portal): MethodAnswer {
	const commands = Object.entries(asRecord(params.cmd));
	if (commands.length > maxCommands) throw batchTooLong();
	const answers = Object.fromEntries(parts.map((part) => [part, {}])) as BatchAnswers;
	for (const [key, command] of commands) {
		const started = dateOf(portal.clock);
		try {
			const called = readCommand(String(command), answers.result);
			if (called.method === 'batch') throw batchInBatch();
			const { result, total, next } = runMethod(called.method, called.params, portal);
			answers.result[key] = result;
			if (total !== undefined) answers.result_total[key] = total;
			if (next !== undefined) answers.result_next[key] = next;
			answers.result_time[key] = timeBlock(started, dateOf(portal.clock));
		} catch (error) {
			if (!(error instanceof RestError)) throw error;
			answers.result_error[key] = error.body;
			if (isYes(params.halt)) break;
		}
	}
	return {
		result: Object.fromEntries(Object.entries(answers).map(([name, map]) => [name, phpArray(map)])),
	};
}

/** `crm.item.get?entityTypeId=2&id=1`: a method and a query string whose values are URL-encoded. */
function readCommand(command: string, results: Params): { method: string; params: Params } {
	const [method = '', ...query] = command.split('?');
	// The results of earlier commands come in place of `$result[key][field]`, at any depth.
	const params = JSON.parse(
		JSON.stringify(parsePhpQuery(query.join('?'))),
		(_key, value: unknown) =>
			typeof value === 'string' ? resolveReferences(value, results) : value,
	) as Params;
	return { method: method.replace(/\.json$/, '').toLowerCase(), params };
}

/**
 * A value that is nothing but a reference takes the referenced value whole, lists too [H].
 * A reference within a longer string is not documented [M]; it is replaced here. A reference to nothing gives "" [L].
 */
function resolveReferences(text: string, results: Params): unknown {
	const whole = /^\$result((?:\[[^\]]*\])+)$/.exec(text);
	if (whole?.[1]) return lookUp(results, whole[1]) ?? '';
	return text.replace(/\$result((?:\[[^\]]*\])+)/g, (_match, path: string) => {
		const found = lookUp(results, path);
		return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
	});
}

function lookUp(results: Params, path: string): unknown {
	const keys = [...path.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '');
	return keys.reduce<unknown>(
		(value, key) => (Object.hasOwn(asRecord(value), key) ? asRecord(value)[key] : undefined),
		results,
	);
}

/**
 * PHP knows one kind of array: keys 0, 1, 2… become a JSON list, and so does the empty map, `[]`
 * (bitrix24.md#batch [H]).
 */
function phpArray(map: Params): unknown {
	const isList = Object.keys(map).every((key, index) => key === String(index));
	return isList ? Object.values(map) : map;
}

function isYes(value: unknown): boolean {
	return value !== undefined && !['', '0', 'false'].includes(String(value));
}
