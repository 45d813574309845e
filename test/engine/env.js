// n8n-core keeps its settings in a folder of the user's; tests must not touch the real one.
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

// What the engine logs of failed nodes is what the tests check.
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'mango-bitrix24-engine-'));
