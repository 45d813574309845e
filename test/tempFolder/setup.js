const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Everything that tests keep in temporary files goes into one folder, which ends with the run. */
module.exports = () => {
	process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'mango-bitrix24-test-'));
};
