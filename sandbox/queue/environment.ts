import { DATABASE } from './postgres';

/**
 * What every process of n8n's queue mode is told, by the variables' own names, so that nothing that
 * was accepted is lost or stands still for hours. docker-compose.queue.yml says the same, which a
 * test holds; docs/scaling.md says what each does.
 */
export const QUEUE_SETTINGS = {
	EXECUTIONS_MODE: 'queue',
	DB_TYPE: 'postgresdb',
	DB_POSTGRESDB_DATABASE: DATABASE.name,
	DB_POSTGRESDB_USER: DATABASE.user,
	// The main takes no webhooks: it can be restarted without a sender noticing.
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	// Without it every webhook gets an isolate for expressions, and a process takes a tenth of them.
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	// Minutes until executions that no queue knows any more are marked as crashed; 180 if nothing is said.
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '1',
	N8N_EXECUTIONS_QUEUE_RECOVERY_BATCH: '1000',
} as const;
