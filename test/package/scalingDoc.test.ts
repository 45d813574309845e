import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { QUEUE_SETTINGS } from '../../sandbox/queue/environment';

test.each(['docs/scaling.md', 'docs/scaling.ru.md'])(
	'%s tells users the settings that queue mode is tested with',
	(page) => {
		const rows = readFileSync(resolve(__dirname, '../..', page), 'utf8').matchAll(
			/^\| `([A-Z\d_]+)` \| `([^`]+)` \|/gm,
		);
		expect(Object.fromEntries([...rows].map(([, name, value]) => [name, value]))).toEqual(
			QUEUE_SETTINGS,
		);
	},
);
