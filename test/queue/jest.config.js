/** n8n's queue mode with the system's Redis and PostgreSQL: `npm run test:queue`. */
/** The same as the end-to-end tests, in another folder. */
module.exports = {
	...require('../e2e/jest.config.js'),
	rootDir: '../..',
	roots: ['<rootDir>/test/queue'],
};
