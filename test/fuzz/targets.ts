import { bitrix24Targets } from './bitrix24Targets';
import { mangoTargets } from './mangoTargets';
import type { Target } from './target';
import { webhookTargets } from './webhookTargets';
import { writtenTargets } from './writtenTargets';

export const TARGETS: readonly Target[] = [
	...webhookTargets,
	...mangoTargets,
	...bitrix24Targets,
	...writtenTargets,
];
