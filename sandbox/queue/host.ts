import { N8nClient } from '../n8n/client';
import { DEMO_OWNER } from '../n8n/host';
import { startBalancer } from './balancer';
import { startCluster, type Cluster, type ClusterOptions } from './cluster';

/** Queue mode behind one address. Its data are fresh, and gone when it is stopped. */
export async function startQueue(
	packageDir: string,
	port: number,
	options?: ClusterOptions,
): Promise<Cluster & { url: string }> {
	const url = `http://127.0.0.1:${port}`;
	const cluster = await startCluster(packageDir, `${url}/`, options);
	const balancer = await startBalancer(port, cluster.client.url, cluster.webhookHosts);
	const client = new N8nClient(url);
	await client.enter(DEMO_OWNER);
	return {
		...cluster,
		url,
		client,
		stop: async () => {
			await balancer.stop();
			await cluster.stop();
		},
	};
}
