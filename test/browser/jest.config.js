/** Tests in headless Chromium, with a real n8n: `npm run test:browser`. */
module.exports = { ...require('../e2e/jest.config'), roots: ['<rootDir>/test/browser'] };
