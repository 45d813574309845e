/**
 * Tests on a real n8n from npm: `npm run test:e2e`. The first run installs n8n into the cache,
 * which takes minutes.
 */
module.exports = {
	testEnvironment: 'node',
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	// Whatever a busy machine makes of an n8n's start.
	testTimeout: 300_000,
	// A suite that hangs would say nothing of why.
	forceExit: true,
	globalSetup: '<rootDir>/test/e2e/installN8n.ts',
	transform: {
		'\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
};
