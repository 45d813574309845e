import { dateOf } from '../core/clock';
import { batchInBatch, batchTooLong, RestError } from './errors';
import { runMethod } from './methods';
import type { MethodAnswer, Portal } from './methods/method';
import { asRecord, isRecord, parsePhpQuery, type Params } from './params';
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
	const answers = Object.fromEntries(parts.map((part) => [part, {}])) as BatchAnswers;
	for (const [i, [key, command]] of commands.entries()) {
		const started = dateOf(portal.clock);
		try {
			// Each one too many fails by itself [H].
			if (i >= maxCommands) throw batchTooLong();
			const called = readCommand(String(command), answers);
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
function readCommand(command: string, answers: BatchAnswers): { method: string; params: Params } {
	const [method = '', ...query] = command.split('?');
	const told = {
		result: answers.result,
		error: answers.result_error,
		total: answers.result_total,
		next: answers.result_next,
		time: answers.result_time,
	};
	// What earlier commands answered comes in place of `$result[key][field]`, at any depth.
	const params = JSON.parse(
		JSON.stringify(parsePhpQuery(query.join('?'))),
		(_key, value: unknown) => (typeof value === 'string' ? resolveReferences(value, told) : value),
	) as Params;
	return { method: method.replace(/\.json$/, '').toLowerCase(), params };
}

/**
 * A value that is nothing but a reference takes the referenced value whole, lists too
 * (bitrix24.md#batch [H]). Within a longer text it is replaced as well, and so are `$next`,
 * `$total`, `$time` and `$error`; what follows it without a space goes with it [M].
 */
function resolveReferences(text: string, told: Params): unknown {
	let whole: unknown = text;
	const replaced = text.replace(
		/\$(result|error|total|next|time)(\S*)/gi,
		(match, name: string, path: string) => {
			const keys = [...path.matchAll(/\[([^\]]+)\]/g)].map(([, key = '']) => key);
			if (keys.length === 0) return match;
			const found = lookUp(told[name], keys);
			if (match === text) whole = found ?? '';
			return isRecord(found) ? 'Array' : String(found ?? '');
		},
	);
	return whole === text ? replaced : whole;
}

/** A path that leads nowhere gives what it did reach (bitrix24.md#batch [M]). */
function lookUp(from: unknown, [key, ...rest]: string[]): unknown {
	if (key === undefined || !isRecord(from) || !Object.hasOwn(from, key)) return from;
	const inner = from[key];
	return inner === null || inner === undefined ? from : lookUp(inner, rest);
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
