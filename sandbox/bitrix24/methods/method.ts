import type { z } from 'zod';

import type { Clock } from '../../core/clock';
import type { Logged, Service } from '../../core/service';
import type { Activity } from '../activity';
import type { failureShape } from '../errors';
import type { Origin } from '../model';
import type { Params } from '../params';
import type { Store } from '../store';

/** What a method may look at and change. */
export interface Portal {
	name: string;
	scopes: readonly string[];
	store: Store;
	activity: Activity;
	clock: Clock;
	service: Service<LoggedRequest, z.infer<typeof failureShape>>;
}

export interface LoggedRequest extends Logged {
	method: string;
	params: unknown;
	/** The commands of a batch. */
	commands?: string[];
}

export interface MethodAnswer {
	result: unknown;
	total?: number;
	next?: number;
}

export type Method = (params: Params, portal: Portal, origin: Origin) => MethodAnswer;

/** By lower-case name. */
export type Methods = Readonly<Record<string, Method>>;
