import type { INode } from 'n8n-workflow';

import type { ToNodeError } from '../../nodes/shared/nodeError';
import { expectThat } from './examine';

export const NODE: INode = {
	...{ id: '1', name: 'Node', type: 'node', typeVersion: 1, position: [0, 0], parameters: {} },
};

/** What it gives. What it throws is put in words for the user first, as in a node. */
export function inWords<T>(toNodeError: ToNodeError, read: () => T): T {
	try {
		return read();
	} catch (error) {
		expectThat(toNodeError(NODE, error, 0).message !== '', 'There are no words for the user');
		throw error;
	}
}
