/**
 * Tests on a real n8n from npm: `npm run test:e2e`. The first run installs n8n into the cache,
 * which takes minutes.
 */
module.exports = {
	testEnvironment: 'node',
	rootDir: '../..',
	roots: ['<rootDir>/test/e2e'],
	testTimeout: 180_000,
	globalSetup: '<rootDir>/test/e2e/installN8n.ts',
	transform: {
		'\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
};
