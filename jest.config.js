/**
 * Unit, engine and template tests: `npm test`. The suites that need a real n8n or a browser have
 * configs of their own.
 */
module.exports = {
	testEnvironment: 'node',
	roots: [
		'<rootDir>/test/protocols',
		'<rootDir>/test/engine',
		'<rootDir>/test/templates',
		'<rootDir>/test/sandbox',
		'<rootDir>/test/package',
		'<rootDir>/test/fuzz',
	],
	globalSetup: '<rootDir>/test/tempFolder/setup.js',
	globalTeardown: '<rootDir>/test/tempFolder/teardown.js',
	setupFiles: ['<rootDir>/test/engine/env.js', '<rootDir>/test/clock/setup.ts'],
	setupFilesAfterEnv: ['<rootDir>/test/clock/eachTest.ts'],
	// Not a measure of anything: on a machine that does something else a test may take long, and is as good.
	testTimeout: 120_000,
	transform: {
		'\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
	},
};
