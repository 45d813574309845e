/** n8n's queue mode with the system's Redis and PostgreSQL: `npm run test:queue`. As the end-to-end tests otherwise. */
module.exports = {
	...require('../e2e/jest.config.js'),
	rootDir: '../..',
	roots: ['<rootDir>/test/queue'],
};
