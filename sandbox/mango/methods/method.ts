import type { Answer } from '../../core/answers';
import type { Json } from '../../core/json';
import { read, type Parameters, type Shape } from '../parameters';
import type { Pbx } from '../pbx';

export type Method = (given: Json, pbx: Pbx) => Answer;

/** A method under `/vpbx/`: what it takes, and what it does and answers. */
export function method<S extends Shape>(
	shape: S,
	act: (parameters: Parameters<S>, pbx: Pbx) => Answer,
): Method {
	return (given, pbx) => act(read(shape, given), pbx);
}

export function json(body: Json): Answer {
	return { status: 200, body };
}

export function ok(more: Json = {}): Answer {
	return json({ result: 1000, ...more });
}

/** `2025.09.26 08:28:12` or with other separators, in the time zone that is `hours` ahead of UTC. */
export function clockTime(time: Date, separator: '.' | '-', hours: number): string {
	const shifted = new Date(time.getTime() + hours * 3600_000);
	return shifted.toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', separator);
}

export function unix(time: Date): number {
	return Math.floor(time.getTime() / 1000);
}
