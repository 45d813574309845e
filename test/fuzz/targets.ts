import { bitrix24Targets } from './bitrix24Targets';
import type { Target } from './examine';
import { mangoTargets } from './mangoTargets';
import { webhookTargets } from './webhookTargets';
import { writtenTargets } from './writtenTargets';

export const TARGETS: readonly Target[] = [
	...webhookTargets,
	...mangoTargets,
	...bitrix24Targets,
	...writtenTargets,
];
