import type { INodePropertyTypeOptions } from 'n8n-workflow';

/** For fields whose name does not tell that they hold a secret. */
export const SECRET: INodePropertyTypeOptions = { password: true };
