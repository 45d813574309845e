import { startOffice } from './office';

const servers = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap');

test('an office whose n8n does not come up leaves nothing that keeps a test run from ending', async () => {
	const before = servers();
	await expect(
		startOffice({
			env: { DB_TYPE: 'postgresdb', DB_POSTGRESDB_HOST: '127.0.0.1', DB_POSTGRESDB_PORT: '1' },
		}),
	).rejects.toThrow('n8n ended while starting');
	expect(servers()).toEqual(before);
});
