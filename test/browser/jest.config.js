/**
 * Tests in headless Chromium, with a real n8n: `npm run test:browser`. A test lasts as long as what
 * it waits for may: the templates' schedules run every half minute.
 */
module.exports = {
	...require('../e2e/jest.config'),
	roots: ['<rootDir>/test/browser'],
	testTimeout: 600_000,
};
