/**
 * What every process of n8n's queue mode is told, by the variables' own names, so that nothing that
 * was accepted is lost or stands still for hours. docs/scaling.md says the same to users, with the
 * reasons; a test holds the two together.
 */
export const QUEUE_SETTINGS = {
	EXECUTIONS_MODE: 'queue',
	DB_TYPE: 'postgresdb',
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
	N8N_EXECUTIONS_QUEUE_RECOVERY_BATCH: '1000',
	QUEUE_WORKER_LOCK_DURATION: '3600000',
	QUEUE_WORKER_STALLED_INTERVAL: '3600000',
} as const;

/** Each job is on the disk before Redis answers, so that a kill loses none. */
export const REDIS_SETTINGS = { appendonly: 'yes', appendfsync: 'always' } as const;

/** Some of these settings; of what is left out, n8n and Redis have their own values. */
export interface SomeSettings {
	n8n: Partial<Record<keyof typeof QUEUE_SETTINGS, string>>;
	redis: Partial<Record<keyof typeof REDIS_SETTINGS, string>>;
}

export const ALL_SETTINGS: SomeSettings = { n8n: QUEUE_SETTINGS, redis: REDIS_SETTINGS };
