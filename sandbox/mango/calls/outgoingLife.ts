import type { LegName } from '../../core/telephone';
import { employeeOf, type Person } from './call';
import { CallLife } from './callLife';
import { employeeBy } from './directory';

/** Real seconds: before the first ring and between the legs. */
const delays = { start: 0.5, betweenLegs: 1 };
/** How long the antirobot listens to an answering machine [L]. */
const analysisSeconds = 2;
/** How soon an employee who hears a machine hangs up. */
const greetingSeconds = 6;

/**
 * A callback, also of a campaign: the employee's telephone rings first, then the client's
 * (mango-office.md#callback).
 */
export class OutgoingLife extends CallLife {
	begin(): void {
		if (this.people.employee === 'offSchedule') this.then(delays.start, () => this.endUnseen());
		else this.then(delays.start, () => this.ringEmployee());
	}

	/**
	 * Another employee takes the call before the first has answered
	 * (mango-office.md#route-and-transfer [H]; that it works for a callback, L).
	 */
	route(name: string, to: Person, commandId: string | undefined): boolean {
		const employee = employeeBy(to.extension);
		if (this.call.phase !== 'employeeRings' || name !== 'employee' || !employee) return false;
		const leg = this.legs.leg(name);
		Object.assign(leg, { from: this.call.client, to: employeeOf(this.call) });
		this.legs.close(name, 1182);
		Object.assign(this.call, { employee, employeeNumber: to.number });
		this.legs.open('employee', 'employeeRings', { takenFrom: leg.callId, commandId });
		this.react('employee', this.people.target, this.people.targetRings);
		return true;
	}

	protected answered(who: LegName): void {
		if (who === 'employee') this.employeeAnswers();
		else if (this.people.client === 'voicemail') this.machineAnswers();
		else this.talk('client', employeeOf(this.call));
	}

	protected refused(_who: LegName, reason: number): void {
		this.end(reason);
	}

	private ringEmployee(): void {
		this.legs.open('employee', 'employeeRings');
		this.react('employee', this.people.employee, this.people.employeeRings);
	}

	private employeeAnswers(): void {
		this.legs.connect('employee', 'between');
		this.then(delays.betweenLegs, () => {
			this.legs.close('employee', 1000);
			this.legs.open('client', 'clientRings', { takenFrom: this.legs.leg('employee').callId });
			this.react('client', this.people.client, this.people.clientRings);
		});
	}

	/**
	 * A voicemail that the antirobot notices ends the leg with 1313
	 * (mango-office.md#result-codes [H]); that the leg is told as Connected before, and the summary
	 * as no talk, are our guesses [L]. One that it does not notice is a talk to MANGO; the employee
	 * soon hangs up.
	 */
	private machineAnswers(): void {
		if (this.people.antirobot) {
			this.legs.connect('client', 'voicemail');
			this.then(analysisSeconds, () => this.end(1313));
			return;
		}
		this.talk('client', employeeOf(this.call));
		this.then(greetingSeconds, () => this.end(1110));
	}
}
