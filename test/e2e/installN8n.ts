import { ensureN8n } from '../../sandbox/n8n/install';
import { progressPrinter } from '../../sandbox/n8n/progress';

/** Gets n8n before the first test, so that no test's time limit has to cover minutes of installing. */
export default async function installN8n(): Promise<void> {
	const { show, end } = progressPrinter();
	await ensureN8n({ onProgress: show });
	end();
}
