import { bitrix24Targets } from './bitrix24Targets';
import type { Target } from './examine';
import { itemTargets } from './itemTargets';
import { mangoTargets } from './mangoTargets';
import { pollTargets } from './pollTargets';
import { recordingTargets } from './recordingTargets';
import { webhookTargets } from './webhookTargets';
import { writtenTargets } from './writtenTargets';

export const TARGETS: readonly Target[] = [
	...webhookTargets,
	...mangoTargets,
	...recordingTargets,
	...pollTargets,
	...bitrix24Targets,
	...writtenTargets,
	...itemTargets,
];
