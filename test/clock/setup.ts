import { clock, traffic } from './clock';

// Runs before each test file loads anything, so that whatever it loads knows no other time (test/README.md).

jest.mock('@n8n/utils/sleep', () => ({ sleep: (ms: number) => clock.sleep(ms) }));
jest.mock('../../sandbox/core/realClock', () => ({ realClock: () => clock }));

const RealDate = Date;
RealDate.now = () => clock.now();
globalThis.Date = new Proxy(RealDate, {
	construct: (target, args, newTarget) =>
		Reflect.construct(target, args.length > 0 ? args : [Date.now()], newTarget) as object,
	apply: () => new Date().toString(),
});
RealDate.prototype.constructor = globalThis.Date;

traffic.watch();
