import { clock, traffic } from './clock';

beforeEach(() => clock.forgetSleep());
afterAll(() => traffic.stop());
