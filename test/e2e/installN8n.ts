import { ensureN8n } from '../../sandbox/n8n/install';

/** Gets n8n before the first test, so that no test's time limit has to cover minutes of installing. */
export default async function installN8n(): Promise<void> {
	await ensureN8n();
}
